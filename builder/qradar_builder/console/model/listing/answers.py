"""Brings what a route gives into the form that the call asks for: filter, order, part, and fields of the version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.listing.fields import narrowed, shaped
from qradar_builder.console.model.listing.filter import WrongFilter, read_filter
from qradar_builder.console.model.listing.order import sorted_records
from qradar_builder.console.model.listing.part import content_range, part_of
from qradar_builder.console.model.refusal import Refused
from qradar_builder.console.model.state.table import Table

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call

_FILTER_CODES: Final = (1010, 1005)


def formed(call: Call, value: Any) -> tuple[Any, str | None]:
    """The JSON value of the answer, and its Content-Range. Raises Refused where a parameter is not valid."""
    shape = call.endpoint.answer_in(call.version)
    try:
        if isinstance(value, Table | list) and isinstance(shape, list):
            records, extent = _listed(call, value, shape[0])
        else:
            records, extent = value, None
        wanted = call.text("fields")
        if shape is not None and wanted:
            shape = narrowed(shape, wanted)
    except WrongFilter as wrong:
        own = [each.unique for each in call.endpoint.codes_in(call.version) if each.status == 422 and each.unique]
        code = next((each for each in _FILTER_CODES if each in own), own[0] if own else _FILTER_CODES[-1])
        raise Refused(422, code, str(wrong)) from None
    return (None if shape is None else shaped(shape, records)), extent


def _listed(call: Call, value: Table | list[Any], record: Any) -> tuple[list[Any], str | None]:
    fields: Mapping[str, Any] = record if isinstance(record, Mapping) else {}
    text, order, header = call.text("filter"), call.text("sort"), call.text("Range")
    part = None if header is None else part_of(header)
    if text:
        wanted = read_filter(text, fields)
        records = value.candidates(wanted.equal) if isinstance(value, Table) else value
        records = [each for each in records if isinstance(each, Mapping) and wanted.test(each)]
    else:
        records = list(value)
    if order:
        records = list(sorted_records(records, order, fields))
    if part is None:
        return records, None
    return records[part], content_range(part, len(records))
