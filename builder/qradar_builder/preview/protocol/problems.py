"""What is wrong: a finding, and the error that a request ends with."""

from __future__ import annotations

from typing import Literal

from qradar_builder.preview.protocol.message import Answer

SeverityName = Literal["error", "warning", "note"]


class FindingMessage(Answer):
    """A rule that does not hold at a place. Lines and columns are from 1; 0 where there is no place in the file.

    Columns count characters of the line; `end_column` is exclusive, and 0 where the end is not known.
    """

    rule: str
    severity: SeverityName
    message: str
    advice: str
    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0


class Problem(Answer):
    """Why a request could not be answered. `rule` is an id of the catalogue, or `preview/` with a word."""

    rule: str
    message: str
    advice: str = ""
    file: str = ""
    line: int = 0
    column: int = 0


class ErrorAnswer(Answer):
    """The body of each answer with a status from 400 on, but for a conflict."""

    error: Problem
