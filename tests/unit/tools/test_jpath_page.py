"""The reference of JPath: every function has examples, and they are run."""

import re

import pytest

from qradar_builder.jpath.functions.table import FUNCTIONS
from qradar_builder.jpath.syntax.tree import OPERATORS
from qradar_builder.model.workflow.document import SchemaVersion
from tools import jpath_examples
from tools.jpath_page import jpath_page

PAGE = jpath_page()["reference/jpath.md"]
ROWS = dict(re.findall(r"^\| `([^`]+)` \| (.*?) (?:\||$)", PAGE, re.MULTILINE))


def test_every_function_has_its_section_with_examples_that_call_it():
    assert set(jpath_examples.FUNCTIONS) == set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        section = PAGE.partition(f"\n### {name}\n")[2].partition("\n#")[0]
        assert f"`{function}`, since schema {function.since}." in section
        assert jpath_examples.FUNCTIONS[name]
        assert all(
            f"{name}(" in example and f"| `{example}` |" in section for example in jpath_examples.FUNCTIONS[name]
        )


@pytest.mark.parametrize(
    ("example", "answer"),
    [
        ("count(/answer/body/events)", "`3`"),
        ("/answer/body/events[@level > 4]/user", '`["ada","bob"]`'),
        ("${/answer/body/events[0]/${/key}}", '`"1"`'),
        ("/none/at/all", "nothing"),
        ("min(/none)", "`null`"),
        ("1 / 0", "error: Division by zero"),
        ("round(-2.5)", "`-2`"),
        ("time() - 3600000", "`1767600000000`"),
    ],
)
def test_an_example_shows_what_it_gives(example, answer):
    assert ROWS[example] == answer


def test_only_what_is_meant_to_show_an_error_ends_in_one():
    assert {example for example, answer in ROWS.items() if answer.startswith("error")} == {
        "/name + 1",
        "/none + 1",
        "1 / 0",
        "base64_decode('?')",
        "keys(/ids)",
        "substring(/name, 2, 9)",
        "url_decode('%zz')",
    }


def test_the_grammar_has_every_operator_and_the_examples_use_them():
    grammar = PAGE.partition("```text\n")[2].partition("```")[0]
    for operator in (*OPERATORS, "not", "exists"):
        assert f'"{operator}"' in grammar
        assert any(f"{operator} " in example for example, _ in jpath_examples.OPERATORS)


def test_every_version_says_what_is_new_in_it():
    versions = PAGE.partition("\n## Versions\n")[2]
    for schema in SchemaVersion:
        (row,) = re.findall(rf"^\| `{schema}` \| (.*) \|$", versions, re.MULTILINE)
        assert {name for name in FUNCTIONS if f"`{name}`" in row} == {
            name for name, function in FUNCTIONS.items() if function.since is schema
        }
        assert ("/name[0]" in row) == (schema is SchemaVersion.V2)
