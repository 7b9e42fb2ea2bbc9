"""The pages of the manual, followed word by word: what they show is what their commands print."""

import re

import pytest

from tools.followed_pages import ROOT, PageError, follow, is_followed

DOCS = ROOT / "docs"
PAGES = {str(page.relative_to(DOCS)): page.read_text(encoding="utf-8") for page in sorted(DOCS.rglob("*.md"))}
EXCERPTS = {"init.md"}
"""Pages that show a part of what a command prints, or of a package that they do not hold."""
FILE = "```yaml\n# some/file.yaml\na: 1\nb: 2\n```\n"


@pytest.mark.parametrize("name", sorted({name for name, text in PAGES.items() if is_followed(text)} - EXCERPTS))
def test_a_page_of_the_manual_prints_what_it_shows(name, tmp_path, commands):
    advice = f"run `python -m tools.followed_pages docs/{name}`, and read what it changes"
    assert follow(PAGES[name], tmp_path, programs=commands.folder) == PAGES[name], advice


def test_each_of_the_twenty_recipes_runs_a_command():
    recipes = re.split(r"^## ", PAGES["recipes.md"], flags=re.MULTILINE)[1:]
    assert len(recipes) == 20
    assert [each.splitlines()[0] for each in recipes if "```console\n$ " not in each] == []


def test_a_page_may_start_with_a_folder_at_another_place(tmp_path):
    text = "<!-- starts with: tools/example/acme-audit as content/a -->\n\n```console\n$ ls content/a/qids.yaml\n"
    text += "content/a/qids.yaml\n```\n"
    assert follow(text, tmp_path) == text


def test_what_a_command_prints_takes_the_place_of_what_the_page_shows(tmp_path):
    commands = ("$ cat some/file.yaml\n", "$ echo one\n> echo two >&2\n")
    text = f"{FILE}```console\n{commands[0]}another\n{commands[1]}```\n"
    wanted = f"{FILE}```console\n{commands[0]}# some/file.yaml\na: 1\nb: 2\n{commands[1]}one\ntwo\n```\n"
    assert follow(text, tmp_path) == wanted


def test_a_console_block_in_a_list_keeps_its_indent(tmp_path):
    text = "- item\n\n    ```console\n    $ printf 'one\\n\\ntwo\\n'\n    one\n\n    two\n    ```\n"
    assert follow(text, tmp_path) == text


def test_a_change_is_made_where_its_old_lines_stand(tmp_path):
    follow(FILE + "```diff\n# some/file.yaml\n a: 1\n-b: 2\n+b: 3\n```\n", tmp_path)
    assert (tmp_path / "some/file.yaml").read_text(encoding="utf-8") == "# some/file.yaml\na: 1\nb: 3\n"


def test_a_change_that_does_not_fit_is_told(tmp_path):
    with pytest.raises(PageError, match="0 times"):
        follow(FILE + "```diff\n# some/file.yaml\n-c: 2\n+c: 3\n```\n", tmp_path)


def test_a_command_that_fails_in_silence_is_told(tmp_path):
    with pytest.raises(PageError, match="ended with 3"):
        follow("```console\n$ exit 3\n```\n", tmp_path)


def test_examples_in_python_are_one_session_that_shows_what_it_prints(tmp_path):
    first = ">>> a = 1\n>>> for n in range(2):\n...     print(n)\n...\n"
    text = f"```python\n{first}5\n```\n\n```python\n>>> a\nold\n>>> [][a]\n```\n"
    told = "Traceback (most recent call last):\n    ...\nIndexError: list index out of range\n"
    wanted = f"```python\n{first}0\n1\n```\n\n```python\n>>> a\n1\n>>> [][a]\n{told}```\n"
    assert is_followed(text)
    assert follow(text, tmp_path) == wanted


def test_examples_in_python_begin_in_the_folder_of_the_page(tmp_path):
    text = '```text title="a/b.txt"\nx\n```\n```python\n>>> import os\n>>> os.path.getsize("a/b.txt")\n2\n```\n'
    assert follow(text, tmp_path) == text


def test_output_without_a_command_stays_as_it_is(tmp_path):
    text = "```console\nsome output\n```\n"
    assert not is_followed(text)
    assert follow(text, tmp_path) == text


def test_durations_do_not_count(tmp_path):
    text = "```console\n$ echo passed in 7.31s\npassed in 0.10s\n```\n"
    assert follow(text, tmp_path) == text
