"""Writes a workflow as YAML that people would write: the counterpart of the reader.

What is written reads back as the same workflow. Comments stay at their place; those at a place where the reader would
not look for one have a mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.document import ListComments, SchemaVersion
from qradar_builder.model.workflow.elements import ACTIONS, TESTS
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.source.workflow.heads import join_head
from qradar_builder.source.workflow.parts import OMITTED
from qradar_builder.source.workflow.reader import FLAGS
from qradar_builder.source.workflow.relative import base_after, relative
from qradar_builder.source.workflow.remarks import END, write_comments
from qradar_builder.source.workflow.scalars import Quoted, flow, is_plain, pair, word
from qradar_builder.source.yaml.text import WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.model.workflow.document import Element, Parameter, Workflow
    from qradar_builder.model.workflow.grammar import ElementSpec

USE = "use"
"""The name of an element that stands for the actions of a fragment, with the fragment's key as its attribute."""
_PAIR = {"name", "value"}
_LONGEST_KEY = 1000
_LEAST_RUN = 3
"""How many actions in a row become one mapping."""
_SIMPLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def write_workflow_yaml(workflow: Workflow) -> str:
    """The YAML of a workflow, as `read_workflow_yaml` reads it."""
    lines = write_comments(workflow.comments, 0)
    given = {
        "name": workflow.name,
        "version": workflow.version,
        "description": workflow.description,
        "minimumRecurrence": workflow.minimum_recurrence,
    }
    for name, value in given.items():
        if value is not None:
            lines += pair(name, value, 0)
    if workflow.schema is not SchemaVersion.V2_1:
        lines.append(f"schema: {workflow.schema}")
    lists = {
        "Parameters": _parameters(workflow.parameters),
        "Actions": write_actions_yaml(workflow.actions, 0),
        "Tests": _tests(workflow.tests),
    }
    for name, written in lists.items():
        if written:
            remarks = workflow.around.get(name, ListComments())
            lines += [*write_comments(remarks.before, 0, marked=True), f"{name.lower()}:", *written]
            closing = write_comments(remarks.closing, 2 if name == "Parameters" else 0, marked=True)
            # What is right above the next key belongs to that.
            lines += [*closing, ""] if closing else []
    if workflow.ending:
        lines += [*([""] if lines[-1] else []), *write_comments(workflow.ending, 0, marked=True)]
    if workflow.closing:
        lines += [END, *write_comments(workflow.closing, 0, marked=True)]
    return "\n".join(lines).rstrip("\n") + "\n"


def write_actions_yaml(actions: Sequence[Element], indent: int) -> list[str]:
    """The lines of a list of actions whose dashes are at a column."""
    return _Writer().actions(actions, indent)


def _parameters(parameters: Sequence[Parameter]) -> list[str]:
    names = {parameter.name for parameter in parameters}
    short = len(names) == len(parameters) and all(_SIMPLE_NAME.fullmatch(name) and is_plain(name) for name in names)
    return [line for parameter in parameters for line in _parameter(parameter, short=short)]


def _parameter(parameter: Parameter, *, short: bool) -> list[str]:
    flags = [name for name in FLAGS if getattr(parameter, name) and name not in parameter.written]
    given = {"label": parameter.label, "description": parameter.description, "default": parameter.default}
    more = {name: value for name, value in given.items() if value is not None}
    more |= {name: Quoted(text) for name, text in parameter.written.items()}
    if short:
        lines = _under(" ".join([parameter.name, *flags]), more, 2, sole="label")
    else:
        long = {"name": parameter.name, **more, **dict.fromkeys(flags, "true")}
        lines = _as_item(_mapping(long, 4), flow(long), 2)
    return [*write_comments(parameter.comments, 2), *lines, *_inside(parameter.closing, 2, lines)]


def _tests(tests: Sequence[Element]) -> list[str]:
    """The tests; those in a row that look at the same host are one item."""
    writer = _Writer()
    lines: list[str] = []
    before: str | None = None
    for test in tests:
        spec = TESTS[test.name]
        value = test.get(str(spec.shorthand)) if set(test.attributes) == {spec.shorthand} else None
        if value is not None and value == before and not test.comments:
            names, _, rest = lines[-1].partition(": ")
            lines[-1] = f"{names}, {spec.alias or test.name}: {rest}"
            lines += write_comments(test.closing, 2, marked=True)
        else:
            lines += writer.item(test, spec, 0)
        before = None if test.closing or "\n" in (value or "") else value
    return lines


