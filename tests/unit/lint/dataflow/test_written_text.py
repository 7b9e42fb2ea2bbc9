"""The texts of a workflow, with the expressions in them at their places."""

import pytest

from tests.unit.lint.dataflow.workflows import subject_of


def _texts(action):
    return [each for each in subject_of(f"  - {action}\n").texts if each.element.name != "Workflow"]


def _of(action, name):
    (text,) = (each for each in _texts(action) if each.name == name)
    return text


@pytest.mark.parametrize(
    ("value", "expressions"),
    [("plain", []), ("a${/b}c${/d/e}", ["/b", "/d/e"]), ("${/a[${/i}]}", ["/a[${/i}]"]), ("${/a_${/i}}", ["/i"])],
)
def test_a_template_has_the_expressions_of_its_holes(value, expressions):
    text = _of(f'Set: {{path: /x, value: "{value}"}}', "value")
    assert [text.text[each.start : each.end] for each in text.trees] == expressions
    assert all(each.in_template for each in text.trees)
    assert text.is_fixed == ("${" not in value)


def test_a_path_is_one_expression():
    text = _of("Set: {path: /a/b, value: x}", "path")
    (tree,) = text.trees
    assert (tree.start, tree.end, tree.in_template) == (0, 4, False)


def test_a_part_of_a_text_has_a_place_of_its_own():
    text = _of('Set: {path: /x, value: "a${/b}c"}', "value")
    (tree,) = text.trees
    place = text.stretch(tree.start, tree.end).locate()
    assert place.end_column - place.column == 2
    assert text.origin.locate().line == place.line


def test_texts_are_in_the_order_of_the_document():
    found = [
        each.text for each in subject_of("  - Set: {path: /a, value: b}\n  - Log: {type: INFO, message: c}\n").texts
    ]
    assert [each for each in found if each in {"/a", "b", "c"}] == ["/a", "b", "c"]
