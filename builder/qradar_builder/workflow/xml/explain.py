"""Says for people what is wrong with a document that a schema validator refuses.

What is wrong is worked out from the table of the language, which knows near misses and order better than a content
model does. The words of a validator are for what the table does not know: those of `xmlschema`, which are made for
people, or those of libxml2 where only it complains.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.model.workflow.problems import Problem, attribute_problems, child_problems
from qradar_builder.source.characters import SPACE_OR_UNSEEN, XML_SPACE, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.xml.reader import XmlDocument

_RULE = "workflow/schema"
_MOST = 100
"""How many mistakes of one document are told."""
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
    """Record what is wrong with each element, in a validator's words where the table finds nothing.

    `complaints` are those of libxml2: the element and what it says.
    """
    every = (
        (element, problem)
        for element, spec in _known_elements(document.root, root, version)
        for problem in _problems(element, spec, version)
    )
    problems = list(islice(every, _MOST + 1))
    if len(problems) > _MOST:
        message = f"more than {_MOST} elements are wrong; the rest is not checked"
        findings.add(_RULE, document.place(document.root), message, help="fix these first")
    for element, problem in problems[:_MOST]:
        _report(document, element, problem, findings)
    if len(problems) > _MOST:
        return
    wrong = {element for element, _ in problems}
    # The validator complains of a child where its parent cannot have it.
    rest = {
        element: reason
        for element, reason in reversed([*islice(complaints, _MOST)])
        if element not in wrong and element.getparent() not in wrong
    }
    if not rest:
        return
    # It takes some tenths of a second to load, and hardly any document needs it.
    from qradar_builder.workflow.xml.wording import reasons  # noqa: PLC0415 - see above

    words = reasons(document.root, root, version)
    for element, reason in reversed(rest.items()):
        findings.add(_RULE, document.place(element), _BRACES.sub("", words.get(element, reason)))


def _known_elements(
    element: _Element, spec: ElementSpec, version: SchemaVersion
) -> Iterator[tuple[_Element, ElementSpec]]:
    """The elements that the language has in this version where they are, each with its row of the table."""
    waiting = [(element, spec)]
    while waiting:
        element, spec = waiting.pop()
        yield element, spec
        if spec.body:
            continue
        for child in reversed(_children(element)):
            name = etree.QName(child).localname
            inner = ACTIONS.get(name) if spec.block else spec.child(name)
            if inner is not None and inner.since <= version:
                waiting.append((child, inner))


_BRACES = re.compile(r"\{http[^}]*\}|\bw:")


def _report(document: XmlDocument, element: _Element, problem: Problem, findings: Findings) -> None:
    place: Origin | None
    if isinstance(problem.at, int):
        place = document.place(_children(element)[problem.at])
    elif problem.at in (_TEXT, _EVEN_SPACE):
        place = document.text_in(element, even_space=problem.at == _EVEN_SPACE)
        if place is None:
            # It was reported when the document was read.
            return
    else:
        place = document.place(element, problem.at.rpartition("}")[2] if problem.at else None)
    findings.add(_RULE, place, problem.message, help=problem.help or None)


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
