"""The events over time as stacked bars, in SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from qradar_builder.text.shown import counted
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH: Final = 960
_HEIGHT: Final = 180
_FOOT: Final = 22
"""For the first and the last time, and the most events of a bar."""
_WIDEST: Final = 40.0
_MOST_BARS: Final = 240
_COLORS: Final = {"parsed": "--good", "unknown": "--careful", "stored": "--bad", "built-in": "--accent"}
_STEPS: Final = {"hour": 3_600_000, "day": 86_400_000, "month": 2_629_800_000, "year": 31_557_600_000}


@dataclass(frozen=True, slots=True)
class Bar:
    """Events of a time: epoch milliseconds up to others, and counts by outcome."""

    begin: int
    end: int
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All events of the bar."""
        return sum(self.counts.values())


def bars_of(cells: Sequence[Mapping[str, Any]], step: str) -> list[Bar]:
    """The bars of cells with a time: as many times in one as a picture needs; times without events are empty."""
    timed = [(cell["start"], cell["counts"]) for cell in cells if cell["start"] is not None]
    timed.sort(key=lambda each: each[0])
    length = _STEPS.get(step)
    if not timed or length is None:
        return []
    first = timed[0][0]
    steps = (timed[-1][0] - first) // length + 1
    each = -(-steps // _MOST_BARS)
    sums: list[dict[str, int]] = [{} for _ in range(-(-steps // each))]
    for start, counts in timed:
        bar = sums[(start - first) // length // each]
        for outcome, count in counts.items():
            bar[outcome] = bar.get(outcome, 0) + count
    span = length * each
    return [Bar(first + number * span, first + (number + 1) * span, counts) for number, counts in enumerate(sums)]


def chart(bars: Sequence[Bar]) -> Markup:
    """The picture; empty without bars. The table below it says the same."""
    most = max((bar.total for bar in bars), default=0)
    if not most:
        return Markup()
    width = min(_WIDTH / len(bars), _WIDEST)
    gap = 0 if width < 3 else 1
    parts = [
        Markup('<svg viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}">').format(
            _WIDTH, _HEIGHT + _FOOT, f"Events from {_day(bars[0].begin)} to {_day(bars[-1].end)} by outcome"
        )
    ]
    for number, bar in enumerate(bars):
        top = float(_HEIGHT)
        for outcome in (*_COLORS, *(name for name in bar.counts if name not in _COLORS)):
            count = bar.counts.get(outcome, 0)
            height = count / most * _HEIGHT
            top -= height
            if count:
                style = f"fill:var({_COLORS.get(outcome, '--muted')})"
                place = (f"{number * width:.1f}", f"{top:.1f}", f"{max(width - gap, 0.5):.1f}", f"{height:.1f}")
                rectangle = Markup('<rect x="{}" y="{}" width="{}" height="{}" style="{}"><title>{}</title></rect>')
                parts.append(rectangle.format(*place, style, f"{_day(bar.begin)}: {count:,} {outcome}"))
    label = Markup('<text x="{}" y="{}" text-anchor="{}" font-size="13" style="fill:var(--muted)">{}</text>')
    line = Markup('<line x1="0" y1="{0}" x2="{1}" y2="{0}" style="stroke:var(--muted)"/>')
    parts.append(line.format(_HEIGHT + 0.5, _WIDTH))
    parts.append(label.format(0, _HEIGHT + 16, "start", f"from {_day(bars[0].begin)}"))
    parts.append(label.format(_WIDTH / 2, _HEIGHT + 16, "middle", f"at most {counted(most, 'event')} in a bar"))
    parts.append(label.format(_WIDTH, _HEIGHT + 16, "end", f"to {_day(bars[-1].end)}"))
    parts.append(Markup("</svg>"))
    return Markup().join(parts)


def _day(time: int) -> str:
    try:
        return iso_utc(time, brief=True)
    except OverflowError:
        return str(time)
