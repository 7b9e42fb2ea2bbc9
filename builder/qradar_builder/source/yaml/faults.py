"""What is wrong with a text that is no YAML, in words: which character or column, what is expected, what opened it.

libyaml says where it gave up. What is written around that place says why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.yaml.indentation import Outline, indent_of

if TYPE_CHECKING:
    import yaml

Point = tuple[int, int]
"""A line and a column, both from 0."""

_LONGEST_KEY = 1024
_BRACKETS = {"[": "]", "{": "}"}
_QUOTES = "put text that starts with this character in quotes"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which point, and what to do. `length` is how many characters the carets are under."""

    at: Point
    message: str
    help: str
    length: int = 1
    opened: tuple[Point, str] | None = None
    """The place that has to do with it, such as the line that opened the block, with a few words."""


def fault_of(error: yaml.MarkedYAMLError, text: str) -> Fault | None:
    """What an error of libyaml means. None where it is of a kind that is not known."""
    if error.problem_mark is None:
        return None
    lines = text.splitlines()
    at = (error.problem_mark.line, error.problem_mark.column)
    context = at if error.context_mark is None else (error.context_mark.line, error.context_mark.column)
    return _Finder(lines, at, context).find(str(error.context or ""), str(error.problem or ""))


class _Finder:
    def __init__(self, lines: list[str], at: Point, context: Point) -> None:
        self._lines = lines
        self._at = at
        self._context = context
        self._outline = Outline(lines)

    def find(self, context: str, problem: str) -> Fault | None:
        tab = self._tab()
        if tab is not None and ("tab" in problem or "token" in problem):
            return tab
        if "quoted scalar" in context:
            return self._quoted(problem)
        if "node content" in problem:
            return self._node()
        if "flow" in context:
            return self._flow()
        if "simple key" in context:
            return self._no_key()
        ways = (
            ("mapping values", self._values),
            ("mapping keys", lambda: Fault(self._at, "a key that begins with `?` cannot be here", _QUOTES)),
            ("block sequence entries", self._item_on_a_line),
            ("expected key", self._block),
            ("'-' indicator", self._block),
            ("<document start>", self._block),
            ("cannot start any token", self._token),
            ("directive", lambda: Fault((self._at[0], 0), "`%` begins a directive of YAML, and this is none", _QUOTES)),
        )
        for words, way in ways:
            if words in problem or words in context:
                return way()
        return self._special(context, problem)

    def _line(self, number: int) -> str:
        return self._lines[number] if 0 <= number < len(self._lines) else ""

    def _character(self, at: Point) -> str:
        return self._line(at[0])[at[1] : at[1] + 1]

    def _tab(self) -> Fault | None:
        """A tab in the indentation of the line, or where libyaml gave up."""
        number, column = self._at
        line = self._line(number)
        start = line[: len(line) - len(line.lstrip(" \t"))]
        place = start.find("\t") if "\t" in start else column
        if line[place : place + 1] != "\t":
            return None
        if line[:place].strip():
            return Fault((number, place), "a tab cannot be here", "replace the tab with a space")
        expected, opener = self._outline.expected(number)
        change = (
            f"replace the tab with {expected} space{'' if expected == 1 else 's'}" if expected else "remove the tab"
        )
        message = f"the indentation of the line has a tab, and the line is expected at column {expected + 1}"
        advice = f"{change}: YAML allows only spaces for indentation"
        return Fault((number, place), message, advice, opened=self._opened(opener, number))

    def _opened(self, opener: int | None, number: int) -> tuple[Point, str] | None:
        """The line that opened the block of a line; at the top level the line above, which is in the block."""
        place, words = opener, "this line opened the block"
        if place is None:
            place, words = self._outline.above(number), "this line is in the block"
        return None if place is None else ((place, indent_of(self._line(place))), words)

    def _quoted(self, problem: str) -> Fault:
        if "hexdecimal" in problem or "Unicode" in problem:
            advice = "write `\\x` with 2 hexadecimal digits, `\\u` with 4, `\\U` with 8, or use single quotes"
            return Fault(self._at, "the escape lacks hexadecimal digits, or is no character", advice)
        if "escape" in problem:
            found = self._line(self._at[0])[self._at[1] : self._at[1] + 2]
            advice = "write two backslashes in double quotes, or use single quotes"
            return Fault(self._at, "the backslash begins no escape that YAML has", advice, len(found) or 1)
        quote = self._character(self._context)
        message = f"the quote {quote} that opens here is never closed"
        inner = " (a quote in single quotes is written twice: '')" if quote == "'" else ""
        return Fault(self._context, message, f"close it with {quote} at the end of the text{inner}")

    def _flow(self) -> Fault:
        opening = self._character(self._context)
        closing = _BRACKETS.get(opening, "]")
        what = "list" if closing == "]" else "mapping"
        number, column = self._at
        if number > self._context[0] and self._context[1] >= indent_of(self._line(number)):
            advice = f"close the {what} with `{closing}`"
            return Fault(self._context, f"the `{opening}` that opens here is never closed", advice)
        message = f"`,` or `{closing}` is expected here, in the {what} that `{opening}` opened"
        at = (number, column)
        if column >= len(self._line(number)):
            at, message = self._context, f"the `{opening}` that opens here is never closed"
        quoted = "put text with `,[]{}` into quotes"
        advice = f"write a comma between the parts, or close the {what} with `{closing}`; {quoted}"
        opened = None if at == self._context else (self._context, "it was opened here")
        return Fault(at, message, advice, opened=opened)

    def _no_key(self) -> Fault:
        number, column = self._context
        rest = self._line(number)[column:].rstrip()
        length = max(1, len(rest))
        if re.match(r"-[^ ]", rest):
            return Fault(self._context, "the `-` of a list item has no space after it", "write `- ` before the item", 2)
        if length > _LONGEST_KEY:
            return self._long_key(self._context)
        advice = "write it as `key: value`; text over several lines must be indented further than its key"
        return Fault(self._context, "a key is expected here, and the line has no `:`", advice, length)

    @staticmethod
    def _long_key(at: Point) -> Fault:
        return Fault(at, f"a key has at most {_LONGEST_KEY:,} characters", "write a shorter key")

    def _values(self) -> Fault:
        number, column = self._at
        line = self._line(number)
        if column > _LONGEST_KEY:
            return self._long_key((number, indent_of(line)))
        before = self._outline.above(number)
        if ": " not in line[:column] and before is not None:
            above = self._line(before)
            missing = re.match(r"\s*(?:- )*[\w.-]+:(?=\S)", above)
            if indent_of(line) <= indent_of(above) and missing:
                at = (before, missing.end() - 1)
                return Fault(at, "the colon after the key has no space after it", "write `key: value`, with a space")
            if indent_of(line) > indent_of(above):
                return self._indent(number)
            if indent_of(line) == indent_of(above):
                return Fault(
                    (before, indent_of(above)),
                    "a key is expected here, and the line has no `: `",
                    "write it as `key: value`",
                    len(above.strip()) or 1,
                )
        return Fault(self._at, "a second `:` is in a text without quotes", "put text that contains `: ` into quotes")

    def _item_on_a_line(self) -> Fault:
        return Fault(
            self._at,
            "a list item begins on the line of its key",
            "put each item on a separate line below the key; put text that starts with `- ` in quotes",
        )

    def _block(self) -> Fault:
        number, column = self._at
        line = self._line(number)
        if column > indent_of(line):
            return self._after_the_end()
        return self._indent(number)

    def _after_the_end(self) -> Fault:
        """Something follows a text in quotes, a list or a mapping that has ended."""
        number, column = self._at
        line = self._line(number)
        character = line[column : column + 1]
        if character in ("]", "}"):
            return Fault(self._at, f"there is nothing that `{character}` could close", f"remove the `{character}`")
        before = line[:column].rstrip()[-1:]
        if before in {"'", '"'}:
            inner = "''" if before == "'" else '\\"'
            advice = f"put the whole text in quotes; write a {before} inside {before} as {inner}"
            return Fault(self._at, "text follows the quote that closed the value", advice)
        advice = "put it on a separate line, or put the whole value in quotes"
        return Fault(self._at, "text follows a value that has ended", advice)

    def _indent(self, number: int) -> Fault:
        """The line begins at a column where nothing that is open has its lines."""
        column = indent_of(self._line(number))
        is_item = self._line(number)[column : column + 2] in {"-", "- "}
        columns = self._outline.columns(number)
        opener = self._outline.opener(number, column)
        kinds = dict(columns)
        if column in kinds and kinds[column] != is_item:
            one, other = ("a list item", "keys") if is_item else ("a key", "list items")
            message = f"{one} is in the column of the {other} above"
            others = [str(each + 1) for each, item in columns if item == is_item]
            where = f"; its own kind is at column {' or '.join(others)}" if others else ""
            advice = "indent the item below its key" if is_item else "write `- ` before it, or move it to the keys"
            return Fault((number, column), message, f"{advice}{where}", opened=self._opened(opener, number))
        known = [str(each + 1) for each, _ in columns] or ["1"]
        listed = " or ".join(part for part in (", ".join(known[:-1]), known[-1]) if part)
        message = f"the line begins at column {column + 1}, and column {listed} is expected"
        near = min((each for each, _ in columns), key=lambda each: abs(each - column), default=0)
        change = (
            f"{'remove' if near < column else 'add'} {abs(near - column)} space{'' if abs(near - column) == 1 else 's'}"
        )
        return Fault(
            (number, column),
            message,
            f"{change} before it, as in the block that it belongs to",
            opened=self._opened(opener, number),
        )

    def _node(self) -> Fault:
        character = self._character(self._at)
        if character in {"]", "}", ","}:
            return Fault(self._at, f"there is nothing that `{character}` could end here", _QUOTES)
        return Fault(self._at, "a value is expected here", "write the value, or put it into quotes")

    def _token(self) -> Fault:
        character = self._character(self._at)
        if character in {"|", ">"}:
            advice = "write the text in quotes, or the list or mapping over several lines without brackets"
            return Fault(self._at, f"`{character}` cannot begin a text within brackets", advice)
        shown = "a backtick" if character == "`" else f"`{character}`"
        return Fault(self._at, f"a text without quotes cannot begin with {shown}", _QUOTES)

    def _special(self, context: str, problem: str) -> Fault | None:
        """Anchors, aliases, tags and the heads of block texts."""
        if "anchor" in context or "alias" in context:
            sign = self._character(self._context)
            return Fault(self._context, f"`{sign}` is not followed by a name of letters and digits", _QUOTES)
        if "block scalar" in context:
            sign = self._character(self._context)
            if "tab" in problem:
                return self._tab()
            advice = f"put the text on the lines below `{sign}`, indented further than the key; or into quotes"
            return Fault(self._at, f"after `{sign}` the line must end", advice)
        if "tag" in context or "tag" in problem:
            return Fault(self._context, "`!` begins a tag, and this is none that is known", _QUOTES)
        return None
