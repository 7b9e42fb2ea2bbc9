"""What the functions of the API return: their values, with everything that is wrong with the input."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding

StrPath: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The findings of a call, sorted by file, place and rule. Credentials in their texts are masked."""

    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        from qradar_builder.findings import Severity

        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.errors


def shown(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as values, without the credentials that they quote."""
    from qradar_builder.report.safe_finding import safe_findings

    return tuple(safe_findings(findings))
