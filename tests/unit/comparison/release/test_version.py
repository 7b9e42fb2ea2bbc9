"""A version rises by what changed."""

import pytest

from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.release.version import Version


@pytest.mark.parametrize(
    ("text", "level", "least"),
    [
        ("1.2.3", Level.FIX, "1.2.4"),
        ("1.2.3", Level.FEATURE, "1.3.0"),
        ("1.2.3", Level.BREAKING, "2.0.0"),
        ("0.2.3", Level.FIX, "0.2.4"),
        ("0.2.3", Level.FEATURE, "0.3.0"),
        ("0.2.3", Level.BREAKING, "0.3.0"),
        ("1.9.9", Level.FEATURE, "1.10.0"),
    ],
)
def test_the_least_version_is_that_of_the_gravest_change(text, level, least):
    version = Version.read(text)
    assert str(version.least_after(level)) == least
    assert version.least_after(level) > version


@pytest.mark.parametrize("text", [None, "", "1", "1.1", "1.0.0-rc1", "01.0.0", "1.0.0\n", "1.0." + "9" * 60])
def test_what_is_no_version_is_none(text):
    assert Version.read(text) is None


def test_versions_compare_as_numbers():
    assert Version.read("1.10.0") > Version.read("1.9.0")
    assert Version.read("1.0.5") < Version.read("1.1.0")
