"""Counts by QID, and payloads of unknown events: bounded, and asked for by numbers alone."""

import pytest

from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.holdings.lists import Lists
from qradar_builder.console.release.items import Item
from qradar_builder.console.verification.events import TypeEvents, _events, automatic
from qradar_builder.console.verification.queries import counts_query, payloads_query, search
from tests.scripted_console import answer, session


def row(event_id, category, number):
    event = {"log_source_event_id": event_id, "log_source_event_category": category}
    return {"log_source_type_id": 4001, "qid_record_id": number} | event


LISTS = Lists(
    mappings=[row("unknown", "Stored", 1), row("unknown", "unknown", 2), row("a", "b", 3)],
    qids=[{"id": 1, "qid": 100}, {"id": 2, "qid": 101}, {"id": 3, "qid": 102}],
)


def console(rows, payloads=()):
    queries = []

    def begin(request):
        queries.append(request.url)
        return answer({"search_id": f"s{len(queries)}", "status": "WAIT"}, 201)

    answers = {"POST /ariel/searches": begin}
    for number, events in enumerate([rows, *payloads], 1):
        place = f"/ariel/searches/s{number}"
        answers[f"GET {place}"] = [answer({"status": "EXECUTE"}), answer({"status": "COMPLETED"})]
        answers[f"GET {place}/results"] = answer({"events": events})
        answers[f"DELETE {place}"] = answer({})
    return *session(answers), queries


def counted(rows, payloads=(), most=10):
    made, script, queries = console(rows, payloads)
    found = _events(made, TypeEvents(Item("sensordevicetype", "1", "Acme"), ""), 4001, LISTS, minutes=60, most=most)
    return found, script, queries


def test_events_are_counted_by_qid():
    rows = [
        {"qid": 102, "qid_name": "Good", "event_count": 5.0},
        {"qid": 101, "qid_name": "Unknown", "event_count": 2.0},
    ]
    found, script, queries = counted(rows, [[{"payload": "x"}, {"payload": "y"}]])
    assert (found.total, found.unknown, found.stored, found.payloads) == (7, 2, 0, ["x", "y"])
    assert [each.qid for each in found.counts] == [102, 101]
    assert len(queries) == 2
    assert "DELETE /ariel/searches/s2" in script.calls


def test_payloads_are_bounded():
    rows = [{"qid": 101, "event_count": 2000.0}, {"qid": 100, "event_count": 9.0}]
    found, _, queries = counted(rows, [[{"payload": f"{n}{'z' * 100_000}"} for n in range(50)]], most=3)
    assert (len(found.payloads), max(map(len, found.payloads)), len(queries)) == (3, 32_000, 2)
    assert "LIMIT%203" in queries[1]


def test_without_unknown_events_no_payload_is_fetched():
    assert len(counted([{"qid": 102, "event_count": 5.0}])[2]) == 1
    assert counted([])[0].total == 0


@pytest.mark.parametrize("found", [{}, {"qid": None}, {"qid": "x", "event_count": 1}, {"qid": True, "event_count": 1}])
def test_rows_without_numbers_are_passed_over(found):
    assert counted([found])[0].counts == []


def test_the_automatic_records_are_those_of_the_mappings_or_the_first_of_the_block():
    assert automatic(4001, LISTS) == (100, 101)
    assert automatic(4001, Lists()) == (1_002_250_000, 1_002_250_001)
    assert automatic(11, Lists()) == (-2, -1)


def test_queries_have_numbers_alone():
    assert counts_query(4001, 60) == (
        "SELECT qid, QIDNAME(qid) AS qid_name, COUNT(*) AS event_count FROM events "
        "WHERE devicetype = 4001 GROUP BY qid LAST 60 MINUTES"
    )
    assert payloads_query(4001, 101, 5, 3) == (
        "SELECT UTF8(payload) AS payload FROM events WHERE devicetype = 4001 AND qid = 101 LIMIT 3 LAST 5 MINUTES"
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [({"status": "ERROR"}, "ended as ERROR"), ({"status": "CANCELED"}, "ended"), ([], "as None")],
)
def test_a_search_that_fails_is_told(state, words):
    answers = {"POST /ariel/searches": answer({"search_id": "s"}, 201), "GET /ariel/searches/s": answer(state)}
    with pytest.raises(ConsoleError, match=words):
        search(session(answers)[0], "SELECT")


def test_a_search_that_never_ends_is_told():
    answers = {
        "POST /ariel/searches": answer({"search_id": "s"}, 201),
        "GET /ariel/searches/s": answer({"status": "EXECUTE"}),
    }
    with pytest.raises(ConsoleError, match="still EXECUTE"):
        search(session(answers, task_timeout=30.0)[0], "SELECT")
