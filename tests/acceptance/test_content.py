"""The packages under content/ are good as they are committed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qradar_builder.findings import Findings, Severity
from qradar_builder.lint.engine import lint_paths
from qradar_builder.package.build import build_package
from qradar_builder.package.layout import LOCK_FILE, find_packages
from tests.own_packages import CONTENT, OWN_PACKAGES


@pytest.fixture(params=OWN_PACKAGES)
def package(request, tmp_path, monkeypatch):
    """A copy of the package, in the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CONTENT / request.param, tmp_path / request.param)
    return Path(request.param)


def _serious(findings):
    return [
        f"{found.location}: {found.rule}: {found.message}" for found in findings if found.severity is not Severity.NOTE
    ]


def test_the_five_integrations_are_there():
    assert set(OWN_PACKAGES) <= {folder.name for folder in find_packages(CONTENT)}


def test_a_package_builds_without_errors_and_warnings_and_its_lock_is_up_to_date(package):
    findings = Findings()
    built = build_package(package, findings, locked=True)
    assert _serious(findings) == []
    assert built.new_identities == ()
    assert built.lock == (package / LOCK_FILE).read_bytes()
    assert built.content.extension.id == package.name


def test_everything_that_it_makes_is_clean(package, tmp_path):
    built = build_package(package, Findings())
    for name, content in {built.zip_name: built.zip, **built.files}.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix in {".zip", ".xml"}:
            findings = Findings()
            assert lint_paths([path], findings)
            assert _serious(findings) == []
