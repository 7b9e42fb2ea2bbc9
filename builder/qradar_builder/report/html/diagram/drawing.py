"""Draws the diagram of a workflow as SVG: text and shapes with classes, no script, no font of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from markupsafe import Markup

from qradar_builder.report.html.diagram.flow import END, START, Way, counts_of, edges_of
from qradar_builder.report.html.diagram.layout import LINE, PADDING, WIDTH, laid_out
from qradar_builder.report.html.visible import visible
from qradar_builder.secrets.shown import Secrets
from qradar_builder.text.shown import counted, fitted
from qradar_builder.workflow.engine.credentials import written_credentials
from qradar_builder.workflow.recording.nodes import nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.report.html.diagram.flow import Edge
    from qradar_builder.report.html.diagram.layout import Box, Line
    from qradar_builder.workflow.recording.nodes import Node
    from qradar_builder.workflow.recording.recording import Reached

_SPACE: Final = "http://www.w3.org/2000/svg"
_NAMESPACES: Final[Any] = {None: _SPACE}
MOST_NODES: Final = 2000
"""A workflow of more actions is drawn up to there."""
_CHARACTERS: Final = 40
"""How many characters fit into a line of a box."""
_MOST_PARTS: Final = 5
_TIMES: Final = "\N{MULTIPLICATION SIGN}"
_ENDS: Final = {START: "Start", END: "End"}


def diagram(
    workflow: Workflow, reached: Reached | None = None, *, prefix: str = "", path: Callable[[str], str] = str
) -> Markup:
    """The diagram; with `reached` it says how often the recorded runs went where.

    Each action is a `g` with the id `node-` and that of the node, dots as hyphens, and `data-node`, `data-file` and
    `data-line`. `prefix` is put before ids, where a page has several diagrams. `path` gives the names of files.
    """
    nodes = nodes_of(workflow)
    shown = nodes[:MOST_NODES]
    words = _Words(Secrets(written_credentials(workflow)), path)
    known = {node.id for node in shown} | {START, END}
    edges = [edge for edge in edges_of(nodes) if {edge.source, edge.target} <= known]
    layout = laid_out(shown, [_texts(node, words) for node in shown], edges)
    counts = None if reached is None else counts_of(edges, reached.flows, nodes)
    title = words.clean(f"Workflow {workflow.name}")
    names = {"aria-labelledby": f"{prefix}diagram-title {prefix}diagram-about", "role": "group", "class": "diagram"}
    size = {"viewBox": f"0 0 {layout.width} {layout.height}", "width": str(layout.width), "height": str(layout.height)}
    svg = _made(
        "svg",
        {**names, **size},
        _made("title", {"id": f"{prefix}diagram-title"}, text=title),
        _made("desc", {"id": f"{prefix}diagram-about"}, text=_about(len(nodes), len(shown), reached)),
        _made("g", {"class": "edges", "aria-hidden": "true"}, *(_edge(line, counts) for line in layout.lines)),
        _terminal(layout.boxes[START]),
        *(_node(node, layout.boxes[node.id], reached, prefix, words) for node in shown),
        _terminal(layout.boxes[END]),
    )
    # It is made element by element, and the text in it is escaped.
    return Markup(etree.tostring(svg, encoding="unicode"))  # noqa: S704


def _about(all_nodes: int, shown: int, reached: Reached | None) -> str:
    text = f"{counted(all_nodes, 'action')} from top to bottom, indented as they are nested."
    if shown < all_nodes:
        text += f" Only the first {shown:,} are drawn."
    if reached is not None:
        text += f" The recorded runs reached {len(reached.nodes):,} of them."
    return text


class _Words:
    """The texts of a picture: on one line, without credentials, and with a sign for what cannot be seen."""

    def __init__(self, secrets: Secrets, path: Callable[[str], str]) -> None:
        self._secrets = secrets
        self._path = path

    def clean(self, text: str) -> str:
        """A text."""
        return " ".join(visible(self._secrets.redact(text)).split())

    def place(self, node: Node) -> tuple[str, int]:
        """The file and the line of an action."""
        file, line = node.place
        return visible(self._path(file)), line


def _texts(node: Node, words: _Words) -> tuple[str, ...]:
    """What is written below the name of an action."""
    label = words.clean(node.label)
    lines = [fitted(label, _CHARACTERS)] if label else []
    if not node.is_block:
        parts = [fitted(words.clean(_part(each)), _CHARACTERS) for each in node.element.children]
        lines += parts[:_MOST_PARTS]
        if len(parts) > _MOST_PARTS:
            lines.append(f"… and {len(parts) - _MOST_PARTS} more")
    return tuple(lines)


def _part(element: Element) -> str:
    return f"{element.name} {element.get('name') or element.get('type') or ''}".rstrip()


def _node(node: Node, box: Box, reached: Reached | None, prefix: str, words: _Words) -> etree._Element:
    name = node.element.name
    count = 0 if reached is None else reached.nodes[node.id]
    failed = 0 if reached is None else reached.failed[node.id]
    file, line = words.place(node)
    said = f"{name} {words.clean(node.label)}".rstrip()
    told = [said, f"{file} line {line}"]
    look = ["node", f"is-{name.lower()}"]
    if reached is not None:
        look.append("failed" if failed else "reached" if count else "missed")
        told.append(f"reached {counted(count, 'time')}" if count else "never reached")
        if failed:
            told.append(f"ended {counted(failed, 'run')}")
    group = _made(
        "g",
        {
            "id": f"{prefix}node-{node.id.replace('.', '-')}",
            "class": " ".join(look),
            "tabindex": "0",
            "role": "img",
            "aria-label": ", ".join(told),
            "data-node": node.id,
            "data-file": file,
            "data-line": str(line),
        },
        _made("title", {}, text=", ".join(told)),
        _rectangle(box, 6),
        _text(box.x + 12, box.y + PADDING + LINE - 4, name, "name"),
    )
    if reached is not None:
        mark = f"{count:,}{_TIMES}" if count else "never"
        mark += " ended" if failed else ""
        group.append(_text(box.right - 12, box.y + PADDING + LINE - 4, mark, "count", anchor="end"))
    for number, text in enumerate(box.lines, 2):
        group.append(_text(box.x + 12, box.y + PADDING + LINE * number - 4, text, "detail"))
    return group


def _terminal(box: Box) -> etree._Element:
    name = _ENDS[box.id]
    middle = box.y + box.height // 2 + 5
    text = _text(box.x + 12, middle, name, "name")
    return _made("g", {"class": "terminal", "data-node": box.id}, _rectangle(box, box.height // 2), text)


def _rectangle(box: Box, corner: int) -> etree._Element:
    size = {"x": str(box.x), "y": str(box.y), "width": str(WIDTH), "height": str(box.height), "rx": str(corner)}
    # Without a style sheet these hold.
    return _made("rect", {**size, "fill": "none", "stroke": "currentColor"})


def _text(x: int, y: int, text: str, look: str, *, anchor: str = "start") -> etree._Element:
    place = {"x": str(x), "y": str(y), "class": look, "fill": "currentColor"}
    return _made("text", place if anchor == "start" else {**place, "text-anchor": anchor}, text=text)


def _edge(line: Line, counts: Mapping[Edge, int] | None) -> etree._Element:
    edge = line.edge
    count = None if counts is None else counts[edge]
    look = f"edge way-{edge.way}" + ("" if count is None else " taken" if count else " untaken")
    path = "M " + " L ".join(f"{x} {y}" for x, y in line.points)
    group = _made(
        "g",
        {"class": look, "data-from": edge.source, "data-to": edge.target},
        _made("path", {"d": path, "fill": "none", "stroke": "currentColor"}),
        _made("path", {"d": _arrow(line.points), "class": "tip", "fill": "currentColor"}),
    )
    said = [] if edge.way in {Way.NEXT, Way.BACK} else [str(edge.way)]
    if count:
        said.append(f"{count:,}{_TIMES}")
    if said:
        x, y = line.label
        group.append(_text(x, y, " ".join(said), "count"))
    return group


def _arrow(points: Sequence[tuple[int, int]]) -> str:
    """The tip at the last point, in the direction of the last line."""
    (before_x, before_y), (x, y) = points[-2:]
    if x == before_x:
        back = -7 if y > before_y else 7
        return f"M {x} {y} L {x - 4} {y + back} L {x + 4} {y + back} Z"
    back = -7 if x > before_x else 7
    return f"M {x} {y} L {x + back} {y - 4} L {x + back} {y + 4} Z"


def _made(name: str, attributes: dict[str, str], *children: etree._Element, text: str | None = None) -> etree._Element:
    """An element of SVG."""
    made = etree.Element(f"{{{_SPACE}}}{name}", attributes, nsmap=_NAMESPACES)
    made.text = text
    made.extend(children)
    return made
