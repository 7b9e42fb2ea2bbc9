"""The place of each value in a payload's JSON.

Slow beside a decoder, but it says where broken JSON breaks, and depth costs it nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from qradar_builder.dsm.expressions.json.faults import faulty_end, faulty_item, faulty_member
from qradar_builder.dsm.expressions.json.grammar import EMPTY_OBJECT, END, ITEM, MEMBER, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Place(NamedTuple):
    """A value's text in the payload, from `start` to before `end`, and the places of its members or items."""

    start: int
    end: int
    members: dict[str, Place] | list[Place] | None = None

    def text(self, payload: str) -> str | None:
        """A string without its quotes and escapes, None for null, all else as it is written."""
        written = payload[self.start : self.end]
        if written[0] == '"':
            return unquoted(written)
        return None if written == "null" else written

    def span(self, payload: str) -> tuple[int, int]:
        """The start and end of the value, without the quotes of a string."""
        quote = int(payload[self.start] == '"')
        return self.start + quote, self.end - quote


def places(payload: str, start: int) -> Place:
    """The places in the object that begins at a character; NoDocument where the JSON breaks off."""
    return _scan(payload, start, Place, Place)


def texts(payload: str, start: int) -> dict[str, Any]:
    """The object that begins at a character, with a text for each string, number and boolean.

    Raises NoDocument where the JSON breaks off.
    """

    def scalar(first: int, end: int) -> Any:
        return Place(first, end).text(payload)

    def container(_first: int, _end: int, members: dict[str, Any] | list[Any]) -> Any:
        return members

    root = _scan(payload, start, scalar, container)
    assert isinstance(root, dict)
    return root


class _Open(Generic[T]):
    """An object or array of which not all has been read."""

    __slots__ = ("closing", "members", "name", "start")

    def __init__(self, payload: str, start: int) -> None:
        self.start = start
        self.members: dict[str, T] | list[T] = {} if payload[start] == "{" else []
        self.closing = "}" if payload[start] == "{" else "]"
        self.name = ""

    def next_value(self, payload: str, position: int) -> tuple[int, int]:
        """The start and end of the value that stands next, or of its opening bracket."""
        if isinstance(self.members, dict):
            member = MEMBER(payload, position)
            if member is None:
                raise faulty_member(payload, position)
            self.name = unquoted(member[1])
            return member.span(2)
        item = ITEM(payload, position)
        if item is None:
            raise faulty_item(payload, position)
        return item.span(2)

    def put(self, value: T) -> None:
        if isinstance(self.members, dict):
            self.members[self.name] = value
        else:
            self.members.append(value)

    def past_sign(self, payload: str, position: int) -> tuple[int, bool]:
        """Where the comma or closing bracket behind a value ends, and whether it is a comma."""
        end = END(payload, position)
        if end is None or end[1] not in (",", self.closing):
            raise faulty_end(payload, position, self.closing)
        return end.end(), end[1] == ","


def _scan(
    payload: str,
    start: int,
    scalar: Callable[[int, int], T],
    container: Callable[[int, int, dict[str, T] | list[T]], T],
) -> T:
    """Read the object at `start`: `scalar` and `container` make of each value's start and end what stands for it.

    What is open stands on a list, so that depth costs no stack. Of members with one name the last one stays.
    """
    inner = _Open[T](payload, start)
    empty = EMPTY_OBJECT(payload, start)
    if empty:
        return container(start, empty.end(), inner.members)
    outer: list[_Open[T]] = []
    position = start + 1
    while True:
        at, position = inner.next_value(payload, position)
        if payload[at] not in "{[":
            value = scalar(at, position)
        elif position > at + 1:
            value = container(at, position, _Open[T](payload, at).members)
        else:
            outer.append(inner)
            inner = _Open(payload, at)
            continue
        more = False
        while not more:
            inner.put(value)
            position, more = inner.past_sign(payload, position)
            if not more:
                value = container(inner.start, position, inner.members)
                if not outer:
                    return value
                inner = outer.pop()
