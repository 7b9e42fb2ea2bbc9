"""Which version of the API both sides speak, and what of it an older one does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.endpoints import version_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.console.connection.calls import Call
    from qradar_builder.console.connection.session import Session


NEWEST: Final = "26.0"
"""The newest version that has been read, for who asks before one is negotiated."""


def negotiate(session: Session) -> str:
    """The version to use, which is that of the session from now on. Raises ConsoleError.

    That of the profile where it has one; else the newest that both sides know.
    """
    offered = list(_offered(session.items(calls.VERSIONS)))
    pinned = session.profile.api_version
    if pinned is not None:
        if pinned not in offered:
            raise ConsoleError(
                "console/api-version", f"the console has no API version {pinned}; it has {_listed(offered)}"
            )
        session.version = pinned
        return pinned
    chosen = best(offered)
    if chosen is None:
        known = description().versions
        raise ConsoleError(
            "console/api-version",
            f"the console has API version {_listed(offered) or 'none'}; this tool knows {known[0]} to {known[-1]}",
        )
    session.version = chosen
    return chosen


def best(offered: Iterable[str]) -> str | None:
    """The newest version that is known; else the newest between those that are. None where all are older or newer."""
    found, known = list(offered), description().versions
    if (newest := description().newest(found)) is not None:
        return newest
    between = [each for each in found if version_key(known[0]) <= version_key(each) <= version_key(known[-1])]
    return max(between, key=version_key, default=None)


def described(version: str) -> str:
    """The version whose description tells what another one has: the newest that is not newer."""
    known = description().versions
    older = [each for each in known if version_key(each) <= version_key(version)]
    return older[-1] if older else known[0]


def lacks(call: Call, version: str) -> bool:
    """Whether a version of the API does not have a call."""
    return not description().endpoint(call.method, call.path).is_in(described(version))


def fields(call: Call, version: str | None, *names: str) -> dict[str, str]:
    """The query that asks for these fields alone; those that the version does not have are left out."""
    answer = description().endpoint(call.method, call.path).answer_in(described(version or description().versions[-1]))
    items = answer[0] if isinstance(answer, list) and answer else {}
    return {"fields": ",".join(name for name in names if name in items)} if items else {}


def _offered(rows: Iterable[dict[str, Any]]) -> Iterable[str]:
    for row in rows:
        version = row.get("version")
        if isinstance(version, str) and not row.get("removed") and _is_version(version):
            yield version


def _is_version(text: str) -> bool:
    major, dot, minor = text.partition(".")
    return bool(dot) and (major + minor).isascii() and major.isdecimal() and minor.isdecimal() and len(text) <= 10


def _listed(versions: Iterable[str]) -> str:
    return ", ".join(sorted(versions, key=version_key))
