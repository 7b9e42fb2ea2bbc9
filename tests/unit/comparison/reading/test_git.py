"""A git revision is read as a folder; what git does not know, or what is hostile, is a finding."""

import os
import subprocess

import pytest

from qradar_builder.comparison.reading import git
from qradar_builder.comparison.reading.git import Revision, check_out, revision_in
from qradar_builder.findings import Findings


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with two commits of one file, and the working directory in it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "a")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@b")
    for name in ("GLOBAL", "SYSTEM"):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", os.devnull)
    run("init", "-q", "-b", "main")
    commit(folder, "content/acme/a.yaml", "one")
    commit(folder, "content/acme/a.yaml", "two")
    return folder


def run(*arguments):
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def commit(folder, path, text):
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    run("add", "-A")
    run("commit", "-q", "-m", path)


def checked_out(text, tmp_path):
    findings = Findings()
    target = tmp_path / "target"
    target.mkdir(exist_ok=True)
    found = check_out(revision_in(text), target, findings)
    return found, [(each.rule, each.message) for each in findings]


def test_the_files_of_a_revision_are_those_of_its_commit(repository, tmp_path):
    found, said = checked_out("HEAD~1:content/acme", tmp_path)
    assert said == []
    assert found == tmp_path / "target/content/acme"
    assert (found / "a.yaml").read_text() == "one"
    assert (repository / "content/acme/a.yaml").read_text() == "two"


@pytest.mark.usefixtures("repository")
def test_a_file_and_the_whole_repository_can_be_named(tmp_path):
    assert checked_out("main:content/acme/a.yaml", tmp_path)[0].read_text() == "two"
    assert (checked_out("main:", tmp_path)[0] / "content/acme/a.yaml").read_text() == "two"


def test_what_is_read_together_with_a_file_comes_with_it(repository, tmp_path):
    commit(repository, "content/acme/workflows/poll.yaml", "three")
    commit(repository, "content/acme/fragments/begin.yaml", "four")
    commit(repository, "dist/acme-1.0.0/workflows/poll.xml", "five")
    commit(repository, "dist/acme-1.0.0.zip", "six")
    workflow, said = checked_out("main:content/acme/workflows/poll.yaml", tmp_path)
    assert (said, workflow.read_text()) == ([], "three")
    assert (workflow.parent.parent / "fragments/begin.yaml").read_text() == "four"
    assert not (workflow.parent.parent / "a.yaml").exists()
    archive, said = checked_out("main:dist/acme-1.0.0.zip", tmp_path)
    assert (said, (archive.with_suffix("") / "workflows/poll.xml").read_text()) == ([], "five")
    assert checked_out("main:content/acme/workflows/none.yaml", tmp_path)[0] is None


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("path", ["./a.yaml", "../acme/a.yaml", "content/./acme//a.yaml"])
def test_a_path_is_from_the_top_unless_it_begins_with_a_dot(tmp_path, monkeypatch, path):
    if path.startswith("."):
        monkeypatch.chdir("content/acme")
    assert checked_out(f"HEAD:{path}", tmp_path)[0].read_text() == "two"


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing:content", "is not known to git"),
        (":content", "is no git revision"),
        ("--help:content", "is no git revision"),
        ("-n1:content", "is no git revision"),
        ("HEAD\n:content", "is no git revision"),
        ("HEAD:nothing", "has no file at `nothing`"),
        ("HEAD:-content", "is not a path in a repository"),
        ("HEAD:--output=x", "is not a path in a repository"),
        ("HEAD:/content", "is not a path in a repository"),
        ("HEAD:content\\acme", "is not a path in a repository"),
        ("HEAD:../content", "points outside the repository"),
        ("HEAD:content/../../x", "points outside the repository"),
        ("HEAD:*", "has no file at `*`"),
        ("HEAD^{tree}:content", "is not known to git"),
        ("HEAD:content/acme/a.yaml:x", "has no file at `content/acme/a.yaml:x`"),
    ],
)
def test_what_is_no_revision_is_a_finding(tmp_path, text, said):
    found, [(rule, message)] = checked_out(text, tmp_path)
    assert (found, rule) == (None, "diff/revision")
    assert message.startswith(said)
    assert list((tmp_path / "target").iterdir()) == []


def test_a_folder_without_a_repository_is_a_finding(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found, said = checked_out("HEAD:x", tmp_path)
    assert found is None
    assert "not a git repository" in said[0][1]


def test_a_machine_without_git_is_a_finding(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checked_out("HEAD:x", tmp_path) == (None, [("diff/revision", "needs git, which is not installed")])


def test_links_and_submodules_are_left_out(repository, tmp_path):
    (repository / "content/acme/link").symlink_to("/etc/passwd")
    run("add", "-A")
    run("update-index", "--add", "--cacheinfo", "160000,1111111111111111111111111111111111111111,content/acme/sub")
    run("commit", "-q", "-m", "link")
    found = checked_out("HEAD:content/acme", tmp_path)[0]
    assert [path.name for path in found.iterdir()] == ["a.yaml"]


def test_a_revision_is_bounded(repository, tmp_path, monkeypatch):
    commit(repository, "content/acme/b.yaml", "x" * 100)
    monkeypatch.setattr(git, "MOST_BYTES", 50)
    assert "is larger than" in checked_out("HEAD:content", tmp_path)[1][0][1]
    monkeypatch.setattr(git, "MOST_FILES", 1)
    assert "has more than 1 files" in checked_out("HEAD:content", tmp_path)[1][0][1]
    assert list((tmp_path / "target").iterdir()) == []


def test_a_list_of_files_is_bounded_while_it_is_read(repository, tmp_path, monkeypatch):
    commit(repository, "content/acme/b.yaml", "b")
    monkeypatch.setattr(git, "_MOST_LISTED", 60)
    monkeypatch.setattr(git._git, "__kwdefaults__", {"given": b"", "most": 60})
    assert checked_out("HEAD:content", tmp_path)[1] == [("diff/revision", "has too many files")]


@pytest.mark.usefixtures("repository")
def test_a_git_that_does_not_answer_is_ended(tmp_path, monkeypatch):
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "SECONDS", 0.1)
    assert "gave no answer" in checked_out("HEAD:content", tmp_path)[1][0][1]


def test_attributes_of_the_repository_change_no_content(repository, tmp_path):
    commit(repository, ".gitattributes", "*.yaml export-ignore export-subst text eol=crlf\n")
    commit(repository, "content/acme/a.yaml", "$Format:%H$\n")
    assert (checked_out("HEAD:content/acme", tmp_path)[0] / "a.yaml").read_bytes() == b"$Format:%H$\n"


def test_a_revision_is_told_from_a_drive_and_a_plain_name():
    assert revision_in("main:content/acme") == Revision("main", "content/acme")
    assert revision_in("v1:a:b") == Revision("v1", "a:b")
    assert revision_in("content/acme") is None
    assert revision_in("C:\\content") is None
    assert revision_in("C:/content") is None
