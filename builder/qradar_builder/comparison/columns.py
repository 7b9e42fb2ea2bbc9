"""Columns of the rows of a content XML, whether they come from a file or from a package."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Columns: TypeAlias = "Mapping[str, str | Mapping[str, str]]"
"""A row: the texts of its columns, or their parts. A column that is NULL is not there."""
Tables: TypeAlias = "Mapping[str, Sequence[Columns]]"
"""The rows of each table."""

_MOST_DIGITS = 18


def text(row: Columns, column: str) -> str | None:
    """The text of a column; None where it is NULL or has parts."""
    value = row.get(column)
    # An enumeration of the model is the text that it is written as.
    return str(value) if isinstance(value, str) else None


def number(row: Columns, column: str) -> int | None:
    """The integer in a column; None where there is none."""
    return whole(text(row, column))


def whole(written: str | None) -> int | None:
    """An integer as it is written in a row; None for anything else."""
    digits = (written or "").removeprefix("-")
    if written is None or not digits.isdecimal() or not digits.isascii() or len(digits) > _MOST_DIGITS:
        return None
    return int(written)
