"""Built-in log source types by id and name."""

import pytest

from qradar_builder.reference.log_source_types import (
    UnknownLogSourceType,
    device_categories,
    log_source_type,
    log_source_types,
)


def test_every_id_internal_name_and_display_name_finds_its_own_type():
    for known in log_source_types():
        assert log_source_type(known.id) is known
        assert log_source_type(str(known.id)) is known
        assert log_source_type(known.name) is known
        for name in filter(None, (known.display_name, *known.former_names)):
            assert log_source_type(name) is known
            assert log_source_type(f" {name.upper()}  ") is known


def test_ids_are_unique_sorted_and_below_those_of_custom_types():
    ids = [known.id for known in log_source_types()]
    assert ids == sorted(set(ids))
    assert max(ids) == 4000


@pytest.mark.parametrize(
    ("number", "name", "display_name"),
    [
        (2, "Snort", "Snort Open Source IDS"),
        (12, "WindowsAuthServer", "Microsoft Windows Security Event Log"),
        (39, "GenericDSM", "Universal DSM"),
        (212, "UniversalLEEF", "Universal LEEF"),
        (367, "UniversalCEF", "Universal CEF"),
        (4000, "IBMCustomDSM", "IBM Custom DSM"),
    ],
)
def test_well_known_types_are_there(number, name, display_name):
    assert (log_source_type(number).name, log_source_type(number).display_name) == (name, display_name)


def test_a_type_is_found_by_the_name_it_had_before():
    assert log_source_type("Microsoft Azure Active Directory").display_name == "Microsoft Entra ID"


def test_internal_names_that_differ_only_in_case_must_be_written_exactly():
    assert log_source_type("NAC").id != log_source_type("Nac").id
    with pytest.raises(UnknownLogSourceType) as caught:
        log_source_type("nac")
    assert caught.value.suggestions == ("Cisco NAC Appliance", "Extreme NAC")


def test_a_misspelt_name_suggests_display_names():
    with pytest.raises(UnknownLogSourceType) as caught:
        log_source_type("Univeral DSM")
    assert caught.value.suggestions[0] == "Universal DSM"


@pytest.mark.parametrize("name", ["", 4001, "4001", -1, "9" * 5000, "x" * 100_000])
def test_what_is_no_built_in_type_is_unknown(name):
    with pytest.raises(UnknownLogSourceType):
        log_source_type(name)


def test_the_six_device_categories_are_there_and_every_type_is_in_one_of_them():
    named = {known.id: known.name for known in device_categories()}
    assert named == {
        1: "IDS/IPS",
        2: "Firewall/Router",
        3: "Authentication/Authorization",
        4: "SEM/SIM",
        5: "SW/Integration",
        6: "MAINTENANCE",
    }
    assert device_categories()[4].description == "Third party Software integration"
    for known in log_source_types():
        assert known.category_name == named.get(known.category_id)
