"""Filters of lists, such as `name = "Acme" and id in (4001, 4002)`, read into a test of records.

Source: IBM documentation, topic "Filter syntax". Choice: semantics.FILTERS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from qradar_builder.console.model.listing.like import like

Record: TypeAlias = Mapping[str, Any]
Test: TypeAlias = Callable[[Record], bool]

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<sign><=|>=|!=|<>|=|<|>|\(|\)|,)|(?P<word>[^\s"'<>=!(),]+))""",
    re.DOTALL,
)
_LONGEST: Final = 60_000
_DEEPEST: Final = 40
_COMPARISONS: Final = frozenset({"=", "!=", "<>", "<", ">", "<=", ">="})
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_NUMBER: Final = re.compile(r"-?\d{1,19}(?:\.\d{1,19})?\Z", re.ASCII)


class WrongFilter(ValueError):  # noqa: N818 - what is wrong with it
    """A filter, sort or field list that cannot be read, with what is wrong."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. `equal` are values that fields have in each record that passes: an index may be asked for them."""

    test: Test
    equal: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Value:
    text: str

    @property
    def is_plain(self) -> bool:
        """Whether only one text is equal to it: of a number, there are others."""
        number = _number(self.text)
        return number is None or (isinstance(number, int) and str(number) == self.text)

    def equals(self, other: Any) -> bool:
        """Compared as the type of the field asks."""
        if isinstance(other, bool):
            return self.text.lower() == ("true" if other else "false")
        if isinstance(other, int | float):
            number = _number(self.text)
            return number is not None and number == other
        return isinstance(other, str) and self.text == other


def read_filter(text: str, fields: Mapping[str, Any]) -> Filter:
    """Read a filter on records of `fields`, a shape. Raises WrongFilter where it is no filter or a field is unknown."""
    if len(text) > _LONGEST:
        raise WrongFilter(f"The filter has more than {_LONGEST} characters")
    return _Reader(text, fields).whole()


