"""A workflow that would never end is stopped, and the loop is named with what its condition saw."""

import json
from dataclasses import replace

import pytest

from qradar_builder.http.messages import HttpResponse
from qradar_builder.workflow.engine.compile import CompileError, compile_workflow
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.limits import Limits, limit_in
from qradar_builder.workflow.engine.state import State, size_of

CALL = {"CallEndpoint": {"url": "https://h.example.com/x", "method": "GET", "savePath": "/r"}}


def forever(*actions):
    return [{"Set": {"path": "/page", "value": "1"}}, {"While": "/page > 0 and /done = null", "do": list(actions)}]


def test_turns_are_counted_for_each_loop(play):
    outcome = play(forever({"Set": {"path": "/x", "value": "y"}}), limits=Limits(turns=100)).outcome
    assert outcome.status == "error"
    assert outcome.message == (
        "While has run 100 times, in While at w.yaml:1:122, whose condition is `/page > 0 and /done = null` "
        'with /page = "1", /done = missing'
    )
    assert outcome.action == "While"


def test_a_loop_may_make_as_many_turns_as_it_may(play):
    actions = [
        {"Set": {"path": "/n", "value": "0"}},
        {"While": "/n < 5", "do": [{"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    assert play(actions, limits=Limits(turns=5)).outcome.status == "ok"
    assert play(actions, limits=Limits(turns=4)).outcome.status == "error"


def test_an_inner_loop_counts_anew_each_time(play):
    inner = {"ForEach": {"item": "/f", "items": "/a"}, "do": [{"Set": {"path": "/x", "value": "y"}}]}
    actions = [{"ForEach": {"item": "/e", "items": "/a"}, "do": [inner]}]
    assert play(actions, {"a": [1, 2, 3]}, limits=Limits(turns=3)).outcome.status == "ok"
    assert "ForEach has run 2 times" in play(actions, {"a": [1, 2, 3]}, limits=Limits(turns=2)).outcome.message


def test_actions_are_counted_over_all_loops(play):
    outcome = play(forever({"Set": {"path": "/x", "value": "y"}}), limits=Limits(actions=1000)).outcome
    assert outcome.message.startswith("The run has executed 1000 actions, in While at w.yaml:1:")


def test_calls_are_counted(play, response):
    outcome = play(forever(CALL), answers=[response(b"x")] * 3, limits=Limits(calls=3)).outcome
    assert outcome.message.startswith("The run has sent 3 requests, in While")
    assert outcome.action == "CallEndpoint"


def test_outside_of_a_loop_none_is_named(play, response):
    outcome = play([CALL, CALL], answers=[response(b"x")], limits=Limits(calls=1)).outcome
    assert outcome.message == "The run has sent 1 request"


def test_a_large_body_is_refused(play, response):
    outcome = play([CALL], answers=[response(b"x" * 101)], limits=Limits(body=100)).outcome
    assert outcome.message == "The body of the response has 101 bytes, more than 100"
    assert play([CALL], answers=[response(b"x" * 100)], limits=Limits(body=100)).outcome.status == "ok"


GROWING = {
    "by Set": {"Set": {"path": "/x", "value": "${/x}${/x}"}},
    "by Add": {"Add": {"path": "/a", "value": "${/x}${/x}"}},
    "by Copy": {"Copy": {"sourcePath": "/o", "targetPath": "/o/k${count(/o)}"}},
    "by Merge": {"Merge": {"sourcePath": "/a", "targetPath": "/a"}},
    "by Split": {"Split": {"value": "a,b,c,d,e,f", "delimiter": ",", "savePath": "/s${count(/)}"}},
    "by small steps": {"Set": {"path": "/k${count(/)}", "value": "1"}},
}


@pytest.mark.parametrize("action", [pytest.param(each, id=name) for name, each in GROWING.items()])
def test_a_state_that_only_grows_is_stopped(play, action):
    before = {"x": "0123456789", "a": ["0123456789"], "o": {"k": "v"}}
    result = play(forever(action), before, limits=Limits(state=200_000))
    assert result.outcome.status == "error"
    assert result.outcome.message.startswith("The State takes more than 200000 bytes of memory, in While")


def test_items_of_a_loop_count_for_the_size_of_the_state(play):
    # Each turn puts a copy of all that is there below a new key.
    inner = {"ForEach": {"item": "/o/k${count(/o)}", "items": "/"}, "do": [{"ClearStatus": {}}]}
    result = play(forever(inner), {"o": {"k": "v"}}, limits=Limits(state=200_000))
    assert "The State takes more than 200000 bytes of memory" in result.outcome.message


def test_what_is_deleted_again_is_no_growth(play, response):
    actions = [
        {"Set": {"path": "/n", "value": "0"}},
        {"While": "/n < 50", "do": [CALL, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    page = response(["x" * 1000] * 100)
    assert play(actions, answers=[page] * 50, limits=Limits(state=300_000)).outcome.status == "ok"


def test_actions_may_lie_fifty_deep_but_no_deeper(read):
    workflow = read([{"If": "true", "then": [{"ClearStatus": {}}]}])

    def nested(depth):
        outer = workflow.actions[0]
        action = outer.children[0]
        for _ in range(depth):
            action = replace(outer, children=(action,))
        return replace(workflow, actions=(action,))

    assert len(compile_workflow(nested(49)).code) == 51
    with pytest.raises(CompileError, match="more than 50 levels deep"):
        compile_workflow(nested(50))


def test_a_text_that_only_grows_is_stopped_with_the_values_that_were_seen(play):
    actions = [
        {"Set": {"path": "/offset", "value": "1"}},
        {"While": "/offset != 0", "do": [{"Set": {"path": "/offset", "value": "${/offset} - ${/limit}"}}]},
    ]
    outcome = play(actions, {"limit": "5"}, limits=Limits(text=30)).outcome
    assert outcome.message == (
        "The text has more than 30 characters, in While at w.yaml:1:124, whose condition is `/offset != 0` with "
        '/offset = "1 - 5 - 5 - 5 - 5 - 5 - 5 - 5"; Set saw /offset = "1 - 5 - 5 - 5 - 5 - 5 - 5 - 5", /limit = "5"'
    )
    assert "--limit text=NUMBER" in outcome.help


def test_a_long_value_is_shown_in_part_and_without_secrets(build, drive):
    secret = "s3cr3t" * 40
    actions = [{"While": "/x != ''", "do": [{"Set": {"path": "/x", "value": "${/x}${/token}"}}]}]
    parameters = [{"name": "token", "label": "t", "required": True, "secret": True}]
    state = State({"x": "y"})
    outcome = drive(run(build(actions, parameters=parameters), state, {"token": secret}, Limits(text=10_000))).outcome
    assert "s3cr" not in outcome.message
    assert "characters)" in outcome.message


@pytest.mark.parametrize("made", ["${base64_encode(/x)}", "${url_encode(/x)}", "${pad_left(/x, 500, ' ')}", "${/a}"])
def test_a_text_of_one_template_is_bounded(play, made):
    before = {"x": "%" * 90, "a": ["x" * 100]}
    outcome = play([{"Set": {"path": "/y", "value": made}}], before, limits=Limits(text=100)).outcome
    assert outcome.status == "error"
    assert "--limit text=NUMBER" in outcome.help


def test_a_text_that_is_only_passed_on_may_be_of_any_size(play):
    result = play([{"Set": {"path": "/y", "value": "${/x}"}}], {"x": "x" * 500}, limits=Limits(text=100))
    assert result.outcome.status == "ok"


@pytest.mark.parametrize(
    "action",
    [
        pytest.param({"Set": {"path": "/k#", "value": "${/x}!"}}, id="Set"),
        pytest.param({"Initialize": {"path": "/k#", "value": "${/x}!"}}, id="Initialize"),
        pytest.param({"Add": {"path": "/list", "value": "${/x}!"}}, id="Add"),
        pytest.param({"Copy": {"sourcePath": "/x", "targetPath": "/k#"}}, id="Copy of a text"),
        pytest.param({"Merge": {"sourcePath": "/a", "targetPath": "/list"}}, id="Merge"),
        pytest.param({"Split": {"value": "${/x}", "delimiter": ",", "savePath": "/k#"}}, id="Split"),
        pytest.param({"RegexCapture": {"value": "${/x}", "pattern": "(.*)", "savePath": "/k#"}}, id="RegexCapture"),
        pytest.param({"FormatDate": {"pattern": "'" + "x" * 1000 + "'", "savePath": "/k#"}}, id="FormatDate"),
        pytest.param({"XPathQuery": {"xmlPath": "/xml", "xPathQuery": "//a/text()", "savePath": "/k#"}}, id="XPath"),
        pytest.param({"Set": {"path": f"/{'${/x}' * 3}#", "value": ""}}, id="keys"),
        pytest.param({"Set": {"path": f"{'/k${/one}' * 500}#", "value": ""}}, id="objects on the way"),
    ],
)
def test_the_size_of_the_state_is_looked_at_without_any_loop(play, action):
    actions = [json.loads(json.dumps(action).replace("#", str(number))) for number in range(300)]
    before = {"x": "x" * 1000, "a": ["x" * 1000], "xml": f"<a>{'x' * 1000}</a>", "one": "1"}
    result = play(actions, before, limits=Limits(state=40_000))
    assert "The State takes more than 40000 bytes of memory" in result.outcome.message
    assert size_of(result.state) < 60_000


def test_an_answer_of_many_small_values_counts_before_it_is_read(play, response):
    body = b"[" + b"{}," * 20_000 + b"{}]"
    outcome = play([CALL], answers=[response(body)], limits=Limits(state=1_000_000)).outcome
    assert "The State takes more than" in outcome.message


def test_a_run_that_only_computes_is_stopped(play, monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr("qradar_builder.workflow.engine.steps.process_time", lambda: next(clock) / 10)
    outcome = play(forever({"Set": {"path": "/x", "value": "y"}}), limits=Limits(seconds=5)).outcome
    assert outcome.message.startswith(
        "The run has computed for 5 seconds without a response or a posted event, in While at w.yaml:1:122"
    )


def test_a_run_that_comes_forward_may_go_on(play, monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr("qradar_builder.workflow.engine.steps.process_time", lambda: next(clock) / 10)
    actions = [
        {"Set": {"path": "/n", "value": "0"}},
        {"While": "/n < 2000", "do": [{"PostEvent": {"path": "/n"}}, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    assert play(actions, limits=Limits(seconds=5)).outcome.status == "ok"


NESTED = "/a[@/x = count(/a[@/x = count(/a[@/x = count(/a)])])]"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"${{count({NESTED})}}", id="filters in filters"),
        pytest.param("${count(/a/x)}" * 500, id="many templates"),
        pytest.param("${" + " + ".join(["count(range(0, 20000))"] * 20) + "}", id="ranges"),
    ],
)
def test_one_expression_cannot_take_for_ever(play, monkeypatch, text):
    clock = iter(range(1_000_000))
    monkeypatch.setattr("qradar_builder.workflow.engine.steps.process_time", lambda: next(clock))
    before = {"a": [{"x": 200}] * 200}
    outcome = play([{"Set": {"path": "/y", "value": text}}], before, limits=Limits(seconds=1)).outcome
    assert outcome.message.startswith("The run has computed for 1 second")


def test_a_long_condition_cannot_take_for_ever(play, monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr("qradar_builder.workflow.engine.steps.process_time", lambda: next(clock))
    condition = " and ".join(["count(/a/x) > 0"] * 500)
    outcome = play([{"If": condition, "then": [{"ClearStatus": {}}]}], {"a": [{"x": 1}]}, limits=Limits(seconds=1))
    assert outcome.outcome.message.startswith("The run has computed for 1 second")


def test_log_messages_are_counted(play):
    outcome = play(forever({"Log": {"type": "INFO", "message": "0123456789"}}), limits=Limits(log=1000)).outcome
    assert outcome.message.startswith("The log messages of the run have more than 1,000 characters, in While")
    outcome = play(forever({"SetStatus": {"type": "INFO", "message": "012345"}}), limits=Limits(log=1000)).outcome
    assert outcome.message.startswith("The log messages of the run have more than 1,000 characters, in While")


def test_a_sleep_of_a_year_is_refused(play):
    outcome = play([{"Sleep": {"duration": "31536000000"}}]).outcome
    assert outcome.message.startswith("The run would sleep for 3.1536e+07 seconds, more than 3600")
    outcome = play(forever({"Sleep": {"duration": "60000"}})).outcome
    assert outcome.message.startswith("The run would sleep for 3660 seconds, more than 3600, without a response")


def test_a_sleep_between_calls_counts_anew(play, response):
    actions = [CALL, {"Sleep": {"duration": "3000000"}}] * 3
    assert play(actions, answers=[response(b"x")] * 3).outcome.status == "ok"


def test_events_after_one_answer_are_bounded(play):
    outcome = play(forever({"PostEvent": {"path": "/page"}}), limits=Limits(posted=50)).outcome
    assert outcome.message.startswith("The run has posted events of more than 50 characters since the last response")


def test_one_request_without_a_change_is_stopped(play, response):
    outcome = play(forever(CALL), answers=[response(b"x")] * 4, limits=Limits(repeats=3)).outcome
    assert outcome.message.startswith(
        "The run has sent GET https://h.example.com/x more than 3 times without a change, "
        "and got the same response (200 OK) each time, in While at w.yaml:1:122"
    )


def test_errors_whose_text_differs_are_no_change(play):
    answers = [HttpResponse(403, "Forbidden", (), b'{"requestId": %d}' % number) for number in range(4)]
    outcome = play(forever(CALL), answers=answers, limits=Limits(repeats=3)).outcome
    assert "without a change, and got the same response (403 Forbidden) each time" in outcome.message


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(lambda response: [response(b"%d" % number) for number in range(9)], id="the answers differ"),
        pytest.param(lambda response: [response(b"x")] * 9, id="events are posted"),
    ],
)
def test_requests_that_lead_on_are_no_repetition(play, response, answers):
    post = [{"PostEvent": {"path": "/n"}}]
    actions = [
        {"Set": {"path": "/n", "value": "1"}},
        {"While": "/n < 10", "do": [CALL, *post, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    assert play(actions, answers=answers(response), limits=Limits(repeats=3)).outcome.status == "ok"


def test_a_signature_that_differs_makes_no_other_request(play, response):
    headers = {"RequestHeader": {"X-Signature": "${/n}", "Date": "${/n}"}}
    call = {"CallEndpoint": CALL["CallEndpoint"] | headers}
    actions = [
        {"Set": {"path": "/n", "value": "1"}},
        {"While": "/n < 10", "do": [call, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    assert "without a change" in play(actions, answers=[response(b"x")] * 4, limits=Limits(repeats=3)).outcome.message


def test_a_service_that_only_answers_errors_is_left_in_peace(play):
    call = {"CallEndpoint": CALL["CallEndpoint"] | {"url": "https://h.example.com/x?page=${/n}&secret=1"}}
    actions = [
        {"Set": {"path": "/n", "value": "1"}},
        {"DoWhile": "/r/status_code != 200", "do": [call, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    answers = [HttpResponse(500, "Oops", (), b"%d" % number) for number in range(5)]
    outcome = play(actions, answers=answers, limits=Limits(failures=4)).outcome
    assert outcome.message.startswith(
        "More than 4 responses in a row were errors, the last one 500 Oops of GET https://h.example.com/x, "
        "in DoWhile at"
    )
    assert "secret=1" not in outcome.message


def test_ten_thousand_pages_are_within_the_usual_limits(play, response):
    call = {"CallEndpoint": CALL["CallEndpoint"] | {"url": "https://h.example.com/x?page=${/n}"}}
    actions = [
        {"Set": {"path": "/n", "value": "0"}},
        {"While": "/n < 10000", "do": [call, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    assert play(actions, answers=[response(b"x")] * 10_000).outcome.status == "ok"


@pytest.mark.parametrize("text", ["calls", "calls=", "calls=0", "calls=-1", "calls=1e3", "call=5", "calls=" + "9" * 30])
def test_a_limit_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"limit|NAME=NUMBER"):
        limit_in(text)


def test_a_limit_is_read():
    assert limit_in("calls=50_000") == ("calls", 50_000)
