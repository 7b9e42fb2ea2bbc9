"""`qradar-builder build`."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

GATEWAY = Path("content", "acme-gateway")
WINDOWS = Path("content", "acme-windows")
LOCK = "identity.lock.yaml"


def test_a_build_says_what_was_written_and_what_it_holds(run, file_regression):
    result = run("build")
    assert result.exit_code == 0
    lines = "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())
    file_regression.check(lines)


def test_findings_go_to_stderr_and_do_not_stop_a_build_unless_they_are_errors(run):
    result = run("build", GATEWAY)
    assert result.exit_code == 0
    assert "note[property/not-in-zip]" in result.stderr
    assert "not-in-zip" not in result.stdout


def test_a_build_makes_what_a_release_holds(run, workspace, files_of):
    run("build")
    assert sorted(files_of(workspace / "dist")) == [
        "acme-gateway-1.2.3.zip",
        "acme-gateway-1.2.3/INSTALL.html",
        "acme-gateway-1.2.3/INSTALL.md",
        "acme-gateway-1.2.3/MAPPINGS.csv",
        "acme-gateway-1.2.3/MAPPINGS.html",
        "acme-gateway-1.2.3/MAPPINGS.md",
        "acme-gateway-1.2.3/SHA256SUMS",
        "acme-gateway-1.2.3/log_source_extensions/AcmeGatewayAlertsCustom_ext.xml",
        "acme-gateway-1.2.3/rest-plan.json",
        "acme-gateway-1.2.3/workflows/alerts-parameter-values.xml",
        "acme-gateway-1.2.3/workflows/alerts.xml",
        "acme-windows-0.1.0.zip",
        "acme-windows-0.1.0/INSTALL.html",
        "acme-windows-0.1.0/INSTALL.md",
        "acme-windows-0.1.0/MAPPINGS.csv",
        "acme-windows-0.1.0/MAPPINGS.html",
        "acme-windows-0.1.0/MAPPINGS.md",
        "acme-windows-0.1.0/SHA256SUMS",
        "acme-windows-0.1.0/log_source_extensions/WindowsAuthServer_ext.xml",
        "acme-windows-0.1.0/qidmap.csv",
    ]


@pytest.mark.parametrize("name", ["acme-gateway-1.2.3", "acme-windows-0.1.0"])
def test_the_content_xml_stays_the_same(run, workspace, file_regression, name):
    run("build")
    with zipfile.ZipFile(workspace / "dist" / f"{name}.zip") as archive:
        content = archive.read(f"{name}.xml")
    file_regression.check(content, extension=".xml", binary=True)


@pytest.mark.parametrize("name", ["workflows/alerts.xml", "workflows/alerts-parameter-values.xml"])
def test_the_workflow_xml_stays_the_same(run, workspace, file_regression, name):
    run("build")
    content = (workspace / "dist" / "acme-gateway-1.2.3" / name).read_bytes()
    file_regression.check(content, extension=".xml", binary=True)


def test_the_lock_is_written_into_the_package_and_stays_the_same(run, workspace, file_regression):
    run("build")
    lock = (workspace / GATEWAY / LOCK).read_bytes()
    file_regression.check(lock, extension=".yaml", binary=True)
    run("build")
    assert (workspace / GATEWAY / LOCK).read_bytes() == lock


def test_the_checksums_hold(run, workspace):
    run("build")
    folder = workspace / "dist" / "acme-gateway-1.2.3"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 10
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("arguments", [[], ["content"], [GATEWAY, WINDOWS], [GATEWAY, "content"]])
def test_packages_may_be_named_in_several_ways(run, workspace, arguments):
    assert run("build", *arguments).exit_code == 0
    assert {path.name for path in (workspace / "dist").glob("*.zip")} == {
        "acme-gateway-1.2.3.zip",
        "acme-windows-0.1.0.zip",
    }


def test_the_output_goes_where_it_is_told(run, workspace):
    assert run("build", WINDOWS, "-o", "out/deep").exit_code == 0
    assert (workspace / "out" / "deep" / "acme-windows-0.1.0.zip").is_file()
    assert not (workspace / "dist").exists()


class TestErrors:
    def test_all_mistakes_are_reported_with_their_places(self, run, broken, file_regression):
        result = run("build", broken.relative_to(Path.cwd()))
        assert result.exit_code == 1
        assert result.stdout == ""
        file_regression.check(result.stderr)

    def test_one_bad_package_among_good_ones_and_nothing_is_written(self, run, workspace, broken):
        assert broken.is_dir()
        result = run("build")
        assert result.exit_code == 1
        assert "Nothing was written." in result.stderr
        assert not (workspace / "dist").exists()
        assert not list(workspace.rglob(LOCK))

    def test_the_previous_output_and_the_lock_stay_as_they_are(self, run, workspace, files_of):
        run("build")
        before = files_of(workspace)
        source = workspace / GATEWAY / "log_source_types" / "alerts.yaml"
        text = source.read_text(encoding="utf-8")
        source.write_text(text.replace("severity: 5", "severity: 50"), encoding="utf-8")
        assert run("build").exit_code == 1
        source.write_text(text, encoding="utf-8")
        assert files_of(workspace) == before

    def test_two_packages_with_one_id_are_refused(self, run, workspace):
        shutil.copytree(workspace / WINDOWS, workspace / "content" / "copy")
        result = run("build")
        assert result.exit_code == 1
        rule = "extension/duplicate"
        assert f"error[{rule}]: the id `acme-windows` is that of another package too" in result.stderr
        assert not (workspace / "dist").exists()

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("none", "there is no such package or folder"),
            (".", "there is no package in this folder"),
            ("content/x", "there is no such package or folder"),
            ("contnt", "did you mean `content`?"),
            ("content/acme-gatway", "did you mean `content/acme-gateway`?"),
            ("acme-gatway", "did you mean `acme-gateway`?"),
            ("content/acme-gateway/extension.yaml", "this is a file, and a package is a folder"),
            ("x" * 5000, ""),
        ],
    )
    def test_a_path_without_a_package_ends_with_2(self, run, path, message):
        result = run("build", path)
        assert result.exit_code == 2
        assert message in result.stderr

    def test_an_unknown_option_ends_with_2(self, run):
        assert run("build", "--nope").exit_code == 2

    def test_an_output_folder_that_cannot_be_made_ends_with_2(self, run, workspace):
        (workspace / "dist").write_text("x", encoding="utf-8")
        result = run("build")
        assert result.exit_code == 2
        assert "error: cannot write to dist" in result.stderr
        assert "Traceback" not in result.output


class TestLocked:
    def test_a_package_without_a_lock_fails(self, run, workspace):
        result = run("build", "--locked")
        assert result.exit_code == 1
        assert "error[identity/lock-outdated]" in result.stderr
        assert not (workspace / "dist").exists()

    def test_a_package_whose_lock_is_up_to_date_builds(self, run):
        run("build")
        assert run("build", "--locked").exit_code == 0

    def test_a_new_event_fails_and_the_lock_stays(self, run, workspace):
        run("build")
        lock = (workspace / GATEWAY / LOCK).read_bytes()
        table = workspace / GATEWAY / "log_source_types" / "alerts.events.csv"
        table.write_text(table.read_text(encoding="utf-8") + "new,Acme,blocked,,,\n", encoding="utf-8")
        result = run("build", "--locked")
        assert result.exit_code == 1
        assert "`event/alerts/@new|Acme`" in result.stderr
        assert (workspace / GATEWAY / LOCK).read_bytes() == lock


class TestTheSameBytes:
    def test_in_two_folders(self, run, workspace, files_of):
        run("build", "-o", "one")
        shutil.copytree(workspace / "content", workspace / "elsewhere" / "deep")
        run("build", "elsewhere/deep", "-o", "two")
        assert files_of(workspace / "one") == files_of(workspace / "two")

    @pytest.mark.parametrize("hash_seed", ["1", "2"])
    def test_in_another_locale_time_zone_umask_and_folder(self, run, workspace, files_of, hash_seed):
        run("build", "-o", "one")
        (workspace / "cwd").mkdir()
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "tr_TR.ISO-8859-9",
            "LC_ALL": "C",
            "TZ": "Asia/Kolkata",
            "PYTHONHASHSEED": hash_seed,
            "COLUMNS": "40",
        }
        code = "from qradar_builder.cli.main import main; main()"
        arguments = [sys.executable, "-c", code, "build", str(workspace / "content"), "-o", str(workspace / "two")]
        done = subprocess.run(
            arguments, cwd=workspace / "cwd", env=environment, umask=0o077, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert files_of(workspace / "one") == files_of(workspace / "two")
        modes = {path.stat().st_mode & 0o777 for path in (workspace / "two").rglob("*") if path.is_file()}
        assert modes == {0o644}

    def test_source_date_epoch_moves_the_time(self, run, workspace, monkeypatch):
        run("build", "-o", "one")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714561200")
        run("build", "-o", "two")
        one, two = (
            zipfile.ZipFile(io.BytesIO((workspace / name / "acme-windows-0.1.0.zip").read_bytes()))
            for name in ("one", "two")
        )
        assert {info.date_time for info in one.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.date_time for info in two.infolist()} == {(2024, 5, 1, 11, 0, 0)}
