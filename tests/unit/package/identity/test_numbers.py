"""Numbers are sparse, in the block of their type, and given to one item."""

from __future__ import annotations

from qradar_builder.package.identity.numbers import FIRST_TYPE, LAST_TYPE
from qradar_builder.reference.number_blocks import BLOCK, FIRST_NUMBER
from tests.unit.package.identity.packages import (
    OTHER_TYPE,
    TYPE,
    build_only,
    one_and_two,
    qids_of,
)


class TestNumbers:
    def test_a_qid_number_is_in_the_block_of_its_type(self, build):
        result = build_only(build, one_and_two())
        (row,) = result.rows("sensordevicetype")
        first = FIRST_NUMBER + BLOCK * int(row["id"])
        numbers = sorted(int(number) for number, _ in qids_of(result).values())
        assert numbers == [first, first + 1, first + 2, first + 3]

    def test_a_type_has_a_number_in_the_sparse_range(self, build):
        result = build({"log_source_types/a.yaml": TYPE, "log_source_types/b.yaml": OTHER_TYPE})
        numbers = [int(row["id"]) for row in result.rows("sensordevicetype")]
        assert len(set(numbers)) == 2
        assert all(FIRST_TYPE <= number <= LAST_TYPE for number in numbers)

    def test_a_record_of_a_built_in_type_is_in_the_block_of_type_0(self, build):
        text = one_and_two().replace("name: Acme Log", "overrides: 12")
        for number, _ in qids_of(build_only(build, text)).values():
            assert FIRST_NUMBER <= int(number) < FIRST_NUMBER + BLOCK

    def test_two_overrides_share_the_block_of_type_0(self, build):
        text = one_and_two().replace("name: Acme Log", "overrides: 12")
        result = build(
            {"log_source_types/a.yaml": text, "log_source_types/b.yaml": text.replace("12", "212", 1)},
        )
        numbers = [row["qid"] for row in result.rows("qidmap")]
        assert len(numbers) == len(set(numbers)) == 4

    def test_a_type_number_may_be_given(self, build):
        result = build_only(build, one_and_two() + "type_id: 4711\n")
        (row,) = result.rows("sensordevicetype")
        assert row["id"] == "4711"
        assert qids_of(result)["One"][0] == str(FIRST_NUMBER + BLOCK * 4711 + 2)

    def test_a_given_type_number_is_not_given_to_another_type(self, build):
        (row,) = build_only(build, TYPE).rows("sensordevicetype")
        files = {"log_source_types/a.yaml": TYPE, "log_source_types/b.yaml": f"{OTHER_TYPE}type_id: {row['id']}\n"}
        assert build(files).rules == ["type/duplicate-number"]

    def test_a_type_that_comes_later_keeps_the_number_that_it_asks_for(self, build, packages):
        (row,) = build_only(build, TYPE).rows("sensordevicetype")
        (packages._folder / "identity.lock.yaml").unlink()
        files = {"log_source_types/a.yaml": TYPE, "log_source_types/b.yaml": f"{OTHER_TYPE}type_id: {row['id']}\n"}
        numbers = {one["devicetypename"]: one["id"] for one in build(files).rows("sensordevicetype")}
        assert numbers["OtherLogCustom"] == row["id"]
        assert numbers["AcmeLogCustom"] != row["id"]
