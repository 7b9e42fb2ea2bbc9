"""Searches XML texts by XPath, bounded in time and memory whatever the XPath is.

What is sure to be quick runs in this process. All else runs in one of its own, since libxml2 cannot be interrupted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from qradar_builder.text.shown import counted
from qradar_builder.workflow.engine.limits import LimitReached
from qradar_builder.workflow.engine.xpath import worker
from qradar_builder.workflow.engine.xpath.process import XPathTimeout, ask

if TYPE_CHECKING:
    from qradar_builder.workflow.engine.limits import Limits

_QUICK_TEXT: Final = 1_000_000
"""Characters of XML that a simple path goes through at once: a string value may be taken at each level, 256 at most."""
_QUICK_STEPS: Final = 2_000_000.0
"""Visits to nodes that any other XPath may make at once."""
_LONGEST_SIMPLE: Final = 2_000

_NAME = r"(?:[^\W\d][\w.-]*:)?[^\W\d][\w.-]*"
_LITERAL = r"(?:'[^']*'|\"[^\"]*\"|[0-9]+)"
_VALUE = rf"(?:@?{_NAME}|@\*|\.|text\(\)|local-name\(\)|name\(\)|position\(\))"
_CALL = rf"(?:contains|starts-with)\(\s*{_VALUE}\s*,\s*{_LITERAL}\s*\)"
_TEST = rf"(?:{_VALUE}\s*(?:(?:=|!=|<=?|>=?)\s*{_LITERAL})?|{_LITERAL}|last\(\)|{_CALL})"
_PREDICATE = rf"\[\s*{_TEST}(?:\s+(?:and|or)\s+{_TEST})*\s*\]"
_STEP = rf"(?:@?(?:{_NAME}|\*)|\.|text\(\)|node\(\)|comment\(\))(?:{_PREDICATE})*"
_PATH = rf"\s*(?://?)?{_STEP}(?:/{_STEP})*\s*"
_VISITS = re.compile(r"'[^']*'|\"[^\"]*\"|(//|::|\.\.|\[|\(|/|\|)")
"""What may make an XPath visit all nodes once more for each node; not in literals."""


class XPathFailed(Exception):  # noqa: N818 - it is told to whoever wrote the workflow, in its own words
    """The text is not XML (`kind` is `xml`), or the XPath has no value (`xpath`)."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def search(xml: str, query: etree.XPath, limits: Limits) -> tuple[str, list[str]]:
    """What an XPath gives: `texts`, `nodes` (elements are among them) or `value`, and the texts of it all.

    Raises XPathFailed, and LimitReached where it takes too long or finds too much.
    """
    if is_quick(query.path, xml):
        try:
            return worker.evaluate(xml.encode("utf-8", "replace"), query, limits.state)
        except etree.XMLSyntaxError as error:
            raise XPathFailed("xml", error.msg) from None
        except etree.XPathError as error:
            raise XPathFailed("xpath", str(error)) from None
        except worker.TooMuchError:
            raise _too_much(limits) from None
    answer = _asked(xml, query.path, limits)
    kind: str = answer["kind"]
    if kind == "memory":
        raise _too_much(limits)
    if kind in ("xml", "xpath"):
        raise XPathFailed(kind, answer["message"])
    return kind, answer["texts"]


@cache
def _simple() -> re.Pattern[str]:
    """Paths down through children, which visit each node once: descendants only at the start, tests of what is below.

    Few workflows have an XPath, and this takes long to compile.
    """
    return re.compile(rf"{_PATH}|\s*(?:string|count|normalize-space|number|boolean)\({_PATH}\)\s*")


def is_quick(query: str, xml: str) -> bool:
    """Whether an XPath is sure to be evaluated in some tenths of a second."""
    if len(query) <= _LONGEST_SIMPLE and _simple().fullmatch(query):
        return len(xml) <= _QUICK_TEXT
    degree = 1 + sum(1 for match in _VISITS.finditer(query) if match[1])
    nodes = 2 + xml.count("<") + xml.count("=")
    visits = 1.0
    for _ in range(degree):
        visits *= nodes
        if visits > _QUICK_STEPS:
            return False
    return True


def _asked(xml: str, query: str, limits: Limits) -> Any:
    """The answer of a process of its own."""
    question = {"xml": xml, "query": query, "most": limits.state, "seconds": limits.xpath}
    try:
        answer = ask(question, limits.xpath)
    except XPathTimeout:
        message = (
            f"The XPath takes more than {counted(limits.xpath, 'second')} on a text of {counted(len(xml), 'character')}"
        )
        advice = "name each element of the path instead of using `//`, `preceding::`, and similar steps"
        raise LimitReached(message, "xpath", advice) from None
    # Without an answer it was stopped for its memory.
    return {"kind": "memory"} if answer is None else answer


def _too_much(limits: Limits) -> LimitReached:
    message = f"The XPath finds more than {limits.state} characters, or needs more memory than is available"
    return LimitReached(message, "state", "select a smaller part")
