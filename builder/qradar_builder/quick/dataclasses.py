"""Frozen dataclasses that Python makes in a quarter of the time: `lint` makes 230 of them before it reads a file.

Python writes and compiles six functions for each frozen dataclass. Here it compiles `__init__` alone, and the classes
share the others. A class does the same as one of `dataclasses`, and `fields` and `replace` read it as one.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from dataclasses import Field, dataclass

    Values = Callable[[Any], tuple[Any, ...]]

__all__ = ["dataclass"]

C = TypeVar("C", bound="type[Any]")


def _dataclass(*, frozen: bool, slots: bool, eq: bool = True, kw_only: bool = False) -> Callable[[C], C]:
    """Make a class a frozen dataclass with slots, as the decorator of `dataclasses` does with these arguments.

    Its base classes are no dataclasses, or made here too. There is no `__post_init__`, and `InitVar` is not known.
    """
    assert frozen, "for a class that changes, use `dataclasses`"
    assert slots, "for a class without slots, use `dataclasses`"
    return lambda written: _made(written, eq=eq, kw_only=kw_only)


if not TYPE_CHECKING:
    dataclass = _dataclass


def _made(written: C, *, eq: bool, kw_only: bool) -> C:
    own = written.__dict__
    assert not hasattr(written, "__post_init__"), "for a class that does more when it is made, use `dataclasses`"
    make = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
    made = cast("C", make(written))
    fields = dataclasses.fields(made)
    functions = {"__init__": _init(made, fields), **_SHARED}
    if eq:
        functions["__eq__"] = _equal(_values(each.name for each in fields if each.compare))
        hashed = _values(each.name for each in fields if (each.compare if each.hash is None else each.hash))
        functions["__hash__"] = lambda self: hash(hashed(self))
    for name, function in functions.items():
        # Python writes this where a class has only `__eq__`.
        no_hash = name == "__hash__" and "__eq__" in own and own.get(name) is None
        if name not in own or no_hash:
            setattr(made, name, function)
    return made


def _init(made: type[Any], fields: Sequence[Field[Any]]) -> Callable[..., None]:
    """The function that takes the fields in their order, those that are only taken by name at the end."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    taken: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for field in fields:
        name = field.name
        parameter, value = name, name
        if field.default is not MISSING:
            names[f"_of_{name}"] = field.default
            parameter = f"{name}=_of_{name}"
            value = name if field.init else f"_of_{name}"
        elif field.default_factory is not MISSING:
            names[f"_new_{name}"] = field.default_factory
            parameter = f"{name}=_missing"
            value = f"_new_{name}() if {name} is _missing else {name}" if field.init else f"_new_{name}()"
        elif not field.init:
            continue
        if field.init:
            (by_name if field.kw_only else taken).append(parameter)
        lines.append(f" _set(_self, {name!r}, {value})\n")
    parameters = ", ".join(["_self", *taken, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({parameters}):\n{''.join(lines) or ' pass'}", names)  # noqa: S102 - names of fields are all that is in it
    function: Callable[..., None] = names["__init__"]
    function.__qualname__ = f"{made.__qualname__}.__init__"
    return function


def _values(names: Iterable[str]) -> Values:
    """What gives the values of these fields as a tuple."""
    found = tuple(names)
    if len(found) > 1:
        return attrgetter(*found)
    return lambda self: tuple(getattr(self, name) for name in found)


def _equal(values: Values) -> Callable[[Any, object], Any]:
    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


@recursive_repr()
def _shown(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _shown,
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
