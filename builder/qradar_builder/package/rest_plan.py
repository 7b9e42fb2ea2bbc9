"""The REST calls that create what a ZIP cannot carry, since no export has shown the rows: `rest-plan.json`.

Paths, fields and types are those of IBM's REST API documentation. A plan names the oldest version that has all of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from qradar_builder.model.expressions import Kind
from qradar_builder.package.extension.rows.properties import in_zip, is_extracted
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.model.content import Content, ExpressionOfProperty, LogSourceType, Property, QidRecord
    from qradar_builder.model.expressions import Calculation
    from qradar_builder.model.reference_data import ReferenceDataSpec
    from qradar_builder.package.extension.rows.row import NumberedContent
    from qradar_builder.reference.console_api.description import Description

FORMAT_VERSION = 2
_API = "/api"

_PROPERTIES = "/api/config/event_sources/custom_properties"
_TYPES = "/api/config/event_sources/log_source_management/log_source_types"
_QIDS = "/api/data_classification/qid_records"
_SETS = "/api/reference_data_collections/sets"
_SET_ENTRIES = "/api/reference_data_collections/set_entries"

EXPRESSION_RESOURCES = {
    Kind.REGEX: "property_expressions",
    Kind.LEEF: "property_leef_expressions",
    Kind.CEF: "property_cef_expressions",
    Kind.XML: "property_xml_expressions",
    Kind.NVP: "property_nvp_expressions",
    Kind.LIST: "property_genericlist_expressions",
    Kind.AQL: "property_aql_expressions",
    Kind.CALCULATED: "property_calculated_expressions",
}
"""The resources of the expressions that a ZIP cannot contain."""
_OPERANDS = {"first_operand", "second_operand"}
_FILTERABLE = re.compile(r"[\w-]+\Z", re.ASCII)
_MOST_ELEMENTS = 1000
"""How many elements of a reference set one call carries."""


@dataclass(frozen=True, slots=True)
class Step:
    """A REST call. docs/rest-plan.md says what each part means to whoever carries the plan out."""

    id: str
    purpose: str
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    find: Mapping[str, Any] | None = None
    """For GET: what an item of the answer must hold to be the one that is looked for."""
    required: bool = False
    """Whether the plan ends where nothing is found."""
    skip_if: str | None = None
    """The saved value that makes this step superfluous."""
    body: Any = None
    save: Mapping[str, str] = field(default_factory=dict)
    """Which fields of the answer are kept, by the names under which later steps refer to them."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RestPlan:
    """All steps, in order, for the extension of that id, name and version."""

    extension_id: str
    extension_name: str
    extension_version: str
    steps: tuple[Step, ...]


def rest_plan(source: NumberedContent) -> RestPlan | None:
    """The plan, or None where everything fits into the ZIP."""
    steps = tuple(_Planner(source).steps())
    if not steps:
        return None
    extension = source.content.extension
    return RestPlan(extension.id, extension.name, extension.version, steps)


def left_out(content: Content) -> Iterator[tuple[Property, ExpressionOfProperty]]:
    """The property expressions that are not in the ZIP."""
    for prop in content.properties:
        for expression in prop.expressions:
            if not in_zip(expression):
                yield prop, expression


