"""Identities are given once and kept, whatever else changes in a package."""

from __future__ import annotations

import re

import pytest

from qradar_builder.package.identity.numbers import FIRST_TYPE, LAST_TYPE
from qradar_builder.reference.number_blocks import BLOCK, FIRST_NUMBER

TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""
QID = "{name: %s, category: 1002, severity: 3}"
OTHER_TYPE = TYPE.replace("Acme Log", "Other Log")
UUID = "11111111-2222-3333-4444-555555555555"


def _type(qids="", events="", properties="", head=TYPE):
    return head + "".join(
        f"{name}:\n{text}" for name, text in (("qids", qids), ("events", events), ("properties", properties)) if text
    )


def _named(result, table, column):
    """Number and UUID of the rows of a table by one of their columns."""
    number = "qid" if table == "qidmap" else "id"
    return {row[column]: (row[number], row.get("uuid")) for row in result.rows(table)}


def _qids(result):
    return _named(result, "qidmap", "qname")


def _one_and_two(first="One", second="Two"):
    return _type(
        qids=f"  one: {QID % first}\n  two: {QID % second}\n",
        events="  - {id: a, qid: one}\n  - {id: b, qid: two}\n",
    )


def _only(build, text, **options):
    return build({"log_source_types/a.yaml": text}, **options)


