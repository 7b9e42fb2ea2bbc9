"""The picture of the layers: their order from the import contract, their subjects from their first lines."""

from __future__ import annotations

import ast
import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = "qradar_builder"
PICTURE: Final = "architecture.svg"
"""Where the picture is, below docs/."""

WIDTH: Final = 360
"""The width of the picture in pixels, so that a telephone shows it without making it smaller."""
LEFT, INSIDE = 34, 10
"""Where the boxes begin, and the space between a box and its text, both in pixels."""
TEXT_SIZE: Final = 12
COLUMNS: Final = 42
"""The most characters of a line. Each takes 0.6 of the size of the text, enough for wide fonts such as DejaVu Sans."""
_NAME_LINE, _TEXT_LINE, _GAP = 20, 16, 8

_STYLE: Final = """\
    .ground { fill: #ffffff }
    .box { fill: #eef2f9; stroke: #8a99b8 }
    .name { fill: #12326b; font: bold 14px ui-monospace, Menlo, Consolas, monospace }
    .text { fill: #1f2430; font: 12px system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif }
    .line { stroke: #4a5a7d; stroke-width: 2; fill: none }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #1b1d24 }
      .box { fill: #262b38; stroke: #5f6f92 }
      .name { fill: #a9c7ff }
      .text { fill: #e4e7ee }
      .line { stroke: #9fb0d4 }
    }
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: its folder and what it holds."""

    name: str
    subject: str


def layers(root: Path = ROOT) -> list[Layer]:
    """The layers from top to bottom. Raises ValueError where the contract and the folders or first lines differ."""
    contract = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    ordered = next(each["layers"] for each in contract["contracts"] if each["type"] == "layers")
    names = [name.strip() for level in ordered for name in level.split("|")]
    source = root / "builder" / PACKAGE
    folders = {path.parent.name for path in source.glob("*/__init__.py")}
    if folders != set(names):
        raise ValueError(f"pyproject.toml and builder/{PACKAGE} differ in {sorted(folders ^ set(names))}")
    return [Layer(name, _subject(source / name / "__init__.py")) for name in names]


def _subject(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not said:
        raise ValueError(f"{path} has no first line that says what the layer holds")
    return said.split("\n")[0]


def layer_picture(shown: list[Layer]) -> str:
    """The picture as SVG. It follows the light or dark scheme of the page that shows it."""
    boxes, top = [], _GAP
    for layer in shown:
        lines = textwrap.wrap(layer.subject, COLUMNS)
        height = _NAME_LINE + _TEXT_LINE * len(lines) + INSIDE
        boxes.append(_box(layer.name, lines, top, height))
        top += height + _GAP
    end, turned = top - _GAP, f"translate(15 {top // 2}) rotate(-90)"
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}">\n',
            "  <title>The layers, from top to bottom. A layer imports only from layers below it.</title>\n",
            f"  <style>\n{_STYLE}  </style>\n",
            f'  <rect class="ground" width="{WIDTH}" height="{top}" rx="6"/>\n',
            f'  <path class="line" d="M 24 {_GAP} V {end} M 18 {end - 10} L 24 {end} L 30 {end - 10}"/>\n',
            f'  <text class="text" text-anchor="middle" transform="{turned}">imports</text>\n',
            *boxes,
            "</svg>\n",
        ]
    )


def _box(name: str, lines: list[str], top: int, height: int) -> str:
    across, first = LEFT + INSIDE, top + _NAME_LINE
    texts = [
        f'  <text class="text" x="{across}" y="{first + _TEXT_LINE * number}">{escape(line, quote=False)}</text>\n'
        for number, line in enumerate(lines, 1)
    ]
    return "".join(
        [
            f'  <rect class="box" x="{LEFT}" y="{top}" width="{WIDTH - LEFT - _GAP}" height="{height}" rx="4"/>\n',
            f'  <text class="name" x="{across}" y="{first}">{escape(name, quote=False)}</text>\n',
            *texts,
        ]
    )
