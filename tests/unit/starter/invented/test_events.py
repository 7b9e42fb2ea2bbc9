"""Invented events name no real person, host or address, and are the same in each format."""

import json
import re
from ipaddress import ip_address, ip_network

import pytest

from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.invented.events import invented_json, invented_payloads

DOCUMENTATION = [ip_network("192.0.2.0/24"), ip_network("198.51.100.0/24")]


@pytest.mark.parametrize("form", EventFormat)
def test_addresses_are_those_for_documentation(form):
    for payload in invented_payloads(form, "Acme"):
        addresses = re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", payload)
        assert addresses
        assert all(any(ip_address(each) in network for network in DOCUMENTATION) for each in addresses)


@pytest.mark.parametrize("form", EventFormat)
def test_each_happening_has_an_event(form):
    assert len(set(invented_payloads(form, "Acme"))) == len(invented_json(form, "Acme")) == 4


def test_an_api_gives_objects_or_the_text_of_another_format_with_its_time():
    payloads = invented_payloads(EventFormat.JSON, "Acme")
    assert [json.loads(each) for each in payloads] == invented_json(EventFormat.JSON, "Acme")
    cef = invented_json(EventFormat.CEF, "Acme")
    assert [each["message"] for each in cef] == invented_payloads(EventFormat.CEF, "Acme")
    assert [each["time"] for each in cef] == sorted(each["time"] for each in cef)


def test_a_name_of_a_product_breaks_no_header():
    assert "|Example|A B C|" in invented_payloads(EventFormat.CEF, "A|B=C")[0]
