"""How QRadar numbers log source types and their QID records (QRadar exports: 430 records of 18 types)."""

from __future__ import annotations

FIRST_CUSTOM_TYPE = 4001
"""Log source types from this number up are made by users; those below are QRadar's own."""
BLOCK = 250_000
"""How many QID numbers a log source type has."""
FIRST_NUMBER = 2_000_000
"""The first QID number of the block that users' records on built-in types share; that of type n is n blocks later."""


def first_qid(type_id: int) -> int:
    """The first QID number of a log source type's block."""
    return FIRST_NUMBER + BLOCK * type_id


def type_of_qid(qid: int) -> int:
    """The log source type whose block a QID number lies in; 0 is the block that users' records share."""
    return (qid - FIRST_NUMBER) // BLOCK
