"""Parameter values and the workflow that they are for, as the page of a log source checks them together."""

import pytest

from qradar_builder.findings import RULES, Findings
from qradar_builder.lint.engine import lint_paths

BASE = "http://qradar.ibm.com/UniversalCloudRESTAPI"
PARAMETERS = """<Parameters>
<Parameter name="host" label="Host" required="true"/>
<Parameter name="wait" label="Wait" default="1000"/>
<Parameter name="token" label="Token" secret="true"/>
<Parameter name="free" label="Free"/>
</Parameters>"""
WORKFLOW = f"""<Workflow xmlns="{BASE}/Workflow/V2" name="n" version="1">
{PARAMETERS}
<Actions>
<CallEndpoint url="https://${{/host}}/x?since=${{/since}}" method="GET" savePath="/r">
<BearerAuthentication token="${{/token}}"/>
</CallEndpoint>
<Sleep duration="${{/wait}}"/>
<Set path="/free" value="0"/>
<Sleep duration="${{/free}}"/>
</Actions>
<Tests><TCPConnectionTest host="${{/host}}"/></Tests>
</Workflow>
"""


def written(folder, values):
    rows = "\n".join(f'<Value name="{name}" value="{value}"/>' for name, value in values.items())
    workflow, given = folder / "w.xml", folder / "v.xml"
    workflow.write_text(WORKFLOW, encoding="utf-8")
    text = f'<WorkflowParameterValues xmlns="{BASE}/WorkflowParameterValues/V2">\n{rows}\n</WorkflowParameterValues>'
    given.write_text(text, encoding="utf-8")
    return workflow, given


def found(paths):
    findings = Findings()
    assert lint_paths(paths, findings)
    # The opinions of lint have tables of their own.
    facts = [each for each in findings if each.rule in RULES]
    return [(each.rule, each.location.file.rpartition("/")[2], each.location.line) for each in facts], facts


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"host": "h.example"}, []),
        ({"host": "h.example", "wait": "5", "token": "t", "free": "x"}, []),
        ({}, [("workflow/missing-value", 1)]),
        ({"host": ""}, [("workflow/missing-value", 2)]),
        ({"host": "h", "hots": "x"}, [("workflow/undeclared-parameter", 3)]),
        ({"host": "https://h"}, [("workflow/parameter-value", 2)]),
        ({"host": "a b"}, [("workflow/parameter-value", 2)]),
        ({"host": "h", "wait": "60s"}, [("workflow/parameter-value", 3)]),
        ({"host": "h", "token": "se&#10;cret"}, [("workflow/parameter-value", 3)]),
    ],
)
def test_a_pair_is_checked_in_either_order_and_as_a_folder(tmp_path, values, expected):
    workflow, given = written(tmp_path, values)
    for paths in ((workflow, given), (given, workflow), (tmp_path,)):
        rows, _ = found(paths)
        assert rows == [(rule, "v.xml", line) for rule, line in expected]


def test_advice_is_given_and_a_secret_is_not_shown(tmp_path):
    _, (one,) = found(written(tmp_path, {"host": "https://h"}))
    assert one.help == "write only the host, without https://"
    _, (one,) = found(written(tmp_path, {"host": "h", "token": "se&#10;cret"}))
    assert "cret" not in one.message + one.help


def test_values_alone_are_only_read(tmp_path):
    assert found(written(tmp_path, {"host": "https://h", "x": ""})[1:]) == ([], [])


def test_of_several_workflows_that_beside_the_values_or_of_their_name_is_meant(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, {"host": "https://h"})
    paths = sorted(tmp_path.glob("*/*.xml"))
    assert [row[0] for row in found(paths)[0]] == ["workflow/parameter-value"] * 2
    workflow, given = written(tmp_path, {"host": "https://h"})
    other = workflow.rename(tmp_path / "acme.xml")
    again = tmp_path / "other.xml"
    again.write_text(WORKFLOW, encoding="utf-8")
    assert found((other, again, given))[0] == []
    assert len(found((other, again, given.rename(tmp_path / "acme-parameter-values.xml")))[0]) == 1
