"""The extension of a release on the console: uploaded once, previewed and installed, whatever went on before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.bulk.told import ToldActions
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import fields
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import finished, number_of, underway
from qradar_builder.console.deployment.trial import trial_name, write_trial
from qradar_builder.source.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.release.release import Release

_RUNNING: Final = frozenset({"UPLOADING", "PREVIEWING", "INSTALLING", "UNINSTALLING", "UNINSTALL_PREVIEWING"})
INSTALLED: Final = "INSTALLED"
_INSTALLED_ALREADY: Final = 22612
"""IBM's code of an installation of what is installed."""
_FIELDS: Final = ("id", "name", "version", "status", "size")
"""What is asked for of extensions: their content is as long as they are."""
_WAIT: Final = 1.0


class Extension:
    """The extension of a release on a console. Each call looks first at what the console has.

    With `is_trial`, it is a copy under a name of its own, for a preview: it is removed afterwards, and what an
    earlier trial left is removed before.
    """

    def __init__(self, session: Session, release: Release, *, is_trial: bool = False) -> None:
        self._session = session
        self._release = release
        self._is_trial = is_trial
        self._name = trial_name(release) if is_trial else release.name
        self._label = f"{self._name} {release.version}"
        self._size = 0 if is_trial else release.zip.stat().st_size
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
                message = f"{self._label} is still {self.status} on the console"
                raise ConsoleError("console/task-endless", message, unsure=True)
            self._session.hear(f"{self._label} is {self.status}; waiting")
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
            if self._is_trial:
                scratch = Scratch()
                path = scratch.path("trial.zip")
                write_trial(path, self._release)
                self._size = path.stat().st_size
                self._send(path)
            else:
                self._send(self._release.zip)
            self.look()

    def _send(self, path: Path) -> None:
        # The answer is else as long as the extension has rows.
        answer = self._session.send(calls.UPLOAD, body=path, headers={"fields": "id"})
        self.number = number_of(answer, "id", calls.UPLOAD)

    def remove(self) -> None:
        """Remove the extension from the list of the console, if it is there. Raises ConsoleError."""
        while (number := self._looked_anew()) is not None:
            try:
                answer = self._session.send(calls.REMOVE, at={"extension_id": number})
                task = number_of(answer, "status_id", calls.REMOVE)
                finished(self._session, calls.TASK, "remove", {"status_id": task})
            except ConsoleError:
                if self._looked_anew() == number:
                    raise

    def _looked_anew(self) -> int | None:
        """The number that the console has now."""
        self.number = None
        self.look()
        return self.number

    def preview(self, *, overwrite: bool) -> ToldActions:
        """What the console says that an installation would do. Raises ConsoleError, and OSError."""
        task = self._act("PREVIEW", overwrite=overwrite)
        found: list[ToldActions] = []

        def take(rows: Iterator[dict[str, Any]]) -> None:
            found[:] = [ToldActions(rows)]

        self._session.rows(calls.RESULTS, {"status_id": task}, "content", take)
        return found[0]

    def install(self, *, overwrite: bool) -> None:
        """Install, unless another deployment of the same build was quicker. Raises ConsoleError."""
        try:
            self._act("INSTALL", overwrite=overwrite)
        except ConsoleError as error:
            if error.code != _INSTALLED_ALREADY:
                raise
        with underway("install"):
            self.look()
        if not self.is_installed:
            message = f"{self._label} is {self.status or 'gone'} after its installation"
            raise ConsoleError("console/task", message)

    def _act(self, action: str, *, overwrite: bool) -> int:
        """Do something, and wait for the end of its task, whose number is given."""
        assert self.number is not None, "it is uploaded first"
        query = {"action_type": action, "overwrite": "true" if overwrite else "false"}
        answer = self._session.send(calls.ACT, query=query, at={"extension_id": self.number})
        task = number_of(answer, "status_id", calls.ACT)
        with underway(action.lower()):
            finished(self._session, calls.TASK, action.lower(), {"status_id": task})
        return task

    def _record(self) -> dict[str, Any] | None:
        query = fields(calls.EXTENSIONS, self._session.version, *_FIELDS)
        for record in self._session.items(calls.EXTENSIONS, query=query):
            if self.number is not None and record.get("id") == self.number:
                return record
            is_version = self._is_trial or record.get("version") == self._release.version
            if self.number is None and record.get("name") == self._name and is_version:
                return record
        return None

    def _check_size(self, record: dict[str, Any]) -> None:
        """Refuse another build of the same version. Where the console tells no size, nothing is known."""
        size = record.get("size")
        if isinstance(size, int) and size > 0 and self._size and size != self._size:
            message = f"the console has {self._label} as another build: {size:,} bytes, and this one has {self._size:,}"
            raise ConsoleError("console/same-version", message)