def write_rest_plan(plan: RestPlan) -> bytes:
    """The plan as JSON in UTF-8. Parts of a step that say nothing are left out."""
    document = {
        "version": FORMAT_VERSION,
        "oldest_api_version": oldest_version(plan),
        "extension": {
            "id": plan.extension_id,
            "name": plan.extension_name,
            "version": plan.extension_version,
        },
        "steps": [_step(step) for step in plan.steps],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def oldest_version(plan: RestPlan) -> str:
    """The oldest version of the API that has all calls of a plan, with the fields of their bodies."""
    # Most packages have no plan, and need no description of the API.
    from qradar_builder.reference.console_api.description import description  # noqa: PLC0415 - see above

    api = description()
    needed = {(step.method, step.path.removeprefix(_API), name) for step in plan.steps for name in _fields(step)}
    fits = (version for version in api.versions if all(_has(api, version, *each) for each in needed))
    return next(fits, api.versions[-1])


def _fields(step: Step) -> Iterator[str]:
    """The fields of the body of a step; an empty name represents the call alone."""
    yield ""
    for body in step.body if isinstance(step.body, list) else [step.body or {}]:
        yield from body


def _has(api: Description, version: str, method: str, path: str, name: str) -> bool:
    endpoint = api.endpoint(method, path)
    shape = endpoint.body_in(version)
    record = shape[0] if isinstance(shape, list) else shape
    return endpoint.is_in(version) and (not name or (isinstance(record, dict) and name in record))


def _step(step: Step) -> dict[str, Any]:
    parts = {name: getattr(step, name) for name in Step.__slots__}
    return {name: value for name, value in parts.items() if value not in (None, {}, False)}


def _saved(name: str) -> dict[str, str]:
    """Stands in a step for a value that an earlier step saved."""
    return {"saved": name}


class _Planner:
    """Collects the steps: first what must be looked up, then properties, their expressions, and reference data."""

    def __init__(self, source: NumberedContent) -> None:
        self._source = source
        self._content = source.content
        self._types: dict[str, Any] = {}
        self._qids: dict[int, Any] = {}
        self._properties: dict[str, Any] = {}

    def steps(self) -> Iterator[Step]:
        needed = list(left_out(self._content))
        yield from self._find_types({expression.type_key for _, expression in needed})
        yield from self._find_qids(expression.qid for _, expression in needed if expression.qid is not None)
        yield from self._make_properties({prop.name: prop for prop, _ in needed})
        for number, (prop, expression) in enumerate(needed, 1):
            yield from self._make_expression(number, prop, expression)
        filled = [spec for spec in self._content.reference_data.values() if spec.elements]
        for number, spec in enumerate(filled, 1):
            yield from _fill_set(number, spec)

    def _find_types(self, keys: set[str]) -> Iterator[Step]:
        """Custom types have another number on each console; built-in ones have the same everywhere."""
        used = [one for one in self._content.types if one.key in keys]
        self._types = {one.key: one.built_in.id for one in used if one.built_in is not None}
        for number, one in enumerate((one for one in used if one.built_in is None), 1):
            name = f"type-{number}"
            self._types[one.key] = _saved(name)
            yield _find_type(name, one)

    def _find_qids(self, records: Iterator[QidRecord]) -> Iterator[Step]:
        for record in records:
            if id(record) not in self._qids:
                name = f"qid-{len(self._qids) + 1}"
                self._qids[id(record)] = _saved(name)
                yield _find_qid(name, record, self._source.numbered.qid_of(record).uuid)

    def _make_properties(self, needed: Mapping[str, Property]) -> Iterator[Step]:
        """A property that is taken from payloads came with the ZIP, and a pinned one is on the console already."""
        new = [prop for prop in needed.values() if not is_extracted(prop) and prop.id is None]
        self._properties = {name: self._source.numbered.properties[name].uuid for name in needed}
        for number, prop in enumerate(new, 1):
            name = f"property-{number}"
            self._properties[prop.name] = _saved(name)
            yield from _make_property(name, prop)

    def _make_expression(self, number: int, prop: Property, expression: ExpressionOfProperty) -> Iterator[Step]:
        spec = expression.spec
        identifier = self._properties[prop.name]
        path = f"{_PROPERTIES}/{EXPRESSION_RESOURCES[spec.kind]}"
        what = {
            "regex_property_identifier": identifier,
            "log_source_type_id": self._types[expression.type_key],
            "qid": None if expression.qid is None else self._qids[id(expression.qid)],
            "low_level_category_id": expression.category,
            **self._expression(expression),
        }
        query = {"fields": ",".join(["id", *(_field(name) for name in what)])}
        if isinstance(identifier, str) and _FILTERABLE.match(identifier):
            query = {"filter": f'regex_property_identifier="{identifier}"'} | query
        text = f"the {spec.kind} expression of `{prop.name}` for `{self._type_name(expression.type_key)}`"
        name = f"expression-{number}"
        yield Step(f"find-{name}", f"Check whether {text} exists", "GET", path, query, find=what, save={name: "id"})
        body = {key: value for key, value in what.items() if value is not None} | {"enabled": spec.enabled}
        if spec.sample is not None:
            body["payload"] = spec.sample
        note = _order_note(prop, expression)
        yield Step(f"create-{name}", f"Create {text}", "POST", path, skip_if=name, body=body, note=note)

    def _expression(self, expression: ExpressionOfProperty) -> dict[str, Any]:
        """The fields that an expression of its kind has besides those of all kinds."""
        spec = expression.spec
        if spec.calculated is not None:
            return self._calculation(spec.calculated)
        if spec.kind is Kind.REGEX:
            return {"regex": spec.text, "format_string": spec.format}
        found = {"expression": spec.text}
        if spec.pair_delimiter is not None and spec.value_delimiter is not None:
            found |= {"delimiter_pair": spec.pair_delimiter, "delimiter_name_value": spec.value_delimiter}
        if spec.delimiter is not None:
            found |= {"delimiter": spec.delimiter}
        return found

    def _calculation(self, calculation: Calculation) -> dict[str, Any]:
        return {
            "first_operand": self._operand(calculation.first),
            "operator": calculation.operator.value,
            "second_operand": self._operand(calculation.second),
        }

    def _operand(self, operand: float | str) -> dict[str, Any]:
        if not isinstance(operand, str):
            return {"type": "STATIC", "numeric_value": operand}
        prop = next((prop for prop in self._content.properties if prop.name == operand), None)
        return {"type": "PROPERTY", "property_name": operand if prop is None else _name(prop)}

    def _type_name(self, key: str) -> str:
        return next(one.name for one in self._content.types if one.key == key)


def _find_type(name: str, one: LogSourceType) -> Step:
    return Step(
        f"find-{name}",
        f"Look up the number of the log source type `{one.name}`",
        "GET",
        _TYPES,
        {"fields": "id,name"},
        find={"name": one.name},
        required=True,
        save={name: "id"},
    )


def _find_qid(name: str, record: QidRecord, uuid: str) -> Step:
    return Step(
        f"find-{name}",
        f"Look up the QID of `{record.name}`",
        "GET",
        _QIDS,
        {"filter": f'uuid="{uuid}"', "fields": "qid,name,uuid"},
        find={"uuid": uuid},
        required=True,
        save={name: "qid"},
    )


def _make_property(name: str, prop: Property) -> Iterator[Step]:
    path = f"{_PROPERTIES}/regex_properties"
    shown = _name(prop)
    yield Step(
        f"find-{name}",
        f"Check whether the custom property `{shown}` exists",
        "GET",
        path,
        {"fields": "identifier,name"},
        find={"name": shown},
        save={name: "identifier"},
    )
    body: dict[str, Any] = {
        "name": shown,
        "description": prop.description,
        "property_type": prop.type.value,
        "use_for_rule_engine": prop.optimize,
    }
    if prop.datetime_format is not None and prop.locale is not None:
        body |= {"datetime_format": prop.datetime_format, "locale": prop.locale}
    yield Step(
        f"create-{name}",
        f"Create the custom property `{shown}`",
        "POST",
        path,
        skip_if=name,
        body=body,
        save={name: "identifier"},
    )


def _fill_set(number: int, spec: ReferenceDataSpec) -> Iterator[Step]:
    name = f"set-{number}"
    yield Step(
        f"find-{name}",
        f"Look up the number of the reference set `{spec.name}`",
        "GET",
        _SETS,
        {"fields": "id,name"},
        find={"name": spec.name},
        required=True,
        save={name: "id"},
    )
    elements = list(dict.fromkeys(spec.elements))
    for part, start in enumerate(range(0, len(elements), _MOST_ELEMENTS), 1):
        chunk = elements[start : start + _MOST_ELEMENTS]
        yield Step(
            f"fill-{name}-{part}",
            f"Add {counted(len(chunk), 'element')} to the reference set `{spec.name}`",
            "PATCH",
            _SET_ENTRIES,
            body=[{"collection_id": _saved(name), "value": value} for value in chunk],
            note="QRadar does this in a background task; existing elements are updated.",
        )


def _name(prop: Property) -> str:
    return prop.name if prop.shipped is None else prop.shipped.name


def _field(name: str) -> str:
    return f"{name}(type,numeric_value,property_name)" if name in _OPERANDS else name


def _order_note(prop: Property, expression: ExpressionOfProperty) -> str | None:
    count = sum(1 for one in prop.expressions if one.type_key == expression.type_key)
    if count == 1:
        return None
    return (
        f"QRadar should try this expression as number {expression.rank} of {count}. The REST API has no field "
        f"for this order: check it in the DSM Editor."
    )
