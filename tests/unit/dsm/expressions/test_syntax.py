from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.findings import RULES
from qradar_builder.model.expressions import Kind

VECTORS = json.loads(
    (Path(__file__).parents[3] / "conformance" / "expression_syntax.json").read_text(encoding="utf-8"),
)


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{row['kind']}-{row['text']!r}" for row in VECTORS])
def test_an_expression_keeps_the_syntax_of_its_kind(vector):
    found = problem(Kind(vector["kind"]), vector["text"])
    assert (found and found[0]) == vector["rule"]
    if found is not None:
        assert found[0] in RULES
        assert "`" in found[1]


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.XML, Kind.LEEF, Kind.CEF])
def test_a_message_names_the_part_that_is_bad(kind):
    _, message = problem(kind, '{$nope! "} and more')
    assert message.startswith('`$nope! "` is not a')


@given(st.sampled_from(Kind), st.text(max_size=60))
def test_any_text_is_judged(kind, text):
    found = problem(kind, text)
    assert found is None or found[0] in RULES


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters='"'), min_size=1), min_size=1, max_size=5))
def test_a_json_path_of_quoted_keys_is_one(keys):
    path = "".join(f'/"{key}"' for key in keys)
    assert problem(Kind.JSON, path) is None
