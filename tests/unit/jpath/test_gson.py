"""What Gson takes for an array or object is stored as one, and nothing else is."""

import json
from pathlib import Path

import pytest

from qradar_builder.jpath import Missing, lenient
from qradar_builder.jpath.json.values import render

VECTORS = json.loads((Path(__file__).parents[2] / "conformance/gson.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS, ids=[ascii(case["text"]) for case in VECTORS])
def test_a_text_is_read_as_gson_reads_it(case):
    found = lenient(case["text"])
    assert (None if found is Missing else render(found)) == case["json"]
