"""Parsing a Java pattern into its tree, refusing what java.util.regex refuses, without recursion over groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from qradar_builder.javalang.regex.characters.classes import case_fold, class_set, property_set, single_set
from qradar_builder.javalang.regex.characters.properties import predefined_class
from qradar_builder.javalang.regex.charset import EVERYTHING, CharacterSet, characters, complement
from qradar_builder.javalang.regex.escape import character_escape, illegal_escape_help, is_letter_or_digit
from qradar_builder.javalang.regex.quantifier import read_quantifier
from qradar_builder.javalang.regex.reader import END, Flag, PatternReader
from qradar_builder.javalang.regex.study import look_behind_reach
from qradar_builder.javalang.regex.tree import (
    Alternation,
    Anchor,
    At,
    Atomic,
    BackReference,
    CaseFold,
    Grapheme,
    Group,
    LineBreak,
    Literal,
    Look,
    Node,
    OneOf,
    Repeat,
    Sequence,
)

MAX_GROUP_DEPTH = 64

_LINE_TERMINATORS = characters((0x0A, 0x0D, 0x85, 0x2028, 0x2029))
_FLAG_LETTERS = {
    "i": Flag.CASE_INSENSITIVE,
    "d": Flag.UNIX_LINES,
    "m": Flag.MULTILINE,
    "s": Flag.DOTALL,
    "u": Flag.UNICODE_CASE,
    "x": Flag.COMMENTS,
    "U": Flag.UNICODE_CHARACTER_CLASS | Flag.UNICODE_CASE,
}
_PLAIN_ESCAPES: dict[str, Node] = {
    "A": At(Anchor.INPUT_START),
    "G": At(Anchor.LAST_MATCH_END),
    "R": LineBreak(),
    "X": Grapheme(),
    "z": At(Anchor.INPUT_END),
}
_DIGITS = frozenset(b"0123456789")
_PROPERTY_LETTERS = frozenset(b"pP")


@dataclass(frozen=True, slots=True)
class ParsedPattern:
    """The tree of a pattern, how many capturing groups it has, and the number of each named group."""

    tree: Node
    group_count: int
    group_names: dict[str, int]


@dataclass(slots=True)
class _Open:
    """A group whose `)` has not come yet; the outermost one is the pattern itself."""

    kind: str  # what follows the parenthesis: "" (capturing), ":", ">", "=", "!", "<=", "<!"
    start: int
    flags: Flag
    number: int | None = None
    name: str | None = None
    branches: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


@lru_cache(maxsize=1024)
def parse_pattern(pattern: str, flags: Flag) -> ParsedPattern:
    """Return the tree of a Java pattern. Raises JavaRegexError.

    Source of the rules: java.util.regex.Pattern (Java SE 17) and the answers of a Java 17 virtual machine.
    """
    return _Parser(PatternReader(pattern, flags)).parse()


class _Parser:
    def __init__(self, reader: PatternReader) -> None:
        self.reader = reader
        self.stack = [_Open("", 0, reader.flags)]
        self.groups = 0
        self.names: dict[str, int] = {}

    def parse(self) -> ParsedPattern:
        reader = self.reader
        while True:
            code = reader.peek()
            if code == END and reader.at_end():
                break
            match chr(code):
                case "(":
                    self._open_group()
                case ")":
                    self._close_group()
                case "|":
                    reader.advance()
                    self._end_branch()
                case "?" | "*" | "+" as meta:
                    advice = f"write \\{meta} for the character itself"
                    raise reader.error(f"Dangling meta character '{meta}'", advice, cursor=reader.cursor)
                case _:
                    self._quantified(self._atom(chr(code)))
        if len(self.stack) > 1:
            raise reader.error(
                "Unclosed group", "close it with ), or write \\( for a parenthesis", cursor=reader.length
            )
        return ParsedPattern(self._finish(self.stack[0]), self.groups, self.names)

    def _atom(self, character: str) -> Node:
        """Read one element that is no group, and return it; the cursor is on its first character."""
        reader = self.reader
        match character:
            case "[":
                return OneOf(class_set(reader))
            case "\\":
                return self._escape()
            case "^":
                reader.advance()
                return At(self._line_start())
            case "$":
                reader.advance()
                return At(self._line_end())
            case ".":
                reader.advance()
                return OneOf(self._dot())
            case "{":
                return Sequence(())  # Java repeats the empty text here
            case _:
                reader.advance()
                return self._character(ord(character))

    def _character(self, code: int) -> Node:
        fold = case_fold(self.reader.flags)
        # A fold without a second character is none, so that literals stay together.
        return Literal(code, fold if single_set(code, fold, in_row=True) != characters((code,)) else CaseFold.NONE)

    def _dot(self) -> CharacterSet:
        if self.reader.flags & Flag.DOTALL:
            return EVERYTHING
        return complement(characters((0x0A,)) if self.reader.flags & Flag.UNIX_LINES else _LINE_TERMINATORS)

    def _line_start(self) -> Anchor:
        if not self.reader.flags & Flag.MULTILINE:
            return Anchor.INPUT_START
        return Anchor.UNIX_LINE_START if self.reader.flags & Flag.UNIX_LINES else Anchor.LINE_START

    def _line_end(self) -> Anchor:
        if not self.reader.flags & Flag.MULTILINE:
            return self._final_end()
        return Anchor.UNIX_LINE_END if self.reader.flags & Flag.UNIX_LINES else Anchor.LINE_END

    def _final_end(self) -> Anchor:
        return Anchor.UNIX_FINAL_END if self.reader.flags & Flag.UNIX_LINES else Anchor.FINAL_END

    def _escape(self) -> Node:
        """Read an escape whose backslash is under the cursor."""
        reader = self.reader
        start = reader.cursor
        if reader.raw(1) in _PROPERTY_LETTERS:
            reader.cursor += 1
            return OneOf(property_set(reader))
        if start + 1 >= reader.length:
            raise reader.error("Unexpected internal error", "a pattern must not end in one backslash", cursor=start + 1)
        code = reader.skip()
        if not is_letter_or_digit(code):
            return self._character(code)
        letter = chr(code)
        predefined = predefined_class(letter, unicode=bool(reader.flags & Flag.UNICODE_CHARACTER_CLASS))
        if predefined is not None:
            return OneOf(predefined)
        if letter in _PLAIN_ESCAPES:
            return _PLAIN_ESCAPES[letter]
        if letter in "bBZ":
            return At(self._final_end() if letter == "Z" else self._word_boundary(letter))
        if letter == "k":
            return self._named_reference(start)
        if letter in "123456789":
            return self._numbered_reference(code - 0x30, start)
        character = character_escape(reader, letter)
        if character is None:
            raise reader.error("Illegal/unsupported escape sequence", illegal_escape_help(letter))
        return self._character(character)

    def _word_boundary(self, letter: str) -> Anchor:
        reader = self.reader
        if letter == "b" and reader.peek() == ord("{") and reader.raw(1) == ord("g"):
            raise reader.unsupported("Grapheme cluster boundaries (\\b{g}) are not supported here", "match \\X instead")
        if reader.flags & Flag.UNICODE_CHARACTER_CLASS:
            return Anchor.UNICODE_WORD_BOUNDARY if letter == "b" else Anchor.UNICODE_NOT_WORD_BOUNDARY
        return Anchor.WORD_BOUNDARY if letter == "b" else Anchor.NOT_WORD_BOUNDARY

    def _numbered_reference(self, number: int, start: int) -> Node:
        # Further digits count only as long as a group of that number has been opened.
        while (digit := self.reader.peek()) in _DIGITS and number * 10 + digit - 0x30 <= self.groups:
            number = number * 10 + digit - 0x30
            self.reader.read()
        return BackReference(number, case_fold(self.reader.flags), self.reader.place(start))

    def _named_reference(self, start: int) -> Node:
        reader = self.reader
        if reader.read() != ord("<"):
            raise reader.error("\\k is not followed by '<' for named capturing group", "write \\k<name>")
        name = self._group_name()
        if name not in self.names:
            raise reader.error(f"named capturing group <{name}> does not exist", "define it before the reference")
        return BackReference(self.names[name], case_fold(reader.flags), reader.place(start))

    def _group_name(self) -> str:
        reader = self.reader
        name = ""
        while (code := reader.read()) < 128 and (chr(code).isalpha() or (name and chr(code).isdigit())):
            name += chr(code)
        if not name:
            advice = "the name of a group can contain only the letters A-Z, a-z, and digits"
            raise reader.error("capturing group name does not start with a Latin letter", advice)
        if code != ord(">"):
            advice = "the name of a group can contain only the letters A-Z, a-z, and digits, and ends with >"
            raise reader.error("named capturing group is missing trailing '>'", advice)
        return name

    def _open_group(self) -> None:
        """Read the start of a group, or all of a group that only sets flags."""
        reader = self.reader
        group = _Open("", reader.cursor, reader.flags)
        if len(self.stack) > MAX_GROUP_DEPTH:
            problem = f"Groups nested more than {MAX_GROUP_DEPTH} deep"
            raise reader.unsupported(problem, "write fewer groups", cursor=reader.cursor)
        if reader.advance() == ord("?"):
            code = reader.skip()
            match chr(code):
                case ":" | ">" | "=" | "!" as kind:
                    group.kind = kind
                case "<":
                    self._open_angle(group)
                case "$" | "@":
                    raise reader.error("Unknown group type")
                case _:
                    reader.unread()
                    self._read_flags()
                    code = reader.read()
                    if code == ord(")"):
                        self.stack[-1].items.append(Sequence(()))  # it ends a row of literals
                        return
                    if code != ord(":"):
                        raise reader.error(
                            "Unknown inline modifier", "the flags are i d m s u x U; others: (?:, (?=, (?<n>"
                        )
                    group.kind = ":"
        else:
            self.groups += 1
            group.number = self.groups
        self.stack.append(group)

    def _open_angle(self, group: _Open) -> None:
        reader = self.reader
        code = reader.read()
        if code in (ord("="), ord("!")):
            group.kind = "<" + chr(code)
            return
        reader.unread()
        name = self._group_name()
        if name in self.names:
            raise reader.error(f"Named capturing group <{name}> is already defined", "give it another name")
        self.groups += 1
        self.names[name] = self.groups
        group.name, group.number = name, self.groups

    def _read_flags(self) -> None:
        reader = self.reader
        clear = False
        code = reader.peek()
        while True:
            letter = chr(code)
            if letter == "-" and not clear:
                clear = True
            elif letter == "c":
                raise reader.unsupported("Canonical equivalence (?c) is not supported here", "remove the flag")
            elif letter in _FLAG_LETTERS:
                flag = _FLAG_LETTERS[letter]
                reader.flags = reader.flags & ~flag if clear else reader.flags | flag
            else:
                return
            code = reader.advance()

    def _close_group(self) -> None:
        reader = self.reader
        if len(self.stack) == 1:
            advice = "remove it, or write \\) for a parenthesis"
            raise reader.error("Unmatched closing ')'", advice, cursor=reader.cursor)
        reader.cursor += 1
        group = self.stack.pop()
        reader.flags = group.flags
        self._quantified(self._closed(group))

    def _closed(self, group: _Open) -> Node:
        body = self._finish(group)
        match group.kind:
            case "" | ":":
                return Group(group.number, group.name, body)
            case ">":
                return Atomic(body)
            case "=" | "!":
                return Look(ahead=True, negative=group.kind == "!", body=body, index=self.reader.place(group.start))
            case _:
                reach = look_behind_reach(body)
                if reach is None:
                    advice = (
                        "set an upper bound for every repetition in it, and do not repeat a group that has alternatives"
                    )
                    raise self.reader.error(
                        "Look-behind group does not have an obvious maximum length",
                        advice,
                        cursor=self.reader.cursor - 2,
                    )
                return Look(
                    ahead=False,
                    negative=group.kind == "<!",
                    body=body,
                    index=self.reader.place(group.start),
                    reach=reach,
                )

    def _quantified(self, node: Node) -> None:
        """Read the quantifier behind an element, if there is one, and add the element to its branch."""
        found = read_quantifier(self.reader)
        if found is not None:
            node = Repeat(node, found.low, found.high, found.mode, found.index)
        self.stack[-1].items.append(node)

    def _end_branch(self) -> None:
        top = self.stack[-1]
        top.branches.append(_sequence(top.items))
        top.items = []

    def _finish(self, top: _Open) -> Node:
        if not top.branches:
            return _sequence(top.items)
        return Alternation((*top.branches, _sequence(top.items)))


def _sequence(items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else Sequence(tuple(items))
