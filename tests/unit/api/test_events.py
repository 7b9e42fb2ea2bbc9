"""Payloads are parsed with the log source types of whatever holds them."""

import pytest

from qradar_builder import api
from qradar_builder.dsm.event import Outcome


def test_texts_and_bytes_are_parsed_one_by_one(package):
    parser = api.load_types(package).parser()
    payloads = iter(['{"code": "login"}', b'{"code": "other"}', b'{"code": "\xff"}', "nothing"])
    found = api.parse(parser, payloads)
    assert next(found).qid.name == "Acme login"
    unknown, damaged, stored = found
    assert [each.outcome for each in (unknown, damaged, stored)] == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.STORED]
    assert "is not UTF-8" in damaged.warnings[0]


def test_the_zone_is_that_of_the_event_processor(package):
    types = api.load_types(package)
    times = []
    for zone in ("UTC", "+02:00"):
        (event,) = api.parse(types.parser(zone=zone, clock=0), ['{"code": "login", "at": "2026-01-05 09:00"}'])
        times.append(event.fields["DeviceTime"])
    assert times[0] - times[1] == 2 * 60 * 60 * 1000


def test_a_zip_parses_as_its_package(package):
    api.write(api.build(package), "dist")
    types = api.load_types("dist/acme-audit-1.0.0.zip")
    assert types.ok
    (event,) = api.parse(types.parser("Acme Audit"), ['{"code": "login"}'])
    assert event.qid.name == "Acme login"


@pytest.mark.parametrize("name", ["audit", "Acme Audit"])
def test_a_type_is_chosen_by_its_key_or_name(package, name):
    types = api.load_types(package)
    assert types.choose(name) == "audit"
    assert types.choose(str(types.definitions["audit"].number)) == "audit"


def test_a_type_that_is_not_there_or_not_named_is_a_mistake_of_the_caller(package):
    types = api.load_types(package)
    with pytest.raises(LookupError, match="no log source type `other`; there is audit"):
        types.parser("other")
    text = (package / "log_source_types/audit.yaml").read_text(encoding="utf-8")
    (package / "log_source_types/more.yaml").write_text(text.replace("Acme Audit", "Acme More"), encoding="utf-8")
    several = api.load_types(package)
    with pytest.raises(LookupError, match="several log source types; choose one: audit, more"):
        several.choose()


def test_a_source_with_errors_has_no_parser(package):
    (package / "extension.yaml").write_text("id: [", encoding="utf-8")
    types = api.load_types(package)
    assert types.definitions is None
    with pytest.raises(LookupError, match="errors"):
        types.parser()


def test_a_wrong_zone_or_one_payload_for_several_is_a_mistake_of_the_caller(package):
    types = api.load_types(package)
    with pytest.raises(ValueError, match="`Nowhere` is not a time zone"):
        types.parser(zone="Nowhere")
    for one in ("text", b"bytes"):
        with pytest.raises(TypeError, match="several payloads"):
            next(api.parse(types.parser(), one))
