"""What the tests of reading and validating share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain

CONFORMANCE = Path(__file__).parents[2] / "conformance"


def pytest_generate_tests(metafunc):
    """A test with an argument `scalar` runs for every row of the table of scalars."""
    if "scalar" in metafunc.fixturenames:
        rows = json.loads((CONFORMANCE / "yaml_scalars.json").read_text(encoding="utf-8"))
        metafunc.parametrize("scalar", rows, ids=[f"{row['type']}-{row['text'] or 'empty'}" for row in rows])


@pytest.fixture
def findings():
    return Findings()


@pytest.fixture
def read(findings):
    """Reads a YAML text as `a.yaml`."""
    return lambda text: parse_document(text, "a.yaml", findings)


@pytest.fixture
def value_of(read):
    """What a YAML text means, as Python's own data."""
    return lambda text: plain(read(text).root)


@pytest.fixture
def said(findings):
    """What was found: rule, line, column and message of each finding."""
    return lambda: [(found.rule, found.location.line, found.location.column, found.message) for found in findings]


@pytest.fixture
def rules(findings):
    """The rules that were broken, in the order of the report."""
    return lambda: [found.rule for found in findings]
