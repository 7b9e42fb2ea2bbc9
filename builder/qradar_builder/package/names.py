"""Looks names up in the reference data; a name that is unknown becomes a finding with the nearest ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from qradar_builder.reference.categories import AmbiguousCategory, UnknownCategory, categories, category
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.reference.categories import LowLevelCategory

R = TypeVar("R")

_SHOWN = 3
"""How many of the nearest names are said."""

_WORD = re.compile(r"[^\W_]+")


def internal_name(name: str) -> str:
    """The internal name that QRadar gives a custom log source type of that name.

    The words, parted at everything that is no letter or digit, with a capital first, joined, then `Custom`: so in
    every custom type of the exports that were read.
    """
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(name)) + "Custom"


class Names:
    """The look-ups of one package."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._categories: dict[str | int, LowLevelCategory] = {}
        self._unknown: dict[str | int, tuple[str, str, str | None]] = {}

    def category(self, name: str | int, origin: Origin) -> LowLevelCategory | None:
        """The low-level category of that name or number, or None with a finding at each place that names it."""
        known = self._categories.get(name)
        if known is None and name not in self._unknown:
            known = self._look_category_up(name, origin)
            if known is not None:
                self._categories[name] = known
        if known is None:
            rule, message, advice = self._unknown[name]
            self._findings.add(rule, origin, message, help=advice)
        return known

    def look_up(self, rule: str, find: Callable[[], R], origin: Origin) -> R | None:
        """What `find` finds, or None with a finding of that rule."""
        try:
            return find()
        except UnknownName as error:
            self._findings.add(rule, origin, f"there is no {error.kind} `{error.name}`", help=_advice(error))
            return None

    def _look_category_up(self, name: str | int, origin: Origin) -> LowLevelCategory | None:
        try:
            return category(name)
        except AmbiguousCategory as error:
            message = f"several low-level categories have the name `{name}`"
            self._unknown[name] = ("qid/ambiguous-category", message, _advice(error))
        except UnknownCategory as error:
            newer = _newer_category(name)
            if newer is not None:
                self._findings.add(
                    "qid/unlisted-category",
                    origin,
                    f"the low-level category {name} is not in the list of QRadar 7.3.1",
                )
                return newer
            message = f"there is no low-level category `{name}`"
            self._unknown[name] = ("qid/unknown-category", message, _advice(error))
        return None


def _newer_category(name: str | int) -> LowLevelCategory | None:
    """A category whose number comes after the last known one of its block: newer releases add them there."""
    text = str(name).strip()
    if not re.fullmatch(r"[1-9]\d{3,4}", text, re.ASCII):
        return None
    number = int(text)
    block = [known for known in categories() if known.high_level_id == number // 1000 * 1000]
    if not block or number <= max(known.id for known in block):
        return None
    return type(block[0])(number, None, block[0].high_level_id, block[0].high_level_name, None, None)


def _advice(error: UnknownName) -> str | None:
    names = [f"`{name}`" for name in error.suggestions[:_SHOWN]]
    if not names:
        return None
    return f"did you mean {', '.join(names[:-1])}{' or ' if names[:-1] else ''}{names[-1]}?"
