"""Takes samples of events apart into columns: each key or place with its expression, and its value in each sample."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.expressions.cef import cef_view
from qradar_builder.dsm.expressions.json.view import json_view
from qradar_builder.dsm.expressions.leef import leef_view
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.model.expressions import Kind
from qradar_builder.starter.events.escaped import escaped_columns
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.headers import Header, Place, header_columns
from qradar_builder.starter.events.listed_pairs import listed_pair_columns
from qradar_builder.starter.events.pairs import pair_columns
from qradar_builder.starter.events.places import placed_columns, role_columns
from qradar_builder.starter.events.values import is_absent
from qradar_builder.starter.language.words import path_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_COLUMNS: Final = 400
"""How many columns are looked at; samples may be hostile."""

_MOST_DEPTH: Final = 8
_HEADER_WORDS: Final = ("$leefversion$", "$cefversion$", "$vendor$", "$product$", "$version$")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD: Final = re.compile(r"[^A-Za-z0-9]+")
_VIEWS: Final = {EventFormat.LEEF: (Kind.LEEF, leef_view), EventFormat.CEF: (Kind.CEF, cef_view)}


@dataclass(frozen=True, eq=False)
class Column:
    """A key or place. `expression` is as the YAML has it; `path` are the keys that lead to it.

    `values` has one text for each sample, None where there is none. `form` says how the events are written that have
    it, `is_listed` that it is the first of a list, and `is_placed` that it has a place in its line and no name. With
    `place` it has both.
    """

    expression: dict[str, Any]
    path: tuple[str, ...]
    label: str
    values: tuple[str | None, ...]
    form: EventFormat = EventFormat.JSON
    is_listed: bool = False
    is_placed: bool = False
    place: Place | None = None

    @cached_property
    def name(self) -> str:
        """Its path in small letters: words without signs between them, steps parted by dots."""
        return ".".join(_NO_WORD.sub("", step).lower() for step in self.path)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each step of its path; a label of CEF counts as its key."""
        found = path_words((*self.path[:-1], self.label if self.form is EventFormat.CEF else self.path[-1]))
        return found or ((),)

    @property
    def is_header(self) -> bool:
        """Whether it is a word of a LEEF or CEF header."""
        return self.path[-1].startswith("$")

    @cached_property
    def given(self) -> list[str]:
        """The values that are there and say something."""
        return [value for value in self.values if value is not None and not is_absent(value)]

    @cached_property
    def distinct(self) -> list[str]:
        """Different values, in order."""
        return list(dict.fromkeys(self.given))


def columns_of(
    payloads: Sequence[str], forms: Sequence[EventFormat], headers: Sequence[Header | None] = ()
) -> list[Column]:
    """The columns of payloads, each in its format, in the order in which they first stand there.

    `headers` has the names of the values of each payload that is a row; empty where none is.
    """
    columns: list[Column] = []
    texts = {EventFormat.NVP, EventFormat.SYSLOG}
    families = [EventFormat.NVP if each in texts else each for each in forms]
    is_paired = EventFormat.SYSLOG not in forms
    for form in dict.fromkeys(families):
        own = [payload if each is form else None for payload, each in zip(payloads, families, strict=True)]
        if form is EventFormat.JSON:
            columns += _columns([_json_row(each) for each in own], Kind.JSON, form)
            columns += [Column(*each, EventFormat.SYSLOG) for each in escaped_columns(own, payloads)]
            columns += [Column(*each, EventFormat.SYSLOG) for each in listed_pair_columns(own, payloads)]
        elif form in _VIEWS:
            kind, view = _VIEWS[form]
            columns += _columns([_keyed_row(each, view) for each in own], kind, form)
        else:
            # A pair is looked for in all events, as its expression would.
            columns += [Column(*each, form) for each in pair_columns(own, payloads, MOST_COLUMNS, is_paired=is_paired)]
            bare = [
                None if header else payload for payload, header in zip(own, headers or [None] * len(own), strict=True)
            ]
            columns += _named_columns(own, payloads, headers)
            columns += [
                Column(expression, path, label, values, EventFormat.SYSLOG, is_placed=True, place=place)
                for expression, path, label, values, place in placed_columns(bare, payloads)
            ]
            columns += [Column(*each, EventFormat.SYSLOG) for each in role_columns(bare, payloads)]
    return columns


def _named_columns(
    own: Sequence[str | None], payloads: Sequence[str], headers: Sequence[Header | None]
) -> Iterator[Column]:
    """The columns with names above them. Of several headers, the number of values tells the rows apart."""
    different = list(dict.fromkeys(header for header in headers if header is not None))
    for header in different:
        rows = [payload if each == header else None for payload, each in zip(own, headers, strict=True)]
        for expression, path, label, values, place in header_columns(
            header, rows, payloads, is_counted=len(different) > 1
        ):
            yield Column(expression, path, label, values, EventFormat.SYSLOG, place=place)


def words_of(text: str) -> str:
    """A name as words in small letters: `userName`, `user_name` and `USER-NAME` are all `user name`."""
    return " ".join(_NO_WORD.sub(" ", _CAMEL.sub(" ", text)).split()).lower()


def _json_row(payload: str | None) -> dict[tuple[str, ...], str]:
    return {} if payload is None else dict(_leaves(json_view(payload), ()))


def _keyed_row(payload: str | None, view: Any) -> dict[tuple[str, ...], str]:
    message = None if payload is None else view(payload)
    values: dict[str, str] = {} if message is None else message.values
    return {(key,): value for key, value in values.items() if key not in _HEADER_WORDS}


def _columns(rows: list[dict[tuple[str, ...], str]], kind: Kind, form: EventFormat) -> Iterator[Column]:
    for path in _most_frequent(rows):
        text = _keypath(path) if kind is Kind.JSON else path[0]
        if problem(kind, text) is not None:
            continue
        values = tuple(row.get(path) for row in rows)
        steps = tuple(step for step in path if not step.startswith("["))
        label = steps[-1]
        if kind is Kind.CEF:
            # A key that means one thing here and another there has no name but its own.
            named = {row.get((f"{path[0]}Label",)) for row in rows if path in row}
            label = (named.pop() if len(named) == 1 else None) or label
        yield Column({str(kind): text}, steps, label, values, form, len(steps) < len(path))


def _most_frequent(rows: list[dict[tuple[str, ...], str]]) -> list[tuple[str, ...]]:
    """The paths that most samples have, in the order in which they first stand there."""
    counts = Counter(path for row in rows for path in row)
    paths = list(counts)
    if len(paths) <= MOST_COLUMNS:
        return paths
    kept = set(sorted(paths, key=lambda path: (-counts[path], len(path)))[:MOST_COLUMNS])
    return [path for path in paths if path in kept]


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
