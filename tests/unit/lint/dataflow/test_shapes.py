"""What kinds of values a place may hold."""

import pytest

from qradar_builder.lint.dataflow.shapes import Shape
from tests.unit.lint.dataflow.workflows import subject_of

ACTIONS = """
  - CallEndpoint: {url: "https://h/", method: GET, savePath: /r}
  - Set: {path: /number, value: "${count(/r/body) + 1}"}
  - Set: {path: /truth, value: "${/number > 1}"}
  - Set: {path: /list, value: "[]"}
  - Set: {path: /object, value: '{"a": 1}'}
  - Set: {path: /text, value: "a ${/number}"}
  - Set: {path: /either, value: "1"}
  - Set: {path: /either, value: "a"}
  - Set: {path: /copied, value: "${/number}"}
  - Set: {path: /answered, value: "${/r/body/x}"}
  - Set: {path: /round, value: "${/round}"}
  - Add: {path: /added, value: "1"}
  - Split: {value: "a,b", delimiter: ",", savePath: /parts}
  - FormatDate: {pattern: yyyy, timeZone: UTC, savePath: /date}
  - Set: {path: /deep/in/it, value: "1"}
"""


@pytest.mark.parametrize(
    ("path", "shapes"),
    [
        ("number", {Shape.NUMBER}),
        ("truth", {Shape.TRUTH}),
        ("list", {Shape.ARRAY}),
        ("object", {Shape.OBJECT}),
        ("text", {Shape.TEXT}),
        ("either", {Shape.NUMBER, Shape.TEXT}),
        ("copied", {Shape.NUMBER}),
        ("answered", {Shape.UNKNOWN, Shape.EMPTY}),
        ("round", set()),
        ("added", {Shape.ARRAY}),
        ("parts", {Shape.ARRAY}),
        ("date", {Shape.TEXT}),
        ("deep/in", {Shape.OBJECT}),
        ("nothing", set()),
        ("r", {Shape.OBJECT}),
        ("r/status_code", {Shape.NUMBER}),
        ("r/headers/x", {Shape.TEXT}),
        ("r/body/x", {Shape.UNKNOWN}),
    ],
)
def test_the_shapes_of_a_place_are_those_of_all_that_writes_to_it(path, shapes):
    assert subject_of(ACTIONS).shapes.of(tuple(path.split("/"))) == shapes


def test_a_parameter_has_the_shape_of_its_default():
    subject = subject_of(ACTIONS, '[{name: size, label: Size, default: "10"}, {name: host, label: Host}]')
    assert subject.shapes.of(("size",)) == {Shape.NUMBER}
    assert subject.shapes.of(("host",)) == {Shape.TEXT}
