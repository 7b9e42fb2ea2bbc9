"""Custom properties and the expressions whose rows real exports have shown: regex and JSON."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from qradar_builder.model.expressions import Kind
from qradar_builder.package.extension.rows.row import ANY, OWNER, PROPERTY_BASE, Form, Row, flag
from qradar_builder.reference.versions import qradar_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.content import ExpressionOfProperty, Property
    from qradar_builder.package.extension.rows.row import NumberedContent

_EXTRACTED = frozenset({Kind.AQL, Kind.CALCULATED})
_FIRST_WITH_DEPRECATED = "7.4.2"


def in_zip(expression: ExpressionOfProperty) -> bool:
    """Whether an expression can be written into a ZIP. No export has shown the rows of the other kinds.

    Nor the column of a regex expression's format string.
    """
    spec = expression.spec
    return spec.kind is Kind.JSON or (spec.kind is Kind.REGEX and spec.format is None)


def is_extracted(prop: Property) -> bool:
    """Whether a property is taken from payloads, so that its definition is a row of `ariel_regex_property`."""
    return any(expression.spec.kind not in _EXTRACTED for expression in prop.expressions)


def ariel_regex_property(source: NumberedContent) -> Iterator[Row]:
    """A row for each property that is taken from payloads."""
    for prop in source.content.properties:
        if is_extracted(prop):
            yield _property(prop, source)


def _property(prop: Property, source: NumberedContent) -> Row:
    identity = source.numbered.properties[prop.name]
    form = _form(prop, source)
    columns = {
        "tenant_id": "0",
        "creationdate": str(source.time),
        "propertyname": prop.shipped.name if prop.shipped is not None else prop.name,
        "forceparse": flag(prop.optimize),
        "propertytype": prop.type,
        "description": prop.description,
        "autodiscovered": "false",
        "sequenceid": str(identity.row),
        "database": "events",
        "id": identity.uuid,
        "editdate": str(source.time),
        "username": OWNER,
    }
    if prop.datetime_format is not None and prop.locale is not None:
        columns |= {"datepattern": prop.datetime_format, "languagetag": prop.locale}
    if form is Form.OVERRIDE:
        columns["description_id"] = f"ariel_regex_property.{identity.uuid}.description"
    elif source.content.minimum >= qradar_version(_FIRST_WITH_DEPRECATED):
        columns["deprecated"] = "false"
    return Row("ariel_regex_property", columns)


def _form(prop: Property, source: NumberedContent) -> Form:
    forms = {source.form_of(expression.type_key) for expression in prop.expressions}
    return Form.CUSTOM if Form.CUSTOM in forms else Form.OVERRIDE


def ariel_property_expression(source: NumberedContent) -> Iterator[Row]:
    """A row for each regex expression."""
    for expression, common in _expressions(source, Kind.REGEX):
        spec = expression.spec
        group = 1 if spec.capture_group is None else spec.capture_group
        yield Row("ariel_property_expression", common | {"regex": spec.text, "capturegroup": str(group)})


def ariel_property_json_expression(source: NumberedContent) -> Iterator[Row]:
    """A row for each JSON expression."""
    for expression, common in _expressions(source, Kind.JSON):
        yield Row("ariel_property_json_expression", common | {"expression": expression.spec.text})


def _expressions(source: NumberedContent, kind: Kind) -> Iterator[tuple[ExpressionOfProperty, dict[str, str]]]:
    for prop in source.content.properties:
        for expression in prop.expressions:
            if expression.spec.kind is kind and in_zip(expression):
                yield expression, _common(prop, expression, source)


def _common(prop: Property, expression: ExpressionOfProperty, source: NumberedContent) -> dict[str, str]:
    identity = source.numbered.expression_of(expression)
    columns = {
        "ap_id": source.numbered.properties[prop.name].uuid,
        "creationdate": str(source.time),
        "deviceid": ANY,
        "sequenceid": str(identity.row),
        "qid": ANY if expression.qid is None else str(source.numbered.qid_of(expression.qid).number),
        "enabled": flag(expression.spec.enabled),
        "devicetypeid": str(source.numbered.types[expression.type_key].number),
        "propertybase": PROPERTY_BASE,
        "rank": str(expression.rank),
        "id": identity.uuid,
        "editdate": str(source.time),
        "category": ANY if expression.category is None else str(expression.category),
        "username": OWNER,
    }
    sample = expression.spec.sample
    if sample is not None or source.form_of(expression.type_key) is Form.OVERRIDE:
        columns["payload"] = base64.b64encode((sample or "").encode()).decode("ascii")
    return columns
