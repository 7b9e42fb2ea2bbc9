"""No text that people read uses a word of the list, and the search finds such words in all its sources."""

from collections import Counter

import click
import pytest

from qradar_builder.cli.main import main
from tools import plain_words
from tools.plain_words import Text, hits, words

SOURCES = [plain_words.pages, plain_words.templates, plain_words.rules, plain_words.schemas, plain_words.messages]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_no_text_uses_a_word_of_the_list(source):
    texts = list(source())
    assert texts
    found = [str(hit) for text in texts for hit in hits(text)]
    assert not found, "\n".join(found)


def test_no_help_of_a_command_uses_a_word_of_the_list():
    context = click.Context(main)
    names = main.list_commands(context)
    assert len(names) > 5
    for name in names:
        command = main.get_command(context, name)
        text = command.get_help(click.Context(command, info_name=name))
        assert not [str(hit) for hit in hits(Text(name, text))]


def test_the_list_has_each_form_once_with_another_word_and_a_reason():
    assert len(words()) >= 60
    forms = Counter(form for word in words() for form in word.forms)
    assert [form for form, count in forms.items() if count > 1] == []
    for word in words():
        assert word.use
        assert word.reason
        assert word.use not in word.forms


@pytest.mark.parametrize("word", words(), ids=lambda word: word.forms[0])
def test_each_form_is_found_in_any_case_and_over_a_line_break(word):
    for form in word.forms:
        for text in (f"It {form} this.", form.capitalize(), form.replace(" ", "\n")):
            assert [hit.use for hit in hits(Text("a", text))], form


@pytest.mark.parametrize(
    "text",
    [
        "the option `mend` is code",
        "a link [to a page](mend.md)",
        "```\nmend it\n```\n",
        "amend and mender are other words",
        "the path /mend or the name re-mend",
        "there is no file of this name",
    ],
)
def test_code_links_and_other_words_are_not_found(text):
    assert not list(hits(Text("a", text)))


def test_a_hit_names_the_file_the_line_and_the_word_to_use():
    (hit,) = hits(Text("docs/a.md", "First line.\nYou shall read it.\n"))
    assert str(hit) == "docs/a.md:2: `shall`: use must, or the present tense"


def test_messages_are_the_literals_of_several_words_and_not_the_docstrings():
    found = {
        text.text
        for text in plain_words.messages_of('"""Mend it."""\na = "mend it"\nb = f"mend {a} now"\nc = "mend"\n')
    }
    assert found == {"mend it", "mend `…` now"}
