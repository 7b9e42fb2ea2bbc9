"""A console knows log source groups and reference data collections by their names."""

from __future__ import annotations

import pytest

TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""
KINDS = (("log_source_groups.yaml", "fgroup"), ("reference_data.yaml", "reference_data"))


def _rows(result, table):
    return {row["name"]: row["id"] for row in result.rows(table)}


def _build(build, file, text, **options):
    return build({"log_source_types/a.yaml": TYPE, file: text}, **options)


@pytest.mark.parametrize(("file", "table"), KINDS)
class TestNames:
    def test_another_name_is_refused_with_the_ways_out(self, build, file, table):
        before = _rows(_build(build, file, "a: {name: Blocked}\n"), table)
        changed = _build(build, file, "a: {name: Banned}\n")
        (found,) = changed.findings
        assert found.rule == "identity/key-changed"
        assert " `a` was built before as `Blocked`" in found.message
        assert "put the name `Blocked` back" in found.help
        assert (found.location.line, found.location.column) == (1, 11)
        # The ways out work.
        assert _rows(_build(build, file, "a: {name: Blocked}\n"), table) == before
        other = _build(build, file, "b: {name: Banned}\n")
        assert other.rules == []
        assert _rows(other, table)["Banned"] not in before.values()

    def test_another_key_with_the_same_name_is_the_same_item(self, build, packages, file, table):
        before = _rows(_build(build, file, "a: {name: Blocked}\n"), table)
        after = _build(build, file, "b: {name: Blocked}\n")
        assert (after.rules, after.built.left_out) == ([], {})
        assert _rows(after, table) == before
        assert b"/b" in packages.lock

    def test_two_that_change_keys_stay_themselves(self, build, file, table):
        before = _rows(_build(build, file, "a: {name: One}\nb: {name: Two}\n"), table)
        after = _build(build, file, "a: {name: Two}\nb: {name: One}\n")
        assert after.rules == []
        assert _rows(after, table) == before


@pytest.mark.parametrize("file", [file for file, _ in KINDS])
def test_one_that_was_gone_may_come_back_under_another_name(build, file):
    _build(build, file, "a: {name: One}\nb: {name: Two}\n")
    gone = _build(build, file, "a: {name: One}\n")
    assert list(gone.built.left_out.values()) == [["b"]]
    assert _build(build, file, "a: {name: One}\nb: {name: Three}\n").rules == []


def test_groups_of_one_name_in_two_parents_keep_their_keys(build):
    text = "x: {name: X}\ny: {name: Y}\na: {name: Same, parent: x}\nb: {name: Same, parent: y}\n"
    before = [row["id"] for row in _build(build, "log_source_groups.yaml", text).rows("fgroup")]
    again = _build(build, "log_source_groups.yaml", text)
    assert again.rules == []
    assert [row["id"] for row in again.rows("fgroup")] == before
