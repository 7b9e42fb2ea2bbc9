"""A lock holds what was given, one item a line, whatever the names hold."""

from __future__ import annotations

import re

import pytest

from tests.unit.package.identity.packages import (
    QID,
    TYPE,
    build_only,
    one_and_two,
    type_text,
)


class TestLock:
    @pytest.mark.parametrize(
        "odd",
        [
            'quote " and \\ back|slash/slash',
            "it's",
            "é 😀 漢字",
            "\u2028 \u2029 \x85 \ufeff \u200b",
            "# no comment: {a: [b]} & * ! % @ `",
            "tab\tand\nline",
            "null",
            "007",
            "~",
            " leading and trailing ",
            "@a|b",
            "a" * 500,
        ],
    )
    def test_odd_characters_survive(self, build, packages, odd):
        json_text = '"' + "".join(f"\\U{ord(char):08x}" for char in odd) + '"'
        name = json_text if len(odd) <= 255 else '"long"'
        text = TYPE + (
            f"events:\n  - {{id: {json_text}, category: {json_text}, name: {name}, low_level_category: 1002}}\n"
            f"properties:\n  - {{name: {name}, expressions: {{regex: 'x(y)'}}}}\n"
        )
        before = build_only(build, text)
        assert before.rules == []
        again = packages.build(locked=True)
        assert again.rules == []
        assert again.built.zip == before.built.zip
        assert any(row["deviceeventid"] == odd for row in again.rows("dsmevent"))
        packages.lock.decode("utf-8")

    def test_event_id_and_category_are_told_apart(self, build):
        result = build_only(
            build,
            type_text(
                qids=f"  one: {QID % 'One'}\n",
                events="  - {id: 'a|b', category: c, qid: one}\n  - {id: a, category: 'b|c', qid: one}\n"
                "  - {id: 'a\\', category: '|c', qid: one}\n  - {id: 'a\\|', category: c, qid: one}\n",
            ),
        )
        assert result.rules == []
        uuids = [row["uuid"] for row in result.rows("dsmevent")]
        assert len(uuids) == len(set(uuids)) == 6

    def test_an_item_is_one_line_and_lines_are_in_order(self, build, packages):
        build_only(build, one_and_two())
        lines = packages.lock.decode().split("items:\n")[1].splitlines()
        keys = [re.match(r'  "([^"]+)": ', line)[1] for line in lines]
        assert keys == sorted(keys)
        assert {"type/a", "qid/a/one", "qid/a/two", "extension/a"} <= set(keys)

    def test_what_is_gone_stays_in_the_lock(self, build, packages):
        build_only(build, one_and_two())
        build_only(build, TYPE)
        assert b'"qid/a/two"' in packages.lock

    def test_what_is_gone_is_marked_and_told_once(self, build, packages):
        build_only(build, one_and_two())
        one = type_text(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n")
        first = build_only(build, one)
        assert first.built.left_out == {"event": ["@b|unknown"], "qid": ["two"]}
        assert packages.lock.count(b"gone: true") == 2
        assert build_only(build, one).built.left_out == {}
        build_only(build, one_and_two())
        assert b"gone: true" not in packages.lock
        assert build_only(build, one).built.left_out == first.built.left_out

    def test_what_is_gone_makes_no_lock_outdated(self, build):
        build_only(build, one_and_two())
        one = type_text(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n")
        result = build_only(build, one, locked=True)
        assert result.rules == []
        assert not result.built.writes_lock

    def test_without_a_lock_the_same_source_gives_the_same_identities(self, build, packages):
        first = build_only(build, one_and_two())
        (packages._folder / "identity.lock.yaml").unlink()
        assert packages.build().built.zip == first.built.zip
