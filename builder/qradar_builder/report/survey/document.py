"""The report of a survey as JSON. It depends only on what was counted, not on how, where or when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.survey.counting.expressions import Cost
    from qradar_builder.survey.counting.result import Survey
    from qradar_builder.survey.ledger import Ledger

VERSION = 1


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What a survey found, for every form of report.

    `files` is how many there are, `size` their bytes, None where a store does not say the size of one; `asked` has the
    choices that change what is counted. `costs` are not the same in each run, and are there only where they are wanted.
    """

    survey: Survey
    ledger: Ledger
    files: int
    size: int | None
    asked: Mapping[str, Any]
    costs: tuple[Cost, ...] | None = None
    is_complete: bool = True

    def document(self) -> dict[str, Any]:
        """The report as JSON values, of version 1."""
        books = self.ledger.as_json()
        first = books.pop("first_faults")
        found: dict[str, Any] = {
            "version": VERSION,
            "complete": self.is_complete,
            "asked": dict(self.asked),
            "input": {
                "files": self.files,
                "bytes": self.size,
                **books,
                "first_faults": [
                    {
                        "file": source,
                        "offset": None if offset < 0 else offset,
                        "rule": rule,
                        "message": message,
                        "length": length,
                    }
                    for source, offset, rule, message, length in first
                ],
            },
            "survey": orjson.loads(orjson.dumps(self.survey, _members)),
        }
        if self.costs is not None:
            found["costs"] = orjson.loads(orjson.dumps(self.costs, _members))
        return found


def _members(value: Any) -> dict[str, Any]:
    """A named tuple as an object."""
    members: dict[str, Any] = value._asdict()
    return members


def survey_json(report: SurveyReport) -> bytes:
    """The report as a JSON file."""
    return orjson.dumps(report.document(), option=orjson.OPT_INDENT_2) + b"\n"
