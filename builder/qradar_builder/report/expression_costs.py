"""The expressions of a log source type by the time that they took, as a table of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.text.shown import escaped, fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.dsm.profile import ExpressionCost

_MOST = 20
_HEADS = ("share", "mean", "longest", "out of time", "expression", "kind", "place")
_LONGEST = 60


def costs_text(costs: Sequence[ExpressionCost]) -> str:
    """The slowest expressions, the slowest first, in lines; all of them together are 100 %."""
    whole = sum(cost.seconds for cost in costs) or 1.0
    rows = [_HEADS, *(_row(cost, whole) for cost in costs[:_MOST] if cost.payloads)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    rest = len(costs) - _MOST
    if rest > 0:
        lines.append(f"… and {rest} expression{'' if rest == 1 else 's'} that took less time")
    return "\n".join(lines)


def _row(cost: ExpressionCost, whole: float) -> tuple[str, ...]:
    place = cost.trial.origin.locate()
    return (
        f"{cost.seconds / whole:.0%}",
        _time(cost.seconds / cost.payloads),
        _time(cost.longest),
        f"{cost.given_up:,}" if cost.given_up else "",
        cost.name,
        cost.trial.kind,
        fitted(escaped(str(place)), _LONGEST) if place.file else fitted(escaped(cost.trial.text), _LONGEST),
    )


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.1f} ms" if seconds >= 0.001 else f"{seconds * 1_000_000:.1f} µs"
