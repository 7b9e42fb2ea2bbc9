"""JPath answers as the tables of cases say."""

import json
from pathlib import Path

import pytest

from qradar_builder.jpath import (
    Environment,
    JPathError,
    Missing,
    compile_condition,
    compile_expression,
    compile_path,
    compile_template,
    lenient,
)
from qradar_builder.jpath.json import values as json_values
from qradar_builder.model.workflow.document import SchemaVersion

FOLDER = Path(__file__).parents[2] / "conformance" / "jpath"
NOW = 1586968388123


def changed(method):
    def run(case, environment, state):
        path = compile_path(case[method], environment)
        arguments = [case["value"]] if "value" in case else []
        answer = getattr(path, method)(state, *arguments)
        return answer if method == "exists" else state

    return run


RUNS = {
    "expr": lambda case, environment, state: compile_expression(case["expr"], environment).evaluate(state),
    "condition": lambda case, environment, state: compile_condition(case["condition"], environment).holds(state),
    "template": lambda case, environment, state: compile_template(case["template"], environment).expand(state),
    "lenient": lambda case, _environment, _state: lenient(case["lenient"]),
    **{method: changed(method) for method in ("set", "delete", "append", "exists")},
}


def cases():
    for file in sorted(FOLDER.glob("*.json")):
        for case in json_values.loads(file.read_text("utf-8")):
            kind = next(kind for kind in RUNS if kind in case)
            yield pytest.param(kind, case, id=f"{file.stem}: {kind}: {case['name']}")


def as_text(value):
    """A value so that numbers of the same text are the same, and a boolean is none."""
    return "missing" if value is Missing else json.dumps([type(value) is str, json_values.render(value)])


@pytest.mark.parametrize(("kind", "case"), list(cases()))
def test_an_answer_is_as_the_table_says(kind, case):
    environment = Environment(SchemaVersion(case.get("schema", "V2_1")), now=lambda: NOW, random=lambda: 0.25)
    state = case.get("state", {})
    if "error" in case:
        with pytest.raises(JPathError) as caught:
            RUNS[kind](case, environment, state)
        assert case["error"] in caught.value.message
        assert 0 <= caught.value.start <= caught.value.end <= max(len(caught.value.text), caught.value.start)
        return
    found = RUNS[kind](case, environment, state)
    if "missing" in case:
        assert found is Missing
        return
    assert type(found) is not bool or found is case["result"]
    assert as_text(found) == as_text(case["result"])
    assert (found is None) == (case["result"] is None)


def test_there_are_as_many_cases_as_ever():
    assert len(list(cases())) >= 700
