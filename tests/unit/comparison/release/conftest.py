"""A package whose version 1.1.0 was released."""

import shutil
from pathlib import Path

import pytest
import yaml

from qradar_builder.api import build, write
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
