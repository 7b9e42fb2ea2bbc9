"""What leads out of a package is not read, whatever file it stands for, and what is no file holds up nobody."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.engine import lint_paths
from qradar_builder.package.build import build_package
from qradar_builder.report.text_report import TextReport
from qradar_builder.testing.tested_package import load_tested

GATEWAY = Path(__file__).parents[2] / "acceptance" / "packages" / "acme-gateway"
SECRET = "root:x:0:0:the-secret-of-somebody-else"
FILES = [
    "extension.yaml",
    "CHANGELOG.md",
    "docs/guide.md",
    "docs/picture.png",
    "qids.yaml",
    "log_source_groups.yaml",
    "reference_data.yaml",
    "identity.lock.yaml",
    "fragments/other.yaml",
    "workflows/other.yaml",
    "workflows/other.xml",
    "log_sources/other.yaml",
    "log_source_types/other.yaml",
    "log_source_types/gateway.events.csv",
    "tests/workflows/other.yaml",
    "tests/events/other.yaml",
    "tests/workflows/body.json",
    "tests/events/payloads.ndjson",
]
FOLDERS = ["docs", "fragments", "workflows", "log_sources", "log_source_types", "tests", "tests/workflows"]
CASES = {
    "docs/guide.md": "# Guide\n\n![x](picture.png)\n",
    "tests/workflows/case.yaml": """
workflow: w
parameters: {}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events}
        response: {status: 200, file: body.json}
""",
    "tests/events/case.yaml": "log_source_type: gateway\nsamples: [{file: payloads.ndjson}]\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package, and beside it a file and a folder of somebody else."""
    monkeypatch.chdir(tmp_path)
    folder = Path(shutil.copytree(GATEWAY, tmp_path / "acme-gateway")).relative_to(tmp_path)
    for name, text in CASES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "outside").mkdir()
    for name in FILES:
        (tmp_path / "outside" / Path(name).name).write_text(SECRET, encoding="utf-8")
    return folder


def shown(folder):
    """All that is said of a package, and all that is built of it."""
    findings = Findings()
    lint_paths([folder], findings)
    load_tested(folder, findings)
    built = build_package(folder, Findings())
    files = b"" if built is None else b"".join([built.zip, *built.files.values()])
    report = TextReport().render(findings)
    return {finding.rule for finding in findings}, report + files.decode("utf-8", "replace")


def put(folder, name, make):
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    make(place)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_link_out_is_not_read(package, name):
    put(package, name, lambda place: place.symlink_to(Path("outside", place.name).resolve()))
    rules, text = shown(package)
    assert rules & {"file/outside", "identity/lock-unreadable", "guide/link", "case/body-file", "case/payload-file"}
    assert SECRET not in text


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_a_link_out_is_not_read(package, name):
    put(package, name, lambda place: place.symlink_to(Path("outside").resolve()))
    rules, text = shown(package)
    assert rules & {"file/outside", "guide/link"}
    assert SECRET not in text


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_is_refused_at_once(package, name):
    put(package, name, os.mkfifo)
    rules, _ = shown(package)
    assert rules & {
        "file/unreadable",
        "identity/lock-unreadable",
        "guide/link",
        "case/body-file",
        "case/payload-file",
        "case/unexpected",
        "case/log-source-type",
        "extension/missing",
    }


@pytest.mark.parametrize("name", ["tests/workflows/body.json", "tests/events/payloads.ndjson"])
def test_a_device_is_refused_at_once(package, name):
    put(package, name, lambda place: place.symlink_to("/dev/zero"))
    rules, _ = shown(package)
    assert rules & {"case/body-file", "case/payload-file"}


@pytest.mark.parametrize("name", ["CHANGELOG.md", "docs/guide.md", "qids.yaml"])
def test_a_link_within_the_package_is_followed(package, name):
    content = {"CHANGELOG.md": "# Changes\n\n## 1.0\n\nwords-of-the-author\n", "docs/guide.md": "words-of-the-author\n"}
    (package / "docs" / "real").write_text(content.get(name, "{}\n"), encoding="utf-8")
    put(package, name, lambda place: place.symlink_to(os.path.relpath(package / "docs" / "real", place.parent)))
    rules, text = shown(package)
    assert "file/outside" not in rules
    assert name == "qids.yaml" or "words-of-the-author" in text
