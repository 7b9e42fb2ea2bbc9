"""The page of what lint finds in a repository: counts, places, and a verdict on each error."""

import json

import pytest

from tools import corpus_page

_ACTIONS = '<ClearStatus/><CallEndpoint url="https://h/" method="GET" savePath="/r"/>'
_READ = '<If condition="/r/status = 200"><PostEvents path="/r/body" source="h"/></If>'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    namespace = "http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2"
    text = f'<Workflow name="a" version="1" xmlns="{namespace}"><Actions>\n{_ACTIONS}\n{_READ}\n</Actions></Workflow>'
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.xml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(corpus_page, "_PAGE", tmp_path / "page.md")
    monkeypatch.setattr(corpus_page, "_VERDICTS", tmp_path / "verdicts.json")
    read = {"first": 5, "false": {"workflow/b": 2, "workflow/a": 1}, "true": {"workflow/unchecked-status": 3}}
    (tmp_path / "read.json").write_text(json.dumps(read), encoding="utf-8")
    monkeypatch.setattr(corpus_page, "_READ", tmp_path / "read.json")
    return tmp_path


def judged(folder, *verdicts):
    (folder / "verdicts.json").write_text(json.dumps(verdicts), encoding="utf-8")


def test_an_error_without_a_verdict_makes_no_page(folder, capsys):
    judged(folder)
    assert corpus_page.main([str(folder / "corpus"), "abc"]) == 1
    assert "a.xml:3: workflow/member-of-response has no verdict" in capsys.readouterr().err
    assert not (folder / "page.md").exists()


def test_the_page_names_the_commit_the_counts_and_the_places(folder):
    judged(folder, {"file": "a.xml", "line": 3, "rule": "workflow/member-of-response", "why": "It is so."})
    assert corpus_page.main([str(folder / "corpus"), "abc"]) == 0
    page = (folder / "page.md").read_text(encoding="utf-8")
    assert "at commit `abc`: 1 workflows" in page
    assert "| a.xml | 3 | `workflow/member-of-response` | It is so. |" in page
    assert "| `workflow/member-of-response` | error | 1 | 1 |" in page
    warnings = page.count(" | warning | ")
    assert f"1 of the {warnings} warnings were read one by one" in page
    assert "The first reading was of 5 warnings, and 3 of them were false." in page
    assert "`workflow/a` (1), `workflow/b` (2)." in page


def test_a_folder_and_a_commit_must_be_named(capsys):
    assert corpus_page.main(["x", ""]) == 2
    assert "name a folder and its commit" in capsys.readouterr().err
