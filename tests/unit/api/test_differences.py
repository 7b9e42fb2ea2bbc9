"""Two versions are compared, and what cannot be compared is a finding and no exception."""

import pytest

from qradar_builder.api import diff


@pytest.fixture
def changed(package, tmp_path):
    """The package, and a copy of it whose record has another severity."""
    new = tmp_path / "new"
    for path in package.rglob("*.yaml"):
        target = new / path.relative_to(package)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8").replace("Success, severity: 1", "Success, severity: 7")
        target.write_text(text, encoding="utf-8")
    return package, new


def test_a_change_has_its_effect_and_the_same_package_has_none(changed):
    old, new = changed
    compared = diff(old, new)
    assert compared.ok
    (change,) = compared.comparison.changes
    assert "severity" in change.verdict.effect
    assert not diff(old, old).comparison.changes
    assert compared.events is None


def test_payloads_are_parsed_by_both_versions(changed, tmp_path):
    payloads = tmp_path / "payloads.txt"
    payloads.write_text('{"code": "login"}\n{"code": "other"}\n', encoding="utf-8")
    assert diff(*changed, events=payloads).events is not None
    with pytest.raises(ValueError, match="nothing"):
        diff(*changed, events=payloads, form="nothing")


@pytest.mark.parametrize("side", [0, 1])
def test_a_side_that_is_not_there_is_a_finding(changed, side):
    sides = list(changed)
    sides[side] = "nothing"
    compared = diff(*sides)
    assert not compared.ok
    assert compared.comparison is None


def test_what_is_not_on_both_sides_cannot_be_chosen(changed):
    compared = diff(*changed, choose="nothing")
    assert not compared.ok
    assert compared.comparison is None
