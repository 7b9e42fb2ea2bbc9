"""Every action by the tables: what is in the State before, the action, and what it leaves, asks for or ends in."""

import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.jpath.json import values as json_values
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.engine.compile import CompileError

TABLES = Path(__file__).parents[4] / "conformance/workflow_actions"


def rows():
    for table in sorted(TABLES.glob("*.json")):
        for row in json_values.loads(table.read_text(encoding="utf-8")):
            yield pytest.param(row, id=f"{table.stem}: {row['name']}")


def answer(row):
    if "failure" in row:
        return CallFailed(*row["failure"])
    body = bytes.fromhex(row["hex"]) if "hex" in row else row.get("body", "").encode()
    return HttpResponse(row["status"], row["reason"], tuple(map(tuple, row.get("headers", ()))), body)


def octets(body):
    charset = "latin-1" if body.startswith("LATIN:") else "utf-8"
    return body.removeprefix("LATIN:").encode(charset)


def wanted(effect):
    if "call" in effect:
        call = dict(effect["call"])
        tls = call.pop("tls", ["TLSv1.2", False])
        if "body" in call:
            call["body"] = octets(call["body"])
        return {"call": call, "tls": tls}
    return effect


@pytest.mark.parametrize("row", list(rows()))
def test_an_action_does_what_the_table_says(row, play, plain):
    if "compile_error" in row:
        refused(row, play)
        return
    before = row.get("before", {})
    result = play(row["actions"], before, [answer(each) for each in row.get("answers", ())], row.get("schema", "V2_1"))
    outcome = result.outcome
    if "error" in row:
        assert outcome.status == "error"
        assert row["error"] in outcome.message + outcome.detail
        assert outcome.origin.locate().file == "w.yaml"
        assert "QRadar" in outcome.help
    elif "aborted" in row:
        assert (outcome.status, outcome.message) == ("aborted", row["aborted"])
    else:
        assert (outcome.status, outcome.message) == ("ok", "")
    if "action" in row:
        assert outcome.action == row["action"]
    if "effects" in row:
        assert [plain(effect) for effect in result.effects] == [wanted(effect) for effect in row["effects"]]
    if "after" in row:
        assert json_values.dumps_compact(ordered(result.state)) == json_values.dumps_compact(ordered(row["after"]))


def ordered(state):
    """The keys at the top stand in the order they were made, which is not what a row is about."""
    return dict(sorted(state.items()))


def refused(row, play):
    findings = Findings()
    schema = row.get("schema", "V2_1")
    text = json.dumps({"name": "n", "version": "1", "schema": schema, "actions": row["actions"]}, ensure_ascii=False)
    if read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings) is None:
        # The reader has refused it already.
        assert not row["compile_error"]
        return
    with pytest.raises(CompileError) as caught:
        play(row["actions"], schema=schema)
    assert len(caught.value.problems) == 1
    [problem] = caught.value.problems
    assert row["compile_error"] in problem.message
    assert problem.origin.locate().file == "w.yaml"
