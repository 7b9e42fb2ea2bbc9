"""Takes samples of events apart into columns: each key or place with its expression, and its value in each sample."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from builder.dsm.expressions.cef import cef_view
from builder.dsm.expressions.json_view import json_view
from builder.dsm.expressions.leef import leef_view
from builder.dsm.expressions.name_value_pairs import compile_nvp
from builder.dsm.expressions.syntax import problem
from builder.model.expressions import Kind
from builder.starter.event_format import EventFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_COLUMNS: Final = 400
"""How many columns are looked at; samples may be hostile."""
ABSENT: Final = frozenset({"", "-", "--", "n/a", "null", "none", "(null)"})
"""Texts that stand for no value, in small letters."""

_MOST_DEPTH: Final = 8
_HEADER_WORDS: Final = ("$leefversion$", "$cefversion$", "$vendor$", "$product$", "$version$")
_PAIR: Final = re.compile(
    r"""(?P<before>^|[\t ,;|&]{1,2})(?P<name>[A-Za-z_][\w.-]{0,60})=(?P<value>"[^"]*"|[^\t ,;|&"]*)"""
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD: Final = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A key or place. `expression` is as the YAML has it; `path` are the keys that lead to it.

    `values` has one text for each sample, None where there is none.
    """

    expression: dict[str, Any]
    path: tuple[str, ...]
    label: str
    values: tuple[str | None, ...]

    @property
    def name(self) -> str:
        """Its path in small letters: words without signs between them, steps parted by dots."""
        return ".".join(_NO_WORD.sub("", step).lower() for step in self.path)

    @property
    def given(self) -> list[str]:
        """The values that are there and say something."""
        return [value for value in self.values if value is not None and value.strip().lower() not in ABSENT]

    @property
    def distinct(self) -> list[str]:
        """Different values, in order."""
        return list(dict.fromkeys(self.given))


def columns_of(payloads: Sequence[str], form: EventFormat) -> list[Column]:
    """The columns of structured payloads, in the order in which they first stand there. Text has none."""
    if form is EventFormat.NVP:
        return list(_pair_columns(payloads))
    rows: list[dict[tuple[str, ...], str]]
    if form is EventFormat.JSON:
        rows = [dict(_leaves(json_view(payload), ())) for payload in payloads]
        kind = Kind.JSON
    elif form is EventFormat.LEEF:
        rows = [{(key,): value for key, value in _message(leef_view(payload))} for payload in payloads]
        kind = Kind.LEEF
    elif form is EventFormat.CEF:
        rows = [{(key,): value for key, value in _message(cef_view(payload))} for payload in payloads]
        kind = Kind.CEF
    else:
        return []
    return list(_columns(rows, kind))


def words_of(text: str) -> str:
    """A name as words in small letters: `userName`, `user_name` and `USER-NAME` are all `user name`."""
    return " ".join(_NO_WORD.sub(" ", _CAMEL.sub(" ", text)).split()).lower()


def _message(view: Any) -> Iterator[tuple[str, str]]:
    values: dict[str, str] = {} if view is None else view.values
    return ((key, value) for key, value in values.items() if key not in _HEADER_WORDS)


def _columns(rows: list[dict[tuple[str, ...], str]], kind: Kind) -> Iterator[Column]:
    paths = list(dict.fromkeys(path for row in rows for path in row))[:MOST_COLUMNS]
    for path in paths:
        text = _keypath(path) if kind is Kind.JSON else path[0]
        if problem(kind, text) is not None:
            continue
        values = tuple(row.get(path) for row in rows)
        steps = tuple(step for step in path if not step.startswith("["))
        label = steps[-1]
        if kind is Kind.CEF:
            named = next((row[each] for row in rows if (each := (f"{path[0]}Label",)) in row), None)
            label = named or label
        yield Column({str(kind): text}, steps, label, values)


def _keypath(path: tuple[str, ...]) -> str:
    return "".join(step if step.startswith("[") else f'/"{step}"' for step in path)


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts, numbers and truth values below a value; of a list, those of its first item."""
    if isinstance(value, dict):
        if len(path) < _MOST_DEPTH:
            for key, member in value.items():
                if isinstance(key, str) and key and '"' not in key and not key.startswith("["):
                    yield from _leaves(member, (*path, key))
    elif isinstance(value, list):
        if value and path and len(path) < _MOST_DEPTH:
            yield from _leaves(value[0], (*path, "[0]"))
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif value is not None:
        yield path, str(value)


def pairs_of(payload: str) -> list[re.Match[str]]:
    """The name-value pairs of a text, as far as they are written with `=`."""
    return list(_PAIR.finditer(payload))


def _pair_columns(payloads: Sequence[str]) -> Iterator[Column]:
    rows = [{pair["name"]: pair for pair in reversed(pairs_of(payload))} for payload in payloads]
    delimiter = _delimiter(rows)
    names = list(dict.fromkeys(pair["name"] for payload in payloads for pair in pairs_of(payload)))
    for name in names[:MOST_COLUMNS]:
        raw = [row[name]["value"] if name in row else None for row in rows]
        values = tuple(None if text is None else text.strip('"') for text in raw)
        is_quoted = any(text is not None and text.startswith('"') for text in raw)
        pair = compile_nvp(name, delimiter, "=")
        if not is_quoted and raw == [pair.read(pair.view(payload)) for payload in payloads]:
            yield Column({"nvp": name, "pair_delimiter": delimiter, "value_delimiter": "="}, (name,), name, values)
            continue
        # A pair would be cut at a blank between quotes, and keeps them.
        value = '"([^"]*)"' if is_quoted else r"([^\t ,;|&]+)"
        yield Column({"regex": rf"(?:^|[\t ,;|&]){re.escape(name)}={value}"}, (name,), name, values)


def _delimiter(rows: list[dict[str, re.Match[str]]]) -> str:
    """What stands before most pairs."""
    counts: dict[str, int] = {}
    for pairs in rows:
        for pair in pairs.values():
            if pair["before"]:
                counts[pair["before"]] = counts.get(pair["before"], 0) + 1
    return max(counts, key=lambda each: counts[each], default=" ")
