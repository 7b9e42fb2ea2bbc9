import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.config import find_config, read_config
from qradar_builder.lint.selection import ALL


def read(tmp_path, text):
    path = tmp_path / "lint.toml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    return read_config(path, findings), [each.message for each in findings]


def test_rules_are_selected_and_left_out_with_a_reason(tmp_path):
    config, problems = read(
        tmp_path, 'select = ["workflow", "yaml/depth"]\n[ignore]\n"workflow/no-tests" = "not used"\n'
    )
    assert problems == []
    assert config.select == {"workflow", "yaml/depth"}
    assert {rule: (place.line, place.column, place.end_column) for rule, place in config.ignore.items()} == {
        "workflow/no-tests": (3, 1, 20)
    }
    assert read(tmp_path, "")[0].select == frozenset()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# workflow = 1\n[ignore]\nworkflow = 'x'", 3),
        ("select = ['workflow']\nignore = { 'workflow' = 'x' }", 2),
        ("ignore.workflow = 'x'", 1),
    ],
)
def test_an_ignored_rule_has_its_place(text, line, tmp_path):
    config, _ = read(tmp_path, text)
    assert config.ignore["workflow"].line == line


def test_what_has_no_finding_is_told_at_its_place(tmp_path):
    config, _ = read(tmp_path, "[ignore]\nworkflow = 'x'\n'qid/unused' = 'y'\n")
    told = Findings()
    config.report_unused({"workflow"}, ALL.of_repository(config.select, frozenset(config.ignore)), told)
    assert [(each.rule, each.location.line) for each in told] == [("lint/config-unused", 3)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("select = [", "is not TOML: "),
        ("rules = []", "has a key `rules`; it takes `select` and `ignore`"),
        ('select = "workflow"', "`select` is not a list of rules"),
        ("select = [1]", "`select` is not a list of rules"),
        ('ignore = ["workflow"]', "`ignore` is not a table; "),
        ('[ignore]\n"workflow" = ""', "gives no reason to ignore `workflow`"),
        ("[ignore]\nworkflow = 1", "gives no reason to ignore `workflow`"),
        ('[ignore]\nworkflw = "x"', "there is no rule or family `workflw`; did you mean `workflow`?"),
        ('select = ["regex/exponentiel"]', "there is no rule or family `regex/exponentiel`; did you mean"),
        ('[ignore]\n"yaml/wrong-type" = "x"', "the findings of `yaml/wrong-type` are errors, which you cannot ignore"),
    ],
)
def test_what_is_wrong_is_said(text, problem, tmp_path):
    config, problems = read(tmp_path, text)
    assert config is None
    assert [each[: len(problem)] for each in problems] == [problem]


def test_the_nearest_file_up_to_the_root_of_the_repository_counts(tmp_path):
    inner = tmp_path / "repository" / "content" / "a"
    inner.mkdir(parents=True)
    (tmp_path / "lint.toml").touch()
    assert find_config(inner) == tmp_path / "lint.toml"
    (tmp_path / "repository" / ".git").mkdir()
    assert find_config(inner) is None
    (tmp_path / "repository" / "lint.toml").touch()
    assert find_config(inner) == tmp_path / "repository" / "lint.toml"
