"""Finds the same things under other names, by what a console knows them by, and gives the old tree the new names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from qradar_builder.comparison.model import Kind, Part, with_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Renames: TypeAlias = "dict[Kind, dict[str, str]]"
"""By kind, the new labels of old ones."""

_IDENTITY: Final = {Kind.TYPE: "uuid", Kind.QID: "uuid", Kind.PROPERTY: "id"}
"""By kind, the value by which a console knows a thing, whatever it is called."""
_ALSO: Final = {
    Kind.TYPE: ("internal name", "built-in type"),
    Kind.WORKFLOW: ("name",),
    Kind.LOG_SOURCE: ("name",),
}
"""By kind, the values by which a thing with another label is known where nothing else tells."""
_ALONE: Final = frozenset({Kind.TYPE, Kind.WORKFLOW})
"""Where each side has one of these, they are compared with one another if `alone` is allowed."""
_REFERENCES: Final = {
    (Kind.MAPPING, "QID record"): Kind.QID,
    (Kind.EXPRESSION, "QID record"): Kind.QID,
    (Kind.LOG_SOURCE, "log source type"): Kind.TYPE,
    (Kind.LOG_SOURCE, "workflow"): Kind.WORKFLOW,
    (Kind.GROUP, "parent"): Kind.GROUP,
}
"""Which values are labels of other parts."""
_LABELLED_BY: Final = {Kind.OF_TYPE: Kind.TYPE}
"""Parts whose own labels are those of others."""


def renames(old: Part, new: Part, *, alone: bool = False) -> Renames:
    """The labels of the old tree that are others in the new one.

    An old part that is no more, and whose label another part has now, gets a label of its own.
    """
    found: Renames = {}
    for kind in dict.fromkeys((*old.parts, *new.parts)):
        pairs = dict(_pairs(kind, old.named(kind), new.named(kind), alone=alone))
        changed = {before: after for before, after in pairs.items() if before != after}
        taken = set(changed.values())
        for label in old.named(kind):
            if label in taken and label not in pairs:
                changed[label] = _free(label, {*old.named(kind), *new.named(kind), *changed.values()})
        if changed:
            found[kind] = changed
    return found


def _pairs(kind: Kind, old: Mapping[str, Part], new: Mapping[str, Part], *, alone: bool) -> Iterator[tuple[str, str]]:
    before, after = dict(old), dict(new)
    if kind in _IDENTITY:
        yield from _take(before, after, _by_value(_IDENTITY[kind], before, after))
    yield from _take(before, after, [(label, label) for label in before if label in after])
    for name in _ALSO.get(kind, ()):
        yield from _take(before, after, _by_value(name, before, after))
    if alone and kind in _ALONE and len(old) == len(new) == len(before) == len(after) == 1:
        yield from zip(before, after, strict=True)


def _take(
    before: dict[str, Part], after: dict[str, Part], found: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    for one, other in list(found):
        del before[one], after[other]
        yield one, other


def _by_value(name: str, old: Mapping[str, Part], new: Mapping[str, Part]) -> list[tuple[str, str]]:
    """The labels of parts that have a value which no other part of their side has."""
    before, after = _unique(name, old), _unique(name, new)
    return [(before[value], label) for value, label in after.items() if value in before]


def _unique(name: str, parts: Mapping[str, Part]) -> dict[object, str]:
    seen: dict[object, list[str]] = {}
    for label, part in parts.items():
        if (value := part.get(name)) is not None:
            seen.setdefault(value, []).append(label)
    return {value: labels[0] for value, labels in seen.items() if len(labels) == 1}


def _free(label: str, taken: set[str]) -> str:
    number = 1
    while (free := f"{label} (old{'' if number == 1 else f' {number}'})") in taken:
        number += 1
    return free


def relabelled(root: Part, found: Renames) -> Part:
    """The tree with new labels, also where one part names another."""
    return _relabelled(root, found, top=True) if found else root


def _relabelled(part: Part, found: Renames, *, top: bool = False) -> Part:
    values = {
        name: _new_label(found, kind, str(value)) if (kind := _REFERENCES.get((part.kind, name))) else value
        for name, value in part.values.items()
    }
    new = replace(
        part,
        values=values,
        lists={kind: tuple(_relabelled(each, found) for each in listed) for kind, listed in part.lists.items()},
    )
    for kind, named in part.parts.items():
        labels = kind if top else _LABELLED_BY.get(kind)
        new = with_parts(
            new,
            kind,
            {
                label if labels is None else _new_label(found, labels, label): _relabelled(each, found)
                for label, each in named.items()
            },
        )
    return new


def _new_label(found: Renames, kind: Kind, label: str) -> str:
    return found.get(kind, {}).get(label, label)
