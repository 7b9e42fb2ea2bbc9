"""What is written as YAML reads back as it was."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.source.yaml.text import entries, entry, item, scalar

# Characters that YAML cannot hold even when they are escaped are none of samples either: see sample_files.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).filter(lambda text: not NOT_IN_XML.search(text))
VALUES = st.recursive(
    TEXTS | st.integers(-(10**9), 10**9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, max_size=4),
    max_leaves=12,
)


def read(text):
    findings = Findings()
    document = parse_document(text, "x.yaml", findings)
    assert document is not None, [finding.message for finding in findings]
    return plain(document.root)


@given(VALUES)
def test_a_value_reads_back(value):
    assert read(entries({"value": value})) == {"value": value}
    assert read(item(value)) == [value]


@given(VALUES)
def test_readers_of_yaml_1_1_read_it_too(value):
    assert yaml.safe_load(entry("value", value)) == {"value": value}


@given(VALUES)
def test_what_is_indented_reads_back(value):
    assert read(f"a:\n  b:\n{entry('value', value, 4)}\n") == {"a": {"b": {"value": value}}}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("no", '"no"'),
        ("7.5.0", "7.5.0"),
        ("1.0", '"1.0"'),
        ("0123", '"0123"'),
        ("https://${/host}/v1", "https://${/host}/v1"),
        ("a: b", '"a: b"'),
        ('/"user"/"name"', '\'/"user"/"name"\''),
        ("192.0.2.1", "192.0.2.1"),
        ("it's", "it's"),
        ("", '""'),
        (None, "null"),
        (5, "5"),
    ],
)
def test_a_text_has_quotes_only_where_it_needs_them(value, written):
    assert scalar(value, in_flow=False) == written


def test_what_does_not_fit_a_line_is_parted():
    value = {"name": "x" * 60, "label": "y" * 60}
    assert entry("parameter", value).split("\n") == ["parameter:", f"  name: {'x' * 60}", f"  label: {'y' * 60}"]
    assert item({"Set": {"path": "/a"}}) == "- Set: {path: /a}"
