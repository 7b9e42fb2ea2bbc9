"""Says for people what a schema validator has found.

The validator decides which elements are wrong. What is wrong with them is worked out from the table of the language,
which knows near misses and order better than a content model does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.model.workflow.problems import BOOLEANS, Problem, attribute_problems, child_problems
from qradar_builder.source.characters import SPACE_OR_UNSEEN, XML_SPACE, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.xml.reader import XmlDocument

_RULE = "workflow/schema"
_SIGNS = frozenset("-+▼▾▶")
_BROWSER = "browsers show this character before a tag: save the file from the browser, or copy from its page source"
_TEXT = "text()"
"""Where a problem lies at the text in an element."""
_EVEN_SPACE = "space()"
"""The same where even white space may not stand."""


def explain(
    document: XmlDocument,
    root: ElementSpec,
    version: SchemaVersion,
    complaints: Iterable[tuple[_Element, str]],
    findings: Findings,
) -> None:
    """Record what is wrong with each element that the validator complains of; in its words where we find nothing."""
    wrong: dict[_Element, str] = {}
    for element, reason in complaints:
        wrong.setdefault(element, _BRACES.sub("", reason))
    for element in _overlooked(document.root, root, version):
        wrong.setdefault(element, "")
    for element, reason in wrong.items():
        spec = _spec_of(element, root)
        problems = list(_problems(element, spec, version)) if spec else []
        children = _children(element)
        for problem in problems or [Problem(_RULE, reason, "")]:
            _report(document, element, children, problem, findings)


def _overlooked(element: _Element, spec: ElementSpec, version: SchemaVersion) -> Iterator[_Element]:
    """The elements that QRadar refuses and xmlschema does not.

    It takes text beside an element of any kind, and for white space what is none to XML.
    """
    waiting = [(element, spec)]
    while waiting:
        element, spec = waiting.pop()
        flags = [element.get(each.name) for each in spec.attributes if each.kind is TextKind.BOOLEAN]
        stray = spec.body != "text" and _stray_text(element)
        # The schema lets some attributes be left out that their action cannot do without.
        missing = any(each.schema_omits and element.get(each.name) is None for each in spec.attributes)
        if stray or missing or any(text is not None and text.strip(XML_SPACE) not in BOOLEANS for text in flags):
            yield element
        if spec.body:
            continue
        for child in _children(element):
            name = etree.QName(child).localname
            inner = ACTIONS.get(name) if spec.block else spec.child(name)
            if inner is not None and inner.since <= version:
                waiting.append((child, inner))


_BRACES = re.compile(r"\{http[^}]*\}|\bw:")


def _report(
    document: XmlDocument, element: _Element, children: list[_Element], problem: Problem, findings: Findings
) -> None:
    place: Origin | None
    if isinstance(problem.at, int):
        place = document.place(children[problem.at])
    elif problem.at in (_TEXT, _EVEN_SPACE):
        place = document.text_in(element, even_space=problem.at == _EVEN_SPACE)
        if place is None:
            # It was reported when the document was read.
            return
    else:
        place = document.place(element, problem.at.rpartition("}")[2] if problem.at else None)
    findings.add(_RULE, place, problem.message, help=problem.help or None)


def _spec_of(element: _Element, root: ElementSpec) -> ElementSpec | None:
    """The row of the table for an element, by the way down to it. Depth is bounded by the reader of XML."""
    path = [etree.QName(each).localname for each in (*reversed(list(element.iterancestors())), element)]
    spec: ElementSpec | None = root
    for name in path[1:]:
        if spec is None:
            return None
        spec = ACTIONS.get(name) if spec.block else spec.child(name)
    return spec


def _problems(element: _Element, spec: ElementSpec, version: SchemaVersion) -> Iterator[Problem]:
    yield from attribute_problems(spec, {str(name): str(text) for name, text in element.attrib.items()}, version)
    children = _children(element)
    if spec.body == "text":
        if children:
            yield Problem(
                _RULE, f"{spec.name} must contain only text, no elements", "write `<` as `&lt;` in the text", 0
            )
        return
    empty = not (spec.block or spec.slots or spec.body)
    if _stray_text(element, even_space=empty):
        shown = ", ".join(sorted({name_of(each) for each in SPACE_OR_UNSEEN.findall(_own_text(element))}))
        message = f"{spec.name} must not contain text" + (f", but contains {shown}" if shown else "")
        signs = set(_own_text(element).split())
        advice = _BROWSER if signs and signs <= _SIGNS else "remove the text between its tags"
        yield Problem(_RULE, message, advice, _EVEN_SPACE if empty else _TEXT)
    if spec.body == "xml":
        if len(children) != 1:
            yield Problem(
                _RULE, f"{spec.name} must contain one element, not {len(children) or 'none'}", "write one element"
            )
        return
    names = []
    for index, child in enumerate(children):
        name = etree.QName(child)
        if name.namespace != etree.QName(element).namespace:
            message = f"`{name.localname}` is not in the namespace of {spec.name}"
            yield Problem(_RULE, message, "remove its `xmlns` or its prefix", index)
            return
        names.append(name.localname)
    yield from child_problems(spec, names, version)


def _children(element: _Element) -> list[_Element]:
    return list(element.iterchildren(etree.Element))


def _stray_text(element: _Element, *, even_space: bool = False) -> bool:
    text = _own_text(element)
    return bool(text if even_space else text.strip(XML_SPACE))


def _own_text(element: _Element) -> str:
    return "".join((element.text or "", *(child.tail or "" for child in element)))