class _Writer:
    """Writes actions in the order of the document, with paths below the response of the call above in short."""

    def __init__(self) -> None:
        self._base: str | None = None

    def actions(self, actions: Sequence[Element], indent: int) -> list[str]:
        """The lines of a list of actions."""
        lines: list[str] = []
        place = 0
        while place < len(actions):
            run = self._run(actions, place)
            if len(run) >= _LEAST_RUN:
                lines += [*write_comments(actions[place].comments, indent), f"{' ' * indent}- {actions[place].name}:"]
                lines += [line for name, value in run.items() for line in pair(name, value, indent + 4)]
                place += len(run)
            else:
                lines += self._action(actions[place], indent)
                place += 1
        return lines

    def _run(self, actions: Sequence[Element], place: int) -> dict[str, str]:
        """The paths and values of the actions of one kind that begin at a place and can be one mapping."""
        first = actions[place]
        found: dict[str, str] = {}
        if first.name == USE or not ACTIONS[first.name].runs:
            return found
        for action in actions[place:]:
            given = self._shown(action, ACTIONS[first.name]) if action.name == first.name else {}
            if set(given) != {"path", "value"} or (action.comments and found) or action.closing:
                break
            if given["path"] in found or given["path"][:1] not in {"/", "."}:
                break
            found[given["path"]] = given["value"]
        return found

    def _action(self, action: Element, indent: int) -> list[str]:
        margin = " " * indent
        if action.name == USE:
            self._base = None
            return [*write_comments(action.comments, indent), f"{margin}- {USE}: {action.attributes[USE]}"]
        spec = ACTIONS[action.name]
        if spec.block is None:
            return self.item(action, spec, indent)
        given = self._shown(action, spec)
        head = _head(spec, given)
        lines = write_comments(action.comments, indent)
        if head is not None or not given:
            lines.append(f"{margin}- {spec.name if head is None else head[0]}:")
        elif spec.shorthand is not None:
            lines += [
                f"{margin}- {spec.name}: {word(given[spec.shorthand], in_flow=False)}",
                f"{margin}  {spec.block}:",
            ]
        else:
            lines += [f"{margin}- {spec.name}: {flow(given)}", f"{margin}  {spec.block}:"]
        lines += self.actions(action.children, indent + 2)
        return [*lines, *write_comments(action.closing, indent + 2, marked=True)]

    def item(self, element: Element, spec: ElementSpec, indent: int) -> list[str]:
        """An action without a block, or a test, as an item of a list."""
        given = self._shown(element, spec)
        lines = write_comments(element.comments, indent)
        lines += self._element(element, spec, given, indent + 2, start="- ")
        lines += write_comments(element.closing, indent + 2, marked=True)
        self._base = base_after(element, self._base)
        return lines

    def _element(
        self, element: Element, spec: ElementSpec, given: dict[str, str], indent: int, *, start: str = ""
    ) -> list[str]:
        """An element whose key is at a column."""
        text = None if element.text is None or spec.body != "text" else self._relative_text(element.text)
        plain = not element.children and element.text is None
        if plain and spec.shorthand and given == {**given, **dict(spec.implied)}:
            others = {name: value for name, value in given.items() if (name, value) not in spec.implied}
            if set(others) == {spec.shorthand}:
                return pair(spec.alias or spec.name, others[spec.shorthand], indent, start=start)
        head = _head(spec, given)
        if head is not None and indent + len(head[0]) < WIDTH:
            key, rest = head
            if text is not None and not rest and spec.under == spec.body:
                return pair(key, text, indent, start=start)
            if plain and not rest and start:
                return [f"{' ' * (indent - len(start))}{start}{key}"]
            if plain and set(rest) == {spec.under}:
                return pair(key, rest[str(spec.under)], indent, start=start)
        else:
            key, rest = spec.alias or spec.name, given
        return self._long(element, spec, rest, " " * (indent - len(start)) + start, key)

    def _long(self, element: Element, spec: ElementSpec, given: dict[str, str], margin: str, key: str) -> list[str]:
        """A key with a mapping: on one line where it fits there and has nothing else."""
        plain = not element.children and element.text is None
        if plain and not given and margin.endswith("- "):
            return [f"{margin}{key}"]
        short = f"{margin}{key}: {flow(given)}"
        if plain and len(short) <= WIDTH:
            return [short]
        return [f"{margin}{key}:", *self._body(element, spec, given, len(margin) + 2)]

    def _body(self, element: Element, spec: ElementSpec, given: dict[str, str], indent: int) -> list[str]:
        """What stands under the key of an element."""
        lines = _mapping(given, indent)
        if element.text is not None and spec.body is not None:
            text = self._relative_text(element.text) if spec.body == "text" else element.text
            lines += pair(spec.body, text, indent)
        for slot in spec.slots:
            for kind in slot.specs:
                children = [child for child in element.children if child.name == kind.name]
                if children and slot.single:
                    lines += self._child(children[0], kind, indent)
                elif children:
                    lines += self._list(children, kind, indent)
        return lines

    def _child(self, child: Element, spec: ElementSpec, indent: int) -> list[str]:
        only = spec.only_list
        if only is None:
            lines = self._element(child, spec, self._shown(child, spec), indent)
        else:
            lines = self._list(list(child.children), only, indent)
            lines[0] = lines[0].replace(f"{only.name}:", f"{spec.name}:", 1)
        return [*write_comments(child.comments, indent), *lines, *_inside(child.closing, indent, lines)]

    def _list(self, children: list[Element], spec: ElementSpec, indent: int) -> list[str]:
        """Children that repeat: names with values where they are nothing more, else a list of mappings."""
        margin = " " * indent
        given = [self._shown(child, spec) for child in children]
        names = [_pair_name(each) for each in given]
        pairs = {name: each["value"] for name, each in zip(names, given, strict=True) if name is not None}
        commented = any(child.comments or child.closing for child in children)
        if len(pairs) == len(children) and not all(spec.attribute(name) for name in pairs):
            short = f"{margin}{spec.name}: {flow(pairs)}"
            if len(short) <= WIDTH and len(pairs) <= 2 and not commented:
                return [short]
            lines = [f"{margin}{spec.name}:"]
            for child, (name, value) in zip(children, pairs.items(), strict=True):
                own = pair(name, value, indent + 2)
                lines += [*write_comments(child.comments, indent + 2), *own, *_inside(child.closing, indent + 2, own)]
            return lines
        lines = [f"{margin}{spec.name}:"]
        for child, each in zip(children, given, strict=True):
            lines += write_comments(child.comments, indent + 2)
            lines += _as_item(self._body(child, spec, each, indent + 4), flow(each), indent + 2)
            lines += write_comments(child.closing, indent + 4, marked=True)
        return lines

    def _shown(self, element: Element, spec: ElementSpec) -> dict[str, str]:
        """The attributes of an element, with paths in short."""
        found: dict[str, str] = {}
        for name, value in element.attributes.items():
            attribute = spec.attribute(name)
            found[name] = value if attribute is None else relative(value, attribute.kind, self._base)
        return found

    def _relative_text(self, text: str) -> str:
        return relative(text, TextKind.TEMPLATE, self._base)


