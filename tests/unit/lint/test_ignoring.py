"""Comments and options that leave out findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from qradar_builder.findings import RULES, Findings, Location
from qradar_builder.lint.ignoring import Ignoring, sources, unknown_rules
from qradar_builder.lint.selection import Selection

RULE = "qid/unused"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes the file of the test."""
    monkeypatch.chdir(tmp_path)

    def write(text):
        Path("a.yaml").write_text(text, encoding="utf-8")

    return write


def left_of(line, rule=RULE, ignore=()):
    """Which findings are left of one at a line, and what is said of the comments of the file."""
    findings, told = Findings(), Findings()
    findings.add(rule, Location("a.yaml", line), "is expensive")
    ignoring = Ignoring(Selection(ignore=frozenset(ignore)))
    left = ignoring.left(findings)
    ignoring.check([Path("a.yaml")], told)
    return [each.rule for each in left], [each.rule for each in told]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a: 1  # lint: ignore[{RULE}] it is short", 1),
        (f"a: 1\n# lint: ignore[{RULE}] it is short\nb: 2\n", 3),
        (f"a: 1\n# lint: ignore[{RULE}] it is short\n# and more\n\nb: 2\n", 5),
        (f"a: 1  #lint:ignore[ {RULE} , type/empty ]: it is short\n", 1),
        (f"a: '# no comment' # lint: ignore[{RULE}] it is short\n", 1),
    ],
)
def test_a_comment_leaves_out_the_findings_of_its_line_or_the_next(file, text, line):
    file(text)
    left, told = left_of(line)
    assert left == []
    assert set(told) <= {"lint/ignore-unused"}
    assert (told == []) == ("type/empty" not in text)


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (f"ignore[{RULE}]", ["lint/ignore-reason"]),
        ("ignore a reason", ["lint/ignore-form"]),
        ("ignore[] a reason", ["lint/ignore-form"]),
        ("ignore[qid/unusde] a reason", ["lint/ignore-rule"]),
        ("ignore[yaml/syntax] a reason", ["lint/ignore-rule"]),
        ("ignore[type/empty] a reason", ["lint/ignore-unused"]),
    ],
)
def test_a_comment_without_effect_is_a_finding(file, comment, said):
    file(f"a: 1  # lint: {comment}\n")
    assert left_of(1) == ([RULE], said)


@pytest.mark.parametrize(
    "text",
    [
        f"a: |\n  text  # lint: ignore[{RULE}] in a text\n",
        f'a: "text # lint: ignore[{RULE}] in a text"\n',
        f"a: text#lint: ignore[{RULE}]\n",
        f"a: [  # lint: ignore[{RULE}] not YAML\n",
    ],
)
def test_what_is_no_comment_leaves_out_nothing(file, text):
    file(text)
    assert left_of(2 if "|" in text else 1) == ([RULE], [])


def test_errors_are_never_left_out(file):
    file("a: 1  # lint: ignore[yaml/syntax] no\n")
    assert left_of(1, "yaml/syntax", ["yaml"])[0] == ["yaml/syntax"]


@pytest.mark.parametrize("ignore", [[RULE], ["qid"], ["type", "qid"]])
def test_rules_and_families_are_left_out_by_name(file, ignore):
    file("a: 1\n")
    assert left_of(1, ignore=ignore)[0] == []
    assert left_of(1, "type/empty", ignore=["qid"])[0] == ["type/empty"]


def test_names_that_are_no_rules_are_told_with_the_nearest():
    assert list(unknown_rules([RULE, "parsing"])) == []
    told = list(unknown_rules(["qid/unusde", "parsng", "yaml/syntax"]))
    assert "did you mean `qid/unused`?" in told[0]
    assert "did you mean `parsing`?" in told[1]
    assert "cannot ignore" in told[2]
    assert RULES["yaml/syntax"].severity == "error"


def test_the_sources_of_a_package_are_its_yaml_files_but_for_the_lock(tmp_path):
    for name in ("extension.yaml", "identity.lock.yaml", "tests/a.yml", ".hidden/b.yaml", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [path.name for path in sources(tmp_path)] == ["extension.yaml", "a.yml"]


@pytest.mark.parametrize(("all_ran", "said"), [(True, ["lint/ignore-unused"]), (False, [])])
def test_where_errors_kept_rules_from_running_no_comment_is_unused(file, all_ran, said):
    file("a: 1  # lint: ignore[type/empty] a reason\n")
    told = Findings()
    Ignoring().check([Path("a.yaml")], told, all_ran=all_ran)
    assert [each.rule for each in told] == said
