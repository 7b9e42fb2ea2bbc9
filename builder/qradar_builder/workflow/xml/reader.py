"""Reads workflow XML of any schema version into the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

from qradar_builder.findings import Location
from qradar_builder.model.workflow.document import (
    MAX_NESTING,
    Element,
    ListComments,
    Parameter,
    Workflow,
    tidy_comment,
)
from qradar_builder.model.workflow.elements import ACTIONS, TESTS
from qradar_builder.model.workflow.problems import BOOLEANS
from qradar_builder.source.characters import XML_SPACE
from qradar_builder.source.xml.foreign import outer_xml
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.workflow.xml.schema import validate_workflow_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.xml.reader import XmlDocument

MAX_TAGS = 10_000
"""How many tags a workflow has. Those that are known have some hundreds; each mistake costs more the more there are."""


_DEEP = etree.XPath("/*" * (MAX_NESTING + 3))


def read_workflow_xml(content: bytes, name: str, findings: Findings) -> Workflow | None:
    """Read a workflow. None, with findings, where it is not well-formed or QRadar would refuse it."""
    before = findings.errors
    if content.count(b"<") > MAX_TAGS:
        message = f"the workflow has more than {MAX_TAGS:,} tags"
        findings.add("file/too-large", Location(name), message, help="write a loop instead of repeated actions")
        return None
    document = parse_xml(content, name, findings)
    workflow = None if document is None else workflow_of(document, findings)
    return None if findings.errors > before else workflow


def workflow_of(document: XmlDocument, findings: Findings) -> Workflow | None:
    """As `read_workflow_xml`, from a document that is parsed already."""
    version = validate_workflow_xml(document, findings)
    if version is None:
        return None
    # Below Actions and 50 actions there is room for the parts of a call, but not for one more action.
    for element in cast("list[_Element]", _DEEP(document.root)):
        if etree.QName(element).localname in ACTIONS:
            message = f"actions are nested more than {MAX_NESTING} levels deep"
            findings.add("workflow/nesting", document.place(element), message)
            return None
    return _Reader(document, version).workflow()


class _Reader:
    """Reads one valid document. A comment goes to the item that it stands before, wherever that begins."""

    def __init__(self, document: XmlDocument, version: SchemaVersion) -> None:
        self._document = document
        self._namespace = version.workflow_namespace
        self._version = version
        self._pending: list[str] = []

    def workflow(self) -> Workflow:
        root = self._document.root
        self._pending += _comments_of(reversed(list(root.itersiblings(preceding=True))))
        comments = self._take_comments()
        parameters: tuple[Parameter, ...] = ()
        actions: tuple[Element, ...] = ()
        tests: tuple[Element, ...] = ()
        around: dict[str, ListComments] = {}
        for part in self._elements(root):
            name = self._name(part)
            before = self._take_comments()
            if name == "Parameters":
                parameters = tuple(self._parameter(each) for each in self._elements(part))
            elif name == "Actions":
                actions = tuple(self._element(each, ACTIONS[self._name(each)]) for each in self._elements(part))
            else:
                tests = tuple(self._element(each, TESTS[self._name(each)]) for each in self._elements(part))
            closing = self._take_comments()
            if before or closing:
                around[name] = ListComments(before, closing)
        ending = self._take_comments()
        self._pending += _comments_of(root.itersiblings())
        return Workflow(
            name=root.get("name", ""),
            version=root.get("version", ""),
            schema=self._version,
            description=root.get("description"),
            minimum_recurrence=root.get("minimumRecurrence"),
            parameters=parameters,
            actions=actions,
            tests=tests,
            comments=comments,
            around=around,
            ending=ending,
            closing=self._take_comments(),
            origin=self._document.place(root),
            places=self._document.places(root, [*map(str, root.attrib)]),
        )

    def _parameter(self, element: etree._Element) -> Parameter:
        comments = self._take_comments()
        return Parameter(
            name=element.get("name", ""),
            label=element.get("label", ""),
            description=element.get("description"),
            required=BOOLEANS[element.get("required", "false").strip(XML_SPACE)],
            secret=BOOLEANS[element.get("secret", "false").strip(XML_SPACE)],
            default=element.get("default"),
            written={name: text for name in ("required", "secret") if (text := element.get(name, "true")) != "true"},
            comments=comments,
            closing=tuple(_comments_of(element)),
            origin=self._document.place(element),
            places=self._document.places(element, [*map(str, element.attrib)]),
        )

    def _element(self, element: etree._Element, spec: ElementSpec) -> Element:
        """An action, a test or a part of one. The document is at most as deep as the reader of XML lets it be."""
        comments = self._take_comments()
        children: tuple[Element, ...] = ()
        text: str | None = None
        if spec.body == "text":
            comments += tuple(_comments_of(element))
            text = "".join((element.text or "", *(comment.tail or "" for comment in element)))
        elif spec.body == "xml":
            comments += tuple(_comments_of(element))
            text = outer_xml(next(element.iterchildren(etree.Element)), self._namespace)
        elif spec.block or spec.slots:
            children = tuple(self._element(each, self._spec(each, spec)) for each in self._elements(element))
        elif len(element):
            self._pending += _comments_of(element)
        attributes = cast("dict[str, str]", dict(element.attrib))
        return Element(
            name=spec.name,
            attributes=attributes,
            children=children,
            text=text,
            comments=comments,
            closing=self._take_comments(),
            origin=self._document.place(element),
            places=self._document.places(element, attributes),
        )

    def _spec(self, element: etree._Element, parent: ElementSpec) -> ElementSpec:
        name = self._name(element)
        spec = ACTIONS[name] if parent.block else parent.child(name)
        assert spec is not None
        return spec

    @staticmethod
    def _name(element: etree._Element) -> str:
        return element.tag.rpartition("}")[2]

    def _elements(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The elements in an element; the comments before each, or at the end, are pending when it is given."""
        for node in parent:
            kind: object = node.tag
            if isinstance(kind, str):
                yield node
            elif kind is etree.Comment:
                self._pending += _comments_of([node])

    def _take_comments(self) -> tuple[str, ...]:
        if not self._pending:
            return ()
        taken, self._pending = tuple(self._pending), []
        return taken


def _comments_of(nodes: Iterable[etree._Element]) -> list[str]:
    return [tidy_comment(node.text or "") for node in nodes if _is_comment(node)]


def _is_comment(node: etree._Element) -> bool:
    kind: object = node.tag
    return kind is etree.Comment
