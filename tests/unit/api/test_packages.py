"""Packages are loaded, checked, built in memory and written."""

import shutil
from pathlib import Path

import pytest

from qradar_builder import api


def _files(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_package_that_is_loaded_has_its_content(package):
    loaded = api.load(package)
    assert loaded.ok
    assert loaded.content.extension.id == "acme-audit"
    assert [one.key for one in loaded.content.types] == ["audit"]


def test_a_package_with_an_error_has_no_content(package):
    (package / "log_source_types/audit.yaml").write_text("name: Acme\nprotocol: Nothing Such\n", encoding="utf-8")
    loaded = api.load(package)
    assert loaded.content is None
    assert {each.location.file for each in loaded.errors} == {"acme/log_source_types/audit.yaml"}


def test_a_check_gives_all_findings_of_all_paths_and_whether_they_are_readable(package):
    assert api.check(package).ok
    (package / "workflows/audit.yaml").write_text("name: [", encoding="utf-8")
    checked = api.check("acme", "nowhere")
    assert not checked.readable
    assert {each.location.file for each in checked.errors} >= {"acme/workflows/audit.yaml", "nowhere"}


def test_a_build_writes_nothing_and_a_write_writes_all_that_it_made(package, tmp_path):
    before = _files(tmp_path)
    build = api.build("acme")
    assert build.ok
    assert _files(tmp_path) == before
    (one,) = build.packages.values()
    changed = api.write(build, "dist")
    assert {path.resolve() for path in changed} == _files(tmp_path) - before - {package / "identity.lock.yaml"}
    assert Path("dist/acme-audit-1.0.0.zip").read_bytes() == one.zip
    assert api.write(api.build([package], locked=True), "dist") == ()


def test_locked_makes_new_identities_errors(package):
    assert [each.rule for each in api.build(package, locked=True).errors] == ["identity/lock-outdated"]


def test_packages_of_one_id_are_an_error(package, tmp_path):
    shutil.copytree(package, tmp_path / "other")
    build = api.build(iter(["acme", "other"]))
    assert "extension/duplicate" in {each.rule for each in build.errors}
    with pytest.raises(ValueError, match="findings"):
        api.write(build, "dist")
    assert not Path("dist").exists()


def test_a_file_that_somebody_changed_is_not_replaced(package):
    build = api.build(package)
    api.write(build, "dist")
    zip_file = Path("dist/acme-audit-1.0.0.zip")
    zip_file.write_bytes(b"mine")
    with pytest.raises(api.OutputError, match="was changed after the tool wrote it"):
        api.write(build, "dist")
    assert zip_file.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000, "a\0b"])
@pytest.mark.parametrize("function", [api.load, api.build])
def test_a_folder_that_is_not_there_is_a_finding(function, name):
    assert [each.rule for each in function(name).errors] == ["file/missing"]