class TestWhatStaysTheSame:
    def test_a_display_name(self, build):
        before = _qids(_only(build, _one_and_two()))
        after = _qids(_only(build, _one_and_two(first="First")))
        assert after["First"] == before["One"]
        assert after["Two"] == before["Two"]

    def test_names_that_change_places(self, build):
        before = _qids(_only(build, _one_and_two()))
        after = _qids(_only(build, _one_and_two(first="Two", second="One")))
        assert (after["Two"], after["One"]) == (before["One"], before["Two"])

    def test_the_name_of_a_type(self, build):
        (before,) = _only(build, TYPE).rows("sensordevicetype")
        (after,) = _only(build, TYPE.replace("Acme", "Acme Corp")).rows("sensordevicetype")
        assert (after["id"], after["uuid"]) == (before["id"], before["uuid"])
        assert after["devicetypename"] == "AcmeCorpLogCustom"

    def test_another_order(self, build):
        before = _qids(_only(build, _one_and_two()))
        text = _type(
            qids=f"  two: {QID % 'Two'}\n  one: {QID % 'One'}\n",
            events="  - {id: b, qid: two}\n  - {id: a, qid: one}\n",
        )
        assert _qids(_only(build, text)) == before

    def test_an_addition_before(self, build):
        before = _qids(_only(build, _one_and_two()))
        text = _one_and_two().replace("qids:\n", f"qids:\n  aaa: {QID % 'New'}\n")
        after = _qids(_only(build, text))
        assert before.items() <= after.items()
        assert after["New"][0] == str(int(after["Two"][0]) + 1)

    def test_a_deletion_whose_number_is_never_given_again(self, build):
        before = _qids(_only(build, _one_and_two()))
        one = _type(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n")
        assert _qids(_only(build, one))["One"] == before["One"]
        three = one.replace("events:", f"  three: {QID % 'Three'}\nevents:")
        assert _qids(_only(build, three))["Three"] not in before.values()
        assert _qids(_only(build, three))["Three"][0] == str(int(before["Two"][0]) + 1)

    def test_what_was_deleted_and_comes_back_is_the_same(self, build):
        before = _qids(_only(build, _one_and_two()))
        _only(build, _type(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n"))
        assert _qids(_only(build, _one_and_two())) == before

    def test_another_type_in_the_package(self, build):
        before = _only(build, _one_and_two())
        after = build({"log_source_types/0.yaml": OTHER_TYPE, "log_source_types/a.yaml": _one_and_two()})
        for table, column in (("sensordevicetype", "devicetypename"), ("qidmap", "qname"), ("device_ext", "name")):
            known = _named(after, table, column)
            assert all(known[name] == given for name, given in _named(before, table, column).items() if name in known)
            assert _named(before, table, column).keys() <= known.keys()

    def test_a_lock_is_the_same_bytes_when_nothing_changes(self, build, packages):
        _only(build, _one_and_two())
        before = packages.lock
        result = packages.build(locked=True)
        assert result.built.new_identities == ()
        assert result.built.lock == before
        assert result.rules == []


class TestNumbers:
    def test_a_qid_number_is_in_the_block_of_its_type(self, build):
        result = _only(build, _one_and_two())
        (row,) = result.rows("sensordevicetype")
        first = FIRST_NUMBER + BLOCK * int(row["id"])
        numbers = sorted(int(number) for number, _ in _qids(result).values())
        assert numbers == [first, first + 1, first + 2, first + 3]

    def test_a_type_has_a_number_in_the_sparse_range(self, build):
        result = build({"log_source_types/a.yaml": TYPE, "log_source_types/b.yaml": OTHER_TYPE})
        numbers = [int(row["id"]) for row in result.rows("sensordevicetype")]
        assert len(set(numbers)) == 2
        assert all(FIRST_TYPE <= number <= LAST_TYPE for number in numbers)

    def test_a_record_of_a_built_in_type_is_in_the_block_of_type_0(self, build):
        text = _one_and_two().replace("name: Acme Log", "overrides: 12")
        for number, _ in _qids(_only(build, text)).values():
            assert FIRST_NUMBER <= int(number) < FIRST_NUMBER + BLOCK

    def test_two_overrides_share_the_block_of_type_0(self, build):
        text = _one_and_two().replace("name: Acme Log", "overrides: 12")
        result = build(
            {"log_source_types/a.yaml": text, "log_source_types/b.yaml": text.replace("12", "212", 1)},
        )
        numbers = [row["qid"] for row in result.rows("qidmap")]
        assert len(numbers) == len(set(numbers)) == 4

    def test_a_type_number_may_be_given(self, build):
        result = _only(build, _one_and_two() + "type_id: 4711\n")
        (row,) = result.rows("sensordevicetype")
        assert row["id"] == "4711"
        assert _qids(result)["One"][0] == str(FIRST_NUMBER + BLOCK * 4711 + 2)

    def test_a_given_type_number_is_not_given_to_another_type(self, build):
        (row,) = _only(build, TYPE).rows("sensordevicetype")
        files = {"log_source_types/a.yaml": TYPE, "log_source_types/b.yaml": f"{OTHER_TYPE}type_id: {row['id']}\n"}
        assert build(files).rules == ["type/duplicate-number"]

    def test_a_type_that_comes_later_keeps_the_number_that_it_asks_for(self, build, packages):
        (row,) = _only(build, TYPE).rows("sensordevicetype")
        (packages._folder / "identity.lock.yaml").unlink()
        files = {"log_source_types/a.yaml": TYPE, "log_source_types/b.yaml": f"{OTHER_TYPE}type_id: {row['id']}\n"}
        numbers = {one["devicetypename"]: one["id"] for one in build(files).rows("sensordevicetype")}
        assert numbers["OtherLogCustom"] == row["id"]
        assert numbers["AcmeLogCustom"] != row["id"]


class TestPins:
    def test_a_type_keeps_everything_under_another_key(self, build):
        properties = "  - {name: My own, expressions: [{json: '/\"a\"'}, {regex: '(a)'}]}\n"
        before = _only(build, _one_and_two() + "properties:\n" + properties)
        (row,) = before.rows("sensordevicetype")
        text = _one_and_two() + f"properties:\n{properties}uuid: {row['uuid']}\n"
        after = build({"log_source_types/renamed.yaml": text})
        assert after.rules == []
        for table in ("sensordevicetype", "device_ext", "qidmap", "dsmevent", "sensordeviceprotocols"):
            assert sorted(map(str, after.rows(table))) == sorted(map(str, before.rows(table)))
        for table in ("ariel_property_json_expression", "ariel_property_expression"):
            assert after.rows(table) == before.rows(table)

    def test_an_override_keeps_everything_under_another_key(self, build):
        text = _one_and_two().replace("name: Acme Log", "overrides: 12")
        before = _only(build, text)
        (row,) = before.rows("device_ext")
        after = build({"log_source_types/renamed.yaml": f"{text}extension_uuid: {row['uuid']}\n"})
        assert after.rules == []
        for table in ("device_ext", "qidmap", "dsmevent"):
            assert sorted(map(str, after.rows(table))) == sorted(map(str, before.rows(table)))

    def test_a_qid_record_keeps_its_identity_under_another_key(self, build):
        before = _qids(_only(build, _one_and_two()))
        pinned = QID.replace("{", f"{{uuid: {before['One'][1]}, ") % "One"
        text = _type(
            qids=f"  uno: {pinned}\n  two: {QID % 'Two'}\n", events="  - {id: a, qid: uno}\n  - {id: b, qid: two}\n"
        )
        result = _only(build, text)
        assert result.rules == []
        assert _qids(result) == before

    def test_a_new_item_under_the_key_of_a_renamed_one_has_a_uuid_of_its_own(self, build):
        (before,) = _only(build, TYPE).rows("sensordevicetype")
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
        result = _only(build, text)
        assert result.rules == []
        assert result.rows("sensordevicetype")[0]["uuid"] == uuids[0]
        assert result.rows("device_ext")[0]["uuid"] == uuids[1]
        assert result.rows("ariel_property_json_expression")[0]["id"] == uuids[2]
        assert result.rows("ariel_property_json_expression")[0]["ap_id"] == "LEGACY_ID"
        assert {row["deviceeventid"]: row["uuid"] for row in result.rows("dsmevent")}["a"] == uuids[3]
        assert _qids(result)["One"][1] == uuids[4]


class TestDescribedRecords:
    def _build(self, build, *rows):
        lines = ["id,category,name,low_level_category", *(f"{row},1002" for row in rows)]
        files = {"log_source_types/a.yaml": TYPE, "log_source_types/a.events.csv": "\n".join(lines) + "\n"}
        result = build(files)
        # That a mapping has another category is told, and changes no record.
        assert set(result.rules) <= {"identity/mapping-changed"}
        return _qids(result)

    def test_another_name_keeps_the_identity(self, build):
        before = self._build(build, "a,x,One", "b,x,One")
        assert self._build(build, "a,x,First", "b,x,First")["First"] == before["One"]

    def test_a_record_that_parts_in_two_keeps_the_identity_with_its_name(self, build):
        before = self._build(build, "a,x,One", "b,x,One")
        after = self._build(build, "a,x,First", "b,x,One")
        assert after["One"] == before["One"]
        assert after["First"] not in before.values()
        assert self._build(build, "a,x,First", "b,x,One") == after

    def test_records_that_part_and_join_again_are_the_same(self, build):
        self._build(build, "a,x,One", "b,x,One")
        parted = self._build(build, "a,x,First", "b,x,One")
        joined = self._build(build, "b,x,One", "a,x,One")
        assert joined["One"] == parted["One"]
        assert self._build(build, "a,x,First", "b,x,One") == parted

    def test_without_its_first_mapping_a_record_is_known_by_its_name(self, build):
        before = self._build(build, "a,x,One", "b,x,One")
        assert self._build(build, "b,x,One") == before
        assert self._build(build, "b,x,First")["First"] == before["One"]

    def test_another_event_category_keeps_the_identity(self, build):
        before = self._build(build, "a,x,One")
        assert self._build(build, "a,y,One") == before

    def test_a_mapping_that_comes_back_for_another_record_takes_no_identity(self, build):
        before = self._build(build, "a,x,One", "b,x,One")
        self._build(build, "b,x,One")
        after = self._build(build, "a,x,Two", "b,x,One")
        assert after["One"] == before["One"]
        assert after["Two"] not in before.values()
        assert len({uuid for _, uuid in after.values()}) == len(after)

    def test_records_that_change_their_mappings_are_known_by_their_names(self, build):
        before = self._build(build, "a,x,One", "b,x,Two")
        assert self._build(build, "a,x,Two", "b,x,One") == before
        assert self._build(build, "a,x,Two", "b,x,One") == before

    def test_a_new_name_that_a_record_had_that_is_long_gone_keeps_the_identity_of_the_mapping(self, build):
        self._build(build, "a,x,Old", "b,x,Two")
        before = self._build(build, "b,x,Two")
        assert self._build(build, "b,x,Old")["Old"] == before["Two"]

    def test_a_record_that_moves_to_the_mapping_of_one_that_is_gone_takes_none_of_it(self, build):
        first = self._build(build, "a,x,One", "b,x,Two")
        after = self._build(build, "b,x,One")
        assert after["One"] in first.values()
        again = self._build(build, "a,x,New", "b,x,One", "c,x,More")
        assert again["One"] == after["One"]
        assert len({uuid for _, uuid in again.values()}) == len({number for number, _ in again.values()}) == len(again)


SHARED = {
    "qids.yaml": f"one: {QID % 'One'}\n",
    "log_source_types/b.yaml": _type(events="  - {id: x, qid: one}\n"),
    "log_source_types/a.yaml": _type(events="  - {id: z, name: Z, low_level_category: 1002}\n", head=OTHER_TYPE),
}


class TestSharedRecords:
    def test_a_shared_record_stays_in_its_block_when_another_type_uses_it_too(self, build):
        before = _qids(build(SHARED))
        more = _type(events="  - {id: y, qid: one}\n  - {id: z, name: Z, low_level_category: 1002}\n", head=OTHER_TYPE)
        after = _qids(build({**SHARED, "log_source_types/a.yaml": more}))
        assert after == before

    def test_a_shared_record_keeps_its_number_when_its_first_type_is_gone(self, build):
        before = _qids(build(SHARED))
        left = _type(events="  - {id: y, qid: one}\n  - {id: z, name: Z, low_level_category: 1002}\n", head=OTHER_TYPE)
        files = {"qids.yaml": SHARED["qids.yaml"], "log_source_types/a.yaml": left}
        assert _qids(build(files))["One"] == before["One"]

    def test_a_shared_record_follows_its_type_under_another_key(self, build):
        before = build(SHARED)
        uuid = _named(before, "sensordevicetype", "devicetypename")["AcmeLogCustom"][1]
        renamed = {
            "qids.yaml": SHARED["qids.yaml"],
            "log_source_types/a.yaml": SHARED["log_source_types/a.yaml"],
            "log_source_types/c.yaml": SHARED["log_source_types/b.yaml"] + f"uuid: {uuid}\n",
        }
        after = build(renamed)
        assert after.rules == []
        assert _qids(after) == _qids(before)


class TestExpressions:
    A, B, C = """{json: '/"a"'}""", """{json: '/"b"'}""", """{json: '/"c"'}"""

    def _build(self, build, *expressions):
        text = TYPE + "properties:\n  - name: My own\n    expressions:\n"
        result = _only(build, text + "".join(f"      - {one}\n" for one in expressions))
        assert result.rules == []
        rows = result.rows("ariel_property_json_expression")
        return {row["expression"].strip('/"'): (row["id"], row["sequenceid"]) for row in rows}

    def test_another_order_changes_no_identity(self, build):
        before = self._build(build, self.A, self.B, self.C)
        assert self._build(build, self.C, self.A, self.B) == before

    def test_the_rank_follows_the_order(self, build):
        self._build(build, self.A, self.B)
        text = TYPE + f"properties:\n  - {{name: My own, expressions: [{self.B}, {self.A}]}}\n"
        rows = _only(build, text).rows("ariel_property_json_expression")
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
        rows = _only(build, text).rows("ariel_property_json_expression")
        assert len({row["id"] for row in rows}) == 2
        assert _only(build, text).rows("ariel_property_json_expression") == rows

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
        _only(build, TYPE)
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
            result = _only(build, text)
            assert result.rules == []
            return {row["rank"]: (row["id"], row["sequenceid"]) for row in result.rows("ariel_property_expression")}

        before = ranks(f"{{{first}}}", f"{{{second}}}")
        after = ranks(f"{{{second}}}", f"{{{first}}}")
        assert (after["2"], after["1"]) == (before["1"], before["2"])

    def test_a_lock_that_has_the_texts_without_options_knows_the_expressions(self, build, packages):
        one, two = "{regex: '(a)', capture_group: 0}", "{regex: '(b)', capture_group: 0}"
        text = f"properties:\n  - {{name: My own, expressions: [{one}, {two}]}}\n"
        before = _only(build, TYPE + text).rows("ariel_property_expression")
        packages.lock, count = re.subn(rb" capture_group 0", b"", packages.lock)
        assert count == 2
        turned = TYPE + text.replace(f"{one}, {two}", f"{two}, {one}")
        after = _only(build, turned).rows("ariel_property_expression")
        assert {row["regex"]: row["id"] for row in after} == {row["regex"]: row["id"] for row in before}

    def test_a_property_is_the_same_in_every_extension(self, build, packages):
        text = TYPE + f"properties:\n  - {{name: My own, expressions: {self.A}}}\n"
        (mine,) = _only(build, text).rows("ariel_regex_property")
        (packages._folder / "identity.lock.yaml").unlink()
        other = _only(
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
        before = _only(build, text)
        assert before.rules == []
        again = packages.build(locked=True)
        assert again.rules == []
        assert again.built.zip == before.built.zip
        assert any(row["deviceeventid"] == odd for row in again.rows("dsmevent"))
        packages.lock.decode("utf-8")

    def test_event_id_and_category_are_told_apart(self, build):
        result = _only(
            build,
            _type(
                qids=f"  one: {QID % 'One'}\n",
                events="  - {id: 'a|b', category: c, qid: one}\n  - {id: a, category: 'b|c', qid: one}\n"
                "  - {id: 'a\\', category: '|c', qid: one}\n  - {id: 'a\\|', category: c, qid: one}\n",
            ),
        )
        assert result.rules == []
        uuids = [row["uuid"] for row in result.rows("dsmevent")]
        assert len(uuids) == len(set(uuids)) == 6

    def test_an_item_is_one_line_and_lines_are_in_order(self, build, packages):
        _only(build, _one_and_two())
        lines = packages.lock.decode().split("items:\n")[1].splitlines()
        keys = [re.match(r'  "([^"]+)": ', line)[1] for line in lines]
        assert keys == sorted(keys)
        assert {"type/a", "qid/a/one", "qid/a/two", "extension/a"} <= set(keys)

    def test_what_is_gone_stays_in_the_lock(self, build, packages):
        _only(build, _one_and_two())
        _only(build, TYPE)
        assert b'"qid/a/two"' in packages.lock

    def test_what_is_gone_is_marked_and_told_once(self, build, packages):
        _only(build, _one_and_two())
        one = _type(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n")
        first = _only(build, one)
        assert first.built.left_out == {"event": ["@b|unknown"], "qid": ["two"]}
        assert packages.lock.count(b"gone: true") == 2
        assert _only(build, one).built.left_out == {}
        _only(build, _one_and_two())
        assert b"gone: true" not in packages.lock
        assert _only(build, one).built.left_out == first.built.left_out

    def test_what_is_gone_makes_no_lock_outdated(self, build):
        _only(build, _one_and_two())
        one = _type(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n")
        result = _only(build, one, locked=True)
        assert result.rules == []
        assert not result.built.writes_lock

    def test_without_a_lock_the_same_source_gives_the_same_identities(self, build, packages):
        first = _only(build, _one_and_two())
        (packages._folder / "identity.lock.yaml").unlink()
        assert packages.build().built.zip == first.built.zip
