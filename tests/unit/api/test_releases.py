"""A release is checked against the last one, and its values say what is asked for."""

from qradar_builder.api import check_release


def test_a_package_that_did_not_change_asks_for_no_version(package):
    (package / "CHANGELOG.md").write_text("# Acme\n\n## 1.0.0\n\n- First.\n", encoding="utf-8")
    release = check_release(package, package)
    assert release.ok
    assert (release.version, release.last_version, release.least_version) == ("1.0.0", "1.0.0", None)
    assert release.notes.startswith("## 1.0.0\n")


def test_a_version_without_an_entry_is_a_finding(package):
    assert [each.rule for each in check_release(package, package).errors] == ["release/changelog"]


def test_a_last_release_that_is_not_there_leaves_nothing_to_compare(package):
    release = check_release(package, "nothing.zip")
    assert not release.ok
    assert (release.comparison, release.last_version, release.notes) == (None, None, "")


def test_a_folder_that_is_no_package_is_a_finding(tmp_path):
    release = check_release(tmp_path / "nothing", tmp_path)
    assert [each.rule for each in release.errors] == ["file/missing"]
    assert release.version is None
