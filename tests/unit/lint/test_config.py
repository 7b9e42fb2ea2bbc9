import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.config import find_config, read_config


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
    assert config.selection.select == {"workflow", "yaml/depth"}
    assert config.selection.ignore == {"workflow/no-tests"}
    assert read(tmp_path, "")[0].selection.select == frozenset()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("select = [", "is no TOML: "),
        ("rules = []", "has a key `rules`; it takes `select` and `ignore`"),
        ('select = "workflow"', "`select` is no list of rules"),
        ("select = [1]", "`select` is no list of rules"),
        ('ignore = ["workflow"]', "`ignore` is no table; "),
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
