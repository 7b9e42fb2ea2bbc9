import pytest

from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse
from qradar_builder.workflow.engine.drive import drive
from qradar_builder.workflow.engine.effects import Call, ChangeStatus, Event, Outcome, Post, Sleep, WriteLog


class Answers:
    def __init__(self, *answers):
        self.answers = list(answers)

    def send(self, _):
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def call():
    return Call(HttpRequest("GET", "https://h/"), None)


def test_every_effect_is_answered():
    heard, slept, answers = [], [], []
    said = [Post((Event("e"),), None), WriteLog("INFO", "m", None), ChangeStatus("ERROR", "m", None)]

    def run():
        answers.append((yield call()))
        answers.append((yield Sleep(1500, None)))
        answers.append((yield said[0]))
        answers.append((yield said[1]))
        answers.append((yield said[2]))
        return Outcome("ok")

    response = HttpResponse(200)
    assert drive(run(), Answers(response), sleep=slept.append, listen=heard.append) == Outcome("ok")
    assert answers == [response, None, None, None, None]
    assert (slept, heard) == ([1500], said)


def test_a_call_that_failed_is_thrown_into_the_run():
    def run():
        with pytest.raises(CallFailed, match="silent"):
            yield call()
        yield call()
        return Outcome("error", "silent")

    transport = Answers(CallFailed("timeout", "silent"), HttpResponse(200))
    assert drive(run(), transport, sleep=None, listen=None).status == "error"
    assert transport.answers == []


def test_a_bad_url_is_thrown_into_the_run_and_nothing_is_sent():
    def run():
        with pytest.raises(CallFailed, match="Client Protocol Exception"):
            yield Call(HttpRequest("GET", "https://https://h"), None)
        return Outcome("error")

    assert drive(run(), Answers(), sleep=None, listen=None).status == "error"


@pytest.mark.parametrize("where", ["call", "sleep"])
def test_an_interrupt_ends_the_run_so_that_it_can_tidy_up_and_goes_on(where):
    tidied = []

    def run():
        try:
            yield call() if where == "call" else Sleep(1, None)
        finally:
            tidied.append(True)

    def interrupted(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drive(run(), Answers(KeyboardInterrupt()), sleep=interrupted, listen=None)
    assert tidied == [True]