class _Reader:
    def __init__(self, text: str, fields: Mapping[str, Any]) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._fields = fields
        self._depth = 0

    def whole(self) -> Filter:
        """The filter."""
        found = self._any()
        if self._at < len(self._tokens):
            raise WrongFilter(f"The filter has more text at {self._tokens[self._at][1][:40]!r}")
        return found

    def _any(self) -> Filter:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise WrongFilter("The filter is nested too deeply")
        found = [self._all()]
        while self._word("or"):
            found.append(self._all())
        self._depth -= 1
        if len(found) == 1:
            return found[0]
        return Filter(lambda record: any(each.test(record) for each in found))

    def _all(self) -> Filter:
        found = [self._one()]
        while self._word("and"):
            found.append(self._one())
        if len(found) == 1:
            return found[0]
        equal = tuple(pair for each in found for pair in each.equal)
        return Filter(lambda record: all(each.test(record) for each in found), equal)

    def _one(self) -> Filter:
        if self._word("not"):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise WrongFilter("The filter is nested too deeply")
            inner = self._one()
            self._depth -= 1
            return Filter(lambda record: not inner.test(record))
        if self._sign("("):
            inner = self._any()
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Filter:
        path = self._path(self._fields)
        kind, text = self._next("an operator")
        operator = text.lower()
        negated = kind == "word" and operator == "not"
        if negated:
            operator = self._next("an operator")[1].lower()
        elif kind == "sign" and operator in _COMPARISONS:
            value = self._value()
            equal = ((path[0], value.text),) if operator == "=" and len(path) == 1 and value.is_plain else ()
            return Filter(_at(path, _compared(operator, value)), equal)
        test = _at(path, self._worded(operator))
        return Filter((lambda record: not test(record)) if negated else test)

    def _worded(self, operator: str) -> Callable[[Any], bool]:
        if operator == "in":
            values = self._values()
            texts = {each.text for each in values}
            odd = [each for each in values if _number(each.text) is not None or each.text.lower() in ("true", "false")]
            return lambda found: found in texts if isinstance(found, str) else any(each.equals(found) for each in odd)
        if operator == "between":
            low = self._value()
            self._expect_word("and")
            high = self._value()
            return lambda found: _compared(">=", low)(found) and _compared("<=", high)(found)
        if operator in ("like", "ilike"):
            test = like(self._value().text, ignore_case=operator == "ilike")
            return lambda found: isinstance(found, str) and test(found)
        if operator == "contains":
            value = self._value()
            return lambda found: isinstance(found, list) and any(value.equals(each) for each in found)
        if operator == "is":
            absent = not self._word("not")
            self._expect_word("null")
            return lambda found: (found is None) is absent
        raise WrongFilter(f"The filter has no operator {operator[:40]!r}")

    def _path(self, fields: Mapping[str, Any]) -> tuple[str, ...]:
        kind, name = self._next("a field")
        if kind != "word" or not _has(fields, name):
            raise WrongFilter(f"There is no field {name[:60]!r}")
        inner = fields.get(name, "any")
        inner = inner[0] if isinstance(inner, list) else inner
        if not isinstance(inner, Mapping) or not self._sign("("):
            return (name,)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise WrongFilter("The filter is nested too deeply")
        path = (name, *self._path(inner))
        self._depth -= 1
        self._expect(")")
        return path

    def _values(self) -> list[_Value]:
        self._expect("(")
        found = [self._value()]
        while self._sign(","):
            found.append(self._value())
        self._expect(")")
        return found

    def _value(self) -> _Value:
        kind, text = self._next("a value")
        if kind == "sign":
            raise WrongFilter(f"The filter has {text!r} where a value must be")
        if kind == "text":
            return _Value(_ESCAPED.sub(r"\1", text[1:-1]))
        return _Value(text)

    def _next(self, what: str) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise WrongFilter(f"The filter ends where {what} must be")
        self._at += 1
        return self._tokens[self._at - 1]

    def _sign(self, sign: str) -> bool:
        return self._take("sign", sign)

    def _word(self, word: str) -> bool:
        return self._take("word", word)

    def _take(self, kind: str, text: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at][0] == kind
        if found and self._tokens[self._at][1].lower() == text:
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise WrongFilter(f"The filter misses {sign!r}")

    def _expect_word(self, word: str) -> None:
        if not self._word(word):
            raise WrongFilter(f"The filter misses {word!r}")


def _has(fields: Mapping[str, Any], name: str) -> bool:
    return name in fields or "*" in fields


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at, end)
        if found is None:
            raise WrongFilter(f"The filter cannot be read at {text[at : at + 40]!r}")
        assert found.lastgroup is not None
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _at(path: tuple[str, ...], test: Callable[[Any], bool]) -> Test:
    """Test what is at a path. Of a list of objects, one must pass."""
    name, rest = path[0], path[1:]
    if not rest:
        return lambda record: test(record.get(name))
    inner = _at(rest, test)

    def run(record: Record) -> bool:
        found = record.get(name)
        items = found if isinstance(found, list) else [found]
        return any(inner(each) for each in items if isinstance(each, Mapping))

    return run


def _compared(operator: str, value: _Value) -> Callable[[Any], bool]:
    if operator == "=":
        return value.equals
    if operator in ("!=", "<>"):
        return lambda found: found is not None and not value.equals(found)

    def run(found: Any) -> bool:
        wanted: Any = value.text
        if isinstance(found, int | float) and not isinstance(found, bool):
            wanted = _number(value.text)
        if wanted is None or isinstance(found, bool) or not isinstance(found, str | int | float):
            return False
        below, above = bool(found < wanted), bool(found > wanted)
        return {"<": below, ">": above, "<=": not above, ">=": not below}[operator]

    return run


def _number(text: str) -> float | None:
    if not _NUMBER.match(text):
        return None
    return float(text) if "." in text else int(text)
