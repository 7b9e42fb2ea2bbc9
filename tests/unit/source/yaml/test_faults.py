"""What is said of a text that is no YAML, by the kinds of errors that libyaml knows."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.yaml.faults import fault_of
from qradar_builder.source.yaml.reader import read_tree

CASES = [
    # text, line, column, message, line that is named besides
    ("a:\n\tb: 1\n", 2, 1, "the indentation of the line has a tab, and the line is expected at column 3", 1),
    ("a:\n  b: 1\n\tc: 2\n", 3, 1, "the indentation of the line has a tab, and the line is expected at column 3", 1),
    ("a:\n  b:\n  \tc: 1\n", 3, 3, "the indentation of the line has a tab, and the line is expected at column 5", 2),
    ("a: x\n\ty\n", 2, 1, "the indentation of the line has a tab, and the line is expected at column 1", 1),
    ("a:\n  -\tb: 1\n    c: 2\n", 2, 4, "a tab cannot be here", None),
    ("a:\n    b: 1\n  c: 2\n", 3, 3, "the line begins at column 3, and column 1 or 5 is expected", 1),
    ("a: 1\n  b: 2\n", 2, 3, "the line begins at column 3, and column 1 is expected", 1),
    ("a:\n  b: 1\n    c: 2\n", 3, 5, "the line begins at column 5, and column 1 or 3 is expected", 1),
    ("a:\n    - 1\n  - 2\n", 3, 3, "the line begins at column 3, and column 1 or 5 is expected", 1),
    ("a:\n  b: 1\n  - 2\n", 3, 3, "a list item is in the column of the keys above", 1),
    ("a:\n  - 1\n  b: 2\n", 3, 3, "a key is in the column of the list items above", 1),
    ("a:\n  - b: 1\n   c: 2\n", 3, 4, "the line begins at column 4, and column 1, 3 or 5 is expected", 2),
    ("a:\n  - b: 1\n     c: 2\n", 3, 6, "the line begins at column 6, and column 1, 3 or 5 is expected", 2),
    ('a: "x\nb: 1\n', 1, 4, 'the quote " that opens here is never closed', None),
    ("a: 'x\nb: 1\n", 1, 4, "the quote ' that opens here is never closed", None),
    ("a: 'it's'\nb: 1\n", 1, 8, "text follows the quote that closed the value", None),
    ("a: [1, 2\nb: 1\n", 1, 4, "the `[` that opens here is never closed", None),
    ("a: {b: 1\nc: 2\n", 1, 4, "the `{` that opens here is never closed", None),
    ("a: [1 2, {b: 1} c]\n", 1, 17, "`,` or `]` is expected here, in the list that `[` opened", 1),
    ("a: {b: 1 c: 2}\n", 1, 11, "`,` or `}` is expected here, in the mapping that `{` opened", 1),
    ("a: 1]\nb: ]\n", 2, 4, "there is nothing that `]` could end here", None),
    ("a: b: c\n", 1, 5, "a second `:` is in a text without quotes", None),
    ("a: http: x\n", 1, 8, "a second `:` is in a text without quotes", None),
    ("a: @x\n", 1, 4, "a text without quotes cannot begin with `@`", None),
    ("a: `x`\n", 1, 4, "a text without quotes cannot begin with a backtick", None),
    ("a: %x\n", 1, 4, "a text without quotes cannot begin with `%`", None),
    ("a: 1\nb\nc: 2\n", 2, 1, "a key is expected here, and the line has no `:`", None),
    ("a:1\nb: 2\n", 1, 2, "the colon after the key has no space after it", None),
    ('a: "\\d"\n', 1, 5, "the backslash begins no escape that YAML has", None),
    ('a: "\\xZZ"\n', 1, 7, "the escape lacks hexadecimal digits, or is no character", None),
    ("a: & x\n", 1, 4, "`&` is not followed by a name of letters and digits", None),
    ("a: * x\n", 1, 4, "`*` is not followed by a name of letters and digits", None),
    ("a: *.x\n", 1, 4, "`*` is not followed by a name of letters and digits", None),
    ("a: |x\n  y\n", 1, 5, "after `|` the line must end", None),
    ("a: |\n\tx\n", 2, 1, "the indentation of the line has a tab, and the line is expected at column 3", 1),
    ("a: |0\n x\n", 1, 5, "after `|` the line must end", None),
    ("a: !<x\n", 1, 4, "`!` begins a tag, and this is none that is known", None),
    ("a: !e!x 1\n", 1, 4, "`!` begins a tag, and this is none that is known", None),
    ("a: ?\n b\n", 1, 4, "a key that begins with `?` cannot be here", None),
    ("a:\n  - 1\n  -2\n", 3, 3, "the `-` of a list item has no space after it", None),
    ('a: "x" y\n', 1, 8, "text follows the quote that closed the value", None),
    ("a: [1] x\n", 1, 8, "text follows a value that has ended", None),
    ("a: &x 1\nb: &y *x\n", 2, 7, "text follows a value that has ended", None),
    ("a: [|]\n", 1, 5, "`|` cannot begin a text within brackets", None),
    ("a: - b\n", 1, 4, "a list item begins on the line of its key", None),
    ('a:\n  - "x\n  - y\n', 2, 5, 'the quote " that opens here is never closed', None),
    ("a: {b: 1}}\n", 1, 10, "there is nothing that `}` could close", None),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "opened"), CASES)
def test_the_character_the_reason_and_the_line_that_opened_it_are_named(text, line, column, message, opened):
    findings = Findings()
    assert read_tree(text, "a.yaml", findings) is None
    (found,) = findings
    assert (found.location.line, found.location.column, found.message) == (line, column, message)
    assert [each.location.line for each in found.related] == ([] if opened is None else [opened])
    assert found.help


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a:\n  b: 1\n\tc: 2\n", "replace the tab with 2 spaces: YAML allows only spaces for indentation"),
        ("a:\n    b:\n        c: 1\n\td: 2\n", "replace the tab with 8 spaces"),
        ("a:\n    b: 1\n  c: 2\n", "remove 2 spaces before it"),
        ("a: 1\n  b: 2\n", "remove 2 spaces before it"),
        ("a: 'it's'\n", "write a ' inside ' as ''"),
        ('a: "\\d"\n', "write two backslashes in double quotes, or use single quotes"),
        ("a: @x\n", "put text that starts with this character in quotes"),
    ],
)
def test_the_advice_says_what_to_write(text, advice):
    findings = Findings()
    read_tree(text, "a.yaml", findings)
    assert advice in next(iter(findings)).help


@given(st.text(alphabet="ab:-' \"[]{},#\t\n|>&*!%@?\\1", max_size=40))
def test_every_error_has_a_place_in_the_text_and_words_of_our_own(text):
    try:
        list(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        fault = fault_of(error, text)
        if fault is not None:
            assert 0 <= fault.at[0] <= text.count("\n") + 1
            assert fault.at[1] >= 0
            assert fault.message
            assert fault.help
    except yaml.reader.ReaderError:
        pass
