"""What `qradar-builder lint` can do beside showing findings."""

import json
from pathlib import Path

import pytest

WORKFLOW = """\
name: Example
version: 1.0.0
parameters:
  - {name: site, label: Site}  # kept
  - {name: host, label: Host}
actions:
  - Log: {type: INFO, message: "${/host}"}
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "acme"
    (folder / "workflows").mkdir(parents=True)
    (folder / "extension.yaml").write_text(
        "id: acme\nname: Acme\nversion: 1.0.0\nauthor: {name: Example Corp}\nqradar: {minimum: 7.5.0}\n",
        encoding="utf-8",
    )
    (folder / "workflows" / "w.yaml").write_text(WORKFLOW, encoding="utf-8")
    return folder


def rules(result):
    return [each["rule"] for each in json.loads(result.stdout)["findings"]]


@pytest.mark.usefixtures("package")
def test_a_rule_is_explained_with_its_examples(run, file_regression):
    result = run("lint", "--explain", "workflow/unused-parameter")
    assert result.exit_code == 0
    file_regression.check(result.stdout)


@pytest.mark.usefixtures("package")
def test_a_rule_of_loading_is_explained_too(run):
    assert "qid/no-severity (" in run("lint", "--explain", "qid/no-severity").stdout


@pytest.mark.usefixtures("package")
def test_a_rule_that_there_is_not_is_a_wrong_call(run):
    result = run("lint", "--explain", "workflow/unused-parametr")
    assert result.exit_code == 2
    assert "did you mean `workflow/unused-parameter`?" in result.stderr


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--fail-on", "warning"), 1), (("--fail-on", "note"), 1), (("--fail-on", "never"), 0)],
)
@pytest.mark.usefixtures("package")
def test_the_exit_code_follows_the_severity(run, options, code):
    assert run("lint", "acme", *options).exit_code == code


@pytest.mark.usefixtures("package")
def test_rules_are_chosen_on_the_command_line_and_in_a_file(run):
    assert rules(run("lint", "acme", "--format", "json")) == ["workflow/unused-parameter"]
    assert rules(run("lint", "acme", "--format", "json", "--select", "regex")) == []
    assert rules(run("lint", "acme", "--format", "json", "--ignore", "workflow/unused-parameter")) == []
    Path("lint.toml").write_text('[ignore]\n"workflow" = "not ours"\n', encoding="utf-8")
    assert rules(run("lint", "acme", "--format", "json")) == []
    Path("lint.toml").write_text("[ignore]\nworkflow = 1\n", encoding="utf-8")
    result = run("lint", "acme", "--format", "json")
    assert (result.exit_code, rules(result)) == (1, ["lint/config"])
    assert run("lint", "acme", "--select", "worklow").exit_code == 2


@pytest.mark.usefixtures("package")
def test_a_selected_rule_is_shown_in_a_family_that_a_file_ignores(run):
    Path("lint.toml").write_text('[ignore]\n"workflow" = "not ours"\n', encoding="utf-8")
    selected = run("lint", "acme", "--format", "json", "--select", "workflow/unused-parameter")
    assert rules(selected) == ["workflow/unused-parameter"]


@pytest.mark.usefixtures("package")
def test_what_a_file_ignores_without_need_is_a_finding_where_all_packages_are_checked(run):
    Path("lint.toml").write_text('[ignore]\n"workflow" = "not ours"\n"qid/unused" = "no longer"\n', encoding="utf-8")
    result = run("lint", ".", "content", "--format", "json", "--ignore", "package", "--ignore", "property")
    [finding] = json.loads(result.stdout)["findings"]
    assert (finding["rule"], finding["file"], finding["line"]) == (
        "lint/config-unused",
        "lint.toml",
        3,
    )
    # Other packages may need the line, and a rule that does not run has no findings.
    assert rules(run("lint", "acme", "--format", "json")) == []
    assert rules(run("lint", ".", "content", "--format", "json", "--select", "workflow")) == []


def test_a_package_says_what_it_selects_and_ignores(run, package):
    path = package / "extension.yaml"
    written = path.read_text(encoding="utf-8")
    path.write_text(
        written + "lint:\n  ignore:\n    workflow/unused-parameter: old log sources\n    qid/unused: none\n",
        encoding="utf-8",
    )
    result = run("lint", "acme", "--format", "json")
    [finding] = json.loads(result.stdout)["findings"]
    line = len(written.splitlines()) + 4
    assert (finding["rule"], finding["line"]) == ("lint/config-unused", line)
    path.write_text(written + "lint: {select: [qid]}\n", encoding="utf-8")
    assert rules(run("lint", "acme", "--format", "json")) == []
    asked = run("lint", "acme", "--format", "json", "--select", "workflow")
    assert rules(asked) == ["workflow/unused-parameter"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("lint: {ignore: {workflw: x}}", "lint/config"),
        ("lint: {ignore: {yaml/wrong-type: x}}", "lint/config"),
        ("lint: {ignore: [workflow]}", "yaml/wrong-type"),
        ("lint: {ignore: {workflow: ''}}", "yaml/wrong-value"),
        ("lint: {rules: []}", "yaml/unknown-key"),
    ],
)
def test_what_is_wrong_in_a_package_is_an_error(run, package, text, rule):
    path = package / "extension.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")
    result = run("lint", "acme", "--format", "json")
    assert result.exit_code == 1
    assert rule in rules(result)


def test_a_baseline_leaves_known_findings_out(run, package):
    assert run("lint", "acme", "--update-baseline").exit_code == 2
    assert rules(run("lint", "acme", "--format", "json", "--baseline", "none.json")) == ["file/missing"]
    written = run("lint", "acme", "--baseline", "known.json", "--update-baseline")
    assert written.exit_code == 0
    assert "Wrote 1 finding into known.json." in written.stderr
    path = package / "workflows" / "w.yaml"
    moved = WORKFLOW.replace("parameters:", "parameters:\n  - {name: unit, label: Unit}")
    path.write_text(moved, encoding="utf-8")
    result = run("lint", "acme", "--format", "json", "--baseline", "known.json")
    assert [each["message"] for each in json.loads(result.stdout)["findings"]] == ["nothing reads the parameter `unit`"]
    path.write_text(WORKFLOW.replace("site", "host2").replace("${/host}", "${/host}${/host2}"), encoding="utf-8")
    assert "1 finding of known.json are gone" in run("lint", "acme", "--baseline", "known.json").stderr


@pytest.mark.usefixtures("package")
def test_a_second_check_uses_what_was_kept_and_a_third_does_not_where_it_is_told(run, tmp_path):
    run("lint", "acme")
    (entry,) = (tmp_path / "cache" / "qradar-builder" / "lint").iterdir()
    kept = json.loads(entry.read_bytes())
    kept["findings"][0]["message"] = "from the cache"
    entry.write_text(json.dumps(kept), encoding="utf-8")
    assert "from the cache" in run("lint", "acme").stdout
    assert "from the cache" not in run("lint", "acme", "--no-cache").stdout


@pytest.mark.usefixtures("package")
def test_a_diff_without_a_fix_is_a_wrong_call(run):
    assert run("lint", "acme", "--diff").exit_code == 2
