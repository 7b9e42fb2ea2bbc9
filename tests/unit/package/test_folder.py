from __future__ import annotations

from pathlib import Path

import pytest

from qradar_builder.package.layout import find_packages, is_folder, is_package
from qradar_builder.source.files import display_name

TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""


def test_a_folder_with_an_extension_or_content_is_a_package(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "extension.yaml").write_text("", encoding="utf-8")
    (tmp_path / "b" / "workflows").mkdir(parents=True)
    (tmp_path / "c" / "other").mkdir(parents=True)
    assert [is_package(tmp_path / name) for name in "abcd"] == [True, True, False, False]
    assert find_packages(tmp_path) == [tmp_path / "a"]


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_path_that_the_system_does_not_take_is_nothing(name):
    assert not is_folder(Path(name))
    assert not is_package(Path(name))
    assert find_packages(Path(name)) == []


def test_files_are_called_by_their_path_from_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert display_name(tmp_path / "below" / "acme" / "a.yaml") == "acme/a.yaml"
    assert display_name(tmp_path / "a.yaml") == str(tmp_path / "a.yaml")


@pytest.mark.parametrize("name", ["acme", "acme/log_source_types"])
def test_a_folder_that_cannot_be_listed_is_a_finding(packages, monkeypatch, name):
    packages.write({"log_source_types/a.yaml": TYPE})
    real = Path.iterdir

    def iterdir(self):
        if self == Path(name):
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    result = packages.build()
    assert result.built is None
    found = {(one.rule, one.location.file, one.message) for one in result.findings}
    assert ("file/unreadable", name, "cannot be read: Permission denied") in found
