"""The searches for events, in AQL. All values in them are numbers of this tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.session import PAGE

if TYPE_CHECKING:
    from qradar_builder.console.connection.session import Session

_RUNNING: Final = frozenset({"WAIT", "EXECUTE", "SORTING"})
_SHORTEST: Final = 0.2
_LONGEST: Final = 5.0
_MOST_ROWS: Final = 50_000


def counts_query(type_number: int, minutes: int) -> str:
    """Events of a log source type by QID."""
    columns = "qid, QIDNAME(qid) AS qid_name, COUNT(*) AS event_count"
    return f"SELECT {columns} FROM events WHERE devicetype = {type_number} GROUP BY qid LAST {minutes} MINUTES"  # noqa: S608 - of numbers


def payloads_query(type_number: int, qid: int, minutes: int, most: int) -> str:
    """Payloads of events of a log source type with a QID, at most so many."""
    chosen = f"devicetype = {type_number} AND qid = {qid}"
    return f"SELECT UTF8(payload) AS payload FROM events WHERE {chosen} LIMIT {most} LAST {minutes} MINUTES"  # noqa: S608 - as above


def search(session: Session, query: str) -> list[dict[str, Any]]:
    """The events that a query gives. The search is deleted afterwards. Raises ConsoleError."""
    state = session.send(calls.SEARCH, query={"query_expression": query})
    number = state.get("search_id") if isinstance(state, dict) else None
    if not isinstance(number, str):
        raise ConsoleError("console/answer", f"{calls.SEARCH.name}: the answer has no `search_id`")
    _wait(session, number)
    found = _results(session, number)
    _delete(session, number)
    return found


def _wait(session: Session, number: str) -> None:
    began, wait = session.clock(), _SHORTEST
    while True:
        state = session.get(calls.SEARCH_STATE, at={"search_id": number})
        status = state.get("status") if isinstance(state, dict) else None
        if status == "COMPLETED":
            return
        if status not in _RUNNING:
            raise ConsoleError("console/search", f"the search ended as {status}")
        if session.clock() - began >= session.profile.task_timeout:
            raise ConsoleError("console/task-endless", f"the search is still {status}")
        session.sleep(wait)
        wait = min(_LONGEST, wait * 1.5)


def _results(session: Session, number: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while len(rows) < _MOST_ROWS:
        first = len(rows)
        page = session.get(calls.SEARCH_RESULTS, at={"search_id": number}, span=(first, first + PAGE - 1))
        events = page.get("events") if isinstance(page, dict) else None
        if not isinstance(events, list):
            raise ConsoleError("console/answer", f"{calls.SEARCH_RESULTS.name}: the answer has no `events`")
        rows += [row for row in events if isinstance(row, dict)]
        if len(events) != PAGE:
            break
    return rows


def _delete(session: Session, number: str) -> None:
    """Delete a search. A console deletes old searches by itself, so that a problem here is none."""
    try:
        session.send(calls.END_SEARCH, at={"search_id": number})
    except ConsoleError as error:
        session.hear(f"the search {number} was not deleted: {error.message}")
