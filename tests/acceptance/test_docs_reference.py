"""The reference in the manual says everything that there is."""

import re

import click
import pytest

from qradar_builder.cli import exits
from qradar_builder.cli.main import _COMMANDS, main
from qradar_builder.findings import RULES
from qradar_builder.lint.registry import lint_rules
from qradar_builder.reference.categories import categories
from qradar_builder.reference.normalized_fields import FIELDS
from qradar_builder.source.json_schema import json_schema
from tools.command_pages import command_pages
from tools.format_pages import FORMATS, format_pages
from tools.generated_docs import generated
from tools.markdown import anchor, cell, prose
from tools.shipped_pages import shipped_pages

COMMANDS = command_pages()["reference/commands.md"]


def keys(schema):
    """Every key that a schema knows, with its description."""
    for name, value in schema.get("properties", {}).items():
        yield name, value.get("description", "")
    below = [each for word in ("properties", "patternProperties", "$defs") for each in schema.get(word, {}).values()]
    below += [each for word in ("anyOf", "oneOf", "allOf") for each in schema.get(word, [])]
    below += [schema[word] for word in ("items", "additionalProperties") if isinstance(schema.get(word), dict)]
    for each in below:
        yield from keys(each)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.schema)
def test_the_page_of_a_format_has_every_key_with_what_it_is(kind):
    pages = format_pages()
    text = pages[kind.page] + (pages["reference/workflow.md"] if kind.schema == "fragment" else "")
    for name, description in keys(json_schema(kind.schema)):
        assert f"`{name}`" in text or f"[{name}]" in text, name
        assert cell(description) in cell(text), name


def test_a_key_is_shown_with_its_value_and_default():
    text = format_pages()["reference/log-source-type.md"]
    assert '| <a id="key-credibility"></a>`credibility` | integer, 0 to 10 | The default' in text
    assert '| <a id="key-properties.optimize"></a>`optimize` | true or false | `false` |' in text
    link = "[properties.expressions](#propertiesexpressions)"
    assert f'<a id="key-properties.expressions"></a>`expressions` | {link}, or a list of them | required |' in text
    assert "`type` | `string`, `numeric`, `ip`, `port` or `time` |  |" in text


def test_an_action_of_workflows_has_a_section_that_the_list_links_to():
    text = format_pages()["reference/workflow.md"]
    assert "| [CallEndpoint](#callendpoint) | Makes an HTTP request and saves the response. |" in text
    assert "\n## CallEndpoint\n\nMakes an HTTP request and saves the response.\n" in text
    assert "| Sets a value; text that is a JSON object or array becomes one. | `Set PATH: VALUE` |" in text


def test_every_rule_that_a_finding_may_name_has_its_anchor():
    anchors = re.findall(r'<a id="([^"]+)"></a>', generated()["rules.md"])
    assert sorted(anchors) == sorted({*RULES, *lint_rules()})


def _section(name):
    return COMMANDS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_page_of_commands_has_every_option(name):
    section = _section(name) + _section("Common options")
    command = main.get_command(click.Context(main), name)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(f"`{option}" in section for option in parameter.opts)
            assert prose(parameter.help) in section


def test_the_page_of_commands_has_every_exit_code():
    codes = [value for name, value in vars(exits).items() if name.isupper()]
    assert codes
    for code in (0, *codes):
        assert f"\n| {code} | " in COMMANDS


def test_fields_and_categories_are_all_there():
    pages = shipped_pages()
    assert all(f'"></a>`{field.name}` |' in pages["reference/fields.md"] for field in FIELDS)
    assert all(f"| {category.id} |" in pages["reference/categories.md"] for category in categories())


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Events and QIDs", "events-and-qids"),
        ("properties.expressions", "propertiesexpressions"),
        ("log_source_types/&lt;key&gt;.yaml", "log_source_typeskeyyaml"),
        ("[A link](page.md) and `code`", "a-link-and-code"),
    ],
)
def test_anchors_are_those_of_github(heading, expected):
    assert anchor(heading) == expected


def test_prose_has_no_markup_outside_of_code():
    assert prose("tests/*.yaml, _name_, a_b, <id> and `<a>*`") == r"tests/\*.yaml, \_name\_, a_b, &lt;id&gt; and `<a>*`"
