"""JSON as Gson reads it leniently: what decides whether `Set` stores a text as an array or object, or as text.

Beyond JSON it takes strings in single quotes and bare words, names without quotes, `=` and `=>` for `:`, `;` for `,`,
items left out (null), comments of the kinds `//`, `/* */` and `#` before its end, and line ends in strings.
Source: what Gson's JsonReader is documented to take when lenient. That QRadar reads JSON by Gson is known from its
error messages.
"""

from __future__ import annotations

from typing import Any, Final

from qradar_builder.jpath.errors import JsonError
from qradar_builder.jpath.json.values import JsonValue, Missing, MissingType, NumberAsWritten, loads
from qradar_builder.jpath.limits import MAX_JSON_DEPTH, MAX_NUMBER
from qradar_builder.quick.patterns import late

_SPACE = late(r"(?:[ \t\r\n]+|//[^\r\n]*|#[^\r\n]*|/\*(?s:.*?)\*/)*")
_BARE = late(r"[^/\\;#={}\[\]:, \t\f\r\n]+")
_NUMBER = late(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WHOLE = late(r"0|-?[1-9][0-9]*")
_COLON = late(r":|=>?")
_HEX = late(r"[0-9a-fA-F]{4}")
_IN_QUOTES: Final = {quote: late(rf"[^{quote}\\]*") for quote in "'\""}
_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"} | {each: each for each in "\n'\"\\/"}
_WORDS: Final = {"true": True, "false": False, "null": None}
_HALF_OF_PAIR = late("[\ud800-\udfff]")
_GUARD = ")]}'\n"
_MAY_BEGIN: Final = frozenset("[{ \t\r\n/#)\ufeff")


def lenient(text: str) -> JsonValue | MissingType:
    """The array or object that a text is, or Missing where it is not wholly one.

    Raises JsonError for an array or object beyond MAX_JSON_DEPTH, or with a number beyond MAX_NUMBER.
    """
    if text[:1] not in _MAY_BEGIN:
        return Missing
    body = text.removeprefix("\ufeff").removeprefix(_GUARD)
    start = _SPACE.match(body)
    assert start is not None
    if body[start.end() : start.end() + 1] not in ("[", "{"):
        return Missing
    try:
        return loads(body)
    except JsonError:
        pass
    try:
        return _Reader(body).whole()
    except _NotJson:
        return Missing


class _NotJson(Exception):  # noqa: N818 - an answer, not an error
    pass


class _Reader:
    """Reads one text. The arrays and objects that are open stand on a list, so that depth costs no stack."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def whole(self) -> JsonValue:
        result = self._item()
        open_ = [result]
        empty = True
        while open_:
            inner: Any = open_[-1]
            end = "}" if isinstance(inner, dict) else "]"
            if self._next() == end:
                self._place += 1
                open_.pop()
                empty = False
                continue
            if not empty:
                self._take(",;")
            name = self._name() if isinstance(inner, dict) else None
            item = self._item_or_nothing() if name is None else self._item()
            if name is None:
                inner.append(item)
            else:
                inner[name] = item
            empty = isinstance(item, dict | list)
            if empty:
                open_.append(item)
                if len(open_) > MAX_JSON_DEPTH:
                    message = f"Arrays and objects are nested more than {MAX_JSON_DEPTH} levels deep"
                    raise JsonError(message, self._text, self._place, self._place)
        # Gson 2.10 takes no comment behind the end.
        if self._text[self._place :].strip(" \t\r\n"):
            raise _NotJson
        return result

    def _next(self) -> str:
        """The next character that is no white space and no comment, not taken yet; empty at the end."""
        space = _SPACE.match(self._text, self._place)
        assert space is not None
        self._place = space.end()
        return self._text[self._place : self._place + 1]

    def _take(self, wanted: str) -> None:
        character = self._next()
        if not character or character not in wanted:
            raise _NotJson
        self._place += 1

    def _name(self) -> str:
        character = self._next()
        name = self._quoted(character) if character in _IN_QUOTES else self._bare()
        self._next()
        colon = _COLON.match(self._text, self._place)
        if colon is None:
            raise _NotJson
        self._place = colon.end()
        return name

    def _item_or_nothing(self) -> JsonValue:
        """An item of an array; one that is left out is null."""
        return None if self._next() in (",", ";", "]") else self._item()

    def _item(self) -> JsonValue:
        character = self._next()
        if character == "{":
            self._place += 1
            return {}
        if character == "[":
            self._place += 1
            return []
        if character in _IN_QUOTES:
            return self._quoted(character)
        word = self._bare()
        if word.lower() in _WORDS:
            return _WORDS[word.lower()]
        if not _NUMBER.fullmatch(word):
            return word
        if len(word) > MAX_NUMBER:
            message = f"A number has more than {MAX_NUMBER} characters"
            raise JsonError(message, self._text, self._place - len(word), self._place)
        return int(word) if _WHOLE.fullmatch(word) else NumberAsWritten(word)

    def _bare(self) -> str:
        word = _BARE.match(self._text, self._place)
        if word is None:
            raise _NotJson
        self._place = word.end()
        return word[0]

    def _quoted(self, quote: str) -> str:
        pieces: list[str] = []
        self._place += 1
        while True:
            plain = _IN_QUOTES[quote].match(self._text, self._place)
            assert plain is not None
            pieces.append(plain[0])
            end = self._text[plain.end() : plain.end() + 1]
            self._place = plain.end() + 1
            if end == quote:
                break
            pieces.append(self._escape())
        text = "".join(pieces)
        if _HALF_OF_PAIR.search(text):
            # Two escapes may make one character.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        return text

    def _escape(self) -> str:
        character = self._text[self._place : self._place + 1]
        self._place += 1
        if character == "u":
            digits = _HEX.match(self._text, self._place)
            if digits is None:
                raise _NotJson
            self._place = digits.end()
            return chr(int(digits[0], 16))
        if character not in _ESCAPES:
            raise _NotJson
        return _ESCAPES[character]