def _head(spec: ElementSpec, given: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """The key of an element with a head, and what is not in it; None where it would need quotes."""
    head = join_head(spec, given)
    return head if head is not None and is_plain(head[0]) and len(head[0]) <= _LONGEST_KEY else None


def _inside(texts: tuple[str, ...], column: int, lines: list[str]) -> list[str]:
    """The comments inside of what has its lines from a column on."""
    # In the column of a text of several lines they would be a part of it.
    is_text = len(lines) > 1 and re.search(r": \|-?2?$", lines[0])
    return write_comments(texts, column + (1 if is_text else 2), marked=True)


def _pair_name(given: Mapping[str, str]) -> str | None:
    """The key of a parameter or header that is written as a name with a value; None where it has more to say."""
    name = given.get("name", "")
    if set(given) == _PAIR and not name.endswith(OMITTED):
        return name
    flagged = given.get(OMITTED.strip()) == "true" and set(given) == {*_PAIR, OMITTED.strip()}
    return name + OMITTED if flagged and not name.endswith(OMITTED) else None


def _under(key: str, values: dict[str, str], indent: int, *, sole: str) -> list[str]:
    """A key with values: the sole one right behind it, else a mapping, on one line where it fits."""
    if set(values) == {sole}:
        return pair(key, values[sole], indent)
    short = f"{' ' * indent}{word(key)}: {flow(values)}"
    return [short] if len(short) <= WIDTH else [f"{' ' * indent}{word(key)}:", *_mapping(values, indent + 2)]


def _as_item(lines: list[str], short: str, indent: int) -> list[str]:
    """A mapping as an item of a list: in one line where it fits and holds nothing else."""
    start = " " * indent + "- "
    is_simple = all(not line.lstrip().startswith("#") and not line.startswith(" " * (indent + 3)) for line in lines)
    if is_simple and len(start + short) <= WIDTH:
        return [start + short]
    return [start + lines[0][indent + 2 :], *lines[1:]]


def _mapping(values: Mapping[str, str], indent: int) -> list[str]:
    return [line for name, value in values.items() for line in pair(name, value, indent)]
