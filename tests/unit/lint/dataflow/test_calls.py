"""What the requests of calls are made of, and where their responses go."""

from qradar_builder.lint.dataflow.calls import by_status, comes_to
from tests.unit.lint.dataflow.workflows import subject_of

ACTIONS = """
  - CallEndpoint:
      url: "https://h/?a=${/from}"
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/token}"}
      QueryParameter: {b: "${/page}"}
  - If: /r/status_code = 200
    then:
      - Set: {path: /events, value: "${/r/body/items}"}
      - PostEvents: {path: /events, source: h}
  - Else:
    then:
      - Abort: {reason: x}
"""


def test_a_call_is_asked_by_its_url_and_query_and_not_by_who_asks():
    (call,) = subject_of(ACTIONS).calls
    assert [access.path for access in call.asked] == [("from",), ("page",)]
    assert (call.status, call.body) == (("r", "status_code"), ("r", "body"))


def test_the_posts_of_a_call_are_those_of_what_its_response_is_made_into():
    subject = subject_of(ACTIONS)
    (call,) = subject.calls
    assert [subject.graph.elements[node].name for node in call.posts] == ["PostEvents"]


def test_a_run_goes_by_the_status_of_the_response():
    subject = subject_of(ACTIONS)
    (call,) = subject.calls
    goals = {
        number: subject.graph.way(call.node, lambda node: node in call.posts, along=by_status(subject, call, number))
        for number in (200, 500)
    }
    assert goals[200] is not None
    assert goals[500] is None


def test_what_a_run_comes_to_behind_a_status():
    subject = subject_of(ACTIONS)
    (call,) = subject.calls
    names = {
        number: {getattr(subject.graph.elements[node], "name", None) for node in comes_to(subject, call, number)}
        for number in (200, 500)
    }
    assert names == {200: {"If", "Set", "PostEvents", None}, 500: {"If", "Else", "Abort", None}}
