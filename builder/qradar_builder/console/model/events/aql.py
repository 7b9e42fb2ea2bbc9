"""The part of AQL that the model knows: a query is read into what it selects, or refused with what it has beyond that.

    SELECT column [AS name], … FROM events
      [WHERE column = value AND column IN (…) AND column [I]LIKE '…' …]
      [GROUP BY column, …] [ORDER BY name [ASC|DESC]] [LIMIT n] [LAST n SECONDS|MINUTES|HOURS|DAYS]

A column is a field of the event, one of the functions of FUNCTIONS on a field, or COUNT(*). A custom property is
written as its name between double quotation marks. Source: IBM documentation on AQL; choice: semantics.AQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS: Final = frozenset(
    {
        "qid", "devicetype", "logsourceid", "category", "severity", "credibility", "starttime", "devicetime", "payload",
        "username", "sourceip", "destinationip", "sourceport", "destinationport", "eventcount",
    }
)  # fmt: skip
FUNCTIONS: Final = {
    "QIDNAME": "qid",
    "LOGSOURCETYPENAME": "devicetype",
    "LOGSOURCENAME": "logsourceid",
    "CATEGORYNAME": "category",
    "UTF8": "payload",
}
"""The functions, each with the field that it takes."""
COUNT: Final = "COUNT"
_UNITS: Final = {"SECONDS": 1000, "MINUTES": 60_000, "HOURS": 3_600_000, "DAYS": 86_400_000}
_DEFAULT_SPAN: Final = 300_000
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<quoted>"[^"]+")|(?P<number>\d{1,18})|(?P<word>[A-Za-z_]\w*)|(?P<sign><=|>=|!=|<>|[=<>(),*]))"""
)
_LONGEST: Final = 20_000
_MOST_COLUMNS: Final = 100
_COMPARISONS: Final = frozenset({"=", "!=", "<>", "<", ">", "<=", ">="})


class WrongQuery(ValueError):  # noqa: N818 - what is wrong with it
    """The query is not AQL, or not of the part that the model knows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the result. `field` is a field of events, or a custom property; empty for COUNT(*)."""

    name: str
    field: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a column: an operator such as `=` or `IN`, and its values."""

    column: Column
    operator: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query on events. `span` is how far it looks back, in milliseconds."""

    columns: tuple[Column, ...]
    conditions: tuple[Condition, ...]
    groups: tuple[str, ...]
    order: tuple[str, bool] | None
    limit: int | None
    span: int


