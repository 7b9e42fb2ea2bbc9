"""Tells success from failure, by the words and numbers that fields of outcomes have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.events.columns import Column

FAILURES: Final = word_set(
    """
    fail fails failed failing failure failures unsuccessful unsuccessfully denied deny denies rejected reject
    refused refuse invalid wrong incorrect error errors bad blocked block dropped drop forbidden unauthorized
    unauthorised disallowed prevented expired aborted locked lockout badpassword noaccess incorrectly failedlogin
    timeout unauthenticated mismatch abort reset ko nok unable cannot
    """
)
"""Words of a failure, in small letters."""

SUCCESSES: Final = word_set(
    """
    success successful successfully succeeded succeed ok allowed allow allows permitted permit accepted accept
    passed pass granted grant approved completed complete yes true authorized
    """
)
"""Words of a success, in small letters."""

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
_WORD: Final = re.compile(r"[a-z]+")
_CASES: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HTTP: Final = re.compile(r"[1-5][0-9]{2}")
_STRONG: Final = re.compile(
    r"(?<![a-z])(?:fail(?:s|ed|ing|ure|ures)?|denied|reject(?:ed|s)?|refused?|unsuccessful(?:ly)?|invalid|"
    r"incorrect(?:ly)?|unauthori[sz]ed|forbidden|blocked|disallowed|(?:access|logon|login|auth\w*)[_-]?fail\w*|"
    r"(?<!no )(?<!\b0 )errors?|unable|cannot|can't|could ?n[o']t|"
    r"not (?:success\w*|allowed|permitted|accepted|authori[sz]ed|granted|valid|completed))(?![a-z])"
)
_LONGEST: Final = 40
_MOST: Final = 30


def outcome_of(text: str) -> str | None:
    """`failure` or `success` by the words of a text; None where it has neither. A failure counts more."""
    found = set(_WORD.findall(_CASES.sub(" ", text).lower()))
    if found & FAILURES or re.search(
        r"\b(?:not|un|no) ?(?:success\w*|allowed|permitted|accepted|authori[sz]ed|granted)\b", text.lower()
    ):
        return "failure"
    return "success" if found & SUCCESSES else None


def has_failure(text: str) -> bool:
    """Whether there is a word anywhere that tells that something failed or was refused."""
    return _STRONG.search(text.lower()) is not None


def outcome_column(columns: Sequence[Column]) -> Column | None:
    """The column that tells success from failure: one with a name and with values of an outcome."""
    ranked = sorted(
        ((rank, column.name, column) for column in columns if (rank := _rank(column)) is not None),
        key=lambda each: each[:2],
    )
    return ranked[0][2] if ranked else None


def _rank(column: Column) -> tuple[float, ...] | None:
    leaf = set(column.words[-1])
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
