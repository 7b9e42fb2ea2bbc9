"""Filters are read and test records."""

import pytest

from qradar_builder.console.model.listing.filter import WrongFilter, read_filter

FIELDS = {"id": "integer", "name": "string", "on": "boolean", "rate": "number", "ids": ["integer"],
          "status": {"text": "string", "of": [{"level": "integer"}]}}  # fmt: skip
RECORDS = [
    {"id": 1, "name": "Acme", "on": True, "rate": 1.5, "ids": [7, 8], "status": {"text": "OK", "of": [{"level": 3}]}},
    {"id": 2, "name": 'a "quoted" name', "on": False, "rate": None, "ids": [], "status": None},
    {"id": 30, "name": "007", "on": None, "rate": 2, "ids": None, "status": {"text": "BAD", "of": []}},
]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("id = 1", [1]),
        ('id="1"', [1]),
        ("id=1.0", [1]),
        ("id != 1", [2, 30]),
        ("id <> 1 and id < 30", [2]),
        ("id >= 2", [2, 30]),
        ('name = "Acme"', [1]),
        ("name='Acme'", [1]),
        (r'name = "a \"quoted\" name"', [2]),
        ("name = 007", [30]),
        ("name = 7", []),
        ("name > 'B'", [2]),
        ("on = true", [1]),
        ("on = FALSE", [2]),
        ("rate is null", [2]),
        ("rate is not null", [1, 30]),
        ("rate > 1.6", [30]),
        ("id in (1, 30, 99)", [1, 30]),
        ('name in ("007", "x")', [30]),
        ("name not in ('007')", [1, 2]),
        ("id between 1 and 2", [1, 2]),
        ("name like '%m%'", [1, 2]),
        ("name like 'Ac_e'", [1]),
        ("name ilike 'ACME'", [1]),
        ("name like '%%%%%%%%%%%%%%%%%%%%%%%%x'", []),
        ("ids contains 8", [1]),
        ("status(text) = 'BAD'", [30]),
        ("status(of(level)) = 3", [1]),
        ("not id = 1", [2, 30]),
        ("not (id = 1 or id = 2)", [30]),
        ("id = 1 or id = 2 and name = 'x'", [1]),
        ("(id = 1 or id = 2) and on = false", [2]),
    ],
)
def test_a_filter_finds_records(text, numbers):
    test = read_filter(text, FIELDS).test
    assert [each["id"] for each in RECORDS if test(each)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "", "id", "id =", "id = 1 2", "no = 1", "id ~ 1", "id = (", "id in 1", "id in (1", "id between 1 or 2", "(id=1",
        "id is 1", "status(no) = 1", "name = 'open", "= 1", "id like", "and", "name(x) = 1", "not " * 100 + "id = 1",
        "(" * 100 + "id = 1" + ")" * 100, "id = 1 or " * 10_000 + "id = 1",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text):
    with pytest.raises(WrongFilter):
        read_filter(text, FIELDS)


@pytest.mark.parametrize(
    ("text", "equal"),
    [
        ("id = 4001 and name = 'Acme' and on = true", (("id", "4001"), ("name", "Acme"), ("on", "true"))),
        ("id = 1.0", ()),
        ("id = 007", ()),
        ("id = 1 or id = 2", ()),
        ("not id = 1", ()),
        ("status(text) = 'a'", ()),
        ("id > 1", ()),
    ],
)
def test_an_index_may_be_asked_for_what_must_be_equal(text, equal):
    assert read_filter(text, FIELDS).equal == equal
