"""Checks the elements of a log source extension against the grammar, and gives their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.dsm.lsx.grammar import ELEMENTS, Attribute, Form
from qradar_builder.dsm.lsx.model import NAMESPACE
from qradar_builder.model.workflow.problems import BOOLEANS, did_you_mean
from qradar_builder.source.characters import SPACE_OR_UNSEEN, XML_SPACE, name_of
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings
    from qradar_builder.source.xml.reader import XmlDocument, XmlPlace

_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
# Where a schema lies, and how white space is meant: every XML document may say so.
_META = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace")


class LsxElement:
    """An element that has been checked by itself; an attribute that is missing or does not hold has no value."""

    def __init__(self, document: XmlDocument, element: etree._Element, name: str, findings: Findings) -> None:
        self.name = name
        self._document = document
        self._element = element
        self._rule = ELEMENTS[name]
        self._findings = findings
        self._good = self._check_attributes()
        self._check_children()
        if not self._rule.text:
            self._check_no_text()

    def place(self, attribute: str | None = None) -> XmlPlace:
        """The origin of the element or of one of its attributes."""
        return self._document.place(self._element, attribute)

    def is_written(self, name: str) -> bool:
        """Whether an attribute stands there, with whatever value."""
        return name in self._element.attrib

    def text(self, name: str) -> str | None:
        """The value of an attribute as it is written."""
        return self._good.get(name)

    def number(self, name: str) -> int | None:
        """The value of an attribute that is a number."""
        value = self._good.get(name)
        return None if value is None else int(value)

    def flag(self, name: str) -> bool:
        """The value of an attribute that is true or false; false where there is none."""
        return BOOLEANS[self._good.get(name, "false").strip(XML_SPACE)]

    def content(self) -> str:
        """The text of the element, comments left out."""
        return "".join((self._element.text or "", *(child.tail or "" for child in self._element)))

    def children(self) -> Iterator[LsxElement]:
        """The elements in it that may stand there."""
        for child in self._element.iterchildren(etree.Element):
            if self._may_hold(child):
                yield LsxElement(self._document, child, etree.QName(child).localname, self._findings)

    def _may_hold(self, child: etree._Element) -> bool:
        name = etree.QName(child)
        return name.localname in self._rule.children and name.namespace in (None, NAMESPACE)

    def _check_children(self) -> None:
        for child in self._element.iterchildren(etree.Element):
            if self._may_hold(child):
                continue
            name = etree.QName(child)
            if name.localname in self._rule.children:
                message = f"`{name.localname}` is in the namespace `{name.namespace}`"
                advice = 'remove the prefix, or write xmlns=""'
            else:
                message = f"`{self.name}` must not contain the element `{name.localname}`"
                advice = did_you_mean(name.localname, self._rule.children, "remove it")
            self._findings.add("lsx/unknown-element", self._document.place(child), message, help=advice)

    def _check_attributes(self) -> dict[str, str]:
        known = self._rule.attributes
        good: dict[str, str] = {}
        for key, value in self._element.attrib.items():
            name = etree.QName(str(key))
            if name.namespace in _META:
                continue
            attribute = known.get(str(key))
            if attribute is None:
                message = f"`{self.name}` has no attribute `{name.localname}`"
                advice = did_you_mean(name.localname, known, "remove it")
                self._findings.add("lsx/unknown-attribute", self.place(name.localname), message, help=advice)
            elif self._holds(name.localname, str(value), attribute):
                good[name.localname] = str(value)
        for required, attribute in known.items():
            if attribute.required and required not in self._element.attrib:
                message = f"`{self.name}` requires `{required}`"
                self._findings.add("lsx/missing-attribute", self.place(), message, help=f"add {required}=")
        return good

    def _holds(self, name: str, value: str, attribute: Attribute) -> bool:
        if attribute.choices:
            if value in attribute.choices:
                return True
            advice = did_you_mean(value, attribute.choices)
            self._findings.add("lsx/choice", self.place(name), f"`{name}` cannot be `{value}`", help=advice)
        elif attribute.form is Form.FLAG:
            if value.strip(XML_SPACE) in BOOLEANS:
                return True
            message = f"`{name}` must be true or false, not `{value}`"
            self._findings.add("lsx/truth-value", self.place(name), message)
        elif attribute.form is not Form.TEXT:
            least = 1 if attribute.form is Form.COUNT else None
            if _NUMBER.fullmatch(value.strip(XML_SPACE)) and (least is None or int(value) >= least):
                return True
            wanted = "a number of 1 or more" if least else "a number"
            self._findings.add("lsx/number", self.place(name), f"`{name}` must be {wanted}, not `{value}`")
        elif attribute.required and not value:
            self._findings.add("lsx/missing-attribute", self.place(name), f"`{name}` of `{self.name}` is empty")
        else:
            return True
        return False

    def _check_no_text(self) -> None:
        stray = self.content().strip(XML_SPACE)
        place = self._document.text_in(self._element) if stray else None
        if place is not None:
            unseen = sorted({name_of(each) for each in SPACE_OR_UNSEEN.findall(stray)})
            message = f"there is text in `{self.name}`: {', '.join(unseen) or ' '.join(cut(stray, 40).split())}"
            self._findings.add("lsx/stray-text", place, message)
