"""Writes workflows and parameter values as XML that QRadar takes, the same bytes for the same workflow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from lxml import etree

from qradar_builder.model.workflow.document import ListComments
from qradar_builder.model.workflow.elements import ACTIONS, PARAMETER, PARAMETER_VALUES, TESTS, VALUE, WORKFLOW
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.source.xml.foreign import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.document import Element, Parameter, Placed, Workflow
    from qradar_builder.model.workflow.grammar import ElementSpec

_INDENT = "    "
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write_workflow(workflow: Workflow, findings: Findings) -> bytes | None:
    """The XML of a workflow. None, with findings, where it holds characters that XML cannot.

    Children and attributes stand in the order of the schema. What is not written in the source is not written here:
    QRadar fills in the same defaults.
    """
    writer = _Writer(workflow.schema.workflow_namespace, findings)
    given = {
        "name": workflow.name,
        "version": workflow.version,
        "description": workflow.description,
        "minimumRecurrence": workflow.minimum_recurrence,
    }
    root = writer.start(WORKFLOW, given, workflow)
    parts = (
        ("Parameters", [writer.parameter(each) for each in workflow.parameters]),
        ("Actions", [writer.element(each, ACTIONS[each.name], level=2) for each in workflow.actions]),
        ("Tests", [writer.element(each, TESTS[each.name], level=2) for each in workflow.tests]),
    )
    nodes = []
    for name, rows in parts:
        if rows:
            part = writer.tag(name)
            remarks = workflow.around.get(name, ListComments())
            inner = [node for row in rows for node in row]
            _fill(part, [*inner, *_comments(remarks.closing, level=2)], level=1)
            nodes += [*_comments(remarks.before, level=1), part]
    _fill(root, [*nodes, *_comments(workflow.ending, level=1)], level=0)
    return writer.document(workflow.comments, root, workflow.closing)


def write_values(workflow: Workflow, findings: Findings) -> bytes | None:
    """Parameter values to fill in: one for each parameter, with its default, under a comment that says what it is.

    A secret has no value here even where it has a default. None, with findings, as in `write_workflow`.
    """
    writer = _Writer(workflow.schema.values_namespace, findings)
    root = writer.start(PARAMETER_VALUES, {}, workflow)
    nodes: list[etree._Element] = []
    for parameter in workflow.parameters:
        value = "" if parameter.secret else parameter.default or ""
        text = parameter.label + (" (required)" if parameter.required else "")
        if parameter.description:
            text += f": {parameter.description}"
        nodes.append(_comment(" ".join(text.split()), level=1))
        nodes.append(writer.start(VALUE, {"name": parameter.name, "value": value}, parameter))
    _fill(root, nodes, level=0)
    return writer.document((), root, ())


class _Writer:
    """Builds the elements of one document."""

    def __init__(self, namespace: str, findings: Findings) -> None:
        self._namespace = namespace
        self._prefixes = cast("dict[str, str]", {None: namespace})  # the type stubs know no default namespace
        self._findings = findings
        self._errors = findings.errors

    def tag(self, name: str) -> etree._Element:
        """An empty element."""
        return etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._prefixes)

    def start(self, spec: ElementSpec, given: Mapping[str, str | None], source: Placed) -> etree._Element:
        """An element with its attributes, in the order of the table."""
        element = self.tag(spec.name)
        for attribute in spec.attributes:
            value = given.get(attribute.name)
            if value is not None:
                element.set(attribute.name, self._legal(value, attribute.name, source))
        return element

    def parameter(self, parameter: Parameter) -> list[etree._Element]:
        """A parameter with the comments before it."""
        given = {
            "name": parameter.name,
            "label": parameter.label,
            "description": parameter.description,
            "required": parameter.written.get("required", "true" if parameter.required else None),
            "secret": parameter.written.get("secret", "true" if parameter.secret else None),
            "default": parameter.default,
        }
        element = self.start(PARAMETER, given, parameter)
        _fill(element, _comments(parameter.closing, level=3), level=2)
        return [*_comments(parameter.comments, level=2), element]

    def element(self, source: Element, spec: ElementSpec, *, level: int) -> list[etree._Element]:
        """An action, a test or a part of one, with the comments before it. Depth is bounded by the model's readers."""
        element = self.start(spec, source.attributes, source)
        before = _comments(source.comments, level)
        closing = _comments(source.closing, level + 1)
        if spec.body == "text":
            element.text = self._legal(source.text or "", "text", source)
        elif spec.body == "xml":
            _fill(element, [parsed(source.text or "")], level)
        elif spec.block:
            rows = [self.element(child, ACTIONS[child.name], level=level + 1) for child in source.children]
            _fill(element, [*(node for row in rows for node in row), *closing], level)
        elif spec.slots:
            ordered = sorted(source.children, key=lambda child: spec.slot_of(child.name) or 0)
            nodes: list[etree._Element] = []
            for child in ordered:
                part = spec.child(child.name)
                assert part is not None
                nodes += self.element(child, part, level=level + 1)
            _fill(element, [*nodes, *closing], level)
        else:
            _fill(element, closing, level)
        return [*before, element]

    def document(self, comments: Iterable[str], root: etree._Element, closing: Iterable[str]) -> bytes | None:
        """The bytes of the file, unless something in it was illegal."""
        if self._findings.errors > self._errors:
            return None
        nodes = [*_comments(comments, level=0), root, *_comments(closing, level=0)]
        return _DECLARATION + b"".join(etree.tostring(node, encoding="UTF-8") + b"\n" for node in nodes)

    def _legal(self, text: str, name: str, source: Placed) -> str:
        found = NOT_IN_XML.search(text)
        if found is None:
            return text
        message = f"`{name}` contains the character U+{ord(found[0]):04X}, which is not allowed in XML"
        self._findings.add("workflow/character", source.at(name), message)
        return ""


def _fill(parent: etree._Element, nodes: Sequence[etree._Element], level: int) -> None:
    """Put nodes into an element, each on its own line. The inside of the nodes is not touched."""
    if not nodes:
        return
    parent.text = "\n" + _INDENT * (level + 1)
    for node in nodes:
        node.tail = parent.text
    nodes[-1].tail = "\n" + _INDENT * level
    parent.extend(nodes)


def _comments(texts: Iterable[str], level: int) -> list[etree._Element]:
    return [_comment(text, level) for text in texts]


def _comment(text: str, level: int) -> etree._Element:
    # XML allows no two hyphens in a row in a comment, nor one at its end.
    legal = re.sub("-(?=-)", "- ", NOT_IN_XML.sub("", text))
    if "\n" not in legal:
        return etree.Comment(f" {legal} ")
    margin = "\n" + _INDENT * (level + 1)
    lines = "".join(margin + line if line else "\n" for line in legal.split("\n"))
    return etree.Comment(lines + "\n" + _INDENT * level)
