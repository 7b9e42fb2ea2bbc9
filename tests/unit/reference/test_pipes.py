"""The pipe and rate columns of a QID record."""

import json
from pathlib import Path

import pytest

from qradar_builder.reference.categories import categories
from qradar_builder.reference.pipes import QidPipe, qid_pipe

SEEN = json.loads((Path(__file__).parents[2] / "conformance/reference/qid_pipes.json").read_text())


@pytest.mark.parametrize(("number", "columns"), [(row[0], row[1:]) for row in SEEN])
def test_a_category_has_the_columns_that_exports_show(number, columns):
    assert qid_pipe(number) == QidPipe(*columns)


@pytest.mark.parametrize(
    ("number", "pipe"),
    [
        (1002, QidPipe("Beta", 3600, 86400, 1000, 0)),
        (2001, QidPipe("Beta")),
        (3001, QidPipe("Echo")),
        (5001, QidPipe("Alpha")),
        (7001, QidPipe("Beta", 3600, 86400, 1000, 0)),
        (8001, QidPipe("Golf")),
        (18001, QidPipe("Echo")),
    ],
)
def test_a_category_that_was_not_seen_has_the_pipe_of_its_block(number, pipe):
    assert qid_pipe(number) == pipe


@pytest.mark.parametrize("number", [10002, 11001, 12001, 14001, 15001, 16001, 21001, 22001, 23001, 24001, 99999, 0, -1])
def test_a_category_of_a_block_that_was_not_seen_gets_echo_without_rates(number):
    assert qid_pipe(number) == QidPipe("Echo", 0, 0, 0, 0)


def test_every_shipped_category_has_a_pipe_of_the_six_that_exist():
    names = {qid_pipe(known.id).catpipename for known in categories()}
    assert names == {"Alpha", "Beta", "Echo", "Foxtrot", "Golf", "Processor3"}
