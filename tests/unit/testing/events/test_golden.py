import json

import pytest

from qradar_builder.dsm.event import Event, Outcome
from qradar_builder.testing.events.golden import GoldenError, golden_difference, golden_entry, golden_text, read_golden


def entry(sample="s", payload="x", **fields):
    return golden_entry(sample, payload, Event(Outcome.PARSED, "1", "c", None, 3, 5, fields=dict(fields)))


def test_an_event_is_written_with_its_sample_and_the_beginning_of_its_payload():
    written = json.loads(golden_text([entry("a", "x" * 300, UserName="u", SourceIp="192.0.2.1")]))
    assert [written[0]["sample"], len(written[0]["payload"]), written[0]["outcome"]] == ["a", 200, "parsed"]
    assert list(written[0]["fields"]) == ["SourceIp", "UserName"]


def test_what_is_written_is_read_by_sample():
    entries = [entry("a", UserName="é\u2028\ud800"), entry("b"), entry("a")]
    text = golden_text(entries)
    text.encode("utf-8")
    assert read_golden(text) == {"a": [entries[0], entries[2]], "b": [entries[1]]}
    assert read_golden("") == {}


@pytest.mark.parametrize("text", ["[", "{}", "[1]", "[" * 100_000])
def test_what_is_no_golden_file_is_refused(text):
    with pytest.raises(GoldenError):
        read_golden(text)


@pytest.mark.parametrize(
    ("expected", "obtained", "difference"),
    [
        ([entry()], [entry()], ""),
        ([entry(UserName="a")], [entry(UserName="b")], '{\n-      "UserName": "a"\n+      "UserName": "b"\n     },'),
        ([entry()], [entry(), entry(payload="y")], "event 2:\n+ y"),
        ([entry(payload="z" * 300), entry()], [entry()], f'\n-    "payload": "{"z" * 200}",\n+    "payload": "x",\n'),
    ],
    ids=["none", "a field", "one more", "another payload"],
)
def test_what_differs_is_told_event_by_event(expected, obtained, difference):
    told = golden_difference(expected, obtained)
    assert difference in told
    assert bool(difference) == bool(told)


def test_of_many_differences_the_first_are_told():
    left, right = [entry(UserName="a")] * 50, [entry(UserName="b")] * 50
    assert golden_difference(left, right).endswith("… and 40 more differences")
