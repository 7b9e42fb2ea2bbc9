"""What the token may do, by step: from `caller_has_access` of `/help/endpoints`, before any write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.console.connection import calls

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qradar_builder.console.connection.calls import Call, Step
    from qradar_builder.console.connection.session import Session
    from qradar_builder.findings import Findings


@dataclass(frozen=True, slots=True)
class Access:
    """What of a step the token may do."""

    step: Step
    lacking: tuple[Call, ...]
    """What this version of the API does not have."""
    denied: tuple[Call, ...]
    """What the token must not do."""
    may: tuple[Call, ...]
    """What it may do."""

    @property
    def is_whole(self) -> bool:
        """Whether the step can be done."""
        return not self.lacking and not self.denied


def accesses(session: Session, wanted: Iterable[Call] = calls.ALL) -> tuple[Access, ...]:
    """What the token may do of some calls, by step. Raises ConsoleError."""
    known = _endpoints(session)
    by_step: dict[Step, list[Call]] = {}
    for call in wanted:
        by_step.setdefault(call.step, []).append(call)
    return tuple(_access(step, each, known) for step, each in by_step.items())


def tell(found: Iterable[Access], host: str, version: str, findings: Findings, *, needed: Collection[Call]) -> None:
    """Make findings of what cannot be done: errors for the calls that are needed, else notes."""
    from qradar_builder.findings import Location  # noqa: PLC0415 - for who tells only

    for access in found:
        for rule, calls_of, words in (
            ("console/permission", access.denied, f"the token must not {access.step}"),
            ("console/lacking", access.lacking, f"API version {version} does not have what is needed to {access.step}"),
        ):
            own = [call for call in calls_of if call in needed]
            later = [call for call in calls_of if call not in needed]
            for kind, names in ((rule, own), (f"{rule}-later", later)):
                if names:
                    findings.add(kind, Location(host), f"{words}: {_named(names)}")


def _named(found: Iterable[Call]) -> str:
    names = [call.name for call in found]
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _endpoints(session: Session) -> Mapping[tuple[str, str], bool]:
    query = {"fields": "http_method,path,caller_has_access,version"}
    found: dict[tuple[str, str], bool] = {}
    for row in session.items(calls.ENDPOINTS, query=query):
        if row.get("version") in {None, session.version} and (key := _key(row)) is not None:
            found[key] = bool(row.get("caller_has_access"))
    return found


def _key(row: Mapping[str, Any]) -> tuple[str, str] | None:
    method, path = row.get("http_method"), row.get("path")
    if not isinstance(method, str) or not isinstance(path, str):
        return None
    return method, _plain(path)


def _plain(path: str) -> str:
    """A path without `/api`, with a sign for each parameter: versions name them differently."""
    parts = path.removeprefix("/api").strip("/").split("/")
    return "/".join("{}" if part.startswith("{") else part for part in parts)


def _access(step: Step, wanted: Iterable[Call], known: Mapping[tuple[str, str], bool]) -> Access:
    lacking, denied, may_do = [], [], []
    for call in wanted:
        may = known.get((call.method, _plain(call.path)))
        if may is None:
            lacking.append(call)
        elif not may:
            denied.append(call)
        else:
            may_do.append(call)
    return Access(step, tuple(lacking), tuple(denied), tuple(may_do))
