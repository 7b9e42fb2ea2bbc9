"""Cuts JPath text into tokens.

A `/` begins a key, stands for the whole State, or divides. It begins a key where a key follows at once, unless it
stands after an operand: there it divides, except right behind a path, which it continues. So `/a/b` is one path,
`/a / /b` and `time()/1000` are divisions.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from qradar_builder.jpath.errors import JPathSyntaxError
from qradar_builder.jpath.limits import MAX_EXPRESSION, MAX_NUMBER
from qradar_builder.jpath.other_languages import SIGNS, advice_on_sign
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.characters import SPACE_OR_UNSEEN, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenKind(Enum):
    """What a token is. Those with a symbol of their own carry it as value."""

    KEY = "a key"
    """`/` with the key that follows; its `value` is the key."""
    ROOT = "the whole State"
    ELEMENT = "@"
    """`@` alone, or with the key that follows at once."""
    NUMBER = "a number"
    TEXT = "a text"
    WORD = "a word"
    OPERATOR = "an operator"
    """Also `and` and `or`."""
    OPEN = "("
    CLOSE = ")"
    OPEN_BRACKET = "["
    CLOSE_BRACKET = "]"
    COMMA = ","
    END = "the end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `value` is the key, the text of a number or string, the word or the operator; else None."""

    kind: TokenKind
    value: str | None
    start: int
    end: int


