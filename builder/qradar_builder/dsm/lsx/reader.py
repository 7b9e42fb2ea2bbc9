"""Reads log source extensions, QRadar's own and those that people wrote, into the model."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.dsm.lsx.checks import check_event_match, check_matcher, check_orders, check_pattern
from qradar_builder.dsm.lsx.compiler import EVENT_NAME
from qradar_builder.dsm.lsx.elements import LsxElement
from qradar_builder.dsm.lsx.grammar import GROUP, MULTIPLE, PATTERN, ROOT, TYPE_OF_MATCHER
from qradar_builder.dsm.lsx.model import (
    NAMESPACE,
    EventMatch,
    LogSourceExtension,
    Matcher,
    MatchGroup,
    Pattern,
    PatternType,
)
from qradar_builder.model.log_source_type import SendIdentity
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Findings
    from qradar_builder.javalang.regex.pattern import JavaPattern
    from qradar_builder.source.xml.reader import XmlDocument

MAX_ELEMENTS = 5000
"""How many elements an extension may hold; real ones have some dozens."""


def read_lsx(content: bytes, name: str, findings: Findings) -> LogSourceExtension | None:
    """Read a log source extension. None, with findings, where it is not well-formed or is none.

    What does not hold otherwise is a finding too, and is left out: an extension is complete only without errors.
    """
    document = parse_xml(content, name, findings)
    return None if document is None else lsx_of(document, findings)


def lsx_of(document: XmlDocument, findings: Findings) -> LogSourceExtension | None:
    """As `read_lsx`, from a document that is parsed already."""
    root = etree.QName(document.root)
    if root.localname != ROOT or root.namespace not in (None, NAMESPACE):
        found = f"`{root.localname}`" + (f" in the namespace `{root.namespace}`" if root.namespace else "")
        findings.add("lsx/root", document.place(document.root), f"is not a log source extension: its root is {found}")
        return None
    if not root.namespace:
        findings.add("lsx/namespace", document.place(document.root), "the root has no namespace")
    if sum(1 for _ in islice(document.root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        findings.add("lsx/size", document.place(document.root), f"contains more than {MAX_ELEMENTS} elements")
        return None
    return _Reader(document, findings).extension()


class _Reader:
    def __init__(self, document: XmlDocument, findings: Findings) -> None:
        self._root = LsxElement(document, document.root, ROOT, findings)
        self._findings = findings
        self._patterns: dict[str, Pattern] = {}
        self._compiled: dict[str, JavaPattern | None] = {}
        self._unclear: set[str] = set()
        """Patterns whose type is none: what they are meant to be is not known."""
        self._used: set[str] = set()
        self._fields: set[str | None] = set()

    def extension(self) -> LogSourceExtension:
        children = list(self._root.children())
        # A pattern may stand after the group that uses it.
        for element in children:
            if element.name == PATTERN:
                self._read_pattern(element)
        groups = tuple(self._groups(element for element in children if element.name == GROUP))
        for wanted in (PATTERN, GROUP):
            if not any(element.name == wanted for element in children):
                self._findings.add("lsx/missing-element", self._root.place(), f"there is no `{wanted}`")
        for pattern in self._patterns.values():
            if pattern.id not in self._used:
                self._findings.add("lsx/unused-pattern", pattern.origin, f"nothing uses the pattern `{pattern.id}`")
        if EVENT_NAME not in self._fields:
            self._findings.add("lsx/event-name", self._root.place(), "no matcher fills EventName")
        check_orders(groups, self._findings)
        return LogSourceExtension(groups, self._root.place())

    def _read_pattern(self, element: LsxElement) -> None:
        name = element.text("id")
        if name is None:
            return
        first = self._patterns.get(name)
        if first is not None:
            message = f"there is another pattern `{name}`"
            related = [(first.origin, "this one")]
            self._findings.add("lsx/duplicate-pattern", element.place("id"), message, related=related)
            return
        kind = element.text("type")
        pattern = Pattern(
            id=name,
            text=element.content(),
            type=None if kind is None else PatternType(kind),
            use_default_pattern=element.flag("use-default-pattern"),
            case_insensitive=element.flag("case-insensitive"),
            trim_whitespace=element.flag("trim-whitespace"),
            pair_delimiter=element.text("delimiterPair"),
            value_delimiter=element.text("delimiterNameValue"),
            delimiter=element.text("delimiter"),
            origin=element.place(),
        )
        self._patterns[name] = pattern
        if kind is None and element.is_written("type"):
            self._unclear.add(name)
        else:
            self._compiled[name] = check_pattern(pattern, element, self._findings)

    def _groups(self, elements: Iterable[LsxElement]) -> Iterator[MatchGroup]:
        for element in elements:
            children = list(element.children())
            matchers = [self._matcher(child) for child in children if child.name in TYPE_OF_MATCHER]
            event_matches = [self._event_match(child) for child in children if child.name not in TYPE_OF_MATCHER]
            order = element.number("order")
            if order is not None:
                yield MatchGroup(
                    order=order,
                    type_id=element.number("device-type-id-override"),
                    matchers=tuple(matcher for matcher in matchers if matcher is not None),
                    event_matches=tuple(match for match in event_matches if match is not None),
                    description=element.text("description"),
                    origin=element.place(),
                )

    def _matcher(self, element: LsxElement) -> Matcher | None:
        name = element.text("field")
        self._fields.add(name)
        pattern = self._pattern_of(element)
        order = element.number("order")
        if name is None or pattern is None or order is None:
            return None
        matcher = Matcher(
            field=name,
            pattern=self._with_delimiters(pattern, element),
            order=order,
            capture_group=element.text("capture-group"),
            enable_substitutions=element.flag("enable-substitutions"),
            ext_data=element.text("ext-data"),
            origin=element.place(),
        )
        if pattern.id not in self._unclear:
            check_matcher(matcher, element, self._compiled.get(pattern.id), self._findings)
        return matcher

    def _event_match(self, element: LsxElement) -> EventMatch | None:
        name = element.text("event-name")
        pattern = self._pattern_of(element) if element.name == MULTIPLE else None
        if name is None and pattern is None:
            return None
        match = EventMatch(
            send_identity=element.text("send-identity") or SendIdentity.USE_DSM_RESULTS,
            look_up_qid=element.flag("force-qidmap-lookup-on-fixup"),
            event_name=name,
            pattern=pattern,
            capture_group_index=element.number("capture-group-index"),
            category=element.text("device-event-category"),
            severity=element.number("severity"),
            origin=element.place(),
        )
        compiled = None if pattern is None else self._compiled.get(pattern.id)
        check_event_match(match, element, compiled, self._findings)
        return match

    def _pattern_of(self, element: LsxElement) -> Pattern | None:
        name = element.text("pattern-id")
        if name is None:
            return None
        self._used.add(name)
        pattern = self._patterns.get(name)
        if pattern is None:
            message = f"there is no pattern `{name}`"
            near = nearest(name, {known: known for known in self._patterns}, limit=1)
            advice = f"did you mean `{near[0]}`?" if near else None
            self._findings.add("lsx/unknown-pattern", element.place("pattern-id"), message, help=advice)
        return pattern

    def _with_delimiters(self, pattern: Pattern, element: LsxElement) -> Pattern:
        """The pattern with the delimiters of its matcher, where it has none of its own."""
        of_pattern = {
            "delimiter-pair": pattern.pair_delimiter,
            "delimiter-namevalue": pattern.value_delimiter,
            "delimiter": pattern.delimiter,
        }
        for attribute, own in of_pattern.items():
            value = element.text(attribute)
            if value is not None and own is not None and value != own:
                message = f"`{attribute}` is `{value}`, but in the pattern `{pattern.id}` it is `{own}`"
                related = [(pattern.origin, "the pattern")]
                self._findings.add("lsx/delimiter", element.place(attribute), message, related=related)
        return replace(
            pattern,
            pair_delimiter=pattern.pair_delimiter or element.text("delimiter-pair"),
            value_delimiter=pattern.value_delimiter or element.text("delimiter-namevalue"),
            delimiter=pattern.delimiter or element.text("delimiter"),
        )
