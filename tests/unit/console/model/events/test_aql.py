"""The part of AQL that the model knows is read; anything else is refused by name."""

import pytest

from qradar_builder.console.model.events.aql import WrongQuery, read_query

GOOD = [
    "SELECT qid FROM events",
    "select QIDNAME(qid) as 'name', count(*) from events where devicetype = 4001 group by qid last 5 minutes",
    "SELECT qid, COUNT(*) AS n FROM events WHERE devicetype IN (1, 2) AND qid<>3 GROUP BY qid ORDER BY n DESC LIMIT 9",
    "SELECT UTF8(payload) AS payload FROM events WHERE UTF8(payload) ILIKE '%it''s%' LIMIT 10 LAST 2 HOURS;",
    'SELECT "Acme user", LOGSOURCENAME(logsourceid) FROM events ORDER BY "Acme user" LAST 1 DAYS',
    "SELECT COUNT(*) FROM events WHERE starttime >= 5 LAST 30 SECONDS",
    "SELECT LOGSOURCETYPENAME(devicetype), CATEGORYNAME(category), severity FROM events",
]
BAD = [
    ("", "its end"),
    ("DELETE FROM events", "'DELETE' where SELECT"),
    ("SELECT * FROM events", "'*' as a column"),
    ("SELECT qid FROM flows", "a database other than events"),
    ("SELECT nothing FROM events", "the column 'nothing'"),
    ("SELECT DATEFORMAT(starttime) FROM events", "the function DATEFORMAT"),
    ("SELECT QIDNAME(category) FROM events", "QIDNAME of category"),
    ("SELECT qid FROM events WHERE qid = 1 OR qid = 2", "OR"),
    ("SELECT qid FROM events WHERE qid BETWEEN 1", "the operator BETWEEN"),
    ("SELECT qid FROM events WHERE qid = qid", "'qid' as a value"),
    ("SELECT qid FROM events WHERE COUNT(*) > 1", "a condition on COUNT"),
    ("SELECT qid FROM events LAST 5 WEEKS", "LAST 5 WEEKS"),
    ("SELECT qid FROM events START 5", "'START'"),
    ("SELECT qid, COUNT(*) FROM events", "needs GROUP BY"),
    ("SELECT severity, COUNT(*) FROM events GROUP BY qid", "severity is not in GROUP BY"),
    ("SELECT qid FROM events ORDER BY severity", "ORDER BY severity"),
    ("SELECT qid FROM events LIMIT x", "'x' is not a number"),
    ("SELECT qid AS 5 FROM events", "'5' is not a name"),
    ("SELECT qid FROM events WHERE qid IN (1", "ends|its end"),
    ("SELECT qid FROM events; DROP", "cannot be read at '; DROP'"),
    ("SELECT qid FROM events WHERE payload = 'open", "cannot be read"),
    ("SELECT " + "qid, " * 200 + "qid FROM events", "too many columns"),
    ("SELECT " + "q" * 30_000, "more than 20000 characters"),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_query_is_read(text):
    assert read_query(text).columns


@pytest.mark.parametrize(("text", "said"), BAD)
def test_anything_else_is_refused_by_name(text, said):
    with pytest.raises(WrongQuery, match=said.replace("*", r"\*")):
        read_query(text)


def test_the_parts_of_a_query():
    query = read_query(
        "SELECT QIDNAME(qid), COUNT(*) AS n FROM events WHERE qid = 7 GROUP BY qid ORDER BY n LAST 2 HOURS"
    )
    assert [(each.name, each.field, each.function) for each in query.columns] == [
        ("qidname_qid", "qid", "QIDNAME"),
        ("n", "", "COUNT"),
    ]
    assert (query.groups, query.order, query.limit, query.span) == (("qid",), ("n", False), None, 7_200_000)
    assert read_query("SELECT qid FROM events").span == 300_000