def read_query(text: str) -> Query:
    """Read a query. Raises WrongQuery."""
    if len(text) > _LONGEST:
        raise WrongQuery(f"The query has more than {_LONGEST} characters")
    return _Reader(list(_tokens(text))).query()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip().rstrip(";").rstrip())
    while at < end:
        found = _TOKEN.match(text, at, end)
        if found is None:
            raise WrongQuery(f"The query cannot be read at {text[at : at + 40].strip()!r}")
        assert found.lastgroup is not None
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def query(self) -> Query:
        """The query."""
        self._expect("SELECT")
        columns = [self._selected()]
        while self._take(","):
            columns.append(self._selected())
        if len(columns) > _MOST_COLUMNS:
            raise WrongQuery("The query has too many columns")
        self._expect("FROM")
        if self._next("a database")[1].lower() != "events":
            raise self._beyond("a database other than events")
        conditions = self._conditions() if self._take("WHERE") else ()
        groups = self._groups() if self._take("GROUP") else ()
        order = self._order({each.name for each in columns}) if self._take("ORDER") else None
        limit = self._number() if self._take("LIMIT") else None
        span = self._last() if self._take("LAST") else _DEFAULT_SPAN
        if self._at < len(self._tokens):
            raise self._beyond(repr(self._tokens[self._at][1][:40]))
        self._check(columns, groups)
        return Query(tuple(columns), conditions, groups, order, limit, span)

    def _check(self, columns: list[Column], groups: tuple[str, ...]) -> None:
        counted = any(each.function == COUNT for each in columns)
        if not groups and counted and len(columns) > 1:
            raise WrongQuery("COUNT(*) next to other columns needs GROUP BY")
        for each in columns:
            if groups and each.function != COUNT and each.field not in groups:
                raise WrongQuery(f"{each.name} is not in GROUP BY")

    def _selected(self) -> Column:
        column = self._column()
        if not self._take("AS"):
            return column
        kind, name = self._next("a name")
        if kind not in ("word", "quoted", "text"):
            raise WrongQuery(f"{name!r} is not a name")
        return Column(name.strip("\"'"), column.field, column.function)

    def _column(self) -> Column:
        kind, text = self._next("a column")
        if kind == "quoted":
            name = text[1:-1]
            return Column(name, name)
        if kind != "word":
            raise self._beyond(f"{text!r} as a column")
        if not self._take("("):
            field = text.lower()
            if field not in FIELDS:
                raise self._beyond(f"the column {text!r}")
            return Column(field, field)
        return self._function(text.upper())

    def _function(self, name: str) -> Column:
        if name == COUNT:
            self._expect("*")
            self._expect(")")
            return Column("COUNT", "", COUNT)
        wanted = FUNCTIONS.get(name)
        if not wanted:
            raise self._beyond(f"the function {name}")
        inner = self._column()
        self._expect(")")
        if inner.function or inner.field != wanted:
            raise self._beyond(f"{name} of {inner.name}")
        return Column(f"{name.lower()}_{wanted}", wanted, name)

    def _conditions(self) -> tuple[Condition, ...]:
        found = [self._condition()]
        while self._take("AND"):
            found.append(self._condition())
        if self._take("OR"):
            raise self._beyond("OR")
        return tuple(found)

    def _condition(self) -> Condition:
        column = self._column()
        if column.function == COUNT:
            raise self._beyond("a condition on COUNT")
        _, operator = self._next("an operator")
        if operator in _COMPARISONS:
            return Condition(column, operator, (self._value(),))
        operator = operator.upper()
        if operator in ("LIKE", "ILIKE"):
            return Condition(column, operator, (str(self._value()),))
        if operator != "IN":
            raise self._beyond(f"the operator {operator[:40]}")
        self._expect("(")
        values = [self._value()]
        while self._take(","):
            values.append(self._value())
        self._expect(")")
        return Condition(column, operator, tuple(values))

    def _groups(self) -> tuple[str, ...]:
        self._expect("BY")
        found = [self._column()]
        while self._take(","):
            found.append(self._column())
        return tuple(each.field for each in found)

    def _order(self, names: set[str]) -> tuple[str, bool]:
        self._expect("BY")
        name = self._next("a column")[1].strip("\"'")
        known = next((each for each in names if each.lower() == name.lower()), None)
        if known is None:
            raise self._beyond(f"ORDER BY {name[:40]}")
        falls = self._take("DESC")
        if not falls:
            self._take("ASC")
        return known, falls

    def _last(self) -> int:
        number = self._number()
        unit = self._next("a unit")[1].upper()
        if unit not in _UNITS:
            raise self._beyond(f"LAST {number} {unit[:40]}")
        return number * _UNITS[unit]

    def _number(self) -> int:
        kind, text = self._next("a number")
        if kind != "number":
            raise WrongQuery(f"{text!r} is not a number")
        return int(text)

    def _value(self) -> Any:
        kind, text = self._next("a value")
        if kind == "number":
            return int(text)
        if kind == "text":
            return text[1:-1].replace("''", "'")
        raise self._beyond(f"{text!r} as a value")

    def _next(self, what: str) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise WrongQuery(f"The query ends where {what} must be")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, word: str) -> bool:
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind in ("word", "sign") and text.upper() == word:
                self._at += 1
                return True
        return False

    def _expect(self, word: str) -> None:
        if not self._take(word):
            shown = self._tokens[self._at][1][:40] if self._at < len(self._tokens) else "its end"
            raise WrongQuery(f"The query has {shown!r} where {word} must be")

    def _beyond(self, what: str) -> WrongQuery:
        return WrongQuery(f"The model does not know {what} in AQL")
