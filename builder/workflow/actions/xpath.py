"""XPathQuery: looks into an XML text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from builder.jpath import Missing
from builder.workflow.failure import ActionError, described
from builder.workflow.semantics import XPATH_NODE, XPATH_NOTHING
from builder.workflow.steps import SMALL

if TYPE_CHECKING:
    from builder.model.workflow import Element
    from builder.workflow.context import Context
    from builder.workflow.steps import Run, Step

_LOCAL: Final = "elements that have a namespace are found by local-name() only"


def compile_xpath_query(element: Element, context: Context) -> Step:
    """Save the texts of the nodes that an XPath finds, or the first of them."""
    path, save = context.path(element, "xmlPath"), context.save(element)
    query = context.made(element, "xPathQuery", _query)
    singleton = context.text(element, "singleton", "false")
    note = context.environment.note

    def step(run: Run) -> None:
        state = run.state
        root = _parsed(path.get(state), path.source(state))
        try:
            found: Any = query(state)(root)
        except etree.XPathError as error:
            raise ActionError(f"The XPath cannot be evaluated: {error}", "xPathQuery", _LOCAL) from None
        if not isinstance(found, list):
            note(XPATH_NODE)
            found = [found]
        elif any(isinstance(each, etree._Element) for each in found):  # noqa: SLF001 - the type has no other name
            note(XPATH_NODE)
        elif not found:
            note(XPATH_NOTHING)
        texts = [_text(each) for each in found]
        run.charge(sum(map(len, texts)) + SMALL * len(texts))
        if singleton(state).strip().lower() == "true":
            save(state, texts[0] if texts else None)
        else:
            save(state, texts)

    return step


def _query(text: str) -> etree.XPath:
    try:
        return etree.XPath(text, smart_strings=False, regexp=False)
    except etree.XPathSyntaxError as error:
        raise ActionError(f"This is not XPath 1.0: {error}", "xPathQuery") from None


def _parsed(value: object, path: str) -> etree._Element:
    if value is Missing or not isinstance(value, str):
        message = f"There is no XML text at {path}, but {described(value)}"
        raise ActionError(message, "xmlPath")
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(value.lstrip("\ufeff").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        message = f"The text at {path} is not XML: {error.msg}"
        raise ActionError(message, "xmlPath", f"it begins with {described(value[:80])}") from None


def _text(found: Any) -> str:
    """The XPath string value of a result."""
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float):
        return str(int(found)) if found.is_integer() else repr(found)
    if isinstance(found, etree._Element):  # noqa: SLF001 - the type has no other name
        return str(etree.XPath("string()", smart_strings=False)(found))
    # A node of a namespace is a pair.
    return str(found[1]) if isinstance(found, tuple) else str(found)


COMPILERS: Final = {"XPathQuery": compile_xpath_query}
