"""What all pictures share: their width, their colors, and boxes of text below one another."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 360
"""The width of a picture in pixels, so that a telephone shows it without making it smaller."""
LEFT, INSIDE, GAP = 34, 10, 8
"""Where the boxes begin, the space between a box and its text, and the space between boxes, all in pixels."""
TEXT_SIZE: Final = 12
COLUMNS: Final = 42
"""The most characters of a line. Each takes 0.6 of the size of the text, enough for wide fonts such as DejaVu Sans."""
_NAME_LINE, _TEXT_LINE = 20, 16
_FRAMED: Final = (2 * GAP, WIDTH - 2 * GAP)
"""Where boxes in a frame begin and end across."""
_ARROW: Final = 22
"""The height of an arrow between two boxes."""

_STYLE: Final = """\
    .ground { fill: #ffffff }
    .place { fill: #f6f8fc; stroke: #8a99b8; stroke-dasharray: 4 3 }
    .box { fill: #eef2f9; stroke: #8a99b8 }
    .name { fill: #12326b; font: bold 14px ui-monospace, Menlo, Consolas, monospace }
    .text { fill: #1f2430; font: 12px system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif }
    .line { stroke: #4a5a7d; stroke-width: 2; fill: none }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #1b1d24 }
      .place { fill: #20242f; stroke: #5f6f92 }
      .box { fill: #262b38; stroke: #5f6f92 }
      .name { fill: #a9c7ff }
      .text { fill: #e4e7ee }
      .line { stroke: #9fb0d4 }
    }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with a name and a text."""

    name: str
    text: str
    arrow: str = ""
    """What stands beside the arrow that leads to the box from the one above; without it there is no arrow."""


@dataclass(frozen=True, slots=True)
class Place:
    """A frame around boxes, with a title: where they are, or when they happen."""

    title: str
    boxes: tuple[Box, ...]


def wrapped(text: str) -> list[str]:
    """The lines of a text in a box."""
    return [line for part in text.split("\n") for line in textwrap.wrap(part, COLUMNS)]


def height(box: Box) -> int:
    """The height of a box in pixels."""
    return _NAME_LINE + _TEXT_LINE * len(wrapped(box.text)) + INSIDE


def drawn(box: Box, top: int, left: int = LEFT, right: int = WIDTH - GAP) -> str:
    """A box as SVG, between two places across."""
    across, first = left + INSIDE, top + _NAME_LINE
    texts = [
        f'  <text class="text" x="{across}" y="{first + _TEXT_LINE * number}">{escape(line, quote=False)}</text>\n'
        for number, line in enumerate(wrapped(box.text), 1)
    ]
    return "".join(
        [
            f'  <rect class="box" x="{left}" y="{top}" width="{right - left}" height="{height(box)}" rx="4"/>\n',
            f'  <text class="name" x="{across}" y="{first}">{escape(box.name, quote=False)}</text>\n',
            *texts,
        ]
    )


def picture(title: str, parts: Sequence[str], bottom: int) -> str:
    """A whole picture as SVG. It follows the light or dark scheme of the page that shows it."""
    size = f'width="{WIDTH}" height="{bottom}" viewBox="0 0 {WIDTH} {bottom}"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n',
            f"  <title>{escape(title, quote=False)}</title>\n",
            f"  <style>\n{_STYLE}  </style>\n",
            f'  <rect class="ground" width="{WIDTH}" height="{bottom}" rx="6"/>\n',
            *parts,
            "</svg>\n",
        ]
    )


def flow(title: str, places: Sequence[Place]) -> str:
    """A picture of boxes from top to bottom, in frames, with arrows to those that have one."""
    parts: list[str] = []
    top = GAP
    for place in places:
        first, *others = place.boxes
        if first.arrow:
            parts.append(_arrow(top, first.arrow))
            top += _ARROW
        inner = top + _NAME_LINE + GAP
        boxes = [drawn(first, inner, *_FRAMED)]
        inner += height(first)
        for box in others:
            if box.arrow:
                boxes.append(_arrow(inner, box.arrow))
            inner += _ARROW if box.arrow else GAP
            boxes.append(drawn(box, inner, *_FRAMED))
            inner += height(box)
        bottom = inner + GAP
        parts.append(
            f'  <rect class="place" x="{GAP}" y="{top}" width="{WIDTH - 2 * GAP}" height="{bottom - top}" rx="6"/>\n'
            f'  <text class="text" x="{2 * GAP}" y="{top + _NAME_LINE}">{escape(place.title, quote=False)}</text>\n'
        )
        parts += boxes
        top = bottom + GAP
    return picture(title, parts, top)


def _arrow(top: int, text: str) -> str:
    """An arrow downward from a height, with a text beside it."""
    across, start, end = LEFT + 4 * INSIDE, top + 2, top + _ARROW - 3
    return (
        f'  <path class="line" d="M {across} {start} V {end} M {across - 5} {end - 6} L {across} {end} '
        f'L {across + 5} {end - 6}"/>\n'
        f'  <text class="text" x="{across + 12}" y="{end - 3}">{escape(text, quote=False)}</text>\n'
    )
