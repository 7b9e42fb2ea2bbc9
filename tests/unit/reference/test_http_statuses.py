"""What a status can be is the same for cases, recordings, HAR files and workflows."""

import json
from pathlib import Path

import pytest

from qradar_builder.exchanges.har_file import HarEntry
from qradar_builder.exchanges.reader import ExchangeError, read_exchanges
from qradar_builder.reference.http_statuses import ANY, FINAL, is_final
from qradar_builder.source.json_schema import json_schema


class Written(int):
    """A number of YAML, which knows its text."""


@pytest.mark.parametrize("status", [200, 204, 302, 404, 599, Written(200)])
def test_the_status_of_an_answer(status):
    assert is_final(status)
    assert HarEntry({"response": {"status": status}}).status == status
    [exchange] = read(status)
    assert exchange.answer.status == status


@pytest.mark.parametrize("status", [100, 150, 199, 600, 0, -1, True, "200", 200.0, None])
def test_what_is_none(status):
    assert not is_final(status)
    assert HarEntry({"response": {"status": status}}).status is None
    with pytest.raises(ExchangeError, match="from 200 to 599"):
        read(status)


def read(status):
    answer = {"request": {"method": "GET", "url": "https://h"}, "response": {"status": status}}
    return read_exchanges([answer], Path.read_bytes)


def test_the_schema_of_a_case_takes_what_a_run_takes():
    text = json.dumps(json_schema("workflow-case"))
    assert f'"maximum": {FINAL[-1]}, "minimum": {FINAL[0]}' in text
    assert set(FINAL) < set(ANY)
