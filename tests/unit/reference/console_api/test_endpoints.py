"""Versions sort as numbers, and a parameter knows which of them have it."""

from qradar_builder.reference.console_api.endpoints import Parameter, Place, version_key


def test_versions_sort_as_numbers():
    assert sorted(["14.0", "9.1", "26.0"], key=version_key) == ["9.1", "14.0", "26.0"]


def test_a_parameter_is_in_the_versions_from_one_to_another():
    parameter = Parameter("p", Place.QUERY, "String", since="17.0", until="20.0")
    assert [parameter.is_in(version) for version in ("14.0", "17.0", "20.0", "21.0")] == [False, True, True, False]
