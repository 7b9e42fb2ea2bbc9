"""Identities are given once and kept, whatever else changes in a package."""

from __future__ import annotations

from tests.unit.package.identity.packages import (
    OTHER_TYPE,
    QID,
    TYPE,
    build_only,
    named,
    one_and_two,
    qids_of,
    type_text,
)


class TestWhatStaysTheSame:
    def test_a_display_name(self, build):
        before = qids_of(build_only(build, one_and_two()))
        after = qids_of(build_only(build, one_and_two(first="First")))
        assert after["First"] == before["One"]
        assert after["Two"] == before["Two"]

    def test_names_that_change_places(self, build):
        before = qids_of(build_only(build, one_and_two()))
        after = qids_of(build_only(build, one_and_two(first="Two", second="One")))
        assert (after["Two"], after["One"]) == (before["One"], before["Two"])

    def test_the_name_of_a_type(self, build):
        (before,) = build_only(build, TYPE).rows("sensordevicetype")
        (after,) = build_only(build, TYPE.replace("Acme", "Acme Corp")).rows("sensordevicetype")
        assert (after["id"], after["uuid"]) == (before["id"], before["uuid"])
        assert after["devicetypename"] == "AcmeCorpLogCustom"

    def test_another_order(self, build):
        before = qids_of(build_only(build, one_and_two()))
        text = type_text(
            qids=f"  two: {QID % 'Two'}\n  one: {QID % 'One'}\n",
            events="  - {id: b, qid: two}\n  - {id: a, qid: one}\n",
        )
        assert qids_of(build_only(build, text)) == before

    def test_an_addition_before(self, build):
        before = qids_of(build_only(build, one_and_two()))
        text = one_and_two().replace("qids:\n", f"qids:\n  aaa: {QID % 'New'}\n")
        after = qids_of(build_only(build, text))
        assert before.items() <= after.items()
        assert after["New"][0] == str(int(after["Two"][0]) + 1)

    def test_a_deletion_whose_number_is_never_given_again(self, build):
        before = qids_of(build_only(build, one_and_two()))
        one = type_text(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n")
        assert qids_of(build_only(build, one))["One"] == before["One"]
        three = one.replace("events:", f"  three: {QID % 'Three'}\nevents:")
        assert qids_of(build_only(build, three))["Three"] not in before.values()
        assert qids_of(build_only(build, three))["Three"][0] == str(int(before["Two"][0]) + 1)

    def test_what_was_deleted_and_comes_back_is_the_same(self, build):
        before = qids_of(build_only(build, one_and_two()))
        build_only(build, type_text(qids=f"  one: {QID % 'One'}\n", events="  - {id: a, qid: one}\n"))
        assert qids_of(build_only(build, one_and_two())) == before

    def test_another_type_in_the_package(self, build):
        before = build_only(build, one_and_two())
        after = build({"log_source_types/0.yaml": OTHER_TYPE, "log_source_types/a.yaml": one_and_two()})
        for table, column in (("sensordevicetype", "devicetypename"), ("qidmap", "qname"), ("device_ext", "name")):
            known = named(after, table, column)
            assert all(known[name] == given for name, given in named(before, table, column).items() if name in known)
            assert named(before, table, column).keys() <= known.keys()

    def test_a_lock_is_the_same_bytes_when_nothing_changes(self, build, packages):
        build_only(build, one_and_two())
        before = packages.lock
        result = packages.build(locked=True)
        assert result.built.new_identities == ()
        assert result.built.lock == before
        assert result.rules == []


class TestDescribedRecords:
    def _build(self, build, *rows):
        lines = ["id,category,name,low_level_category", *(f"{row},1002" for row in rows)]
        files = {"log_source_types/a.yaml": TYPE, "log_source_types/a.events.csv": "\n".join(lines) + "\n"}
        result = build(files)
        # That a mapping has another category is told, and changes no record.
        assert set(result.rules) <= {"identity/mapping-changed"}
        return qids_of(result)

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
    "log_source_types/b.yaml": type_text(events="  - {id: x, qid: one}\n"),
    "log_source_types/a.yaml": type_text(events="  - {id: z, name: Z, low_level_category: 1002}\n", head=OTHER_TYPE),
}

EVENTS = "  - {id: y, qid: one}\n  - {id: z, name: Z, low_level_category: 1002}\n"


class TestSharedRecords:
    def test_a_shared_record_stays_in_its_block_when_another_type_uses_it_too(self, build):
        before = qids_of(build(SHARED))
        more = type_text(events=EVENTS, head=OTHER_TYPE)
        after = qids_of(build({**SHARED, "log_source_types/a.yaml": more}))
        assert after == before

    def test_a_shared_record_keeps_its_number_when_its_first_type_is_gone(self, build):
        before = qids_of(build(SHARED))
        left = type_text(events=EVENTS, head=OTHER_TYPE)
        files = {"qids.yaml": SHARED["qids.yaml"], "log_source_types/a.yaml": left}
        assert qids_of(build(files))["One"] == before["One"]

    def test_a_shared_record_follows_its_type_under_another_key(self, build):
        before = build(SHARED)
        uuid = named(before, "sensordevicetype", "devicetypename")["AcmeLogCustom"][1]
        renamed = {
            "qids.yaml": SHARED["qids.yaml"],
            "log_source_types/a.yaml": SHARED["log_source_types/a.yaml"],
            "log_source_types/c.yaml": SHARED["log_source_types/b.yaml"] + f"uuid: {uuid}\n",
        }
        after = build(renamed)
        assert after.rules == []
        assert qids_of(after) == qids_of(before)
