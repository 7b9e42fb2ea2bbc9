from __future__ import annotations

import json
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.values.field_values import field_check, why_not

CASES = json.loads(
    (Path(__file__).parents[3] / "conformance" / "dsm" / "field_values.json").read_text(encoding="utf-8")
)

checked = st.sampled_from(["ipv4", "ipv6", "port", "mac", "protocol"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_field_takes_what_is_of_its_type(case):
    value = field_check(case["type"])(case["text"])
    assert value == case["value"]
    assert type(value) is type(case["value"])
    reason = why_not(case["type"], case["text"])
    assert case.get("why_not", "") in reason
    assert bool(reason) == (value is None)


@given(checked, st.text(max_size=80) | st.text("0123456789abcdef.:-%/[] ", max_size=50))
def test_a_text_has_a_value_or_a_reason(value_type, text):
    value = field_check(value_type)(text)
    assert (value is None) == bool(why_not(value_type, text))
    if value is not None:
        assert field_check(value_type)(str(value)) == value


@given(st.ip_addresses(v=4))
def test_every_ipv4_address_stays_as_it_is(address: IPv4Address):
    assert field_check("ipv4")(str(address)) == str(address)


@given(st.ip_addresses(v=6))
def test_every_ipv6_address_has_one_form(address: IPv6Address):
    short, long = field_check("ipv6")(str(address)), field_check("ipv6")(address.exploded.upper())
    assert short == long
    assert IPv6Address(short) == address


@pytest.mark.parametrize("text", ["1" * 1_000_000, ":" * 1_000_000, "1." * 500_000, " " * 1_000_000])
@pytest.mark.parametrize("value_type", ["ipv4", "ipv6", "port", "mac", "protocol"])
def test_a_long_text_is_no_value_and_its_reason_is_short(value_type, text):
    assert field_check(value_type)(text) is None
    assert len(why_not(value_type, text)) < 200


def test_times_are_not_checked_here():
    with pytest.raises(ValueError, match="date pattern"):
        field_check("time")
