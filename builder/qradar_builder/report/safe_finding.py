"""Findings without the credentials that they quote, in whatever format they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.secrets.shown import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Finding


def safe_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with a mark for each credential in their texts: a value that is wrong may be one."""
    for found in findings:
        related = tuple(replace(each, message=without_credentials(each.message)) for each in found.related)
        yield replace(
            found,
            message=without_credentials(found.message),
            help=without_credentials(found.help),
            label=without_credentials(found.label),
            related=related,
        )
