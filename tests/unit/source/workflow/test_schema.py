import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from qradar_builder.model.workflow.elements import ACTIONS, TESTS_IN_YAML
from qradar_builder.source.workflow.schema import fragment_json_schema, workflow_json_schema

TABLES = Path(__file__).parents[3] / "conformance/workflow"
# What only reading finds out: the order of actions, what is in a text, which call is above, what the schema version
# has, and circles.
BEYOND = {"workflow/else-without-if", "xml/syntax", "xml/doctype", "workflow/relative-path"}
WORKFLOW = Draft202012Validator(workflow_json_schema())
FRAGMENT = Draft202012Validator(fragment_json_schema())


def table(name):
    return [pytest.param(row, id=row["name"]) for row in json.loads((TABLES / name).read_text(encoding="utf-8"))]


def plain(case):
    return {"name": "n", "version": 1, "actions": yaml.safe_load("\n".join(case["yaml"]))}


@pytest.mark.parametrize("schema", [workflow_json_schema(), fragment_json_schema()])
def test_the_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("case", table("yaml_good.json"))
def test_good_workflows_keep_the_schema(case):
    assert not list(WORKFLOW.iter_errors(plain(case)))


@pytest.mark.parametrize("case", table("yaml_bad.json"))
def test_bad_workflows_break_it(case):
    expected = {rule for _, rule, _ in case["wrong"]} - BEYOND
    assert bool(list(WORKFLOW.iter_errors(plain(case)))) == bool(expected)


def test_every_action_and_test_can_be_completed_with_a_description():
    definitions = workflow_json_schema()["$defs"]
    actions = definitions["action"]["anyOf"][0]["properties"]
    assert set(ACTIONS) <= set(actions)
    assert set(definitions["test"]["properties"]) == set(TESTS_IN_YAML)
    assert all(schema["description"] for schema in actions.values())


def test_a_fragment_keeps_the_schema_of_fragments():
    fragment = {
        "description": "Signs in",
        "parameters": [{"name": "url", "description": "Where"}, {"name": "to", "default": "/t", "required": False}],
        "actions": [{"use": "other", "with": {"a": "$(url)"}}, "ClearStatus"],
    }
    assert not list(FRAGMENT.iter_errors(fragment))
    assert list(FRAGMENT.iter_errors({**fragment, "name": "x"}))
    assert list(FRAGMENT.iter_errors({"parameters": [{"name": "a b"}], "actions": ["ClearStatus"]}))
    assert list(FRAGMENT.iter_errors({"actions": [{"with": {}}]}))
