"""What a lock has is known again: under a pin, in another order, under another text."""

from __future__ import annotations

import re

import pytest

from tests.unit.package.identity.packages import (
    OTHER_TYPE,
    QID,
    TYPE,
    build_only,
    one_and_two,
    qids_of,
    type_text,
)

UUID = "11111111-2222-3333-4444-555555555555"


class TestPins:
    def test_a_type_keeps_everything_under_another_key(self, build):
        properties = "  - {name: My own, expressions: [{json: '/\"a\"'}, {regex: '(a)'}]}\n"
        before = build_only(build, one_and_two() + "properties:\n" + properties)
        (row,) = before.rows("sensordevicetype")
        text = one_and_two() + f"properties:\n{properties}uuid: {row['uuid']}\n"
        after = build({"log_source_types/renamed.yaml": text})
        assert after.rules == []
        for table in ("sensordevicetype", "device_ext", "qidmap", "dsmevent", "sensordeviceprotocols"):
            assert sorted(map(str, after.rows(table))) == sorted(map(str, before.rows(table)))
        for table in ("ariel_property_json_expression", "ariel_property_expression"):
            assert after.rows(table) == before.rows(table)

    def test_an_override_keeps_everything_under_another_key(self, build):
        text = one_and_two().replace("name: Acme Log", "overrides: 12")
        before = build_only(build, text)
        (row,) = before.rows("device_ext")
        after = build({"log_source_types/renamed.yaml": f"{text}extension_uuid: {row['uuid']}\n"})
        assert after.rules == []
        for table in ("device_ext", "qidmap", "dsmevent"):
            assert sorted(map(str, after.rows(table))) == sorted(map(str, before.rows(table)))

    def test_a_qid_record_keeps_its_identity_under_another_key(self, build):
        before = qids_of(build_only(build, one_and_two()))
        pinned = QID.replace("{", f"{{uuid: {before['One'][1]}, ") % "One"
        text = type_text(
            qids=f"  uno: {pinned}\n  two: {QID % 'Two'}\n", events="  - {id: a, qid: uno}\n  - {id: b, qid: two}\n"
        )
        result = build_only(build, text)
        assert result.rules == []
        assert qids_of(result) == before

    def test_a_new_item_under_the_key_of_a_renamed_one_has_a_uuid_of_its_own(self, build):
        (before,) = build_only(build, TYPE).rows("sensordevicetype")
        renamed = {"log_source_types/b.yaml": TYPE + f"uuid: {before['uuid']}\n"}
        build(renamed)
        result = build({**renamed, "log_source_types/a.yaml": OTHER_TYPE})
        rows = {row["devicetypename"]: row for row in result.rows("sensordevicetype")}
        assert rows["AcmeLogCustom"]["uuid"] == before["uuid"]
        assert rows["OtherLogCustom"]["uuid"] != before["uuid"]
        assert rows["OtherLogCustom"]["id"] != before["id"]

    def test_a_first_build_takes_every_pin(self, build):
        uuids = [UUID.replace("1111", f"{number:04x}", 1) for number in range(6)]
        text = f"""\
name: Acme Log
uuid: {uuids[0]}
extension_uuid: {uuids[1]}
parsing:
  EventName: {{json: '/"id"'}}
properties:
  - {{name: My own, id: LEGACY_ID, expressions: {{json: '/"a"', uuid: {uuids[2]}}}}}
events:
  - {{id: a, qid: one, uuid: {uuids[3]}}}
qids:
  one: {{name: One, category: 1002, severity: 3, uuid: {uuids[4]}}}
"""
        result = build_only(build, text)
        assert result.rules == []
        assert result.rows("sensordevicetype")[0]["uuid"] == uuids[0]
        assert result.rows("device_ext")[0]["uuid"] == uuids[1]
        assert result.rows("ariel_property_json_expression")[0]["id"] == uuids[2]
        assert result.rows("ariel_property_json_expression")[0]["ap_id"] == "LEGACY_ID"
        assert {row["deviceeventid"]: row["uuid"] for row in result.rows("dsmevent")}["a"] == uuids[3]
        assert qids_of(result)["One"][1] == uuids[4]


