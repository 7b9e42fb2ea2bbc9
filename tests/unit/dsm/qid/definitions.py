"""Log source types of a few rows: matchers, modifiers and mappings."""

from __future__ import annotations

from lxml import etree

from qradar_builder.dsm.definition import EventMapping, Qid, TypeDefinition, automatic_qids
from qradar_builder.dsm.lsx.model import MATCHERS, NAMESPACE, PatternType
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.findings import Location
from qradar_builder.reference.log_source_types import log_source_type

KINDS = {
    "regex": PatternType.JAVA,
    "json": PatternType.JSON,
    "leef": PatternType.LEEF,
    "cef": PatternType.CEF,
    "xml": PatternType.XML,
    "nvp": PatternType.NVP,
    "list": PatternType.LIST,
}
OF_PATTERN = {"case-insensitive", "trim-whitespace"}
CUSTOM = 6001
NOWHERE = Location("")
CLOCK = 1714564800000  # 2024-05-01T12:00:00Z
LOW_LEVEL_CATEGORY = 3000


def lsx(groups):
    """The log source extension of a row: `matchers` as field, kind, expression and attributes; `modifiers`."""
    root = etree.Element(f"{{{NAMESPACE}}}device-extension")
    for group in groups:
        element = etree.SubElement(root, "match-group", order=str(group.get("order", 1)))
        orders = {}
        for field, kind, text, given in group["matchers"]:
            orders[field] = orders.get(field, 0) + 1
            key = add_pattern(root, text, KINDS[kind], given)
            attributes = {name: value for name, value in given.items() if name not in OF_PATTERN}
            order = {"field": field, "pattern-id": key, "order": str(orders[field])}
            etree.SubElement(element, MATCHERS[KINDS[kind]], order | attributes)
        for modifier in group.get("modifiers", ()):
            given = {name: value for name, value in modifier.items() if name not in {"pattern", "event", *OF_PATTERN}}
            if "event" in modifier:
                etree.SubElement(element, "event-match-single", {"event-name": modifier["event"]} | given)
            else:
                key = add_pattern(root, modifier["pattern"], PatternType.JAVA, modifier)
                etree.SubElement(element, "event-match-multiple", {"pattern-id": key} | given)
    return etree.tostring(root)


def add_pattern(root, text, kind, given):
    key = f"pattern-{len(root)}"
    attributes = {name: value for name, value in given.items() if name in OF_PATTERN}
    pattern = etree.Element("pattern", {"id": key, "type": kind} | attributes)
    pattern.text = text
    root.insert(0, pattern)
    return key


def definition(row, findings):
    number = row.get("type", CUSTOM)
    known = None if number == CUSTOM else log_source_type(number)
    name = "Acme" if known is None else known.display_name
    stored, unknown = automatic_qids(name, number, NOWHERE)
    return TypeDefinition(
        name=name,
        number=number,
        extension=read_lsx(lsx(row["groups"]), "a.xml", findings) if row["groups"] else None,
        stored=stored,
        unknown=unknown,
        origin=NOWHERE,
        built_in=known is not None,
        mappings=tuple(
            EventMapping(event_id, category, Qid(qid, severity, LOW_LEVEL_CATEGORY, NOWHERE), NOWHERE)
            for event_id, category, qid, severity in row["mappings"]
        ),
    )
