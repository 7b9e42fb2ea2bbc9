import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import Parameter, SchemaVersion, Workflow
from qradar_builder.workflow.xml.values_reader import check_values, match_values, read_values_xml

HERE = Location("w.yaml")
WORKFLOW = Workflow(
    "n",
    "1",
    SchemaVersion.V2,
    parameters=(
        Parameter("host", "Host", required=True, origin=HERE),
        Parameter("port", "Port", required=True, default="443", origin=HERE),
        Parameter("note", "Note", origin=HERE),
    ),
    origin=HERE,
)


def values_of(*rows, version="V2"):
    findings = Findings()
    lines = "\n".join(f'<Value name="{name}" value="{value}"/>' for name, value in rows)
    namespace = SchemaVersion(version).values_namespace
    text = f'<WorkflowParameterValues xmlns="{namespace}">\n{lines}\n</WorkflowParameterValues>'
    values = read_values_xml(text.encode(), "v.xml", findings)
    assert values is not None, list(findings)
    return values


def found(check, values):
    findings = Findings()
    check(WORKFLOW, values, findings)
    return [(finding.rule, finding.severity.value, str(finding.location), finding.help) for finding in findings]


def test_values_are_read_in_order():
    values = values_of(("host", "h"), ("port", ""))
    assert values.schema is SchemaVersion.V2
    assert [(value.name, value.value) for value in values.values] == [("host", "h"), ("port", "")]


@pytest.mark.parametrize("check", [match_values, check_values])
def test_good_values_are_good(check):
    assert found(check, values_of(("host", "h"), ("port", ""))) == []


def test_a_value_without_parameter_is_a_warning_with_a_near_miss():
    ((rule, severity, place, advice),) = found(match_values, values_of(("host", "h"), ("Prot", "1")))
    assert (rule, severity, place) == ("workflow/undeclared-parameter", "warning", "v.xml:3:8")
    assert advice == "did you mean `port`?"


def test_another_version_is_a_warning():
    assert [row[:2] for row in found(match_values, values_of(version="V1"))] == [("workflow/values-version", "warning")]


def test_an_empty_value_is_wrong_only_for_a_run():
    template = values_of(("host", ""), ("port", ""))
    assert found(match_values, template) == []
    ((rule, severity, place, _),) = found(check_values, template)
    assert (rule, severity, place) == ("workflow/missing-value", "error", "v.xml:2:20")


def test_a_value_that_is_not_there_is_missed():
    ((rule, _, place, _),) = found(check_values, values_of(("port", "1")))
    assert (rule, place) == ("workflow/missing-value", "v.xml:1:1")


def test_a_workflow_is_no_file_of_values():
    findings = Findings()
    assert read_values_xml(b'<Workflow xmlns="x"/>', "v.xml", findings) is None
    assert [finding.rule for finding in findings] == ["workflow/root"]
