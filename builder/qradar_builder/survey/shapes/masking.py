"""The shape of a payload: its text with what varies from event to event replaced by `<*>`.

What is kept are the words of a sentence, the names of keys, and the values of keys whose names tell what an event is,
such as `action`. Payloads of one kind have few shapes, and `templates` brings these together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson

from qradar_builder.starter.language.templates import BEFORE_NAMES, NEVER_NAMES
from qradar_builder.starter.language.vocabulary import is_known
from qradar_builder.survey.shapes.identifying import tells_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOKED_AT: Final = 2048
"""Characters of a payload that its shape is made of."""
MARK: Final = "<*>"
_MOST_TOKENS: Final = 60
_LONGEST: Final = 600
_LONGEST_TOKEN: Final = 64
_MOST_REMEMBERED: Final = 65_536
_DEEPEST: Final = 6
_FEWEST_PAIRS: Final = 4
_MOST_LEAVES: Final = 200

_ISO: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}[0-9.,]{0,10}(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
_BSD: Final = r"[A-Z][a-z]{2} [ 0-3]?[0-9](?: [0-9]{4})? [0-9:]{8}(?:\.[0-9]{1,9})?"
_PROGRAM: Final = r"[\w./-]{1,64}(?:\[[0-9]{1,10}\]:?|:) "
_HEADER: Final = re.compile(
    rf"(?:<[0-9]{{1,3}}>1 {_ISO} [!-~]{{1,255}} "
    rf"|(?:<[0-9]{{1,3}}>)?(?:{_BSD}|{_ISO}) (?:[\w.:-]{{1,255}} (?={_PROGRAM}))?)"
)
"""A syslog header or a time, with the host."""
_FORMAT: Final = re.compile(r"\b(?:CEF|LEEF):[0-9.]+\|")
_WORD_VALUE: Final = re.compile(r"=\"([\w-]{1,40})\"")
_QUOTED: Final = re.compile(r"\"[^\"\r\n]{0,400}\"|(?<!\w)'[^'\r\n]{1,200}'(?!\w)")
_LISTED: Final = re.compile(r"\[[^\[\]]*[ ,=][^\[\]]*\]|\{[^{}]*[ ,=][^{}]*\}")
_NUMBERED: Final = re.compile(r"[^\s=\[\](){},;:\"'<>|]*[0-9][^\s=\[\](){},;:\"'<>|]*")
_ADDRESS: Final = re.compile(
    r"[\[(]?[0-9A-Fa-f]{0,4}(?::{1,2}[0-9A-Fa-f.]{0,15}){2,9}(?:%\w+)?(?:/[0-9]+)?[\])]?[,.;:]?"
)
_PAIR: Final = re.compile(r"([\w.-]{1,64})=(.*)", re.DOTALL)
_CODE: Final = re.compile(r"%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)?-[0-9]-[A-Z0-9_]+:?")
_EDGES: Final = ".,;:!?()[]{}<>\"'"
_ZEROS: Final = str.maketrans("123456789", "000000000")
_NO_WORD: Final = f"{_EDGES}-+*#$%~|/"
_MONTHS: Final = frozenset(
    "Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun".split()  # noqa: SIM905 - as they are read
)
_PREPOSITIONS: Final = frozenset({"for", "by", "from", "to", "via", "as", "on", "called", "against"})


class _Token:
    """What a token becomes, and what it says of the one behind it."""

    __slots__ = ("before_name", "is_known", "is_name", "text")

    def __init__(self, token: str) -> None:
        self.text = masked_token(token)
        word = token.strip(_EDGES)
        lower = word.lower()
        is_word = word.isalpha() and self.text != MARK and token[0] not in "[{"
        self.before_name = 0
        if is_word and lower in BEFORE_NAMES and token[-1:] not in {",", ";", "."}:
            self.before_name = 1 if lower in _PREPOSITIONS else 2
        self.is_known = is_word and is_known(word)
        self.is_name = is_word and lower not in NEVER_NAMES


_TOKENS: Final[dict[str, _Token]] = {}


def _token(raw: str) -> _Token:
    """A token that is not remembered as it is."""
    key = raw
    name, mark, _ = raw.partition("=")
    if mark:
        if not tells_kind(name):
            key = f"{name}="
    elif raw[0] != "%":
        key = raw.translate(_ZEROS)
    token = _TOKENS.get(key)
    if token is None:
        token = _Token(key)
        if len(_TOKENS) < _MOST_REMEMBERED and len(key) <= _LONGEST_TOKEN:
            _TOKENS[key] = token
    return token


def shape_of(payload: str) -> str:
    """The shape of a payload, of at most 600 characters."""
    text = payload[:LOOKED_AT]
    start = text.lstrip()[:1]
    if start == "{":
        shape = _json_shape(payload if len(payload) <= 16 * LOOKED_AT else text)
        if shape:
            return shape
    found = _FORMAT.search(text) if "|" in text else None
    if found is not None:
        return _keyed_shape(text[found.start() :])
    return _text_shape(text)


def _text_shape(text: str) -> str:
    parts = list(_masked(_without_variables(text)))
    pairs = [part for part in parts if "=" in part]
    if len(pairs) >= _FEWEST_PAIRS and len(pairs) * 2 >= len(parts) and not all(map(_is_masked, pairs)):
        # The other pairs may be there or not.
        parts = [part for part in parts if "=" not in part or not _is_masked(part)]
    return " ".join(parts)[:_LONGEST]


def _without_variables(text: str) -> str:
    """A text without its header, and without what is quoted or listed."""
    header = _HEADER.match(text)
    if header is not None:
        text = text[header.end() :]
    if '"' in text or "'" in text:
        if '="' in text:
            text = _WORD_VALUE.sub(r"=\1", text)
        text = _QUOTED.sub(MARK, text)
    if "[" in text or "{" in text:
        text = _LISTED.sub(MARK, text)
    return text


def _masked(text: str) -> Iterator[str]:
    """The tokens of a text, one `<*>` for several."""
    before = 0
    last = ""
    for raw in text.split(None, _MOST_TOKENS)[:_MOST_TOKENS]:
        token = _TOKENS.get(raw) or _token(raw)
        masked = token.text
        if before and token.is_name and (before > 1 or not (token.is_known or token.before_name)):
            masked = MARK
            before = 0
        else:
            before = token.before_name
        if masked != MARK or last != MARK:
            yield masked
        last = masked


def _is_masked(pair: str) -> bool:
    return pair.endswith(MARK)


def masked_token(token: str) -> str:
    """A token of a text with what varies in it replaced."""
    if token.isalpha():
        return MARK if token in _MONTHS else token
    if len(token) > 200:
        return MARK
    pair = _PAIR.fullmatch(token) if "=" in token else None
    if pair is not None:
        name, value = pair.groups()
        value = value.rstrip(",;")
        return f"{name}={value}" if value and len(value) <= 40 and tells_kind(name) else f"{name}={MARK}"
    if token.endswith("="):
        return f"{token}{MARK}"
    if token[0] == "%" and _CODE.fullmatch(token):
        return token
    core = token.strip(_EDGES)
    if "@" in core or "\\" in core or core.startswith("/") or "://" in core:
        return MARK
    if ":" in core and _ADDRESS.fullmatch(token):
        return MARK
    if "/" in core and (core.count("/") > 1 or "." in core):
        return MARK
    if "." in core and not any(part[:1].isupper() for part in core.split(".")):
        return MARK
    masked = _NUMBERED.sub(MARK, token)
    return masked if masked.replace(MARK, "").strip(_NO_WORD) else MARK


def _json_shape(text: str) -> str:
    try:
        document = orjson.loads(text)
    except ValueError:
        return ""
    if not isinstance(document, dict):
        return ""
    names: list[str] = []
    kinds: list[str] = []
    for number, (path, value) in enumerate(_leaves(document, "", 0)):
        if number >= _MOST_LEAVES:
            break
        names.append(path)
        if value is not None and tells_kind(path) and 0 < len(value) <= 80:
            kinds.append(f"{path}={_word(value)}")
    return " ".join(("{}", *(kinds or names)))[:_LONGEST]


def _word(value: str) -> str:
    """A value in one token."""
    return "_".join(value.split())


def _leaves(value: dict[str, Any], path: str, depth: int) -> Iterator[tuple[str, str | None]]:
    """The keys of an object with the texts and whole numbers among their values."""
    for name, each in value.items():
        whole = f"{path}.{name}" if path else name
        if isinstance(each, dict) and depth < _DEEPEST:
            yield from _leaves(each, whole, depth + 1)
        elif isinstance(each, str):
            yield whole, each
        elif isinstance(each, int) and not isinstance(each, bool):
            yield whole, str(each)
        else:
            yield whole, None


def _keyed_shape(text: str) -> str:
    """The shape of LEEF or CEF: its header without the version, which has the event id."""
    form, _, rest = text.partition(":")
    fields = rest.split("|")
    header = fields[1:3] + fields[4 : 6 if form == "CEF" else 5]
    return " ".join((f"{form}:", *(_word(each) or MARK for each in header)))[:_LONGEST]
