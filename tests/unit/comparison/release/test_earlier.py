"""A build finds the last release of each package among those that it is given."""

from pathlib import Path

from qradar_builder.api import build, check_release, write
from tests.unit.comparison.conftest import merged, write_package
from tests.unit.comparison.release.conftest import CHANGES, PACKAGE, TYPE, rules


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


def test_a_release_is_checked_against_its_own_of_a_folder(acme):
    other = merged(PACKAGE, {"extension.yaml": {"id": "other", "name": "Other"}, TYPE: {"name": "Other"}})
    for name in ("workflows/poll.yaml", "log_sources/poll.yaml"):
        del other[name]
    write(build(write_package(Path("other"), other)), "others")
    write(build("other"), "last")
    folder = acme(CHANGES["feature"], "1.10.0")
    assert rules(check_release(folder, "others")) == ["release/other-extension"]
    write(build(folder), "last")
    acme(CHANGES["nothing"], "1.9.0")
    write(build(folder), "last")
    release = check_release(folder, "last")
    assert rules(release) == ["release/lower-version"]
    assert release.last_version == "1.10.0"


def test_a_folder_without_releases_is_a_finding(acme):
    Path("none").mkdir()
    release = check_release(acme(CHANGES["nothing"], "1.1.0"), "none")
    assert not release.ok
    assert release.comparison is None
