"""Parameters, the State from run to run, and the status of the log source."""

import pytest

from qradar_builder.jpath import JPathError
from qradar_builder.jpath.json import values as json_values
from qradar_builder.workflow.engine.recurrence import Recurrence
from qradar_builder.workflow.engine.state import (
    State,
    Status,
    dump_state,
    load_state,
    missing_parameters,
    unknown_parameters,
)

PARAMETERS = (
    {"name": "host", "label": "Host", "required": True},
    {"name": "password", "label": "Password", "secret": True},
    {"name": "limit", "label": "Limit", "default": "100"},
)
COUNT = [
    {"Initialize": {"path": "/n", "value": "0"}},
    {"Set": {"path": "/n", "value": "${/n + 1}"}},
]


def test_parameters_stand_in_the_state_as_text(play):
    result = play(COUNT, parameters=PARAMETERS, values={"host": "h", "limit": "5"})
    assert result.state == {"host": "h", "limit": "5", "n": "1"}


def test_a_default_holds_for_what_is_not_given_or_empty(play):
    assert play(COUNT, parameters=PARAMETERS, values={"host": "h"}).state["limit"] == "100"
    assert play(COUNT, parameters=PARAMETERS, values={"host": "h", "limit": ""}).state["limit"] == "100"


def test_json_in_a_parameter_stays_text(play):
    assert play(COUNT, parameters=PARAMETERS, values={"host": '{"a":1}'}).state["host"] == '{"a":1}'


def test_parameters_are_written_again_at_each_run(play):
    result = play(
        [{"Set": {"path": "/host", "value": "x"}}], {"host": "old"}, parameters=PARAMETERS, values={"host": "h"}
    )
    assert result.state["host"] == "x"
    assert play(COUNT, {"host": "old"}, parameters=PARAMETERS, values={"host": "h"}).state["host"] == "h"


def test_a_required_parameter_without_value_ends_the_run_before_it_begins(play):
    result = play(COUNT, parameters=PARAMETERS, values={"host": ""})
    assert result.outcome.status == "error"
    assert result.outcome.message == "There is no value for the required parameter `host`"
    assert result.state == {}
    assert result.outcome.origin.locate().file == "w.yaml"


def test_missing_and_unknown_parameters_are_found(read):
    workflow = read(COUNT, parameters=PARAMETERS)
    assert [each.name for each in missing_parameters(workflow, {"limit": "1"})] == ["host"]
    assert unknown_parameters(workflow, {"host": "h", "hots": "h"}) == ["hots"]


def test_secret_parameters_and_results_are_known(play):
    hmac = {
        "GenerateHMAC": {
            "algorithm": "SHA1", "secretKey": "${/key}", "message": "m", "saveFormat": "HEX", "savePath": "/h"
        }
    }  # fmt: skip
    result = play([hmac], {"key": "a-key"}, parameters=PARAMETERS, values={"host": "h", "password": "p4ssw0rd"})
    for secret in ("p4ssw0rd", "a-key", result.state["h"]):
        assert secret in result.log_source.secrets
    assert "h" not in result.log_source.secrets


@pytest.mark.parametrize(("key", "hidden"), [("record", False), ("s3cr3tKey9", True)])
def test_a_hash_whose_key_is_a_word_in_the_workflow_is_no_secret(play, key, hidden):
    hmac = {"algorithm": "SHA1", "secretKey": key, "message": "m", "saveFormat": "HEX", "savePath": "/h"}
    result = play([{"GenerateHMAC": hmac}])
    assert [text in result.log_source.secrets for text in (key, result.state["h"])] == [hidden, hidden]


def test_each_run_goes_on_from_the_state_of_the_one_before(build, drive):
    runs = Recurrence(build(COUNT), {})
    assert [drive(runs.run()).state["n"] for _ in range(3)] == ["1", "2", "3"]
    assert runs.state.root == {"n": "3"}


FAILS_LATER = [*COUNT, {"If": "/n > 1", "then": [{"Abort": {"reason": "enough"}}]}]


def test_an_aborted_run_leaves_the_state_as_it_was(build, drive):
    runs = Recurrence(build(FAILS_LATER), {})
    assert [drive(runs.run()).outcome.status for _ in range(3)] == ["ok", "aborted", "aborted"]
    assert runs.state.root == {"n": "1"}
    assert runs.state.status == Status("ERROR", "enough")


def test_the_state_of_an_aborted_run_may_be_kept(build, drive):
    runs = Recurrence(build(FAILS_LATER), {}, keep_after_failure=True)
    for _ in range(3):
        drive(runs.run())
    assert runs.state.root == {"n": "3"}


def test_a_failed_run_leaves_the_state_as_it_was_below_the_top(build, drive):
    actions = [{"Set": {"path": "/o/k", "value": "new"}}, {"PostEvents": {"path": "/o"}}]
    runs = Recurrence(build(actions), {}, State({"o": {"k": "old"}}))
    assert drive(runs.run()).outcome.status == "error"
    assert runs.state.root == {"o": {"k": "old"}}


def test_a_driver_that_gives_up_leaves_the_state_as_it_was(build):
    runs = Recurrence(build([*COUNT, {"Sleep": {"duration": "1"}}]), {})
    running = runs.run()
    next(running)
    running.close()
    assert runs.state.root == {}


def test_the_status_stays_until_it_is_set_or_cleared(build, drive):
    runs = Recurrence(build([{"If": "/go = null", "then": [{"SetStatus": {"type": "WARN", "message": "m"}}]},
                             {"Else": None, "then": [{"ClearStatus": {}}]},
                             {"Set": {"path": "/go", "value": "1"}}]), {})  # fmt: skip
    drive(runs.run())
    assert runs.state.status == Status("WARN", "m")
    drive(runs.run())
    assert runs.state.status is None


def test_a_good_run_does_not_clear_the_status(build, drive):
    runs = Recurrence(build(COUNT), {}, State(status=Status("ERROR", "old")))
    drive(runs.run())
    assert runs.state.status == Status("ERROR", "old")


def test_abort_may_say_that_no_run_follows(build, drive):
    runs = Recurrence(build([{"Abort": {"reason": "x", "terminate": "true"}}]), {})
    assert not runs.terminated
    drive(runs.run())
    assert runs.terminated


def test_a_state_is_written_and_read_with_its_numbers_as_they_are():
    text = '{"a":1.10,"b":1E400,"c":[12345678901234567890,-0],"d":"é"}'
    assert dump_state(load_state(text)) == text
    assert isinstance(load_state(text)["a"], json_values.NumberAsWritten)


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '{"a":1}x'])
def test_what_is_no_json_object_is_no_state(text):
    with pytest.raises(JPathError):
        load_state(text)


def test_a_compiled_workflow_serves_several_log_sources(build, drive):
    compiled = build(COUNT)
    first, second = Recurrence(compiled, {}), Recurrence(compiled, {}, State({"n": "10"}))
    drive(first.run())
    drive(second.run())
    assert (first.state.root, second.state.root) == ({"n": "1"}, {"n": "11"})
