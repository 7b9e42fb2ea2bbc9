"""Custom properties as parts, with their expressions for each log source type in order."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.columns import text, whole
from qradar_builder.comparison.model import Kind, Part, part, with_list, with_parts
from qradar_builder.comparison.reading.labels import category_name, unique_labels
from qradar_builder.model.expressions import Kind as Language
from qradar_builder.package.rest_plan import left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.model.content import Content, ExpressionOfProperty, Property

_LANGUAGES: Final = {
    "ariel_property_expression": Language.REGEX,
    "ariel_property_json_expression": Language.JSON,
    "ariel_property_leef_expression": Language.LEEF,
    "ariel_property_cef_expression": Language.CEF,
    "ariel_property_xml_expression": Language.XML,
    "ariel_property_nvp_expression": Language.NVP,
    "ariel_property_genericlist_expression": Language.LIST,
}
"""By table, the language of its expressions."""
_ANY: Final = {None, "-1", ""}
RANK: Final = "rank"
"""The place of an expression, until all of them are in order."""


def properties(tables: Tables, types: Mapping[str | None, str], qids: Mapping[str | None, str]) -> dict[str, Part]:
    """The properties of a content XML by name. `types` are the labels of types by row, `qids` those of records."""
    rows = list(tables.get("ariel_regex_property", ()))
    names = [text(row, "propertyname") or "" for row in rows]
    labels = unique_labels(names, [text(row, "id") or "" for row in rows])
    by_id = dict(zip((text(row, "id") for row in rows), labels, strict=True))
    found = {label: _property(row) for label, row in zip(labels, rows, strict=True)}
    lists: dict[tuple[str, str], list[Part]] = {}
    for table, language in _LANGUAGES.items():
        for row in tables.get(table, ()):
            label = by_id.get(text(row, "ap_id"))
            type_id = text(row, "devicetypeid")
            if label is not None:
                lists.setdefault((label, types.get(type_id, f"type {type_id}")), []).append(
                    _expression(row, language, qids)
                )
    for (label, type_label), listed in lists.items():
        found[label] = with_expressions(found[label], type_label, listed)
    return found


def with_planned(
    found: Mapping[str, Part], content: Content, types: Mapping[str, str], qids: Mapping[int, str]
) -> dict[str, Part]:
    """The properties of a package with the expressions that its ZIP does not carry.

    `types` are the labels of types by key, `qids` those of records by their `id()`.
    """
    parts = dict(found)
    lists: dict[tuple[str, str], list[Part]] = {}
    for prop, expression in left_out(content):
        name = prop.shipped.name if prop.shipped is not None else prop.name
        parts.setdefault(name, _planned_property(prop))
        lists.setdefault((name, types[expression.type_key]), []).append(_planned_expression(expression, qids))
    for (label, type_label), listed in lists.items():
        parts[label] = with_expressions(parts[label], type_label, listed)
    return parts


def in_order(found: Mapping[str, Part]) -> dict[str, Part]:
    """The properties once all expressions are there: sorted by rank, which then is their place."""
    return {label: _in_order(each) for label, each in found.items()}


def with_expressions(old: Part, type_label: str, listed: Iterable[Part]) -> Part:
    """The property with more expressions for a log source type."""
    named = dict(old.named(Kind.OF_TYPE))
    there = named.get(type_label, Part(Kind.OF_TYPE))
    named[type_label] = with_list(there, Kind.EXPRESSION, (*there.listed(Kind.EXPRESSION), *listed))
    return with_parts(old, Kind.OF_TYPE, named)


def is_planned(expression: Part) -> bool:
    """Whether no ZIP of this tool carries an expression."""
    language = expression.get("kind")
    return language != Language.JSON and (language != Language.REGEX or expression.get("format") is not None)


def _in_order(old: Part) -> Part:
    named: dict[str, Part] = {}
    for label, one in old.named(Kind.OF_TYPE).items():
        ordered = sorted(one.listed(Kind.EXPRESSION), key=lambda each: int(each.values.get(RANK, 0)))  # type: ignore[arg-type] # a rank is a number
        plain = tuple(
            part(each.kind, {name: value for name, value in each.values.items() if name != RANK}) for each in ordered
        )
        named[label] = with_list(one, Kind.EXPRESSION, plain)
    return with_parts(old, Kind.OF_TYPE, named)


def _property(row: Columns) -> Part:
    return part(
        Kind.PROPERTY,
        {
            "id": text(row, "id"),
            "type": text(row, "propertytype"),
            "optimized": text(row, "forceparse") == "true",
            "description": text(row, "description") or None,
            "date format": text(row, "datepattern") or None,
            "locale": text(row, "languagetag") or None,
        },
    )


def _planned_property(prop: Property) -> Part:
    """A property that is calculated only, of which no ZIP has a row. A console gives it its identity."""
    return part(
        Kind.PROPERTY,
        {
            "type": str(prop.type),
            "optimized": prop.optimize,
            "description": prop.description or None,
            "date format": prop.datetime_format,
            "locale": prop.locale,
        },
    )


def _expression(row: Columns, language: Language, qids: Mapping[str | None, str]) -> Part:
    regex = language is Language.REGEX
    template = text(row, "formatstring") or None
    qid, category = text(row, "qid"), text(row, "category")
    number = whole(category)
    return part(
        Kind.EXPRESSION,
        {
            "kind": str(language),
            "text": text(row, "regex" if regex else "expression") or "",
            "capture group": (whole(text(row, "capturegroup")) or 0) if regex and template is None else None,
            "format": template,
            "pair delimiter": text(row, "delimiter_pair"),
            "value delimiter": text(row, "delimiter_name_value"),
            "delimiter": text(row, "delimiter"),
            "enabled": text(row, "enabled") != "false",
            "QID record": None if qid in _ANY else qids.get(qid, f"QID {qid}"),
            "category": None if category in _ANY else category_name(number) or category,
            "sample": _decoded(text(row, "payload")) or None,
            "uuid": text(row, "id"),
            RANK: whole(text(row, "rank")) or 0,
        },
    )


def _planned_expression(one: ExpressionOfProperty, qids: Mapping[int, str]) -> Part:
    spec = one.spec
    return part(
        Kind.EXPRESSION,
        {
            "kind": str(spec.kind),
            "text": spec.text if spec.calculated is None else spec.calculated.text,
            "format": spec.format,
            "pair delimiter": spec.pair_delimiter,
            "value delimiter": spec.value_delimiter,
            "delimiter": spec.delimiter,
            "enabled": spec.enabled,
            "QID record": None if one.qid is None else qids[id(one.qid)],
            "category": category_name(one.category),
            "sample": spec.sample,
            RANK: one.rank,
        },
    )


def _decoded(written: str | None) -> str | None:
    """The sample of an expression; as it stands where it is not base64."""
    if written is None:
        return None
    try:
        return base64.b64decode("".join(written.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return written