_SPACE = re.compile(r"[ \t\r\n\f]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_WORD = re.compile(r"[A-Za-z_][\w.:-]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_REST_OF_VALUE = re.compile(r"[\w.:]+")
_OPERATOR = re.compile(r"!=|<=|>=|[=<>+*%-]")
_ESCAPE = re.compile(r"\\(['\"\\])")
_QUOTED = {quote: re.compile(rf"{quote}([^{quote}\\]*(?:\\.[^{quote}\\]*)*){quote}", re.DOTALL) for quote in "'\""}
_BRACKETS = {kind.value: kind for kind in (TokenKind.OPEN, TokenKind.CLOSE, TokenKind.OPEN_BRACKET,
                                           TokenKind.CLOSE_BRACKET, TokenKind.COMMA)}  # fmt: skip
_OPERATOR_WORDS = ("and", "or")
_PREFIX_WORDS = ("not", "exists")
_PATH_ENDS = (TokenKind.KEY, TokenKind.ELEMENT, TokenKind.CLOSE_BRACKET)
_OPERAND_ENDS = (*_PATH_ENDS, TokenKind.ROOT, TokenKind.NUMBER, TokenKind.TEXT, TokenKind.CLOSE)
_OTHER_SIGNS = {
    first: tuple(sorted((sign for sign in SIGNS if sign[0] == first), key=len, reverse=True))
    for first in {sign[0] for sign in SIGNS}
}
"""The signs of other languages by their first character, the longest first."""


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a stretch of the text, the last of them END. Raises JPathSyntaxError."""
    end = len(text) if end is None else end
    if end - start > MAX_EXPRESSION:
        raise JPathSyntaxError(f"The expression has more than {MAX_EXPRESSION} characters", text, start, start)
    return list(_Lexer(text, start, end).tokens())


class _Lexer:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._place = start
        self._end = end
        self._last: Token | None = None

    def tokens(self) -> Iterator[Token]:
        while True:
            space = _SPACE.match(self._text, self._place, self._end)
            assert space is not None
            self._place = space.end()
            if self._place == self._end:
                yield self._token(TokenKind.END, None, self._end)
                return
            self._last = self._next()
            self._place = self._last.end
            yield self._last

    def _next(self) -> Token:
        character = self._text[self._place]
        if character == "/":
            return self._slash()
        if character == "@":
            key, end = self._key(self._place + 1)
            return self._token(TokenKind.ELEMENT, key, end)
        if character in _BRACKETS:
            return self._token(_BRACKETS[character], None, self._place + 1)
        if character in _QUOTED:
            text, end = self._quoted(self._place)
            return self._token(TokenKind.TEXT, text, end)
        if word := _WORD.match(self._text, self._place, self._end):
            kind = TokenKind.OPERATOR if word[0] in _OPERATOR_WORDS else TokenKind.WORD
            return self._token(kind, word[0], word.end())
        if number := _NUMBER.match(self._text, self._place, self._end):
            return self._number(number)
        wrong = next(
            (each for each in _OTHER_SIGNS.get(character, ()) if self._text.startswith(each, self._place, self._end)),
            "",
        )
        operator = _OPERATOR.match(self._text, self._place, self._end)
        if operator and len(wrong) <= len(operator[0]):
            return self._token(TokenKind.OPERATOR, operator[0], operator.end())
        what = wrong or character
        unseen = SPACE_OR_UNSEEN.match(what) is not None
        advice = "delete the character, or replace it with a space" if unseen else advice_on_sign(what)
        raise self._error(f"{shown(what)} is not part of JPath", self._place, self._place + len(what), advice)

    def _slash(self) -> Token:
        last = self._last
        after_operand = last is not None and self._ends_operand(last)
        continues = last is not None and last.kind in _PATH_ENDS and last.end == self._place
        following = self._text[self._place + 1 : min(self._place + 2, self._end)]
        if after_operand and not continues:
            return self._token(TokenKind.OPERATOR, "/", self._place + 1)
        key, end = self._key(self._place + 1)
        if key is not None:
            return self._token(TokenKind.KEY, key, end)
        if following == "/" or (continues and not following):
            raise self._error("A key is missing after `/`", self._place, self._place + 1)
        if following and following not in " \t\r\n\f" and following not in "[])(@=!<>,+*%":
            advice = f"put a key with such characters in quotes, as in `/'{following}key'`"
            if SPACE_OR_UNSEEN.match(following):
                advice = "delete the character"
            raise self._error(
                f"{shown(following)} is not allowed at the start of a key", self._place + 1, self._place + 2, advice
            )
        if continues:
            return self._token(TokenKind.OPERATOR, "/", self._place + 1)
        return self._token(TokenKind.ROOT, None, self._place + 1)

    @staticmethod
    def _ends_operand(token: Token) -> bool:
        if token.kind is TokenKind.WORD:
            return token.value not in _PREFIX_WORDS
        return token.kind in _OPERAND_ENDS

    def _key(self, place: int) -> tuple[str | None, int]:
        """The key that begins at a place, and where it ends."""
        if place < self._end and self._text[place] in _QUOTED:
            return self._quoted(place)
        key = _BARE_KEY.match(self._text, place, self._end)
        return (key[0], key.end()) if key else (None, place)

    def _quoted(self, place: int) -> tuple[str, int]:
        quoted = _QUOTED[self._text[place]].match(self._text, place, self._end)
        if quoted is None:
            advice = "add the closing quote, and write a quote inside it as `\\'`"
            raise self._error("A closing quote is missing", place, place + 1, advice)
        return _ESCAPE.sub(r"\1", quoted[1]), quoted.end()

    def _number(self, number: re.Match[str]) -> Token:
        rest = _REST_OF_VALUE.match(self._text, number.end(), self._end)
        if rest is not None:
            value = self._text[self._place : rest.end()]
            raise self._error(
                f"The value '{value[:80]}' is not a valid JPath expression",
                self._place,
                rest.end(),
                "put text in quotes",
            )
        if len(number[0]) > MAX_NUMBER:
            raise self._error(f"A number has more than {MAX_NUMBER} characters", number.start(), number.end())
        return self._token(TokenKind.NUMBER, number[0], number.end())

    def _token(self, kind: TokenKind, value: str | None, end: int) -> Token:
        return Token(kind, value, self._place, end)

    def _error(self, message: str, start: int, end: int, advice: str = "") -> JPathSyntaxError:
        return JPathSyntaxError(message, self._text, start, end, advice)
