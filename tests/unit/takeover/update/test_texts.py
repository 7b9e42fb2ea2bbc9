"""Merges of three sides: a table of what each side changed, and of what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.takeover.update.merging import Merge
from qradar_builder.takeover.update.texts import merged_csv, merged_yaml

TABLE = json.loads((Path(__file__).parents[3] / "conformance" / "merges.json").read_text(encoding="utf-8"))


def changed(changes):
    text = TABLE["base"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["name"] for case in TABLE["cases"]])
def test_yaml_is_merged_as_the_table_says(case):
    merge, findings = Merge(), Findings()
    sides = (TABLE["base"], changed(case["mine"]), changed(case["theirs"]))
    assert merged_yaml(sides, "2.0.0", merge, findings) == case["merged"]
    assert [" / ".join(conflict.path) for conflict in merge.conflicts] == case["conflicts"]
    assert len(findings) == 0


@pytest.mark.parametrize("case", TABLE["tables"], ids=[case["name"] for case in TABLE["tables"]])
def test_tables_are_merged_as_the_table_says(case):
    merge = Merge()
    assert merged_csv(TABLE["table"], case["mine"], case["theirs"], "2.0.0", merge) == case["merged"]
    assert [" / ".join(conflict.path) for conflict in merge.conflicts] == case["conflicts"]


def test_the_table_has_cases_of_every_kind():
    assert len(TABLE["cases"]) + len(TABLE["tables"]) >= 40


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["name"] for case in TABLE["cases"]])
def test_nothing_is_lost_where_there_is_no_conflict(case):
    """The changes of either side are in the merge, and the other way round it is the same."""
    merge, other = Merge(), Merge()
    sides = (TABLE["base"], changed(case["mine"]), changed(case["theirs"]))
    merged_yaml(sides, "2.0.0", merge, Findings())
    merged_yaml((sides[0], sides[2], sides[1]), "2.0.0", other, Findings())
    assert len(merge.conflicts) == len(other.conflicts)


def test_a_side_that_is_no_yaml_is_a_finding():
    findings = Findings()
    assert merged_yaml(("a: 1\n", "a: [\n", "a: 2\n"), "2.0.0", Merge(), findings) is None
    assert findings.errors


BASE = """\
# top
name: acme
actions:
  - log: one
  - set: {path: /a, value: 1}
next:
  a: 1
"""
MINE = """\
# top
name: acme
actions:   # ours
  # first
  - log: two

  - set:
      # why
      path: /a
      value: |
        # no comment
        x
  # last
# about next
next:
  a: 1   # kept
"""
THEIRS = """\
name: acme
actions: [{log: three}]
next:
  a: 2
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_block_of_the_team_stands_between_the_marks_as_it_was_written(end):
    merge = Merge()
    merged = merged_yaml((BASE, MINE.replace("\n", end), THEIRS), "2.0.0", merge, Findings())
    assert merged.count("\r\n") == (merged.count("\n") if end == "\r\n" else 0)
    merged = merged.replace("\r\n", "\n")
    assert [conflict.path for conflict in merge.conflicts] == [("actions",)]
    block = MINE[MINE.index("actions:") : MINE.index("# about")]
    assert merged == (
        f"# top\nname: acme\n<<<<<<< yours\n{block}=======\nactions: [{{log: three}}]\n>>>>>>> 2.0.0\n"
        "# about next\nnext:\n  a: 2   # kept\n"
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "yours", "upstream"),
    [
        ("n:\n  - k: [1,\n     2]  # x\n    name: a\n", {"x": 1}, "  - k: [1,\n     2]  # x\n", "  - k: {x: 1}\n"),
        ("n:\n- k:\n  - 1  # x\n  - 2\n  name: a\n", {"x": 1}, "- k:\n  - 1  # x\n  - 2\n", "- k: {x: 1}\n"),
        (
            "n:\n  - name: a\n    k:\n      # x\n      - 1\n",
            {"x": 1},
            "    k:\n      # x\n      - 1\n",
            "    k: {x: 1}\n",
        ),
        ("n:\n  - name: a\n    'k': >-\n      x\n\n      y", "z", "    'k': >-\n      x\n\n      y\n", "    k: z\n"),
    ],
)
def test_every_form_of_a_block_is_kept(mine, theirs, yours, upstream):
    sides = ("n:\n  - {name: a, k: 0}\n", mine, json.dumps({"n": [{"name": "a", "k": theirs}]}))
    merged = merged_yaml(sides, "2.0.0", Merge(), Findings())
    assert f"<<<<<<< yours\n{yours}=======\n{upstream}>>>>>>> 2.0.0\n" in merged
    assert merged.startswith("n:\n")


def test_an_item_of_the_team_stands_between_the_marks_as_it_was_written():
    base, theirs = ("n:\n  - {name: a, k: 0}\n  - {name: b}\n", "n:\n  - {name: b}\n")
    mine = "n:\n  - name: a\n    # why\n    k: 1\n  # of b\n  - {name: b}\n"
    merged = merged_yaml((base, mine, theirs), "2.0.0", Merge(), Findings())
    assert merged == (
        "n:\n<<<<<<< yours\n  - name: a\n    # why\n    k: 1\n=======\n>>>>>>> 2.0.0\n  # of b\n  - {name: b}\n"
    )
