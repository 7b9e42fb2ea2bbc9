import re

import pytest
from hypothesis import given, settings, strategies as st
from markdown_it import MarkdownIt

from qradar_builder.package.guide.markdown import cell_code, code, paragraphs, plain

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Of the characters that mean something, more than chance would give.
TEXTS = st.text(st.sampled_from("ab1 \\`*_[]<>|~&;#+-=.!(){}$\"'\n\t") | st.characters(exclude_categories=["C", "Z"]))


def inline(markdown: str) -> list:
    """The parts of the one line of text that some Markdown is."""
    lines = [token for token in PARSER.parse(markdown) if token.type == "inline"]
    assert len(lines) <= 1, markdown
    return [child for line in lines for child in line.children]


def cells(row: str) -> list[list]:
    tokens = PARSER.parse(f"| a | b |\n|---|---|\n{row}\n")
    return [token.children for token in tokens if token.type == "inline"][2:]


def on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@settings(max_examples=300)
@given(TEXTS)
def test_plain_text_stands_for_itself(text):
    parts = inline(plain(text))
    assert {part.type for part in parts} <= {"text"}
    assert "".join(part.content for part in parts) == on_one_line(text)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_a_cell_holds_its_text_and_no_more(text, other):
    first, second = cells(f"| {plain(text)} | {cell_code(other)} |")
    assert "".join(part.content for part in first) == on_one_line(text)
    shown = other.replace("\n", "↵").replace("\t", "⇥") or "(empty)"
    if r"\|" in other:  # as text, where blanks at the ends and in a row mean nothing
        shown = on_one_line(shown)
    assert "".join(part.content for part in second) == shown


@settings(max_examples=300)
@given(TEXTS)
def test_code_stands_for_itself(text):
    parts = inline(f"x {code(text)} y")
    shown = text.replace("\n", "↵").replace("\t", "⇥")
    assert "".join(part.content for part in parts) == f"x {shown or '(empty)'} y"
    assert [part.type for part in parts] == (["text", "code_inline", "text"] if text else ["text"])


@pytest.mark.parametrize("text", ["# a", "- a", "+ a", "1. a", "2) a", "===", "---", "> a", "| a |", "```", "    a"])
def test_text_at_the_start_of_a_line_begins_no_block(text):
    assert [token.type for token in PARSER.parse(plain(text))] == ["paragraph_open", "inline", "paragraph_close"]


def test_words_with_underscores_and_numbers_stay_readable():
    assert plain("the user_name of 7.5.0 & more") == "the user_name of 7.5.0 & more"


def test_paragraphs_stay_paragraphs():
    assert paragraphs("a\nb\r\n\r\n \n# c") == "a b\n\n\\# c"


def test_control_characters_do_not_get_through():
    assert plain("a\x00b\x1bc") == "a\ufffdb\ufffdc"
    assert code("a\x07b") == "`a\ufffdb`"
