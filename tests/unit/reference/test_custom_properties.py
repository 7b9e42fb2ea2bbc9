"""Shipped custom properties by name."""

import pytest

from qradar_builder.reference.custom_properties import UnknownCustomProperty, custom_properties, custom_property


def test_every_name_finds_its_own_property():
    for known in custom_properties():
        if known.id != "DEFAULT_RESOURCE":
            assert custom_property(known.name) is known
            assert custom_property(f" {known.name.upper()} ") is known
        assert known.dictionary_name is None or custom_property(known.dictionary_name) is known


def test_ids_are_unique_and_sorted():
    ids = [known.id for known in custom_properties()]
    assert ids == sorted(set(ids))


def test_types_and_databases_are_qradar_s():
    assert {known.type for known in custom_properties()} == {"string", "numeric", None}
    assert {known.database for known in custom_properties()} == {"events", "flows"}


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Access Allowed", "DEFAULT_ACCESS_ALLOWED"),
        ("Account Domain", "DEFAULTCUSTOMEVENT16"),
        ("AccountDomain", "DEFAULTCUSTOMEVENT16"),
        ("Account ID", "DEFAULTCUSTOMEVENT14"),
        ("Alert Category", "8d064e99-13b6-4200-9c55-2f83c68a7b1f"),
        ("Alert SQL DB Name", "ad70c725-4013-4f9c-b5e7-1505565b8aed"),
        ("Alert SQL Username", "bede61b6-0cc6-4cff-80b6-cb9683680e59"),
        ("Bytes From Client", "APPTRACK_BYTE_CLIENT"),
        ("Resource", "DEFAULTCUSTOMEVENT7"),
    ],
)
def test_properties_that_content_should_reuse_have_ibm_s_id(name, identifier):
    assert custom_property(name).id == identifier


def test_a_name_that_two_properties_have_finds_the_one_of_the_newer_export():
    shared = [known for known in custom_properties() if known.name == "Resource"]
    assert [known.id for known in shared] == ["DEFAULTCUSTOMEVENT7", "DEFAULT_RESOURCE"]
    assert custom_property("Resource") is shared[0]
    names = [known.name.casefold() for known in custom_properties()]
    assert len(names) - len(set(names)) == 1


@pytest.mark.parametrize("name", ["File Name", "file_name", "File-name"])
def test_a_twin_of_a_shipped_name_suggests_it(name):
    with pytest.raises(UnknownCustomProperty) as caught:
        custom_property(name)
    assert caught.value.suggestions[0] == "Filename"


@pytest.mark.parametrize("name", ["", "Keycloak Realm Zone Q", "x" * 100_000])
def test_a_name_of_one_s_own_is_unknown(name):
    with pytest.raises(UnknownCustomProperty):
        custom_property(name)
