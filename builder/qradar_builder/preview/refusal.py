"""A request that is not answered, as an exception: its status, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import RULES
from qradar_builder.preview.protocol.problems import ErrorAnswer, Problem

if TYPE_CHECKING:
    from qradar_builder.preview.protocol.message import Answer

_STATUSES = {
    "preview/address": 403,
    "preview/file": 403,
    "preview/request": 400,
    "preview/too-large": 413,
    "preview/missing": 404,
    "preview/conflict": 409,
    "preview/busy": 409,
    "preview/write": 422,
    "preview/broken": 422,
    "preview/place": 422,
    "preview/evaluate": 422,
    "preview/failed": 422,
}
"""The status of each rule of the family."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why a request is refused. `body` replaces the usual answer."""

    def __init__(
        self, rule: str, message: str, advice: str = "", *, status: int | None = None, body: Answer | None = None
    ) -> None:
        """`rule` is an id of the catalogue, whose advice holds where none is given."""
        super().__init__(message)
        self.rule = rule
        self.status = status or _STATUSES.get(rule, 422)
        self.problem = Problem(rule=rule, message=message, advice=advice or RULES[rule].help)
        self.body: Answer = ErrorAnswer(error=self.problem) if body is None else body
