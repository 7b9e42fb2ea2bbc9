"""What a rule predicts comes true: each workflow is run against a service, and loses, repeats or never ends.

The repaired workflow beside it is run against the same service, has no finding of the rule, and does no harm.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from qradar_builder.findings import Findings
from qradar_builder.http.messages import HttpResponse
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.check.expressions import check_workflow
from qradar_builder.workflow.engine.effects import Post, WriteLog
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.runner import Runner

CASES = json.loads((Path(__file__).parents[2] / "conformance/lint/predictions.json").read_text(encoding="utf-8"))
NOON = 1_714_564_800_000
LATENCY = 100
LIMITS = Limits(calls=60, repeats=20, failures=20, seconds=20, turns=2000)


class Service:
    """Answers by the events of a case: those of a window or behind a cursor, page by page. A call takes its time."""

    def __init__(self, events=(), fail=None, page=0, headers=None):
        self.events = [(each[0], NOON + each[1], NOON + each[-1]) for each in events]
        self.fail = fail or {}
        self.page = page
        self.headers = tuple((headers or {}).items())
        self.clock = NOON
        self.asked = []

    def now(self):
        return self.clock

    def kill(self, number):
        """No run is cut off."""

    @staticmethod
    def random():
        return 0.5

    def sleep(self, milliseconds):
        self.clock += milliseconds

    def begin(self, _number):
        return self

    @staticmethod
    def end(*, ended_well):  # noqa: ARG004 - the form of a world
        return ""

    def send(self, request):
        self.asked.append(request.url)
        status = self.fail.get(str(len(self.asked)), 200)
        body = self.answer(request.url) if status == 200 else {"error": "failed"}
        self.clock += LATENCY
        return HttpResponse(
            status, "", (("Content-Type", "application/json"), *self.headers), json.dumps(body).encode()
        )

    def answer(self, url):
        parts = urlsplit(url)
        if parts.path != "/events":
            return {"token": "t0k3n"}
        return self.found({name: values[-1] for name, values in parse_qs(parts.query).items()})

    def found(self, query):
        shown = [each for each in self.events if each[2] <= self.clock and window(query)(each[1])]
        size = self.page or len(shown)
        page = int(query["page"]) if query.get("page", "").isdecimal() else 1
        events = shown[(page - 1) * size : page * size]
        body = {"events": [{"id": name, "time": time} for name, time, _ in events], "more": page * size < len(shown)}
        if events:
            body["last"] = events[-1][1]
        if body["more"]:
            body["next"] = page + 1
        return body


def window(query):
    """Whether a time is in the window that a query asks for."""
    start = int(query.get("from") or 0)
    if "fromdate" in query:
        date = datetime.fromisoformat(query["fromdate"].rstrip("Z")).replace(tzinfo=UTC)
        start = round(date.timestamp() * 1000)
    after = int(query.get("after") or -1)
    filtered = re.match(r"time (ge|gt) (\d+)", query.get("filter", ""))
    if filtered is not None:
        start, after = (int(filtered[2]), after) if filtered[1] == "ge" else (start, int(filtered[2]))
    end = int(query.get("to") or 1 << 62)
    return lambda time: start <= time < end and time > after


@dataclass
class Happened:
    """What came of the runs."""

    posted: Counter = field(default_factory=Counter)
    payloads: list = field(default_factory=list)
    logs: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    status: str = ""
    ended: bool = False


def workflow_of(case, actions):
    findings = Findings()
    parameters = "\n".join(["", *case.get("parameters", [])]) if "parameters" in case else " []"
    text = f"name: n\nversion: '1'\nschema: V2\nparameters:{parameters}\nactions:\n" + "\n".join(actions)
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings)
    assert workflow is not None, [each.message for each in findings]
    compiled = check_workflow(workflow, findings)
    assert compiled is not None, [each.message for each in findings]
    return workflow, compiled


def happens(case, compiled):
    service = Service(**case["service"])
    runner = Runner(compiled, service, {}, State(), limits=LIMITS)
    result = Happened(asked=service.asked)

    def hear(said):
        if isinstance(said, Post):
            for event in said.events:
                text = event.payload if isinstance(event.payload, str) else event.payload.decode()
                result.payloads.append(text)
                result.posted.update(re.findall(r'"id":"(\w+)"', text))
        elif isinstance(said, WriteLog):
            result.logs.append(said.message)

    for number in range(case["runs"]):
        service.clock = max(service.clock, NOON + number * case["every"])
        result.outcomes.append(runner.make(number, hear).outcome)
        if runner.terminated:
            break
    result.status = runner.state.status.level if runner.state.status else ""
    result.ended = runner.terminated
    return result


def failed(result):
    return [each.message for each in result.outcomes if each.status == "error"]


HARMS = {
    "lost": lambda case, it: all(it.posted[each] == 0 for each in case["ids"]),
    "twice": lambda case, it: all(it.posted[each] > 1 for each in case["ids"]),
    "unwanted": lambda case, it: all(it.posted[each] > 0 for each in case["ids"]),
    "endless": lambda _, it: any("raise the limit" in each.help for each in it.outcomes),
    "failed": lambda _, it: bool(failed(it)),
    "missing": lambda case, it: not any(case["text"] in each for each in it.payloads),
    "shown": lambda case, it: any(case["text"] in each for each in (*it.logs, *it.payloads)),
    "asked": lambda case, it: any(case["text"] in each or case["text"] in unquote(each) for each in it.asked),
    "ended": lambda _, it: it.ended,
    "status": lambda _, it: it.outcomes[-1].status == "ok" and it.status == "ERROR",
    "silent": lambda _, it: it.outcomes[-1].status == "ok" and not it.logs and not it.status,
}


@pytest.mark.parametrize("case", CASES, ids=[f"{each['rule']}-{number}" for number, each in enumerate(CASES)])
def test_what_the_finding_predicts_happens(case):
    rule = lint_rules()[case["rule"]]
    workflow, compiled = workflow_of(case, case["actions"])
    assert list(rule.check(WorkflowSubject(workflow))), "the rule has no finding"
    result = happens(case, compiled)
    assert HARMS[case["harm"]](case, result), result


@pytest.mark.parametrize("case", CASES, ids=[f"{each['rule']}-{number}" for number, each in enumerate(CASES)])
def test_the_repaired_workflow_does_no_harm(case):
    rule = lint_rules()[case["rule"]]
    workflow, compiled = workflow_of(case, case["repaired"])
    assert [each.message for each in rule.check(WorkflowSubject(workflow))] == []
    result = happens(case, compiled)
    assert not HARMS[case["harm"]](case, result), result
    if case["harm"] in ("lost", "twice"):
        assert all(result.posted[each] == 1 for each in case["ids"]), result


def test_there_are_thirty_predictions_and_more():
    assert len(CASES) >= 30
    assert {each["harm"] for each in CASES} == set(HARMS)
