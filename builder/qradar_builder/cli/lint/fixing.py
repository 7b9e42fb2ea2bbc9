"""`lint --fix`: make the edits of findings, or show them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.findings import Finding


def fix(findings: Sequence[Finding], *, unsafe: bool, only_show: bool) -> int:
    """Make the edits of findings in their files, each file at once. Gives how many findings that fixes.

    With `only_show` a unified diff is printed, and nothing is written.
    """
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.lint.fixes import fixed
    from qradar_builder.source.output import replace_file

    result = fixed(findings, unsafe=unsafe)
    for path, text in sorted(result.after.items()):
        if only_show:
            _show(path.as_posix(), result.before[path], text)
            continue
        with writing():
            replace_file(path, text.encode("utf-8"), tell)
    return len(result.done)


def _show(name: str, before: str, after: str) -> None:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    click.echo(
        "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines), nl=False
    )
