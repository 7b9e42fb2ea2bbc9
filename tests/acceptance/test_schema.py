"""`qradar-builder schema`: what editors check the files by agrees with what the tool reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from qradar_builder.findings import Findings
from qradar_builder.source.json_schema import SCHEMAS
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.scalars import plain
from tests.own_packages import CONTENT, OWN_PACKAGES

ROOT = Path(__file__).parents[2]
PACKAGES = [*(CONTENT / name for name in OWN_PACKAGES), *sorted((Path(__file__).parent / "packages").glob("acme-*"))]
KINDS = {
    "extension": "extension.yaml",
    "log-source-type": "log_source_types/*.yaml",
    "qids": "qids.yaml",
    "workflow": "workflows/*.yaml",
    "fragment": "fragments/*.yaml",
    "log-source": "log_sources/*.yaml",
    "log-source-values": "../../tools/example/consoles/*.yaml",
    "log-source-groups": "log_source_groups.yaml",
    "reference-data": "reference_data.yaml",
    "workflow-case": "tests/workflows/*.yaml",
    "event-case": "tests/events/*.yaml",
    "source": "tests/sources/*.yaml",
}
FILES = [(kind, path) for package in PACKAGES for kind, pattern in KINDS.items() for path in package.glob(pattern)]
# One mistake each; every one of them is refused by the tool as well.
WRONG = {
    "extension": {
        "id": "Not A Key",
        "name": "x",
        "version": "1.0.0",
        "author": {"name": "x"},
        "qradar": {"minimum": "7"},
    },
    "log-source-type": {"name": "x", "parsing": {"EventName": {"jsn": "x"}}},
    "qids": {"one": {"name": "x", "category": 1002, "severity": 11}},
    "workflow": {"name": "x", "version": "1", "schema": "V2", "actions": [{"NoSuchAction": {}}]},
    "fragment": {"parameters": "x", "actions": []},
    "log-source": {"name": "x", "type": "a", "protocol": "Syslog", "identifier": "x", "recurrence": "often"},
    "log-source-values": {"log_sources": [{"log_source": "a", "parameters": {"p": {"env": "not a name"}}}]},
    "log-source-groups": {"one": {"name": ""}},
    "reference-data": {"one": {"name": "x", "kind": "bag"}},
    "workflow-case": {"workflow": "w", "runs": [{"exchange": []}]},
    "event-case": {"log_source_type": "t", "samples": [{"payloads": "x"}]},
    "source": {"workflow": "w", "events": {"count": 0, "template": "${id}"}, "lists": [{"path": "/", "body": ""}]},
}


@pytest.fixture
def schema(run):
    return lambda kind: json.loads(run("schema", kind).stdout)


def test_there_is_a_schema_for_every_kind_of_file():
    assert set(SCHEMAS) == set(KINDS) == set(WRONG)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_of_the_dialect_that_it_names(schema, kind):
    found = schema(kind)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)


@pytest.mark.parametrize(
    ("kind", "path"), FILES, ids=[f"{path.parts[-3]}-{path.parent.name}-{path.stem}" for _, path in FILES]
)
def test_the_files_of_real_packages_keep_their_schema(schema, kind, path):
    document = read_document(path, path.name, Findings())
    Draft202012Validator(schema(kind)).validate(plain(document.root))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_with_a_mistake_does_not(schema, kind):
    assert not Draft202012Validator(schema(kind)).is_valid(WRONG[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_not_allowed(schema, kind):
    wrong = {"one": {"nope": 1}} if kind in {"qids", "log-source-groups", "reference-data"} else {"nope": 1}
    errors = [error.message for error in Draft202012Validator(schema(kind)).iter_errors(wrong)]
    assert any("nope" in message for message in errors)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_in_the_docs_is_up_to_date(run, kind):
    written = ROOT / "docs" / "schemas" / f"{kind}.json"
    assert written.read_text(encoding="utf-8") == run("schema", kind).stdout


def test_an_unknown_kind_ends_with_2(run):
    assert run("schema", "nope").exit_code == 2
