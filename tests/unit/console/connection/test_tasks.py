"""Tasks are looked at until they end."""

import pytest

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import finished, number_of
from tests.scripted_console import answer, session

PATH = "GET /config/extension_management/extensions_task_status/5"


def run(*states, hear=None, **profile):
    made, script = session({PATH: [answer(each) for each in states]}, hear=hear, **profile)
    return finished(made, calls.TASK, "install", {"status_id": 5}), script


def test_a_task_is_followed_to_its_end():
    told = []
    states = [{"status": "QUEUED"}, {"status": "PROCESSING", "progress": 1, "maximum": 4}, {"status": "COMPLETED"}]
    found, script = run(*states, hear=told.append)
    assert found == {"status": "COMPLETED"}
    assert len(script.sent) == 3
    assert told == ["install: QUEUED", "install: PROCESSING 25 %"]


@pytest.mark.parametrize("status", ["EXCEPTION", "CANCELLED", "CONFLICT", "INTERRUPTED", "SOMETHING"])
def test_a_task_that_fails_is_told_with_its_message(status):
    with pytest.raises(ConsoleError, match=f"install: the task ended as {status}: out of disk") as caught:
        run({"status": status, "message": "out of\ndisk"})
    assert caught.value.rule == "console/task"


def test_a_task_that_never_ends_is_told():
    with pytest.raises(ConsoleError, match="still PROCESSING after 60 seconds") as caught:
        run({"status": "PROCESSING"}, task_timeout=60.0)
    assert caught.value.unsure


@pytest.mark.parametrize("state", [{}, [], {"status": None}])
def test_what_is_no_state_is_told(state):
    with pytest.raises(ConsoleError, match="not the state of a task"):
        run(state)


@pytest.mark.parametrize("found", [{}, None, {"id": "5"}, {"id": True}])
def test_a_number_must_be_there(found):
    assert number_of({"id": 5}, "id", calls.UPLOAD) == 5
    with pytest.raises(ConsoleError, match="has no `id`"):
        number_of(found, "id", calls.UPLOAD)
