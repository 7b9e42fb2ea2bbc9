"""The catalogue has each rule once, in a form that reports can show."""

import json
import re
from importlib import resources

from qradar_builder.findings.rules import RULES, Severity

FILES = sorted(resources.files("qradar_builder.findings").joinpath("catalogue").iterdir(), key=lambda each: each.name)


def test_each_rule_is_in_one_file_and_there_once():
    ids = [row["id"] for file in FILES for row in json.loads(file.read_text(encoding="utf-8"))]
    assert sorted(ids) == sorted(RULES)


def test_each_rule_says_what_must_hold_and_what_to_do():
    for rule in RULES.values():
        assert re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", rule.id), rule
        assert isinstance(rule.severity, Severity)
        assert rule.summary.endswith("."), rule
        assert not rule.help.endswith("."), rule
