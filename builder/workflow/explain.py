"""Says for people what a schema validator has found.

The validator decides which elements are wrong. What is wrong with them is worked out from the table of the language,
which knows near misses and order better than a content model does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from builder.model.workflow_elements import ACTIONS
from builder.model.workflow_problems import Problem, attribute_problems, child_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from builder.findings import Findings
    from builder.model.workflow import SchemaVersion
    from builder.model.workflow_grammar import ElementSpec
    from builder.source.xml_reader import XmlDocument

_RULE = "workflow/schema"


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
    # xmlschema overlooks text beside an element of any kind, which QRadar refuses.
    body = f"{{{version.workflow_namespace}}}XmlRequestBody"
    for element in document.root.iter(body):
        if _stray_text(element) and next(element.iterancestors(body), None) is None:
            wrong.setdefault(element, "")
    for element, reason in wrong.items():
        spec = _spec_of(element, root)
        problems = list(_problems(element, spec, version)) if spec else []
        for problem in problems or [Problem(_RULE, reason, "")]:
            _report(document, element, problem, findings)


_BRACES = re.compile(r"\{http[^}]*\}|\bw:")


def _report(document: XmlDocument, element: _Element, problem: Problem, findings: Findings) -> None:
    if isinstance(problem.at, int):
        place = document.place(_children(element)[problem.at])
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
            yield Problem(_RULE, f"{spec.name} holds text only, no elements", "write `<` as `&lt;` in the text", 0)
        return
    if _stray_text(element, even_space=not (spec.block or spec.slots or spec.body)):
        yield Problem(_RULE, f"{spec.name} may hold no text", "remove the text between its tags")
    if spec.body == "xml":
        if len(children) != 1:
            yield Problem(
                _RULE, f"{spec.name} must hold one element, not {len(children) or 'none'}", "write one element"
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
    texts = (element.text, *(child.tail for child in element))
    return any(text and (even_space or text.strip(" \t\r\n")) for text in texts)
