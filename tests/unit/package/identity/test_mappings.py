"""A mapping with another event id or category is told, with the ways out."""

from __future__ import annotations

import re

import pytest

RULE = "identity/mapping-changed"
HEAD = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
qids:
  one: {name: One, category: 1002, severity: 3}
  two: {name: Two, category: 1002, severity: 3}
events:
"""
BEFORE = ("id: a, category: x, qid: one", "id: b, category: x, qid: two")


def _build(build, *events):
    return build({"log_source_types/a.yaml": HEAD + "".join(f"  - {{{event}}}\n" for event in events)})


def _uuids(result):
    return {(row["deviceeventid"], row["deviceeventcategory"]): row["uuid"] for row in result.rows("dsmevent")}


@pytest.mark.parametrize(
    "event",
    [
        "id: a, category: y, qid: one",
        "id: c, category: x, qid: one",
        "id: c, category: y, qid: one",
        "id: 'a|\\', category: x, qid: one",
    ],
)
def test_a_mapping_under_another_id_or_category_is_told_and_its_pin_keeps_it(build, event):
    before = _uuids(_build(build, *BEFORE))
    changed = _build(build, event, BEFORE[1])
    (found,) = changed.findings
    assert found.rule == RULE
    assert "id `a` and category `x` is gone" in found.message
    # Told once: the build has written the lock.
    assert _build(build, event, BEFORE[1]).rules == []
    _build(build, *BEFORE)
    (pin,) = re.findall(r"`uuid: ([^`]*)`", found.help)
    assert pin == before["a", "x"]


def test_the_pin_keeps_the_identity(build):
    before = _uuids(_build(build, *BEFORE))
    pinned = _build(build, f"id: a, category: y, qid: one, uuid: {before['a', 'x']}", BEFORE[1])
    assert pinned.rules == []
    assert _uuids(pinned)["a", "y"] == before["a", "x"]
    assert pinned.built.left_out == {}


@pytest.mark.parametrize(
    "after",
    [
        # One is left out, and nothing new came.
        (BEFORE[0],),
        # One more event for a record that has its mapping still.
        (*BEFORE, "id: c, category: x, qid: one"),
        # The other one is gone, and its record with it; the new one is for a record that has its mapping.
        (BEFORE[0], "id: c, category: z, qid: one"),
    ],
)
def test_what_is_no_likely_change_is_not_told(build, after):
    _build(build, *BEFORE)
    assert RULE not in _build(build, *after).rules


def test_a_mapping_with_a_record_of_its_own_is_not_told(build):
    _build(build, *BEFORE)
    text = HEAD.replace("qids:\n", "qids:\n  new: {name: New, category: 1002, severity: 3}\n")
    changed = build({"log_source_types/a.yaml": f"{text}  - {{{BEFORE[1]}}}\n  - {{id: c, category: x, qid: new}}\n"})
    assert RULE not in changed.rules
