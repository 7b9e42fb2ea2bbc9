"""One rule for all commands: input that cannot be read ends with 2, input that was read and is wrong with 1."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.cli.exits import FINDINGS, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qradar_builder.findings import Finding

_UNREADABLE = {"file/missing", "file/unreadable", "file/too-large", "file/outside", "file/unknown-kind"}
_NO_SIDE = {"diff/revision", "diff/different-kinds", "diff/which"}
"""A side of a comparison that is none, whatever its findings call it."""


def exit_of(findings: Iterable[Finding], inputs: Iterable[Path | None]) -> int:
    """The exit code of a command that ends with errors; `inputs` are the files that it was given by name."""
    from qradar_builder.source.files import display_name

    names = {display_name(path) for path in inputs if path is not None}
    unread = any(
        each.rule in _NO_SIDE or (each.rule in _UNREADABLE and each.location.file in names) for each in findings
    )
    return UNREADABLE if unread else FINDINGS


def with_hints(findings: Iterable[Finding], inputs: Iterable[Path | None]) -> list[Finding]:
    """The findings; where an input is not there, with a hint at the path or package that may be meant."""
    from qradar_builder.cli.calling.places import missing_advice
    from qradar_builder.source.files import display_name

    names = {display_name(path): path for path in inputs if path is not None}
    return [
        replace(each, help=missing_advice(names[each.location.file]) or each.help)
        if each.rule == "file/missing" and each.location.file in names
        else each
        for each in findings
    ]
