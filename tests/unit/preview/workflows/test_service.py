"""The debugger's server: recordings of cases, the State and events at their steps, and what is evaluated there."""

from __future__ import annotations

import pytest

SECRET = "correct-horse-battery-staple"
WORKFLOW = """\
name: Poll
version: '1'
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Initialize: {path: /since, value: "0"}
  - CallEndpoint:
      url: "https://h/events?since=${/since}"
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/key}"}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "HTTP ${/r/status_code}"}
  - ForEach: {item: /e, items: /r/body/list}
    do:
      - PostEvent: {path: /e}
  - Set: {path: /since, value: "${/since + count(/r/body/list)}"}
  - Delete: {path: /r}
"""
CASE = f"""\
workflow: poll
parameters: {{key: {SECRET}}}
clock: 2024-05-01T12:00:00Z
runs:
  - exchanges:
      - request: {{method: GET, url: "https://h/events?since=0", headers: {{Authorization: Bearer {SECRET}}}}}
        response: {{status: 200, json: {{list: [{{id: 1, text: "{SECRET}"}}, {{id: 2}}], "{SECRET}": [1]}}}}
  - exchanges:
      - request: {{method: GET, url: "https://h/events?since=2"}}
        response: {{status: 503}}
"""
ENDLESS = "name: E\nversion: '1'\nactions: [{While: 'true = true', do: [{Set: {path: /a, value: x}}]}]\n"
API = "api/workflows/poll"
TWO = f"{API}/cases/two"


@pytest.fixture
def poll(asked):
    """The preview of a package with a workflow that polls twice."""
    for name, text in {"workflows/poll.yaml": WORKFLOW, "tests/workflows/two.yaml": CASE}.items():
        path = asked.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    asked.workspace.refresh()
    return asked


def test_a_workflow_has_a_diagram_and_its_actions(poll):
    found = poll.get(API).json()
    assert (found["file"], found["text"]) == ("workflows/poll.yaml", WORKFLOW)
    assert found["parameters"] == [{"name": "key", "label": "Key", "required": True, "secret": True}]
    assert [(node["id"], node["action"], node["line"], node["depth"]) for node in found["nodes"]][:4] == [
        ("1", "Initialize", 6, 0),
        ("2", "CallEndpoint", 7, 0),
        ("3", "If", 12, 0),
        ("3.1", "Abort", 14, 1),
    ]
    assert {node["file"] for node in found["nodes"]} == {"workflows/poll.yaml"}
    assert found["diagram"].startswith("<svg ")
    assert 'data-file="workflows/poll.yaml"' in found["diagram"]


def test_a_case_is_recorded_step_by_step(poll):
    answer = poll.get(TWO)
    found = answer.json()
    assert answer.status_code == 200
    steps = found["steps"]
    assert [step["index"] for step in steps] == list(range(len(steps)))
    assert [(step["action"], step["turn"]) for step in steps[:9]] == [
        ("Initialize", None),
        ("CallEndpoint", None),
        ("If", None),
        ("ForEach", None),
        ("ForEach", 0),
        ("PostEvent", None),
        ("ForEach", 1),
        ("PostEvent", None),
        ("Set", None),
    ]
    assert steps[0]["changes"] == [
        {
            "path": "/since",
            "before": {"text": "nothing", "kind": "missing", "size": ""},
            "after": {"text": '"0"', "kind": "text", "size": ""},
            "appended": 0,
        }
    ]
    call = steps[1]["calls"][0]
    assert call["request"]["line"] == "GET https://h/events?since=0"
    assert call["request"]["headers"] == [{"name": "Authorization", "value": "[secret]"}]
    assert call["response"]["line"].startswith("200")
    parts = {part["text"]: part["value"]["text"] for part in steps[2]["condition"]["parts"]}
    assert parts == {"/r/status_code != 200": "false", "/r/status_code": "200"}
    assert [run["outcome"] for run in found["runs"]] == ["ok", "aborted"]
    assert found["outcome"] == "aborted"
    assert steps[-1]["failed"] == "HTTP 503"
    assert found["counts"]["4.1"] == 2
    assert found["edges"]["start>1"] == 2
    assert found["edges"]["4>5"] == 1
    assert "never" not in found["counts"]
    assert 'class="node is-abort failed"' in found["diagram"]


def test_no_answer_has_a_secret(poll):
    steps = len(poll.get(TWO).json()["steps"])
    answers = [poll.get(API).text, poll.get(TWO).text]
    for step in range(steps):
        answers += [
            poll.get(f"{TWO}/state/{step}").text,
            poll.get(f"{TWO}/state/{step}?path=/r/body").text,
            poll.get(f"{TWO}/events/{step}").text,
        ]
    for text in ("/key", "/r/body", f"/r/body/'{SECRET}'"):
        answers.append(poll.post(f"{TWO}/evaluate", {"step": 1, "kind": "jpath", "text": text}).text)
    assert [text for text in answers if SECRET in text] == []


