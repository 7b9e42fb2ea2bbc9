"""Each side may be any kind of file, and what cannot be compared is a finding."""

import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from qradar_builder.api import build, diff, write
from qradar_builder.comparison.reading.side import opened
from qradar_builder.findings import Findings
from tests.unit.comparison.conftest import TABLES, write_package
from tests.unit.comparison.reading.test_git import run

PACKAGE = yaml.safe_load((TABLES / "packages.yaml").read_text(encoding="utf-8"))["package"]


@pytest.fixture
def acme(tmp_path, monkeypatch):
    """The package of the table, and its build in dist/."""
    monkeypatch.chdir(tmp_path)
    folder = write_package(Path("acme"), PACKAGE)
    write(build(folder), "dist")
    with zipfile.ZipFile("dist/acme-1.0.0.zip") as archive:
        archive.extractall("dist/files")
    shutil.copy("dist/files/acme-1.0.0.xml", "dist")
    with tarfile.open("dist/acme-1.0.0.tar.gz", "w:gz") as archive:
        archive.add("dist/files", ".")
    return folder


def kinds(old, new, **more):
    found = diff(old, new, **more)
    assert found.comparison is not None, [each.message for each in found.errors]
    return [each.verdict.kind for each in found.comparison.changes]


SIDES = [
    "acme",
    "dist/acme-1.0.0.zip",
    "dist/acme-1.0.0.xml",
    "dist/acme-1.0.0/log_source_extensions/AcmeAuditCustom_ext.xml",
    "dist/acme-1.0.0/workflows/poll.xml",
    "acme/workflows/poll.yaml",
    "dist/acme-1.0.0.tar.gz",
]
EXTENSION, WORKFLOWS = SIDES[3], SIDES[4:6]
WITHOUT_WORKFLOWS = {SIDES[2], SIDES[6]}


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize("old", SIDES)
@pytest.mark.parametrize("new", SIDES)
def test_the_forms_of_one_package_are_not_different(old, new):
    apart = (old == EXTENSION and new in WORKFLOWS) or (new == EXTENSION and old in WORKFLOWS)
    apart |= {old, new} & WITHOUT_WORKFLOWS != set() and {old, new} & set(WORKFLOWS) != set()
    if apart:
        assert [each.rule for each in diff(old, new).errors] == ["diff/different-kinds"]
    else:
        assert kinds(old, new) == []


@pytest.mark.usefixtures("acme")
def test_what_only_one_side_can_have_is_named():
    comparison = diff("acme", "dist/acme-1.0.0.zip").comparison
    assert [subject.name for subject in comparison.left_out] == ["LOG_SOURCES"]
    shutil.rmtree("dist/acme-1.0.0")
    comparison = diff("acme", "dist/acme-1.0.0.zip").comparison
    assert [subject.name for subject in comparison.left_out] == ["PLANNED", "ELEMENTS", "WORKFLOWS", "LOG_SOURCES"]


def test_a_change_is_seen_from_each_form(acme):
    path = acme / "log_source_types/audit.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("ip=([0-9.]+)", "ip=(.+)"), encoding="utf-8")
    for old in SIDES[1:4]:
        assert kinds(old, "acme") == ["field/expression-changed"]
    path = acme / "workflows/poll.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("no answer", "nothing"), encoding="utf-8")
    assert kinds(SIDES[4], "acme") == ["action/changed"]
    assert kinds(SIDES[4], SIDES[5]) == ["action/changed"]
    assert kinds(SIDES[1], "acme", choose="poll") == ["action/changed"]
    assert kinds(SIDES[1], "acme", choose="Acme Audit") == ["field/expression-changed"]
    assert kinds(SIDES[1], "acme", choose="AcmeAuditCustom") == ["field/expression-changed"]


def test_what_no_zip_carries_is_compared_by_the_plan_beside_it(acme):
    shutil.copytree("dist", "old")
    path = acme / "log_source_types/audit.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("MULTIPLY", "ADD"), encoding="utf-8")
    path = acme / "reference_data.yaml"
    spec = yaml.safe_load(path.read_text(encoding="utf-8"))
    spec["tenants"]["elements"] += ["new"]
    path.write_text(yaml.safe_dump(spec), encoding="utf-8")
    changes = ["property/expression-changed", "reference-data/elements"]
    assert sorted(kinds("old/acme-1.0.0.zip", "acme")) == changes
    write(build(acme), "dist")
    assert sorted(kinds("old/acme-1.0.0.zip", "dist/acme-1.0.0.zip")) == changes
    assert sorted(kinds("acme", "old/acme-1.0.0.zip")) == changes
    # Where one plan is not there or not readable, nothing is said of what it may have held.
    plan = Path("old/acme-1.0.0/rest-plan.json")
    for text in ("{}", '{"version": 999, "steps": []}', '{"version": 2, "steps": [1]}', "?"):
        plan.write_text(text, encoding="utf-8")
        found = diff("old/acme-1.0.0.zip", "dist/acme-1.0.0.zip")
        assert ("diff/plan", str(plan)) in [(each.rule, each.location.file) for each in found.findings]
        assert found.comparison.changes == ()
    plan.unlink()
    assert "reference-data/elements" in kinds("old/acme-1.0.0.zip", "dist/acme-1.0.0.zip")
    shutil.rmtree("old/acme-1.0.0")
    assert kinds("old/acme-1.0.0.zip", "dist/acme-1.0.0.zip", choose="Acme Audit") == []


