"""The fields that a log source extension can fill."""

import pytest

from qradar_builder.reference.normalized_fields import FIELDS, UnknownField, normalized_field


def test_every_field_finds_itself():
    assert all(normalized_field(known.name) is known for known in FIELDS)


def test_names_and_labels_are_unique():
    assert len({known.name for known in FIELDS}) == len({known.label for known in FIELDS}) == len(FIELDS) == 28


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SourceIP", "SourceIp"),
        ("Source IP", "SourceIp"),
        ("source_ip", "SourceIp"),
        ("IdentityMac", "IdentityMAC"),
        ("username", "UserName"),
        ("Username", "UserName"),
        ("Event ID", "EventName"),
        ("Log Source Time", "DeviceTime"),
        ("Identity Extended Field", "ExtraIdentityData"),
    ],
)
def test_another_case_or_the_editor_s_label_is_refused_with_the_right_name(written, meant):
    with pytest.raises(UnknownField) as caught:
        normalized_field(written)
    assert caught.value.suggestions[0] == meant


def test_every_label_that_is_no_name_leads_to_its_field():
    for known in FIELDS:
        if known.label != known.name:
            with pytest.raises(UnknownField) as caught:
                normalized_field(known.label)
            assert caught.value.suggestions[0] == known.name


def test_identity_fields_are_those_that_describe_a_user_or_host():
    assert {known.name for known in FIELDS if known.identity} == {
        "HostName",
        "GroupName",
        "NetBIOSName",
        "ExtraIdentityData",
        "IdentityIp",
        "IdentityIpv6",
        "IdentityMAC",
    }


@pytest.mark.parametrize(
    ("name", "value_type"),
    [("SourceIpv6", "ipv6"), ("DestinationPortPostNAT", "port"), ("SourceMAC", "mac"), ("DeviceTime", "time")],
)
def test_a_field_has_the_type_of_its_value(name, value_type):
    assert normalized_field(name).value_type == value_type