def test_the_state_is_a_tree_that_is_read_on_demand(poll):
    found = poll.get(f"{TWO}/state/1").json()
    assert [(child["key"], child["count"]) for child in found["children"]] == [("key", 0), ("since", 0), ("r", 5)]
    assert poll.get(f"{TWO}/state/1?path=").json() == found
    below = poll.get(f"{TWO}/state/1", params={"path": "/r/body/list"}).json()
    assert [(child["key"], child["path"], child["value"]["kind"]) for child in below["children"]] == [
        ("0", "/r/body/list[0]", "object"),
        ("1", "/r/body/list[1]", "object"),
    ]
    rest = poll.get(f"{TWO}/state/1", params={"path": "/r/body/list", "start": "1"}).json()
    assert ([child["key"] for child in rest["children"]], rest["more"]) == (["1"], 0)


def test_events_are_those_posted_so_far(poll):
    assert poll.get(f"{TWO}/events/4").json() == {"events": [], "total": 0}
    found = poll.get(f"{TWO}/events/7").json()
    assert found["total"] == 2
    assert [(event["step"], event["payload"]) for event in found["events"]] == [
        (5, '{"id":1,"text":"[secret]"}'),
        (7, '{"id":2}'),
    ]


def test_texts_are_evaluated_at_a_step(poll):
    def evaluated(**body):
        return poll.post(f"{TWO}/evaluate", body).json()

    assert evaluated(step=1, kind="jpath", text="count(/r/body/list)")["value"]["text"] == "2"
    assert evaluated(step=8, kind="template", text="n=${/since}")["value"]["text"] == '"n=2"'
    assert evaluated(step=0, kind="date", text="yyyy", value="0")["value"]["text"] == '"1970"'
    assert evaluated(step=1, kind="condition", text="/r/status_code =")["error"]["rule"] == "preview/evaluate"
    assert evaluated(step=999, kind="jpath", text="/a")["error"]["rule"] == "preview/missing"
    assert evaluated(step=-1, kind="jpath", text="/a")["error"]["rule"] == "preview/request"
    assert evaluated(step=1, kind="sql", text="/a")["error"]["rule"] == "preview/request"


@pytest.mark.parametrize(
    "path",
    [
        "api/workflows/nothing",
        "api/workflows/..%2f..%2fetc",
        f"{API}/cases/nothing",
        f"{API}/cases/..%2ftwo",
        f"{TWO}/state/99999",
        f"{TWO}/state/-1",
        f"{TWO}/state/1?path=/nothing",
        f"{TWO}/state/1?path=..",
        f"{TWO}/state/1?path=/r[@x=1]",
        f"{TWO}/state/1?start=x",
        f"{TWO}/events/x",
        f"{TWO}/events/100000000000000000000",
    ],
)
def test_what_is_not_there_is_not_found(poll, path):
    answer = poll.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["rule"] == "preview/missing"


def test_a_case_that_cannot_be_read_says_where(poll):
    case = poll.folder / "tests/workflows/two.yaml"
    case.write_text(CASE.replace("status: 503", "stetus: 503"), encoding="utf-8")
    answer = poll.get(TWO)
    error = answer.json()["error"]
    assert answer.status_code == 422
    assert (error["file"], error["line"]) == ("tests/workflows/two.yaml", 10)
    assert error["rule"].startswith("yaml/")


def test_while_the_workflow_is_broken_the_last_good_one_is_recorded(poll):
    assert poll.get(TWO).status_code == 200
    (poll.folder / "workflows/poll.yaml").write_text(WORKFLOW + "  - Sett: {}\n", encoding="utf-8")
    poll.workspace.refresh()
    answer = poll.get(TWO)
    assert answer.status_code == 200
    assert len(answer.json()["steps"]) > 5


def test_a_changed_case_is_recorded_again(poll):
    assert poll.get(TWO).json()["outcome"] == "aborted"
    case = poll.folder / "tests/workflows/two.yaml"
    case.write_text(CASE.replace("status: 503", "status: 200, json: {list: []}"), encoding="utf-8")
    assert poll.get(TWO).json()["outcome"] == "ok"


def test_requests_that_differ_are_a_mismatch(poll):
    case = poll.folder / "tests/workflows/two.yaml"
    case.write_text(CASE.replace("since=2", "since=3"), encoding="utf-8")
    found = poll.get(TWO).json()
    assert found["outcome"] == "mismatch"
    assert "is not the expected request" in found["runs"][1]["mismatch"]
    assert found["steps"][-1]["failed"]


def test_a_loop_without_an_end_stops_at_a_limit(poll):
    (poll.folder / "workflows/endless.yaml").write_text(ENDLESS, encoding="utf-8")
    case = "workflow: endless\nlimits: {turns: 1000}\nruns: [{exchanges: []}]\n"
    (poll.folder / "tests/workflows/endless.yaml").write_text(case, encoding="utf-8")
    found = poll.get("api/workflows/endless/cases/endless").json()
    assert found["outcome"] == "error"
    assert "While has run 1000 times" in found["runs"][0]["reason"]
    assert found["steps"][-1]["failed"] == found["runs"][0]["reason"]
