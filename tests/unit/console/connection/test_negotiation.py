"""The version of the API that both sides speak."""

import pytest

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import best, described, fields, lacks, negotiate
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.reference.console_api.description import description
from tests.scripted_console import answer, session


def versions(*given):
    return {"GET /help/versions": answer([{"id": n, "version": each} for n, each in enumerate(given)])}


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (description().versions, "26.0"),
        (("27.0", "26.0"), "26.0"),
        (("17.0", "18.0"), "17.0"),
        (("25.0", "18.0", "13.1"), "25.0"),
        (("13.1",), None),
        (("27.0",), None),
        ((), None),
    ],
)
def test_the_newest_that_is_known_is_chosen(offered, chosen):
    assert best(offered) == chosen


def test_the_version_is_that_of_the_session():
    made, script = session(versions("19.0", "20.0", "x", "9.9.9"))
    assert negotiate(made) == "20.0"
    assert made.version == "20.0"
    assert "Version" not in script.sent[0][2]


def test_a_version_that_was_removed_is_not_chosen():
    made, _ = session({"GET /help/versions": answer([{"version": "26.0", "removed": True}, {"version": "24.0"}])})
    assert negotiate(made) == "24.0"


def test_a_pinned_version_must_be_there():
    assert negotiate(session(versions("19.0", "20.0"), api_version="19.0")[0]) == "19.0"
    with pytest.raises(ConsoleError, match=r"no API version 22\.0; it has 19\.0, 20\.0"):
        negotiate(session(versions("20.0", "19.0"), api_version="22.0")[0])


def test_an_api_that_is_too_old_is_told():
    with pytest.raises(ConsoleError, match=r"has API version 12\.0, 13\.1; this tool knows 14\.0 to 26\.0"):
        negotiate(session(versions("13.1", "12.0"))[0])


@pytest.mark.parametrize(("version", "read"), [("26.0", "26.0"), ("25.0", "24.0"), ("18.0", "17.0"), ("15.1", "14.0")])
def test_a_version_between_is_described_by_the_older_one(version, read):
    assert described(version) == read


def test_what_a_version_does_not_have_is_known():
    aql = calls.EXPRESSIONS["property_aql_expressions"]
    assert [lacks(aql, each) for each in ("14.0", "15.0", "17.0", "25.0")] == [True, True, False, False]


def test_only_fields_that_a_version_has_are_asked_for():
    assert fields(calls.TYPES, "14.0", "id", "uuid") == {"fields": "id"}
    assert fields(calls.TYPES, "17.0", "id", "uuid") == {"fields": "id,uuid"}
