"""Differences: compare two versions of content by meaning."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.api.result import Result, StrPath, shown

if TYPE_CHECKING:
    from qradar_builder.comparison.compare import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff(Result):
    """What is different between two versions of content."""

    comparison: Comparison | None
    """The changes, each with its class and effect. None where a side cannot be read or they cannot be compared."""


def diff(old: StrPath, new: StrPath, *, choose: str | None = None) -> Diff:
    """Compare two versions of content by meaning.

    Each is a package folder, an extension ZIP, a content XML, a workflow, a log source extension, or a git revision
    `REV:path`. `choose` is the name of the log source type or workflow that is compared, and nothing else.
    """
    from qradar_builder.comparison.compare import compare
    from qradar_builder.comparison.matching import NotComparableError, narrowed
    from qradar_builder.comparison.reading.side import opened
    from qradar_builder.findings import Findings, Location

    findings = Findings()
    names = os.fspath(old), os.fspath(new)
    with opened(names[0], findings) as before, opened(names[1], findings) as after:
        if before is None or after is None:
            return Diff(findings=shown(findings), comparison=None)
        comparison = None
        try:
            one, other = narrowed(before.reading, after.reading, choose)
            comparison = compare(one, other)
        except NotComparableError as error:
            findings.add(error.rule, Location(error.name), str(error), help=error.help)
        return Diff(findings=shown(findings), comparison=comparison)
