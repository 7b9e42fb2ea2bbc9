"""XPathQuery: looks into an XML text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from qradar_builder.jpath import Missing
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.steps import SMALL
from qradar_builder.workflow.engine.xpath.search import XPathFailed, search
from qradar_builder.workflow.engine.xpath.worker import compiled
from qradar_builder.workflow.run_choices import XPATH_NAMESPACE, XPATH_NODE, XPATH_NOTHING, XPATH_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.reference.choice import Choice
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step

_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREFIX = re.compile(r"[^\W\d][\w.-]*:[^\W\d*:]")
_PLAIN_NAME = re.compile(r"(?<![\w.:-])(?!(?:and|or|div|mod)\b)[^\W\d][\w.-]*(?![\w.(:-]|\s*\()")
"""A name without prefix that is no function and no axis."""
_LONGEST: Final = 100_000
"""Characters of an XPath."""
_LOCAL: Final = "to find elements that have a namespace, use local-name()"


def compile_xpath_query(element: Element, context: Context) -> Step:
    """Save the texts of the nodes that an XPath finds, or the first of them."""
    path, save = context.path(element, "xmlPath"), context.save(element)
    query = context.made(element, "xPathQuery", _query)
    singleton = context.text(element, "singleton", "false")
    note = context.environment.note

    def step(run: Run) -> None:
        state = run.state
        xml = path.get(state)
        if xml is Missing or not isinstance(xml, str):
            raise ActionError(f"There is no XML text at {path.source(state)}, but {described(xml)}", "xmlPath")
        xml = xml.lstrip("\ufeff")
        try:
            kind, texts = search(xml, query(state), run.limits)
        except XPathFailed as failed:
            if failed.kind == "xpath":
                message = f"The XPath cannot be evaluated: {failed.message}"
                raise ActionError(message, "xPathQuery", _LOCAL) from None
            message = f"The text at {path.source(state)} is not XML: {failed.message}"
            raise ActionError(message, "xmlPath", f"it starts with {described(xml[:80])}") from None
        for leaned in leaned_on(query(state).path, xml):
            note(leaned)
        if kind != "texts":
            note(XPATH_NODE)
        elif not texts:
            note(XPATH_NOTHING)
        run.charge(sum(map(len, texts)) + SMALL * len(texts))
        if singleton(state).strip().lower() == "true":
            save(state, texts[0] if texts else None)
        else:
            save(state, texts)

    return step


def leaned_on(query: str, xml: str) -> Iterator[Choice]:
    """What is not known of a search: namespaces play a part in it."""
    bare = _LITERAL.sub("''", query)
    if _PREFIX.search(bare):
        yield XPATH_PREFIX
    if "xmlns" in xml and _PLAIN_NAME.search(bare):
        yield XPATH_NAMESPACE


def _query(text: str) -> etree.XPath:
    if len(text) > _LONGEST:
        raise ActionError(f"The XPath has more than {_LONGEST} characters", "xPathQuery")
    try:
        return compiled(text)
    except etree.XPathSyntaxError as error:
        raise ActionError(f"This is not XPath 1.0: {error}", "xPathQuery") from None
