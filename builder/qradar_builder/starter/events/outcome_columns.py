"""Finds the column that tells success from failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.events.outcomes import outcome_of
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.events.columns import Column

_NAMES: Final = word_set(
    """
    result results outcome success successful failure status resultstatus resulttype disposition verdict decision
    succeeded errorcode error allowed denied state
    """
)
_NAMED_WITH: Final = word_set(
    """
    result results outcome status action event login auth authentication operation response http type code error
    final success logon activity access request request sc
    """
)
_OF_MAIL: Final = word_set("dkim spf dmarc arc")
"""Checks of mail, whose results are not those of the event."""
_HTTP: Final = re.compile(r"[1-5][0-9]{2}")
_LONGEST: Final = 40
_MOST: Final = 30


def outcome_column(columns: Sequence[Column]) -> Column | None:
    """The column that tells success from failure: one with a name and with values of an outcome."""
    ranked = sorted(
        ((rank, column.name, column) for column in columns if (rank := _rank(column)) is not None),
        key=lambda each: each[:2],
    )
    return ranked[0][2] if ranked else None


def _rank(column: Column) -> tuple[float, ...] | None:
    leaf = set(column.words[-1])
    if any(_OF_MAIL & set(step) for step in column.words):
        return None
    if not leaf & _NAMES or leaf - _NAMES - _NAMED_WITH or column.is_header or not column.given:
        return None
    values = column.distinct
    if len(values) > _MOST or any(len(value) > _LONGEST for value in values):
        return None
    told = [outcome_of(value) for value in values]
    is_http = all(_HTTP.fullmatch(value) for value in values) and bool(leaf & {"status", "code", "response"})
    is_flag = {value.lower() for value in values} <= {"true", "false"} and bool(
        leaf & {"success", "successful", "succeeded", "result", "allowed", "failure", "error", "denied"}
    )
    if not is_http and not is_flag and sum(each is not None for each in told) * 2 < len(told):
        return None
    share = len(column.given) / len(column.values)
    if share * 5 < 1:
        return None
    kind = 0 if leaf & {"outcome", "result", "success", "succeeded"} else 1
    return (len(values) == 1, kind, -share, is_http, len(column.path))
