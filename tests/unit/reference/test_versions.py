"""QRadar versions and builds."""

import pytest

from qradar_builder.reference.versions import UnknownVersion, qradar_version, qradar_versions


def test_every_label_and_every_build_finds_its_own_version():
    for known in qradar_versions():
        assert qradar_version(known.label) is known
        assert qradar_version(known.build) == known
        assert qradar_version(known.build).label == known.label


def test_versions_are_listed_in_order():
    assert list(qradar_versions()) == sorted(qradar_versions())
    assert len({known.key for known in qradar_versions()}) == len(qradar_versions())


@pytest.mark.parametrize(
    ("text", "build"),
    [
        ("7.2.6", "7.2.6.20151021213530"),
        ("7.2.8", "7.2.8.20160920132350"),
        ("7.3.1", "7.3.1.20180202182152"),
        ("7.3.1 Patch 4", "7.3.1.20180507202600"),
        ("7.3.3", "2019.14.0.20191031163225"),
        ("7.4.2", "2020.7.0.20201113144954"),
        ("7.4.3", "2020.11.0.20210517144015"),
        ("7.5.0 UP10", "2021.6.10.20241008193358"),
        ("7.5.0 up 10", "2021.6.10.20241008193358"),
        ("7.5.0 Update Pack 10", "2021.6.10.20241008193358"),
        ("7.5.0 UpdatePackage 10", "2021.6.10.20241008193358"),
        (" 7.5.0 Update Package 12 ", "2021.6.12.20250509154206"),
    ],
)
def test_a_version_has_the_build_that_a_console_of_it_stated(text, build):
    assert qradar_version(text).build == build
    assert qradar_version(text).exact


@pytest.mark.parametrize("text", ["7.5.0", "7.5.0 UP7", "7.5.0 UP0"])
def test_a_version_whose_build_was_not_found_has_the_lowest_it_could_have_and_says_so(text):
    version = qradar_version(text)
    assert not version.exact
    assert version.build.startswith("2021.6.")


def test_versions_compare_by_age():
    order = ["7.2.8", "7.3.1", "7.3.3", "7.4.2", "7.4.3", "7.5.0", "7.5.0 UP1", "7.5.0 UP2", "7.5.0 UP9", "7.5.0 UP10"]
    versions = [qradar_version(text) for text in order]
    assert versions == sorted(versions)
    assert qradar_version("7.3.3") < qradar_version("7.4.2") < qradar_version("7.5.0 UP10")


@pytest.mark.parametrize(
    ("build", "label"),
    [
        ("2021.6.13.20250801000000", "7.5.0 UP13"),
        ("2021.6.0.20211231000000", "7.5.0"),
        ("2020.11.5.20220307203834", "7.4.3 FP5"),
        ("2020.7.0.20200915173208", "7.4.2"),
        ("7.3.0.20170315023309", "7.3.0"),
        ("2019.18.0.20200301000000", "2019.18.0.20200301000000"),
    ],
)
def test_a_full_build_is_taken_as_it_is_and_named_as_well_as_possible(build, label):
    assert qradar_version(build).build == build
    assert qradar_version(build).label == label


def test_an_unknown_version_says_which_are_near_and_which_are_known():
    with pytest.raises(UnknownVersion) as caught:
        qradar_version("7.4.1")
    assert "7.4.2" in caught.value.suggestions
    assert "7.5.0 UP14" in caught.value.known
    assert str(caught.value).startswith('unknown QRadar version "7.4.1"; did you mean')
    assert "full build number" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7.5",
        "7.5.0 UP99",
        "7.4.3 FP5",
        "banana",
        "2021.6.10",
        "9.9.9.20200101000000",
        "7" * 10**5,
        "7.5.0 U" * 10**4,
    ],
)
def test_what_is_no_known_version_is_refused(text):
    with pytest.raises(UnknownVersion):
        qradar_version(text)
