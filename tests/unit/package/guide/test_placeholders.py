"""Placeholders of a new package are told, and are in no document for an administrator."""

from __future__ import annotations

import pytest

from tests.unit.package.guide.test_documents import build, folder, notes, section  # noqa: F401 - a fixture

RULE = "guide/placeholder"


def _notes(folder, text):  # noqa: F811 - the fixture
    files, said = build(folder, f"## Notes\n\nstays\n\n{text}\n\n### Last\n\nstays too\n")
    assert [rule for rule, _, _ in said] == [RULE]
    assert "TODO" not in files["NOTES.html"].decode()
    shown = notes(files)
    assert shown.startswith("stays")
    assert shown.endswith("stays too")
    return shown.removeprefix("stays").removesuffix("stays too").replace("## Last", "").strip()


@pytest.mark.parametrize(
    "text",
    [
        "TODO: say what it is.",
        "TODO(alice): say what it is.",
        "The team is reached at TODO: number.",
        "Over two\nlines. **TODO: the end.**",
        "- TODO: one",
        "1. TODO: one\n2. TODO: two\n\n   with more\n",
        "> TODO: quoted",
        "### TODO: a task\n\nwith its text",
        "### A task\n\nTODO: its text",
        "### A task\n\n#### A part\n\n- TODO: its text",
        "| a | b |\n|---|---|\n| x | TODO: y |",
        "| a | TODO: b |\n|---|---|\n| x | y |",
    ],
)
def test_a_placeholder_is_left_out_with_what_is_empty_then(folder, text):  # noqa: F811 - the fixture
    assert _notes(folder, text) == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("- TODO: one\n- two", "- two"),
        ("- one\n  - TODO: inner", "- one"),
        ("> TODO: quoted\n>\n> this not", "> this not"),
        ("### TODO: a task\n\nx\n\n### Another\n\ny", "## Another\n\ny"),
        ("TODO: a text\n\nand one that is there", "and one that is there"),
    ],
)
def test_what_is_beside_a_placeholder_stays(folder, text, left):  # noqa: F811 - the fixture
    assert _notes(folder, text) == left


@pytest.mark.parametrize("text", ["`TODO: code`", "    TODO: a block", "To do: later", "TODOS: a list", "TODO list"])
def test_what_is_no_placeholder_stays(folder, text):  # noqa: F811 - the fixture
    files, said = build(folder, f"## Notes\n\n{text}\n")
    assert said == []
    assert text.strip().strip("`") in files["NOTES.md"].decode()


def test_all_of_a_document_are_one_finding_at_the_first(folder):  # noqa: F811 - the fixture
    files, said = build(
        folder,
        "# A\n\nTODO: intro\n\n## Prerequisites\n\nText over\ntwo lines, TODO: this.\n\n## Network\n\nreal\n",
        "# Changes\n\n## 1.0.0\n\n- TODO: say what is new\n",
    )
    assert said == [
        (RULE, "CHANGELOG.md:5:3", "the text with `TODO` is a placeholder, and the install guide leaves it out"),
        (
            RULE,
            "docs/guide.md:3:1",
            "the 2 texts with `TODO`, in lines 3 and 8, are placeholders, and the install guide leaves them out",
        ),
    ]
    assert "real" in section(files, "Network")
    assert "NOTES.md" not in files


def test_a_slot_that_is_nothing_but_a_placeholder_makes_no_step(folder):  # noqa: F811 - the fixture
    files, _ = build(folder, "## Before import\n\n### Create an account\n\nTODO: say how.\n")
    assert "Create an account" not in files["INSTALL.md"].decode()
    assert "Prepare the source" not in files["INSTALL.md"].decode()


def test_many_placeholders_name_some_lines(folder):  # noqa: F811 - the fixture
    _, [(_, _, message)] = build(folder, "".join("TODO: x\n\n" for _ in range(12)))
    assert message.startswith("the 12 texts with `TODO`, in lines 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and more, are")
