"""Runs a query over the events of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.events.aql import COUNT, Column, Condition, Query
from qradar_builder.console.model.listing.like import like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.console.model.events.log import StoredEvent
    from qradar_builder.console.model.state.state import State

    Read = Callable[[StoredEvent], Any]

MOST_ROWS: Final = 100_000
_OWN: Final[dict[str, str]] = {
    "qid": "qid",
    "devicetype": "type_id",
    "logsourceid": "log_source_id",
    "category": "category",
    "severity": "severity",
    "credibility": "credibility",
    "starttime": "start_time",
    "devicetime": "device_time",
    "payload": "payload",
}
_FIELDS: Final = {
    "username": "UserName",
    "sourceip": "SourceIp",
    "destinationip": "DestinationIp",
    "sourceport": "SourcePort",
    "destinationport": "DestinationPort",
}
_NAMES: Final = {"QIDNAME": "qids", "LOGSOURCETYPENAME": "types", "LOGSOURCENAME": "log_sources"}


def run_query(query: Query, events: Iterable[StoredEvent], state: State) -> list[dict[str, Any]]:
    """The rows of a query over events, newest first where it says no order."""
    tests = [_test(each, state) for each in query.conditions]
    chosen = (event for event in events if all(test(event) for test in tests))
    if query.groups or any(each.function == COUNT for each in query.columns):
        rows = list(_grouped(query, chosen, state))
    else:
        readers = [(each.name, _reader(each, state)) for each in query.columns]
        most = MOST_ROWS if query.limit is None or query.order is not None else min(query.limit, MOST_ROWS)
        rows = []
        for event in chosen:
            if len(rows) >= most:
                break
            rows.append({name: read(event) for name, read in readers})
    if query.order is not None:
        name, falls = query.order
        rows.sort(key=lambda row: (row[name] is not None, _sortable(row[name])), reverse=falls)
    return rows if query.limit is None else rows[: query.limit]


def _grouped(query: Query, events: Iterable[StoredEvent], state: State) -> Iterator[dict[str, Any]]:
    keys = [_reader(Column(name, name), state) for name in query.groups]
    counts: dict[tuple[Any, ...], int] = {}
    firsts: dict[tuple[Any, ...], StoredEvent | None] = {} if query.groups else {(): None}
    for event in events:
        key = tuple(read(event) for read in keys)
        counts[key] = counts.get(key, 0) + 1
        if firsts.get(key) is None:
            firsts[key] = event
    readers = [(each.name, None if each.function == COUNT else _reader(each, state)) for each in query.columns]
    for key, first in firsts.items():
        # A console counts with numbers that may have a fraction.
        row: dict[str, Any] = {}
        for name, read in readers:
            if read is None:
                row[name] = float(counts.get(key, 0))
            else:
                row[name] = None if first is None else read(first)
        yield row


def _reader(column: Column, state: State) -> Read:
    """What reads a column of an event."""
    read = _field(column.field)
    if column.function in _NAMES:
        table = _NAMES[column.function]
        return lambda event: _name(state, table, read(event))
    if column.function == "CATEGORYNAME":
        return lambda event: _name(state, "low_level_categories", read(event))
    return read


def _field(name: str) -> Read:
    if name in _OWN:
        attribute = _OWN[name]
        return lambda event: getattr(event, attribute)
    if name in _FIELDS:
        field = _FIELDS[name]
        return lambda event: event.fields.get(field)
    if name == "eventcount":
        return lambda _: 1
    return lambda event: event.properties.get(name)


def _name(state: State, table: str, number: Any) -> str | None:
    record = state[table].first(qid=number) if table == "qids" else state[table].get(number)
    return None if record is None else str(record["name"])


def _test(condition: Condition, state: State) -> Callable[[StoredEvent], bool]:
    read = _reader(condition.column, state)
    operator, first = condition.operator, condition.values[0]
    if operator == "IN":
        return lambda event: any(_same(read(event), each) for each in condition.values)
    if operator in ("LIKE", "ILIKE"):
        test = like(first, ignore_case=operator == "ILIKE")
        return lambda event: test(str(read(event) or ""))
    if operator == "=":
        return lambda event: _same(read(event), first)
    if operator in ("!=", "<>"):
        return lambda event: not _same(read(event), first)

    def compared(event: StoredEvent) -> bool:
        found = read(event)
        if isinstance(found, str) is not isinstance(first, str) or found is None:
            return False
        below, above = bool(found < first), bool(found > first)
        return {"<": below, ">": above, "<=": not above, ">=": not below}[operator]

    return compared


def _same(found: Any, value: Any) -> bool:
    return bool(found == value) or (found is not None and str(found) == str(value))


def _sortable(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value)
