"""Lists are sorted by fields."""

import pytest

from qradar_builder.console.model.listing.filter import WrongFilter
from qradar_builder.console.model.listing.order import sorted_records

FIELDS = {"id": "integer", "name": "string", "list": ["integer"]}
RECORDS = [{"id": 1, "name": "b"}, {"id": 2, "name": None}, {"id": 3, "name": "a"}, {"id": 4, "name": "b"}]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("+id", [1, 2, 3, 4]),
        (" id", [1, 2, 3, 4]),
        ("-id", [4, 3, 2, 1]),
        ("name,-id", [2, 3, 4, 1]),
        ("-name", [1, 4, 3, 2]),
    ],
)
def test_records_are_sorted(order, numbers):
    assert [each["id"] for each in sorted_records(RECORDS, order, FIELDS)] == numbers


@pytest.mark.parametrize("order", ["", "no", "list", "*id", "id;name", ",".join(["id"] * 11)])
def test_what_is_no_order_is_refused(order):
    with pytest.raises(WrongFilter):
        sorted_records(RECORDS, order, FIELDS)
