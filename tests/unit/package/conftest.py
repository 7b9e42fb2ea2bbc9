"""Small packages on disk, and what is built from them."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.layout import LOCK_FILE

EXTENSION = """\
id: acme
name: Acme
version: 1.0.0
author: {name: Example Corp}
qradar: {minimum: 7.5.0}
"""
TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""


@dataclass
class Result:
    """A build and what was found on the way."""

    built: object
    findings: Findings

    @property
    def rules(self):
        return [found.rule for found in self.findings]

    @property
    def entries(self):
        """The files in the ZIP."""
        with zipfile.ZipFile(io.BytesIO(self.built.zip)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @property
    def content(self):
        """The root of the content XML."""
        return etree.fromstring(self.entries[f"{self.built.stem}.xml"])

    def rows(self, table):
        """The rows of a table, each as a mapping of its columns to their texts."""
        return [{column.tag: column.text or "" for column in row} for row in self.content.iter(table)]


class Packages:
    """A folder `acme` that can be written and built again and again, its lock kept as `build` would."""

    def __init__(self, root):
        self._folder = root / "acme"

    def write(self, files, extension=EXTENSION):
        """Write the package anew: texts or bytes by their paths; the lock stays."""
        lock = self.lock
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, content in {"extension.yaml": extension, **files}.items():
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if lock is not None and LOCK_FILE not in files:
            (self._folder / LOCK_FILE).write_bytes(lock)

    @property
    def lock(self):
        path = self._folder / LOCK_FILE
        return path.read_bytes() if path.is_file() else None

    @lock.setter
    def lock(self, content):
        (self._folder / LOCK_FILE).write_bytes(content)

    def build(self, files=None, *, locked=False, extension=EXTENSION):
        """Build the package, which is first written anew where `files` are given."""
        if files is not None:
            self.write(files, extension)
        findings = Findings()
        built = build_package(Path("acme"), findings, locked=locked)
        if built is not None:
            self.lock = built.lock
        return Result(built, findings)


@pytest.fixture
def packages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Packages(tmp_path)


@pytest.fixture
def build(packages):
    """Builds a package from its files; the lock of the last good build is kept."""
    return packages.build


@pytest.fixture
def build_type(build):
    """Builds a package with one log source type, given what follows its name and parsing."""
    return lambda more="", **options: build({"log_source_types/a.yaml": TYPE + more}, **options)
