"""What `build` and `docs` replace in the output folder: what they wrote there themselves, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faulty_disk import tree

FOLDER = Path("dist/acme-gateway-1.2.3")
GATEWAY = Path("content/acme-gateway")


def change():
    table = GATEWAY / "log_source_types/alerts.events.csv"
    table.write_text(table.read_text(encoding="utf-8") + "new,Acme,blocked,,,\n", encoding="utf-8")


@pytest.mark.usefixtures("workspace")
def test_files_of_a_user_stay_where_a_build_needs_no_place_for_them(run):
    run("build", GATEWAY)
    mine = {"notes.txt": b"mine", "workflows/mine.xml": b"mine", "mine/deep/file": b"mine"}
    for name, content in mine.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
    change()
    assert run("build", GATEWAY).exit_code == 0
    assert {name: (FOLDER / name).read_bytes() for name in mine} == mine


@pytest.mark.usefixtures("workspace")
def test_what_a_build_does_not_make_any_more_is_removed_unless_it_was_changed(run):
    run("build", GATEWAY)
    written = sorted(path.name for path in (FOLDER / "workflows").iterdir())
    assert len(written) == 2
    (FOLDER / "workflows" / written[0]).write_bytes(b"mine")
    for path in [*GATEWAY.glob("workflows/*"), *GATEWAY.glob("log_sources/*")]:
        path.unlink()
    assert run("build", GATEWAY).exit_code == 0
    assert [path.name for path in (FOLDER / "workflows").iterdir()] == written[:1]
    assert (FOLDER / "workflows" / written[0]).read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["INSTALL.md", "SHA256SUMS"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_file_that_no_build_wrote_is_not_replaced(run, workspace, name, is_first):
    if not is_first:
        run("build", GATEWAY)
        change()
        if name == "SHA256SUMS":
            name = "INSTALL.html"
    (workspace / FOLDER).mkdir(parents=True, exist_ok=True)
    (workspace / FOLDER / name).write_bytes(b"mine")
    before = tree(workspace)
    result = run("build", GATEWAY)
    assert result.exit_code == 2
    assert f"{FOLDER / name} was changed after the tool wrote it" in result.stderr
    assert tree(workspace) == before


@pytest.mark.parametrize("name", ["acme-gateway-1.2.3.zip", "acme-gateway-1.2.3/INSTALL.md"])
def test_a_folder_in_the_way_of_a_file_is_told_and_nothing_is_deleted(run, workspace, name):
    (workspace / "dist" / name).mkdir(parents=True)
    (workspace / "dist" / name / "mine.txt").write_bytes(b"mine")
    before = tree(workspace)
    result = run("build", GATEWAY)
    assert result.exit_code == 2
    assert f"dist/{name} is not a file" in result.stderr
    assert tree(workspace) == before


def test_a_file_in_the_way_of_a_folder_is_told(run, workspace):
    (workspace / "dist").mkdir()
    (workspace / FOLDER).write_bytes(b"mine")
    before = tree(workspace)
    result = run("build", GATEWAY)
    assert result.exit_code == 2
    assert "a folder;" in result.stderr
    assert tree(workspace) == before


def test_an_output_that_cannot_be_is_told_before_anything_is_built(run, workspace, monkeypatch):
    (workspace / "file").touch()
    monkeypatch.setattr("qradar_builder.package.build.build_package", None)
    for command in ("build", "docs", "init fresh"):
        result = run(*command.split(), "-o", "file/below")
        assert result.exit_code == 2
        assert "file is not a folder" in result.stderr


@pytest.mark.usefixtures("workspace")
def test_a_guide_is_written_again_by_docs_alone_and_not_where_somebody_changed_that_of_a_build(run):
    assert run("docs", GATEWAY).exit_code == 0
    change()
    assert run("docs", GATEWAY).exit_code == 0
    assert run("build", GATEWAY).exit_code == 0
    (FOLDER / "INSTALL.md").write_bytes(b"mine")
    result = run("docs", GATEWAY)
    assert result.exit_code == 2
    assert "INSTALL.md was changed after the tool wrote it" in result.stderr


@pytest.mark.usefixtures("workspace")
def test_identities_that_another_build_gave_meanwhile_are_not_overwritten(run, monkeypatch):
    run("build", GATEWAY)
    change()
    lock = GATEWAY / "identity.lock.yaml"
    module = __import__("qradar_builder.package.build", fromlist=["build_package"])

    def meanwhile(*given, real=module.build_package, **more):
        made = real(*given, **more)
        lock.write_bytes(lock.read_bytes() + b"# of another build\n")
        return made

    monkeypatch.setattr(module, "build_package", meanwhile)
    result = run("build", GATEWAY)
    assert result.exit_code == 2
    assert "changed during the run, so" in result.stderr
    assert lock.read_bytes().endswith(b"# of another build\n")
