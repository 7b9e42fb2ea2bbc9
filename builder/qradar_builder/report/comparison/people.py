"""A comparison as text for people, with colours where a terminal shows them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.effects.rule import Level
from qradar_builder.report.comparison.events import event_lines, events_heading, kind_lines, move_lines
from qradar_builder.report.comparison.words import HEADINGS, counts_text, happened, left_out_text, path_text, side_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from qradar_builder.comparison.compare import Comparison, Judged
    from qradar_builder.comparison.payloads import EventChanges

_STYLES: Final = {Level.BREAKING: "bold red", Level.FEATURE: "bold green", Level.FIX: "bold cyan"}


def print_comparison(comparison: Comparison, console: Console, events: EventChanges | None = None) -> None:
    """Print all changes by class, the gravest first, then what they do to payloads, where there were any."""
    from rich.text import Text  # noqa: PLC0415 - other forms do without rich

    _print(f"{side_text(comparison.old)} → {side_text(comparison.new)}", 0, console)
    for level, heading in HEADINGS.items():
        changes = comparison.of(level)
        if changes:
            console.print()
            console.print(Text(f"{heading} ({len(changes)})", _STYLES[level]))
            _print_changes(changes, console)
    if events is not None:
        console.print()
        _print_events(events, console)
    console.print()
    note = left_out_text(comparison.left_out)
    if note:
        _print(note, 0, console, "dim")
    text = counts_text(comparison)
    console.print(Text(text[0].upper() + text[1:], "bold"))


def _print_events(events: EventChanges, console: Console) -> None:
    _print(events_heading(events), 0, console, "bold")
    for line in (*move_lines(events), *kind_lines(events)):
        _print(line, 2, console)
    for each in events.shown:
        first, *rest = event_lines(each)
        _print(first, 2, console, "bold")
        for line in rest:
            _print(line.strip(), 4, console)


def _print_changes(changes: Iterable[Judged], console: Console) -> None:
    for each in changes:
        _print(path_text(each.change.path), 2, console, "bold")
        _print(happened(each), 4, console)
        _print(f"{each.verdict.effect} [{each.verdict.kind}]", 4, console)


def _print(text: str, indent: int, console: Console, style: str = "") -> None:
    """Print a text below its margin. In a pipe a line is as long as it needs to be."""
    from rich.text import Text  # noqa: PLC0415 - as above

    margin = " " * indent
    lines = textwrap.wrap(text, max(20, console.width - indent)) if console.is_terminal else [text]
    for line in lines:
        console.print(Text(margin + line, style), soft_wrap=True)
