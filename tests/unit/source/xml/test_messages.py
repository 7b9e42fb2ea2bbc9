"""What is said of XML that is not well-formed, as data: the place, the message and the advice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.report.text_report import TextReport
from qradar_builder.source.xml.messages import explained
from qradar_builder.source.xml.reader import parse_xml

CASES = json.loads(Path("tests/conformance/xml_syntax.json").read_text(encoding="utf-8"))
SECRET = "correcthorsebattery"
BROKEN_VALUES = (
    '<Value name="k" value="{}&{} "/>',
    '<Value name="k" value="a"{}="b"/>',
    '<Value name="k" value={}/>',
    '<Value name="k" value="a" {}/>',
    '<Value name="k" value="{}<{}"/>',
    '<Value name="k" value="a&{};"/>',
    '<Value name="k" value="a">{}</{}>',
    "<{}",
    "<{}:Value/>",
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_kind_of_mistake_is_explained(case):
    findings = Findings()
    assert parse_xml("\n".join(case["xml"]).encode(), "f.xml", findings) is None
    (found,) = findings
    related = [f"{one.location.line}:{one.location.column} {one.message}" for one in found.related]
    place = f"{found.location.line}:{found.location.column}"
    said = {"place": place, "rule": found.rule, "message": found.message, "help": found.help, "related": related}
    assert said == {"related": []} | {key: case[key] for key in case if key not in ("name", "xml")}


@pytest.mark.parametrize("line", BROKEN_VALUES)
def test_nothing_of_broken_parameter_values_is_shown(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = f"<WorkflowParameterValues>\n{line.replace('{}', SECRET)}\n</WorkflowParameterValues>"
    Path("values.xml").write_text(text, encoding="utf-8")
    findings = Findings()
    assert parse_xml(text.encode(), "values.xml", findings) is None
    report = TextReport().render(findings)
    assert "values.xml:" in report
    assert SECRET not in report


@given(st.text(alphabet="<>/=\"'&;!-? \nab[]", max_size=60))
def test_any_text_is_explained(text):
    findings = Findings()
    parsed = parse_xml(text.encode(), "f.xml", findings)
    assert (parsed is None) == bool(findings.errors)


@given(st.text(max_size=20), st.integers(-5, 50))
def test_what_is_not_known_is_passed_on(text, offset):
    assert explained("Something new, line 1, column 2", text, offset).message == "is not well-formed: `Something new`"