def test_a_log_source_type_is_chosen_by_its_old_and_its_new_name(acme):
    path = acme / "log_source_types/audit.yaml"
    text = path.read_text(encoding="utf-8").replace("name: Acme Audit", "name: Acme Renamed", 1)
    path.write_text(text.replace("ip=([0-9.]+)", "ip=(.+)"), encoding="utf-8")
    for name in ("Acme Audit", "Acme Renamed"):
        found = kinds("dist/acme-1.0.0.zip", "acme", choose=name)
        assert "field/expression-changed" in found
        assert sorted(found) == sorted(kinds("dist/acme-1.0.0.zip", "acme", choose="audit"))


def test_one_of_several_is_found_by_its_name(acme):
    text = (acme / "log_source_types/audit.yaml").read_text(encoding="utf-8")
    more = yaml.safe_load(text) | {"name": "Acme More", "properties": [], "events": [], "qids": {}}
    (acme / "log_source_types/more.yaml").write_text(yaml.safe_dump(more), encoding="utf-8")
    assert kinds(EXTENSION, "acme") == []
    shutil.copy(EXTENSION, "other.xml")
    Path("other.xml").write_text(
        Path("other.xml").read_text().replace('device-type-id-override="', 'device-type-id-override="1')
    )
    found = diff("other.xml", "acme")
    assert [(each.rule, each.location.file) for each in found.errors] == [("diff/which", "acme")]
    assert kinds("other.xml", "acme", choose="Acme More") == []
    assert [each.rule for each in diff("acme", "acme", choose="nothing").errors] == ["diff/which"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nothing", "file/unknown-kind"),
        ("dist", "file/unknown-kind"),
        (".", "file/unknown-kind"),
        ("dist/acme-1.0.0/INSTALL.md", "file/unknown-kind"),
        ("dist/acme-1.0.0/workflows/poll-parameter-values.xml", "file/unknown-kind"),
        ("acme/extension.yaml", "yaml/unknown-key"),
        ("a" * 5000, "file/unknown-kind"),
        ("a\0b", "file/unknown-kind"),
        ("pipe", "file/unknown-kind"),
        ("empty.zip", "zip/corrupt"),
        ("no-content.zip", "package/no-content"),
        ("bomb.zip", "zip/ratio"),
        ("outside.zip", "zip/name"),
        ("no-base64.xml", "package/base64"),
        ("broken.tar.gz", "zip/corrupt"),
        ("broken.xml", "xml/syntax"),
        ("broken", "extension/version"),
    ],
)
@pytest.mark.usefixtures("acme")
def test_a_side_that_cannot_be_read_is_a_finding(text, rule):
    os.mkfifo("pipe")
    Path("empty.zip").write_bytes(b"PK\x03\x04")
    with zipfile.ZipFile("no-content.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<content>" + b" " * (8 << 20) + b"</content>")
    with zipfile.ZipFile("outside.zip", "w") as archive:
        archive.writestr("../a.xml", "<content/>")
    Path("broken.tar.gz").write_bytes(b"\x1f\x8b broken")
    Path("no-base64.xml").write_text("<content><device_ext><xml>?</xml></device_ext></content>", encoding="utf-8")
    Path("broken.xml").write_text("<content><qidmap></content>", encoding="utf-8")
    write_package(
        Path("broken"), PACKAGE | {"extension.yaml": PACKAGE["extension.yaml"] | {"id": "broken", "version": "1"}}
    )
    for sides in ((text, "acme"), ("acme", text)):
        found = diff(*sides)
        assert found.comparison is None
        assert rule in {each.rule for each in found.errors}


def test_findings_on_a_revision_name_it_and_not_where_it_is_kept(acme, monkeypatch):
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "a")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@b")
    (acme / "extension.yaml").write_text("id: acme\n", encoding="utf-8")
    run("init", "-q", "-b", "main")
    run("add", "acme")
    run("commit", "-q", "-m", "one")
    findings = Findings()
    with opened("main:acme", findings) as side:
        assert side is None
    assert "main:acme/extension.yaml" in {each.location.file for each in findings}
    assert all(each.location.file.startswith("main:acme/") for each in findings)
