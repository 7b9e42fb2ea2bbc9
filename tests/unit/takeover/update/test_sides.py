"""The versions of an update are of the team's extension, and bring their workflows."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.update.package import update_package
from tests.unit.takeover.update.test_forms import LISTED, TYPE_FILE, package

WORKFLOW = """\
name: Poll
version: 1.0.0
schema: V2
parameters:
  host: The host
actions:
  - {Log: {type: INFO, message: "a ${/host}"}}
"""


@pytest.fixture
def versions(tmp_path):
    """The paths of two releases whose workflows differ, and the files of the first one."""
    files = {**LISTED[0], "workflows/door.yaml": WORKFLOW}
    for version, text in (("1.0.0", WORKFLOW), ("1.1.0", WORKFLOW.replace("a ${", "b ${"))):
        folder = tmp_path / "source" / version / "acme"
        package(folder, version, files | {"workflows/door.yaml": text})
        built = build_package(folder, Findings())
        release = tmp_path / "released"
        write_folder(release / f"acme-{version}", built.files)
        (release / f"acme-{version}.zip").write_bytes(built.zip)
    return tmp_path / "released", tmp_path / "source/1.0.0/acme"


def test_workflows_next_to_the_zips_are_merged(versions):
    release, mine = versions
    findings = Findings()
    updated = update_package(mine, release / "acme-1.0.0.zip", release / "acme-1.1.0.zip", findings)
    assert [*findings] == []
    assert any("workflows/door.yaml" in each for each in [*updated.taken, *updated.conflicts])
    assert "b ${/host}" in updated.files["workflows/door.yaml"].decode()


def test_workflows_that_a_zip_does_not_have_are_named(versions, tmp_path):
    release, mine = versions
    alone = tmp_path / "acme-1.0.0.zip"
    alone.write_bytes((release / "acme-1.0.0.zip").read_bytes())
    findings = Findings()
    updated = update_package(mine, alone, release / "acme-1.1.0.zip", findings)
    assert [(each.rule, each.message) for each in findings] == [
        ("import/skipped", "the workflows are not merged, since a ZIP does not have them")
    ]
    assert "workflows/door.yaml" not in updated.files


def test_a_version_of_another_extension_is_refused(versions, tmp_path):
    release, mine = versions
    other = tmp_path / "other/bcme"
    files = {TYPE_FILE.replace("audit", "bcme"): LISTED[0][TYPE_FILE].replace("Acme", "Bcme")}
    package(other, "1.0.0", files | {"extension.yaml": (mine / "extension.yaml").read_text().replace("cme", "nother")})
    for sides in ((release / "acme-1.0.0.zip", tmp_path / "other/bcme.zip"), (other, release / "acme-1.0.0.zip")):
        findings = Findings()
        assert update_package(mine, *sides, findings) is None
        assert [each.rule for each in findings] == ["update/other-extension"]
