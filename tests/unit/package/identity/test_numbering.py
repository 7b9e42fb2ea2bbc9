"""No two items of a build share an identity or a number, however they were moved about."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from qradar_builder.package import assembly as building
from qradar_builder.package.identity.reader import read_lock

TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""
OTHER_TYPE = TYPE.replace("Acme Log", "Other Log")
ONE = "{name: One, category: 1002, severity: 3%s}"
USE = "events: [{id: a, qid: one}]\n"
SHARED = {"qids.yaml": f"one: {ONE % ''}\n", "log_source_types/a.yaml": TYPE + USE}
OWNED = {"log_source_types/a.yaml": f"{TYPE}{USE}qids:\n  one: {ONE % ''}\n"}


def _pinned(uuid):
    return ONE % f", uuid: {uuid}"


def _qids(result):
    return {row["qname"]: (row["qid"], row["uuid"]) for row in result.rows("qidmap")}


def _help(result, rule="identity/key-changed"):
    (found,) = [found for found in result.findings if found.rule == rule]
    return found.help


def _advised(result, key="uuid"):
    """The pins that the advice names: the one that keeps the identity and the one that makes another item."""
    return re.findall(rf"`{key}: ([^`]*)`", _help(result))


class TestMovedRecords:
    def test_a_record_that_moves_to_qids_yaml_needs_its_pin_and_keeps_its_number(self, build):
        before = _qids(build(OWNED))
        moved = build(SHARED)
        assert moved.rules == ["identity/key-changed"]
        kept, _ = _advised(moved)
        after = build({**SHARED, "qids.yaml": f"one: {_pinned(kept)}\n"})
        assert after.rules == []
        assert _qids(after) == before

    def test_a_record_that_moves_into_a_type_needs_its_pin_and_keeps_its_number(self, build):
        before = _qids(build(SHARED))
        moved = build(OWNED)
        assert moved.rules == ["identity/key-changed"]
        kept, _ = _advised(moved)
        after = build({"log_source_types/a.yaml": f"{TYPE}{USE}qids:\n  one: {_pinned(kept)}\n"})
        assert after.rules == []
        assert _qids(after) == before

    def test_a_record_of_two_types_that_moved_has_a_number_of_its_own(self, build):
        other = f"{OTHER_TYPE}events: [{{id: b, qid: two}}]\nqids:\n  two: {{name: Two, category: 1002, severity: 3}}\n"
        before = _qids(
            build({"log_source_types/b.yaml": OWNED["log_source_types/a.yaml"], "log_source_types/a.yaml": other})
        )
        files = {
            "qids.yaml": f"one: {_pinned(before['One'][1])}\n",
            "log_source_types/b.yaml": TYPE + USE,
            "log_source_types/a.yaml": other.replace("[{", "[{id: a, qid: one}, {"),
        }
        after = build(files)
        assert after.rules == []
        assert _qids(after) == before
        assert _qids(build()) == before

    def test_a_record_that_moves_to_another_type_keeps_its_number_with_its_pin(self, build):
        before = _qids(
            build({"log_source_types/b.yaml": OWNED["log_source_types/a.yaml"], "log_source_types/a.yaml": OTHER_TYPE})
        )
        moved = f"{OTHER_TYPE}{USE}qids:\n  one: {_pinned(before['One'][1])}\n"
        files = {"log_source_types/b.yaml": TYPE, "log_source_types/a.yaml": moved}
        assert _qids(build(files)) == before
        assert build().rules == []

    def test_what_the_advice_pins_for_another_item_is_another_item(self, build):
        before = _qids(build(OWNED))
        renamed = f"{TYPE}events: [{{id: a, qid: uno}}]\nqids:\n  uno: {ONE}\n"
        _, fresh = _advised(build({"log_source_types/a.yaml": renamed % ""}))
        after = build({"log_source_types/a.yaml": renamed % f", uuid: {fresh}"})
        assert after.rules == []
        assert _qids(after)["One"][0] != before["One"][0]
        assert _qids(after)["One"][1] == fresh != before["One"][1]
        assert _qids(build({"log_source_types/a.yaml": renamed % ""})) == _qids(after)

    @pytest.mark.parametrize("which", [0, 1])
    def test_the_advice_for_a_record_that_mappings_describe_now_works(self, build, which):
        before = _qids(build(OWNED))
        found = build({"log_source_types/a.yaml": f"{TYPE}events: [{{id: a, name: One, low_level_category: 1002}}]\n"})
        assert found.rules == ["identity/key-changed"]
        pin = _advised(found)[which]
        record = _pinned(pin)
        after = build({"log_source_types/a.yaml": f"{TYPE}events: [{{id: a, qid: uno}}]\nqids:\n  uno: {record}\n"})
        assert after.rules == []
        assert (_qids(after)["One"] == before["One"]) == (which == 0)

    def test_the_advice_for_a_record_that_mappings_described_works(self, build):
        before = _qids(
            build({"log_source_types/a.yaml": f"{TYPE}events: [{{id: a, name: One, low_level_category: 1002}}]\n"})
        )
        found = build(OWNED)
        assert "describe it in its mappings again" in _help(found)
        after = build({"log_source_types/a.yaml": f"{TYPE}{USE}qids:\n  one: {_pinned(_advised(found)[0])}\n"})
        assert after.rules == []
        assert _qids(after) == before


class TestPinnedMappings:
    def test_a_mapping_whose_category_changed_leaves_its_old_key_to_another_one(self, build):
        text = f"{TYPE}qids:\n  one: {ONE % ''}\nevents:\n"

        def mappings(result):
            assert result.rules == []
            return {row["deviceeventcategory"]: (row["uuid"], row["id"]) for row in result.rows("dsmevent")}

        before = mappings(build({"log_source_types/a.yaml": f"{text}  - {{id: a, category: x, qid: one}}\n"}))
        text += f"  - {{id: a, category: y, qid: one, uuid: {before['x'][0]}}}\n"
        after = mappings(build({"log_source_types/a.yaml": text}))
        assert after["y"] == before["x"]
        text += "  - {id: a, category: x, qid: one}\n"
        again = mappings(build({"log_source_types/a.yaml": text}))
        assert again["y"] == before["x"]
        assert again["x"] not in after.values()


class TestPinsOfWhatLives:
    def test_the_pin_of_a_living_type_is_refused(self, build, packages):
        (row,) = build(OWNED).rows("sensordevicetype")
        before = packages.lock
        result = build({**OWNED, "log_source_types/b.yaml": f"{OTHER_TYPE}uuid: {row['uuid']}\n"})
        assert result.rules == ["identity/duplicate-uuid"]
        assert packages.lock == before

    def test_the_pin_of_the_extension_of_a_living_override_is_refused(self, build):
        override = "overrides: 12\nparsing: {UserName: {json: '/\"a\"'}}\n"
        (row,) = build({"log_source_types/a.yaml": override}).rows("device_ext")
        other = f"{override.replace('12', '212')}extension_uuid: {row['uuid']}\n"
        result = build({"log_source_types/a.yaml": override, "log_source_types/b.yaml": other})
        assert result.rules == ["identity/duplicate-uuid"]

    def test_the_pin_of_a_living_record_is_refused(self, build):
        uuid = _qids(build(OWNED))["One"][1]
        text = OWNED["log_source_types/a.yaml"] + f"  two: {{name: Two, category: 1002, severity: 3, uuid: {uuid}}}\n"
        assert "identity/duplicate-uuid" in build({"log_source_types/a.yaml": text}).rules


class TestAnotherTarget:
    OVERRIDE = "overrides: %s\nparsing: {UserName: {json: '/\"a\"'}}\n"

    @pytest.mark.parametrize(
        ("before", "after"), [(OVERRIDE % 12, OVERRIDE % 212), (TYPE, OVERRIDE % 12), (OVERRIDE % 12, TYPE)]
    )
    def test_an_item_of_another_type_needs_another_key(self, build, before, after):
        build({"log_source_types/a.yaml": before})
        assert build({"log_source_types/a.yaml": after}).rules == ["identity/key-changed"]
        assert build({"log_source_types/b.yaml": after}).rules == []

    def test_the_same_built_in_type_by_its_name_is_no_other_one(self, build):
        build({"log_source_types/a.yaml": self.OVERRIDE % 12})
        text = self.OVERRIDE % "WindowsAuthServer"
        assert build({"log_source_types/a.yaml": text}).rules == []


class TestTheLastCheck:
    @pytest.mark.parametrize(("what", "change"), [("row of qid", {"row": 5}), ("QID number", {"number": 2})])
    def test_a_number_that_is_given_twice_is_reported(self, build, monkeypatch, what, change):
        # Nothing that a package can say leads there, so that the check is shown what a mistake of ours would do.
        text = OWNED["log_source_types/a.yaml"].replace("]", ", {id: b, qid: two}]")
        text += "  two: {name: Two, category: 1002, severity: 3}\n"
        build({"log_source_types/a.yaml": text})

        def read_badly(*arguments):
            lock = read_lock(*arguments)
            wrong = {key: replace(lock.items[key], **change) for key in ("qid/a/one", "qid/a/two")}
            return replace(lock, items={**lock.items, **wrong})

        monkeypatch.setattr(building, "read_lock", read_badly)
        result = build()
        assert result.built is None
        assert result.rules == ["identity/duplicate-number"]
        assert f"`two` would have the {what} " in next(iter(result.findings)).message
