"""QRadar versions and the build numbers that content files state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from qradar_builder.reference.shipped import shipped
from qradar_builder.text.nearest import UnknownName, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_BUILD = re.compile(r"(7|20[0-9]{2})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{14})")
_LABEL = re.compile(
    r"([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})(?:\s*(?P<kind>UP|Update\s*Pack(?:age)?|FP|Fix\s*Pack|Patch)\s*(?P<number>[0-9]{1,3}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class QRadarVersion:
    """A version; two compare by their builds, older before newer.

    `label` is what people call it ("7.5.0 UP10"), `build` what a console states ("2021.6.10.20241008193358") and
    `key` the build's four numbers. Where `exact` is false, `build` is not one that a console has but the lowest that
    a console of that version could have: right as a minimum, not as an identity.
    """

    key: tuple[int, int, int, int]
    label: str = field(compare=False)
    build: str = field(compare=False)
    exact: bool = field(compare=False, default=True)


class UnknownVersion(UnknownName):
    """Not a version whose build is known. `known` are the labels that are, oldest first."""

    def __init__(self, name: str, suggestions: Iterable[str], known: Iterable[str]) -> None:
        self.known = tuple(known)
        super().__init__("QRadar version", name, suggestions)

    def __str__(self) -> str:
        text = super().__str__()
        known = f"Known are {', '.join(self.known)}, and any full build number"
        return f"{text} {known}" if self.suggestions else f"{text}. {known}"


@cache
def _by_label() -> dict[str, QRadarVersion]:
    rows: list[dict[str, Any]] = shipped("versions.json")
    return {
        row["label"]: QRadarVersion(_key(row["build"]), row["label"], row["build"], exact=row["exact"]) for row in rows
    }


def _key(build: str) -> tuple[int, int, int, int]:
    first, second, third, stamp = (int(number) for number in build.split("."))
    return first, second, third, stamp


def qradar_versions() -> tuple[QRadarVersion, ...]:
    """Every version whose build is known, oldest first."""
    return tuple(_by_label().values())


def qradar_version(text: str) -> QRadarVersion:
    """The version that a text such as "7.4.2", "7.5.0 UP10", "7.5.0 Update Pack 10" or a full build number means.

    Any full build number is taken, also one that is not in the table. Raises UnknownVersion.
    """
    wanted = text.strip()
    if _BUILD.fullmatch(wanted):
        return QRadarVersion(_key(wanted), _label_of(wanted), wanted)
    known = _by_label()
    label = _normal_label(wanted)
    if label not in known:
        raise UnknownVersion(text, nearest(label, {name: name for name in known}), known)
    return known[label]


def _normal_label(text: str) -> str:
    match = _LABEL.fullmatch(text)
    if not match:
        return text
    release, kind, number = match[1], match["kind"], match["number"]
    if kind is None or int(number) == 0:
        return release
    return f"{release} {_pack(release)}{int(number)}"


def _pack(release: str) -> str:
    # IBM called them patches, then fix packs, and update packages since 7.5.0.
    numbers = tuple(int(number) for number in release.split("."))
    if numbers >= (7, 5, 0):
        return "UP"
    return "FP" if numbers >= (7, 3, 3) else "Patch "


def _label_of(build: str) -> str:
    """What people call a build: from the table, else from the numbers that its release is known to have."""
    key = _key(build)
    for version in qradar_versions():
        if version.key == key:
            return version.label
    first, second, third, _ = key
    if first == 7:
        return f"7.{second}.{third}"
    for version in qradar_versions():
        if version.key[:2] == (first, second):
            release = version.label.split(" ")[0]
            # The third number is that of the update package: seen for six of them, and 0 in every first release.
            return f"{release} {_pack(release)}{third}" if third else release
    return build
