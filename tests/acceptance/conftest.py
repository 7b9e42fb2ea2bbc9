"""The commands as people call them, on copies of small packages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from qradar_builder.cli.main import main

PACKAGES = Path(__file__).parent / "packages"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """The working directory of a test, with the packages under content/."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("acme-gateway", "acme-windows"):
        shutil.copytree(PACKAGES / name, tmp_path / "content" / name)
    return tmp_path


@pytest.fixture
def broken(workspace):
    """One more package, which is full of mistakes."""
    return shutil.copytree(PACKAGES / "broken", workspace / "content" / "broken")


@pytest.fixture
def run(workspace):  # noqa: ARG001 - commands run in the workspace
    """Runs a command with its arguments."""

    def run(*arguments):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def files_of():
    """The files below a folder: contents by paths."""

    def files_of(folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return files_of
