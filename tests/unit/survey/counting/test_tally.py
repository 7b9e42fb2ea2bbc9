"""Tallies depend on the records alone: not on their order, nor on how they are split and merged."""

import pickle
from collections import Counter

import pytest
from hypothesis import Phase, given, settings, strategies as st

from qradar_builder.survey.counting import changes, clocks, fields, kinds, refusals, shapes, timeline
from qradar_builder.survey.counting.counting import Counting
from qradar_builder.survey.counting.prepared import CountingChoices
from qradar_builder.survey.counting.tally import Tally
from qradar_builder.survey.sketches.keys import Bound
from qradar_builder.survey.sketches.packed import TallyBytesError
from qradar_builder.survey.sketches.samples import SampleBound
from tests.survey_records import CLOCK, HOUR, counting, definition, record, record_lists, tally_of

COUNTING = counting(against=definition(mapped=("login", "reboot")))
BUDGET = settings(max_examples=60, phases=[Phase.explicit, Phase.generate])


@pytest.fixture(scope="module", autouse=True)
def small_bounds():
    """Bounds that few records go beyond."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "PAIRS", Bound(3, rows=3, buckets=64))
        patch.setattr(kinds, "SAMPLES", SampleBound(3, 2))
        patch.setattr(shapes, "SHAPES", Bound(4, rows=3, buckets=64))
        patch.setattr(shapes, "SAMPLES", SampleBound(4, 2))
        patch.setattr(fields, "VALUES", Bound(4, rows=3, buckets=64))
        patch.setattr(fields, "TIME_CELLS", 4)
        patch.setattr(changes, "CHANGES", Bound(3, rows=3, buckets=64))
        patch.setattr(changes, "SAMPLES", SampleBound(3, 2))
        patch.setattr(refusals, "REASONS", Bound(1, rows=3, buckets=64))
        patch.setattr(timeline, "_HOURS", 6)
        patch.setattr(timeline, "_SOURCES", 3)
        patch.setattr(timeline, "_BOTH", 6)
        patch.setattr(clocks, "_MOST_BLOCKS", 3)
        yield


def parts_of(records, places):
    """The records by part; the parts are not connected."""
    parts = [[] for _ in range(5)]
    for each, place in zip(records, places, strict=False):
        parts[place].append(each)
    return parts


@BUDGET
@given(record_lists(), st.lists(st.integers(0, 4), min_size=40, max_size=40), st.randoms(use_true_random=False))
def test_any_split_in_any_order_gives_the_same_bytes(records, places, chance):
    whole = tally_of(COUNTING, records).to_bytes()
    parts = parts_of(records, places)
    for part in parts:
        chance.shuffle(part)
    tallies = [tally_of(COUNTING, part) for part in parts]
    if chance.random() < 0.5:
        tallies = [Tally.from_bytes(each.to_bytes()) for each in tallies]
    chance.shuffle(tallies)
    while len(tallies) > 1:
        one = tallies.pop(chance.randrange(len(tallies)))
        chance.choice(tallies).merge(one)
    assert tallies[0].to_bytes() == whole
    assert tallies[0].result() == tally_of(COUNTING, records).result()


@BUDGET
@given(record_lists(20), record_lists(20), record_lists(20))
def test_merging_is_commutative_and_associative_and_has_an_identity(first, second, third):
    one, two, three = (tally_of(COUNTING, each).to_bytes() for each in (first, second, third))
    assert merged(one, two) == merged(two, one)
    assert merged(merged(one, two), three) == merged(one, merged(two, three))
    assert merged(one, COUNTING.tally().to_bytes()) == one == merged(COUNTING.tally().to_bytes(), one)


def merged(one, other):
    tally = Tally.from_bytes(one)
    before = Tally.from_bytes(other)
    tally.merge(before)
    assert before.to_bytes() == other
    return tally.to_bytes()


@BUDGET
@given(record_lists())
def test_no_record_is_lost_or_counted_twice(records):
    result = tally_of(COUNTING, records).result()
    broken = Counter(each.broken for each in records if each.broken is not None)
    assert result.records == len(records) == result.events + result.broken.count
    assert result.broken.count == broken.total()
    assert sum(result.kinds.outcomes.values()) == result.events
    tables = (result.outcomes.by_hour, result.outcomes.by_source, result.outcomes.by_both)
    assert {sum(sum(cell.counts.values()) for cell in table.cells) for table in tables} == {result.events}
    assert result.payloads.sizes.count == sum(result.payloads.encodings.values()) == result.events


def test_the_digest_tells_definitions_and_choices_apart_and_not_where_they_are_from():
    same = counting()
    assert counting().digest == same.digest
    assert counting(mapped=("login",)).digest != same.digest
    assert counting(redacted=True).digest != same.digest
    assert counting(against=definition()).digest != same.digest
    assert pickle.loads(pickle.dumps(same)).digest == same.digest
    with pytest.raises(ValueError, match="different definitions"):
        same.tally().merge(counting(redacted=True).tally())


def test_bytes_that_are_not_whole_are_refused():
    content = tally_of(COUNTING, [record("event=login")]).to_bytes()
    for damaged in (b"", content[:-1], content[:20] + b"X" + content[21:], b"QBT0" + content[4:]):
        with pytest.raises(TallyBytesError):
            Tally.from_bytes(damaged)


def test_each_expression_that_wins_is_counted_and_the_others_are_named():
    made = counting(users=("user=([a-z]+)", "account=([a-z]+)", "never=([a-z]+)"))
    records = [
        record("event=login user=a account=b src=192.0.2.1", 1),
        record("event=login account=b src=gw", 2),
        record("event=login src=192.0.2.1 never=c user=d", 3),
    ]
    result = tally_of(made, records).result()
    wins = {each.expression.name: each.wins for each in result.expressions}
    assert wins == {
        "EventName 1": 3,
        "UserName 1": 2,
        "UserName 2": 1,
        "UserName 3": 0,
        "SourceIp 1": 2,
        "DeviceTime 1": 0,
    }
    assert [each.name for each in result.never_winning] == ["UserName 3", "DeviceTime 1"]
    assert [(each.key, each.count) for each in result.refusals.reasons] == [("SourceIp: `…` is not an IPv4 address", 1)]


def test_credentials_are_replaced_before_anything_is_kept():
    payload = "event=none user=admin password=Tr0ub4dor&3 login"
    plain, clean = (tally_of(counting(redacted=redacted), [record(payload)]) for redacted in (False, True))
    assert b"Tr0ub4dor" in plain.to_bytes()
    assert b"Tr0ub4dor" not in clean.to_bytes()
    assert "redacted-password" in clean.result().kinds.kinds[0].samples[0].payload


def test_time_is_measured_apart_from_the_bytes():
    made = Counting(definition(), CountingChoices(CLOCK))
    tally = tally_of(made, [record("event=login user=a", number) for number in range(20)])
    assert tally.to_bytes() == tally_of(made, [record("event=login user=a", number) for number in range(20)]).to_bytes()
    ranked = tally.costs.ranked(made.ready().expressions)
    assert {each.expression.name for each in ranked} == {each.name for each in made.ready().expressions}
    assert all(each.payloads == 8 for each in ranked)
    again = Tally.from_bytes(tally.to_bytes(), tally.costs.to_bytes())
    again.merge(tally)
    assert {each.payloads for each in again.costs.ranked(made.ready().expressions)} == {16}


def test_a_clock_that_is_hours_away_from_the_receipt_is_a_peak_and_a_jump_has_its_place():
    stamps = ["2023-11-14T20:00:00", "2023-11-14T20:30:00", "2023-11-14T02:00:00"]
    records = [
        record(f"event=login at={stamp}", number << 20, received=CLOCK + number * HOUR // 2)
        for number, stamp in enumerate(stamps)
    ]
    told = tally_of(counting(), records).result().clocks
    assert [(each.minutes, each.count) for each in told.differences] == [(-960, 1), (-135, 2)]
    assert [(jump.start, jump.end, jump.before - jump.after) for jump in told.jumps] == [
        (1 << 20, 3 << 20, 18 * HOUR + HOUR // 2)
    ]


def test_unknown_events_are_templates_with_samples():
    lines = [f"reactor {name} of 192.0.2.{number} is hot" for number, name in enumerate(("kilo", "lima", "mike"))]
    records = [record(line, number) for number, line in enumerate([*lines, "event=login", "event=odd of 7", *lines])]
    found = tally_of(counting(), records).result().unknown
    assert (found.events, found.others, found.is_exact) == (7, 0, True)
    assert [(each.text, each.count) for each in found.templates] == [
        ("reactor <*> of <*> is hot", 6),
        ("event=odd of <*>", 1),
    ]
    assert {sample.payload for sample in found.templates[0].samples} == set(lines)


def test_clocks_of_more_sources_than_the_bound_have_a_block_that_a_report_can_have(monkeypatch):
    monkeypatch.setattr("qradar_builder.survey.counting.clocks._MOST_BLOCKS", 4)
    records = [record("event=login at=2024-05-01T10:00:00", source=f"{number}.log") for number in range(20)]
    clocks = tally_of(counting(), records).result().clocks
    assert (clocks.with_device_time, clocks.all_sources) == (20, False)
    assert clocks.block < 2**63
