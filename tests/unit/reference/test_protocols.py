"""Protocols and their sensorprotocol rows."""

import json
from pathlib import Path

import pytest

from qradar_builder.reference.protocols import UnknownProtocol, protocol, protocols

COLUMNS_750 = json.loads(
    (Path(__file__).parents[2] / "conformance/reference/sensorprotocol_columns_750.json").read_text(),
)
BOOLEANS = ("gatewaysupported", "autodiscoverable", "encoding_enabled", "inbound", "bulk_addable", "configurable")


def test_every_id_name_and_description_finds_its_own_protocol():
    for known in protocols():
        assert protocol(known.id) is known
        assert protocol(str(known.id)) is known
        assert protocol(known.name.upper()) is known
        assert known.description is None or protocol(f" {known.description.lower()} ") is known


def test_ids_are_unique_and_sorted():
    ids = [known.id for known in protocols()]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "Syslog"), (12, "Forwarded"), (80, "Apache Kafka"), (92, "Universal Cloud REST API")],
)
def test_well_known_protocols_are_there(number, name):
    assert protocol(name).id == number


@pytest.mark.parametrize("row", COLUMNS_750, ids=lambda row: str(len(row["columns"])))
def test_a_row_has_the_columns_and_their_order_of_a_7_5_0_export(row):
    for number in row["protocols"]:
        assert list(protocol(number).columns) == row["columns"]
        assert protocol(number).seen_in == "7.5.0 UP10"


def test_the_export_of_7_5_0_has_80_protocols_and_all_are_shipped():
    numbers = [number for row in COLUMNS_750 for number in row["protocols"]]
    assert len(set(numbers)) == 80
    assert set(numbers) <= {known.id for known in protocols()}


def test_values_have_the_forms_that_qradar_writes():
    for known in protocols():
        assert known.columns["id"] == str(known.id)
        assert known.columns["protocolname"] == known.name
        assert known.columns.get("protocoldescription") == known.description
        assert {known.columns[name] for name in BOOLEANS} <= {"true", "false"}
        assert known.columns.get("autodiscoveryport", "0").isdigit()


def test_a_row_cannot_be_changed():
    with pytest.raises(TypeError):
        protocol("Syslog").columns["id"] = "1"


def test_protocols_can_be_members_of_a_set():
    assert len({protocol(0), protocol("Syslog"), protocol(12)}) == 2


def test_a_misspelt_name_suggests_what_the_console_shows():
    with pytest.raises(UnknownProtocol) as caught:
        protocol("UniversalCloudRestAPIs")
    assert caught.value.suggestions[0] == "Universal Cloud REST API"


@pytest.mark.parametrize("name", ["", -1, "9999", 9999, "9" * 5000, "x" * 100_000])
def test_what_is_no_protocol_is_unknown(name):
    with pytest.raises(UnknownProtocol):
        protocol(name)


def test_people_know_a_protocol_by_the_name_that_the_console_shows():
    rest = protocol("UniversalCloudRESTAPI")
    assert (rest.label, rest.runs_workflows) == ("Universal Cloud REST API", True)
    assert not protocol("Syslog").runs_workflows
    assert all(known.label == (known.description or known.name) for known in protocols())


def test_only_one_protocol_runs_workflows():
    assert [known.id for known in protocols() if known.runs_workflows] == [92]
