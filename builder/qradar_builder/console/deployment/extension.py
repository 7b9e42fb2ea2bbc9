"""The extension of a release on the console: uploaded once, previewed and installed, whatever went on before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import finished, number_of

if TYPE_CHECKING:
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.release.release import Release

_RUNNING: Final = frozenset({"UPLOADING", "PREVIEWING", "INSTALLING", "UNINSTALLING", "UNINSTALL_PREVIEWING"})
INSTALLED: Final = "INSTALLED"
_WAIT: Final = 1.0


class Extension:
    """The extension of a release on a console. Each call looks first at what the console has."""

    def __init__(self, session: Session, release: Release) -> None:
        self._session = session
        self._release = release
        self.number: int | None = None
        self.status = ""

    def look(self) -> None:
        """Find the extension by name and version, and wait while a task of it runs. Raises ConsoleError."""
        began = self._session.clock()
        while True:
            record = self._record()
            self.number = None if record is None else number_of(record, "id", calls.EXTENSIONS)
            self.status = "" if record is None else str(record.get("status"))
            if self.status not in _RUNNING:
                break
            if self._session.clock() - began >= self._session.profile.task_timeout:
                message = f"{self._release.label} is still {self.status} on the console"
                raise ConsoleError("console/task-endless", message, unsure=True)
            self._session.hear(f"{self._release.label} is {self.status}; waiting")
            self._session.sleep(_WAIT)
        if record is not None:
            self._check_size(record)

    @property
    def is_installed(self) -> bool:
        """Whether this version is installed as a whole."""
        return self.status == INSTALLED

    def upload(self) -> None:
        """Upload the ZIP, unless it is there. Raises ConsoleError."""
        if self.number is None:
            answer = self._session.send(calls.UPLOAD, body=self._release.zip)
            self.number = number_of(answer, "id", calls.UPLOAD)
            self.look()

    def preview(self, *, overwrite: bool) -> list[dict[str, Any]]:
        """What the console says that an installation would do. Raises ConsoleError."""
        return self._act("PREVIEW", overwrite=overwrite)

    def install(self, *, overwrite: bool) -> list[dict[str, Any]]:
        """Install, and give what was done with each item. Raises ConsoleError."""
        found = self._act("INSTALL", overwrite=overwrite)
        self.look()
        if not self.is_installed:
            message = f"{self._release.label} is {self.status or 'gone'} after its installation"
            raise ConsoleError("console/task", message)
        return found

    def _act(self, action: str, *, overwrite: bool) -> list[dict[str, Any]]:
        assert self.number is not None, "it is uploaded first"
        query = {"action_type": action, "overwrite": "true" if overwrite else "false"}
        answer = self._session.send(calls.ACT, query=query, at={"extension_id": self.number})
        task = number_of(answer, "status_id", calls.ACT)
        finished(self._session, calls.TASK, action.lower(), {"status_id": task})
        results = self._session.get(calls.RESULTS, at={"status_id": task})
        content = results.get("content") if isinstance(results, dict) else None
        return [row for row in content if isinstance(row, dict)] if isinstance(content, list) else []

    def _record(self) -> dict[str, Any] | None:
        for record in self._session.items(calls.EXTENSIONS):
            if self.number is not None and record.get("id") == self.number:
                return record
            if record.get("name") == self._release.name and record.get("version") == self._release.version:
                return record
        return None

    def _check_size(self, record: dict[str, Any]) -> None:
        """Refuse another build of the same version. Where the console tells no size, nothing is known."""
        size = record.get("size")
        if isinstance(size, int) and size > 0 and size != len(self._release.zip):
            message = (
                f"the console has {self._release.label} as another build: {size:,} bytes, "
                f"and this one has {len(self._release.zip):,}"
            )
            raise ConsoleError("console/same-version", message)
