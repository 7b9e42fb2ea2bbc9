"""A version is released only if it rises by what changed since the last release."""

import re
from pathlib import Path

import pytest

from qradar_builder.api import build, check_release
from tests.unit.comparison.release.conftest import CHANGES, LAST, rules


@pytest.mark.parametrize(
    ("change", "version", "rule", "least"),
    [
        ("nothing", "1.1.0", None, None),
        ("nothing", "1.1.1", None, None),
        ("nothing", "1.0.5", "release/lower-version", None),
        ("fix", "1.1.0", "release/same-version", "1.1.1"),
        ("fix", "1.0.5", "release/lower-version", "1.1.1"),
        ("fix", "1.1.1", None, "1.1.1"),
        ("fix", "3.0.0", None, "1.1.1"),
        ("feature", "1.1.0", "release/same-version", "1.2.0"),
        ("feature", "1.1.1", "release/version-rise", "1.2.0"),
        ("feature", "1.2.0", None, "1.2.0"),
        ("breaking", "1.2.0", "release/version-rise", "2.0.0"),
        ("breaking", "2.0.0", None, "2.0.0"),
        ("breaking", "0.9.0", "release/lower-version", "2.0.0"),
        ("workflow", "1.2.0", "release/version-rise", "2.0.0"),
        ("workflow", "2.0.0", None, "2.0.0"),
    ],
)
def test_a_version_rises_by_what_changed(acme, change, version, rule, least):
    release = check_release(acme(CHANGES[change], version), LAST)
    assert rules(release) == ([] if rule is None else [rule])
    assert release.least_version == least
    assert (release.version, release.last_version) == (version, "1.1.0")
    # A build says the same.
    built = build("acme", against=[LAST])
    assert [each for each in rules(built) if each.startswith("release/")] == rules(release)


def test_the_finding_names_the_place_of_the_version_and_the_least_one(acme):
    found = check_release(acme(CHANGES["breaking"], "1.2.0"), LAST).errors[0]
    assert found.location.file == "acme/extension.yaml"
    assert Path("acme/extension.yaml").read_text().splitlines()[found.location.line - 1] == "version: 1.2.0"
    assert found.message == "from 1.1.0 to 1.2.0 is too little for 1 breaking change"
    assert found.help == "write `version: 2.0.0`, or a higher one"


def test_a_row_that_means_the_same_is_another_one_for_a_console_too(acme, monkeypatch):
    folder = acme(CHANGES["nothing"], "1.1.0")
    lock = folder / "identity.lock.yaml"
    text = lock.read_text(encoding="utf-8")
    free = int(re.search(r"next_row: (\d+)", text)[1])
    text, count = re.subn(r'("group/acme-test": \{row: )\d+', rf"\g<1>{free}", text)
    lock.write_text(text.replace(f"next_row: {free}", f"next_row: {free + 1}"), encoding="utf-8")
    assert count == 1
    found = check_release(folder, LAST)
    assert found.comparison.changes == ()
    assert rules(found) == ["release/same-version"]
    assert "rows of `fgroup`" in found.errors[0].message
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert rules(check_release(acme(CHANGES["nothing"], "1.1.0"), LAST)) == []


def test_a_version_without_an_entry_is_no_release(acme):
    assert rules(check_release(acme(CHANGES["fix"], "1.1.1", log=""), LAST)) == ["release/changelog"]
    (acme(CHANGES["fix"], "1.1.1") / "CHANGELOG.md").unlink()
    assert rules(check_release("acme", LAST)) == ["release/changelog"]
    assert "release/changelog" in rules(build("acme", against=[LAST]))


def test_a_release_without_a_version_is_a_finding(acme):
    folder = acme(CHANGES["nothing"], "1.1.0")
    assert rules(check_release(folder, "last/acme-1.1.0/workflows/poll.xml")) == ["release/last-version"]


@pytest.mark.parametrize("against", ["nothing.zip", "nothing:acme", "acme/log_source_types"])
def test_a_last_release_that_cannot_be_read_is_a_finding(acme, against):
    release = check_release(acme(CHANGES["nothing"], "1.1.0"), against)
    assert release.comparison is None
    assert rules(release)[0] in {"file/unknown-kind", "diff/revision"}
    assert not build("acme", against=[against]).ok


def test_a_folder_that_is_no_package_is_a_finding(tmp_path):
    assert rules(check_release(tmp_path / "nothing", tmp_path)) == ["file/missing"]