class TestExpressions:
    A, B, C = """{json: '/"a"'}""", """{json: '/"b"'}""", """{json: '/"c"'}"""

    def _build(self, build, *expressions):
        text = TYPE + "properties:\n  - name: My own\n    expressions:\n"
        result = build_only(build, text + "".join(f"      - {one}\n" for one in expressions))
        assert result.rules == []
        rows = result.rows("ariel_property_json_expression")
        return {row["expression"].strip('/"'): (row["id"], row["sequenceid"]) for row in rows}

    def test_another_order_changes_no_identity(self, build):
        before = self._build(build, self.A, self.B, self.C)
        assert self._build(build, self.C, self.A, self.B) == before

    def test_the_rank_follows_the_order(self, build):
        self._build(build, self.A, self.B)
        text = TYPE + f"properties:\n  - {{name: My own, expressions: [{self.B}, {self.A}]}}\n"
        rows = build_only(build, text).rows("ariel_property_json_expression")
        assert [(row["rank"], row["expression"]) for row in rows] == [("1", '/"b"'), ("2", '/"a"')]

    def test_an_edited_text_keeps_the_identity_of_its_place(self, build):
        before = self._build(build, self.A, self.B)
        after = self._build(build, self.A, self.C)
        assert (after["a"], after["c"]) == (before["a"], before["b"])

    def test_an_addition_is_new_wherever_it_stands(self, build):
        before = self._build(build, self.A, self.B)
        after = self._build(build, self.C, self.A, self.B)
        assert before.items() <= after.items()
        assert after["c"] not in before.values()

    def test_the_same_text_twice_is_two_expressions(self, build):
        text = TYPE + f"properties:\n  - {{name: My own, expressions: [{self.A}, {self.A}]}}\n"
        rows = build_only(build, text).rows("ariel_property_json_expression")
        assert len({row["id"] for row in rows}) == 2
        assert build_only(build, text).rows("ariel_property_json_expression") == rows

    def test_an_expression_that_was_gone_for_a_build_leaves_its_identity_to_no_other(self, build):
        before = self._build(build, self.A, self.B)
        self._build(build, self.B)
        after = self._build(build, self.C, self.B)
        assert after["b"] == before["b"]
        assert after["c"] not in before.values()

    def test_an_expression_that_was_gone_for_a_build_comes_back_as_itself(self, build):
        before = self._build(build, self.A, self.B)
        self._build(build, self.B)
        assert self._build(build, self.B, self.A) == before
        # It is there again, and may be edited as any other.
        assert self._build(build, self.B, self.C)["c"] == before["a"]

    def test_with_a_property_its_expressions_are_gone(self, build):
        before = self._build(build, self.A, self.B)
        build_only(build, TYPE)
        assert not set(self._build(build, self.C).values()) & set(before.values())

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("regex: '(a)(b)'", "regex: '(a)(b)', capture_group: 2"),
            ("regex: '(a)(b)', capture_group: 1", "regex: '(a)(b)', capture_group: 0"),
            ("regex: '(a)(b)', capture_group: 2", "regex: '(a)(b)', enabled: false"),
        ],
    )
    def test_options_tell_expressions_apart(self, build, first, second):
        def ranks(*expressions):
            text = TYPE + f"properties:\n  - {{name: My own, expressions: [{', '.join(expressions)}]}}\n"
            result = build_only(build, text)
            assert result.rules == []
            return {row["rank"]: (row["id"], row["sequenceid"]) for row in result.rows("ariel_property_expression")}

        before = ranks(f"{{{first}}}", f"{{{second}}}")
        after = ranks(f"{{{second}}}", f"{{{first}}}")
        assert (after["2"], after["1"]) == (before["1"], before["2"])

    def test_a_lock_that_has_the_texts_without_options_knows_the_expressions(self, build, packages):
        one, two = "{regex: '(a)', capture_group: 0}", "{regex: '(b)', capture_group: 0}"
        text = f"properties:\n  - {{name: My own, expressions: [{one}, {two}]}}\n"
        before = build_only(build, TYPE + text).rows("ariel_property_expression")
        packages.lock, count = re.subn(rb" capture_group 0", b"", packages.lock)
        assert count == 2
        turned = TYPE + text.replace(f"{one}, {two}", f"{two}, {one}")
        after = build_only(build, turned).rows("ariel_property_expression")
        assert {row["regex"]: row["id"] for row in after} == {row["regex"]: row["id"] for row in before}

    def test_a_property_is_the_same_in_every_extension(self, build, packages):
        text = TYPE + f"properties:\n  - {{name: My own, expressions: {self.A}}}\n"
        (mine,) = build_only(build, text).rows("ariel_regex_property")
        (packages._folder / "identity.lock.yaml").unlink()
        other = build_only(
            build,
            text,
            extension="""\
id: other
name: Other
version: 1.0.0
author: {name: Example Corp}
qradar: {minimum: 7.5.0}
""",
        )
        (its,) = other.rows("ariel_regex_property")
        assert its["id"] == mine["id"]
        (expression,) = other.rows("ariel_property_json_expression")
        assert expression["ap_id"] == mine["id"]
