"""Finds words of an older, translated-sounding style in all text that people read.

`tools/plain_words.toml` lists the words, each with the common words to use instead and a reason. The text is checked in
the manual, the README, the rules of the catalogue, the help of all commands, the descriptions in JSON Schemas, the
templates of the install guide, the guides of the packages in `content/`, and the messages in the code. Code blocks,
inline code and links are not checked: names in them belong to QRadar or to an interface.

Run `python -m tools.plain_words` to list what it finds.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CODE = ROOT / "builder" / "qradar_builder"

_NOT_PROSE = re.compile(r"^ *(```|~~~).*?^ *\1 *$|`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>", re.MULTILINE | re.DOTALL)
_TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase to avoid. `forms` are matched as whole words, in any case."""

    forms: tuple[str, ...]
    use: str
    reason: str

    def pattern(self) -> str:
        """All forms as a part of a regular expression; a space also matches a line break."""
        return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in self.forms)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text that people read, and where it is: a file, with the line in it if there is one."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An old word in a text."""

    place: str
    found: str
    use: str

    def __str__(self) -> str:
        return f"{self.place}: `{self.found}`: use {self.use}"


@cache
def words() -> tuple[Word, ...]:
    """The words of the list."""
    rows = tomllib.loads((Path(__file__).parent / "plain_words.toml").read_text(encoding="utf-8"))["words"]
    return tuple(Word(tuple(row["forms"]), row["use"], row["reason"]) for row in rows)


@cache
def _pattern() -> re.Pattern[str]:
    parts = (f"(?P<w{number}>{word.pattern()})" for number, word in enumerate(words()))
    return re.compile(rf"(?<![\w/-])(?<!there\s)(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


def hits(text: Text) -> Iterator[Hit]:
    """The old words in a text, outside of code and links, each with the line where it is."""
    prose = _NOT_PROSE.sub(lambda match: re.sub(r"[^\n]", "_", match[0]), text.text)
    for match in _pattern().finditer(prose):
        assert match.lastgroup is not None
        word = words()[int(match.lastgroup[1:])]
        line = prose.count("\n", 0, match.start()) + 1
        yield Hit(f"{text.place}:{line}", " ".join(match[0].split()), word.use)


def pages() -> Iterator[Text]:
    """The README, the change log, the pages of the manual, and the documents of the packages in `content/`."""
    files = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("content/*/docs/**/*.md"),
    ]
    yield from (_file(file) for file in sorted(files))


def templates() -> Iterator[Text]:
    """The templates of the install guide, without their code."""
    for file in sorted((CODE / "package" / "guide" / "templates").rglob("*.j2")):
        text = file.read_text(encoding="utf-8")
        yield Text(_name(file), _TEMPLATE_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text))


def rules() -> Iterator[Text]:
    """The summary and the help of each rule of the catalogue."""
    for file in sorted((CODE / "findings" / "catalogue").glob("*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            yield Text(f"{_name(file)}:{row['id']}", f"{row['summary']}\n{row['help']}")


def schemas() -> Iterator[Text]:
    """The descriptions in the JSON Schemas of the manual."""
    for file in sorted((ROOT / "docs" / "schemas").glob("*.json")):
        for description in dict.fromkeys(_descriptions(json.loads(file.read_text(encoding="utf-8")))):
            yield Text(_name(file), description)


def _descriptions(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("description"), str):
            yield schema["description"]
        for value in schema.values():
            yield from _descriptions(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _descriptions(value)


def messages() -> Iterator[Text]:
    """The sentences in the code, each with the line of the code where it starts."""
    for file in sorted(CODE.rglob("*.py")):
        for text in messages_of(file.read_text(encoding="utf-8")):
            yield Text(f"{_name(file)}:{text.place}", text.text)


def messages_of(code: str) -> Iterator[Text]:
    """The literals of several words in one line that are no docstrings, each with its line as the place."""
    no_messages: set[ast.AST] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Expr):
            no_messages.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            no_messages.update(node.values)
            parts = (str(part.value) if isinstance(part, ast.Constant) else "`…`" for part in node.values)
            yield Text(str(node.lineno), "".join(parts))
        elif isinstance(node, ast.Constant) and node not in no_messages and _is_sentence(node.value):
            yield Text(str(node.lineno), str(node.value))


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and " " in value.strip() and "\n" not in value.strip() and "\\" not in value


def _file(file: Path) -> Text:
    return Text(_name(file), file.read_text(encoding="utf-8"))


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def everything() -> Iterator[Hit]:
    """Each old word in each of the sources."""
    for source in (pages, templates, rules, schemas, messages):
        for text in source():
            yield from hits(text)


if __name__ == "__main__":
    for hit in everything():
        print(hit)
