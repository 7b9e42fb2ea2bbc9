"""A comparison as Markdown, to be put into a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.report.comparison.events import event_lines, events_heading, kind_lines, move_lines
from qradar_builder.report.comparison.words import (
    HEADINGS,
    STEP,
    counts_text,
    happened,
    left_out_text,
    side_text,
    steps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.change import Path
    from qradar_builder.comparison.compare import Comparison, Judged
    from qradar_builder.comparison.payloads import EventChanges

MOST_ROWS: Final = 200
"""How many changes of a class are shown: a comment of GitHub holds 65,536 characters."""
_SPECIAL: Final = re.compile(r"([\\*_\[\]<>#|~@&!])")


def comparison_markdown(comparison: Comparison, events: EventChanges | None = None) -> str:
    """A heading, what was compared, a table for each class, and what they do to payloads, where there were any."""
    lines = [*_lines(comparison), *(() if events is None else _event_lines(events))]
    return "\n".join(lines) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"## Changes: {counts_text(comparison)}"
    yield ""
    yield f"{escaped(side_text(comparison.old))} → {escaped(side_text(comparison.new))}"
    for level, heading in HEADINGS.items():
        changes = comparison.of(level)
        if not changes:
            continue
        yield ""
        yield f"### {heading} ({len(changes)})"
        yield ""
        yield "| What | Change | Effect on a running console |"
        yield "|---|---|---|"
        yield from (_row(each) for each in changes[:MOST_ROWS])
        if len(changes) > MOST_ROWS:
            yield ""
            yield f"And {len(changes) - MOST_ROWS:,} more."
    note = left_out_text(comparison.left_out)
    if note:
        yield ""
        yield escaped(note)


def _event_lines(events: EventChanges) -> Iterator[str]:
    yield ""
    yield f"### {escaped(events_heading(events))}"
    yield ""
    for line in (*move_lines(events), *kind_lines(events)):
        yield f"- {escaped(line)}"
    for each in events.shown:
        first, *rest = event_lines(each)
        yield f"- **{escaped(first)}**"
        yield from (f"  - {escaped(line.strip())}" for line in rest)


def _row(each: Judged) -> str:
    return f"| {_path(each.change.path)} | {escaped(happened(each))} | {with_code(each.verdict.effect)} |"


def _path(path: Path) -> str:
    return STEP.join(f"{kind} {_bold(label)}" if label else kind for kind, label in steps(path)) or "extension"


def _bold(label: str) -> str:
    return f"**{escaped(label)}**"


def escaped(text: str) -> str:
    """Text that stays text in Markdown and in a cell of a table."""
    return _SPECIAL.sub(r"\\\1", text).replace("`", "\\`")


def with_code(text: str) -> str:
    """A sentence whose ticks mark code. A tick within a label would end the code, and every other character is kept."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    shown = []
    for at, part in enumerate(parts):
        shown.append(f"<code>{_html(part)}</code>" if at % 2 else escaped(part))
    return "".join(shown)


def _html(text: str) -> str:
    for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("*", "&#42;"), ("_", "&#95;"),
                       ("@", "&#64;"), ("\\", "&#92;"), ("[", "&#91;"), ("~", "&#126;")):  # fmt: skip
        text = text.replace(char, name)
    return text
