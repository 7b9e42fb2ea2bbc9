"""Checks that a version of an extension can be released after another one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.matching import NotComparableError
from qradar_builder.comparison.model import Kind
from qradar_builder.comparison.reading.tables import OF_TIMES
from qradar_builder.comparison.release.version import Version
from qradar_builder.findings import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.comparison.model import Reading
    from qradar_builder.findings import Findings

_WORDS = {Level.BREAKING: "breaking changes", Level.FEATURE: "features", Level.FIX: "fixes"}


@dataclass(frozen=True, slots=True)
class Rise:
    """What changed since the last release, and the least version that it asks for."""

    comparison: Comparison
    tables: tuple[str, ...]
    """The tables of which a row is another one though it means the same, where both sides have rows."""
    least: Version | None
    """The least version of the next release; None where nothing changed, or the last version is not known."""

    @property
    def level(self) -> Level | None:
        """The gravest class: another row is at least a fix, as a console does not take it under the same version."""
        return self.comparison.level or (Level.FIX if self.tables else None)


def rise_since(last: Reading, new: Reading, findings: Findings) -> Rise | None:
    """Compare a version with the last release. None, with a finding, where they are not of one extension."""
    try:
        comparison = compare(last, new)
    except NotComparableError as error:
        findings.add(error.rule, Location(error.name), str(error), help=error.help)
        return None
    if is_other_extension(last, new):
        message = f"is a release of `{last.extension}`, and not of `{new.extension}`"
        findings.add("release/other-extension", Location(last.name), message)
        return None
    rise = Rise(comparison, tuple(_changed_tables(last, new)), None)
    version = Version.read(last.version)
    if version is None:
        said = "has no version" if last.version is None else f"has the version `{last.version[:50]}`"
        findings.add("release/last-version", Location(last.name), said)
    elif rise.level is not None:
        return Rise(comparison, rise.tables, version.least_after(rise.level))
    return rise


def check_rise(last: Reading, new: Reading, findings: Findings) -> Rise | None:
    """Report a version that does not rise by what changed since the last release. None as `rise_since`."""
    rise = rise_since(last, new, findings)
    before, after = Version.read(last.version), Version.read(new.version)
    if rise is None or before is None or after is None:
        return rise
    place = new.place or Location(new.name)
    advice = None if rise.least is None else f"write `version: {rise.least}`, or a higher one"
    if after < before:
        findings.add("release/lower-version", place, f"{after} is lower than {before} of {last.name}", help=advice)
    elif rise.least is not None and after == before:
        message = f"{after} is the version of {last.name}, and the content is another one: {_reason(rise)}"
        findings.add("release/same-version", place, message, help=advice)
    elif rise.least is not None and after < rise.least:
        message = f"from {before} to {after} is too little for {_reason(rise)}"
        findings.add("release/version-rise", place, message, help=advice)
    return rise


def is_other_extension(one: Reading, other: Reading) -> bool:
    """Whether two sides share neither a name nor any identity."""
    if one.root.get("hub id") == other.root.get("hub id") or one.extension == other.extension:
        return False
    return not set(_identities(one)) & set(_identities(other))


def _identities(reading: Reading) -> Iterator[tuple[Kind, object]]:
    # Properties of one name are one, whichever extension has them.
    for kind, name in ((Kind.TYPE, "uuid"), (Kind.TYPE, "extension uuid"), (Kind.QID, "uuid")):
        yield from ((kind, value) for one in reading.root.named(kind).values() if (value := one.get(name)))
    yield from ((Kind.WORKFLOW, one.get("name")) for one in reading.root.named(Kind.WORKFLOW).values())


def _reason(rise: Rise) -> str:
    comparison = rise.comparison
    if comparison.level is None:
        return f"rows of {', '.join(f'`{table}`' for table in rise.tables)}"
    count = len(comparison.of(comparison.level))
    words = _WORDS[comparison.level]
    return (
        f"{count} {words if count != 1 else words.removesuffix('es') if words == 'fixes' else words.removesuffix('s')}"
    )


def _changed_tables(last: Reading, new: Reading) -> Iterator[str]:
    """The tables whose rows differ in anything but the times of the build."""
    if last.tables is None or new.tables is None:
        return
    for table in sorted(last.tables.keys() | new.tables.keys()):
        one, other = (
            Counter(
                tuple(sorted((name, str(value)) for name, value in row.items() if name not in OF_TIMES))
                for row in reading.tables.get(table, ())
            )
            for reading in (last, new)
            if reading.tables is not None
        )
        if one != other:
            yield table
