"""A version is released only if it rises by what changed since the last release."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from qradar_builder.api import build, check_release, write
from tests.unit.comparison.conftest import TABLES, merged, write_package

PACKAGE = yaml.safe_load((TABLES / "packages.yaml").read_text(encoding="utf-8"))["package"]
LAST = "last/acme-1.1.0.zip"
TYPE = "log_source_types/audit.yaml"
CHANGES = {
    "nothing": {},
    "fix": {TYPE: {"qids": {"login": {"severity": 7}}}},
    "feature": {TYPE: {"parsing": {"DestinationIp": {"json": '/"dst"'}}}},
    "breaking": {TYPE: {"parsing": {"SourceIp": None}}},
    "workflow": {
        "workflows/poll.yaml": {"parameters": [{"name": "host", "label": "Host"}], "actions": [{"ClearStatus": {}}]}
    },
}


@pytest.fixture
def acme(tmp_path, monkeypatch):
    """Writes the package with a change; version 1.1.0 of it is in last/."""
    monkeypatch.chdir(tmp_path)
    first = write_package(Path("acme"), merged(PACKAGE, {"extension.yaml": {"version": "1.1.0"}}))
    write(build(first, locked=False), "last")
    lock = (first / "identity.lock.yaml").read_bytes()

    def acme(change, version, log="- Changed.\n"):
        shutil.rmtree("acme")
        folder = write_package(Path("acme"), merged(merged(PACKAGE, change), {"extension.yaml": {"version": version}}))
        (folder / "identity.lock.yaml").write_bytes(lock)
        (folder / "CHANGELOG.md").write_text(f"# Acme\n\n## {version}\n\n{log}", encoding="utf-8")
        return folder

    return acme


def rules(release):
    return [each.rule for each in release.errors]


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


def test_another_extension_is_not_the_last_release(acme):
    other = merged(PACKAGE, {"extension.yaml": {"id": "other", "name": "Other"}, TYPE: {"name": "Other"}})
    for name in ("workflows/poll.yaml", "log_sources/poll.yaml"):
        del other[name]
    write(build(write_package(Path("other"), other)), "last")
    acme(CHANGES["nothing"], "1.1.0")
    assert rules(check_release("acme", "last/other-1.0.0.zip")) == ["release/other-extension"]
    assert rules(build("acme", against=["last/other-1.0.0.zip"])) == ["release/other-extension"]
    # Each of several packages has its own, wherever it is in a folder of releases.
    (Path("other") / "CHANGELOG.md").write_text("## 1.0.0\n- a\n", encoding="utf-8")
    assert rules(build(["acme", "other"], against=["last"])) == []


def test_of_several_releases_the_highest_is_the_last_one(acme):
    folder = acme(CHANGES["feature"], "1.10.0")
    write(build(folder), "last")
    assert rules(build(folder, against=["last"])) == []
    folder = acme(CHANGES["nothing"], "1.9.0")
    assert rules(build(folder, against=["last"])) == ["release/lower-version"]


def test_a_release_without_a_version_is_a_finding(acme):
    folder = acme(CHANGES["nothing"], "1.1.0")
    assert rules(check_release(folder, "last/acme-1.1.0/workflows/poll.xml")) == ["release/last-version"]


def test_notes_have_the_effects_of_the_changes_by_class(acme):
    change = {
        TYPE: {"qids": {"login": {"severity": 7}}, "parsing": {"SourceIp": None, "DestinationIp": {"json": '/"d"'}}}
    }
    notes = check_release(acme(change, "1.1.0"), LAST).notes
    assert notes.splitlines()[0] == "## 2.0.0"
    assert (
        "- Events of `Acme Audit` no longer get the field `SourceIp`" in notes.split("### Breaking")[1].split("###")[0]
    )
    assert check_release(acme(change, "2.1.0"), LAST).notes.startswith("## 2.1.0\n")
    assert check_release(acme({}, "1.1.0"), LAST).notes == "## 1.1.0\n\n- Nothing that a console sees.\n"


def test_notes_are_short_where_many_things_changed_in_one_way(acme):
    events = [{"id": f"e{n}", "qid": "login"} for n in range(20)]
    notes = check_release(acme({TYPE: {"events": PACKAGE[TYPE]["events"] + events}}, "1.2.0"), LAST).notes
    assert notes.count("\n- ") == 6
    assert "- 15 more changes of the kind `mapping/added`." in notes


@pytest.mark.parametrize("against", ["nothing.zip", "nothing:acme", "acme/log_source_types"])
def test_a_last_release_that_cannot_be_read_is_a_finding(acme, against):
    release = check_release(acme(CHANGES["nothing"], "1.1.0"), against)
    assert release.comparison is None
    assert rules(release)[0] in {"file/unknown-kind", "diff/revision"}
    assert not build("acme", against=[against]).ok


def test_a_folder_that_is_no_package_is_a_finding(tmp_path):
    assert rules(check_release(tmp_path / "nothing", tmp_path)) == ["file/missing"]
