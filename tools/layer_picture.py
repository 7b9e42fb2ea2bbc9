"""The picture of the layers: their order from the import contract, their subjects from their first lines."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.pictures.drawing import GAP, Box, drawn, height, picture

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = "qradar_builder"
PICTURE: Final = "architecture.svg"
"""Where the picture is, below docs/."""


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
    """The picture as SVG."""
    boxes, top = [], GAP
    for layer in shown:
        box = Box(layer.name, layer.subject)
        boxes.append(drawn(box, top))
        top += height(box) + GAP
    end, turned = top - GAP, f"translate(15 {top // 2}) rotate(-90)"
    line = [
        f'  <path class="line" d="M 24 {GAP} V {end} M 18 {end - 10} L 24 {end} L 30 {end - 10}"/>\n',
        f'  <text class="text" text-anchor="middle" transform="{turned}">imports</text>\n',
    ]
    title = "The layers, from top to bottom. A layer imports only from layers below it."
    return picture(title, [*line, *boxes], top)
