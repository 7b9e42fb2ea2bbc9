"""Writes the reports of a survey, each in the form that its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from qradar_builder.cli.writing import tell, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.cli.survey.asked import Asked
    from qradar_builder.report.survey.document import SurveyReport


def check_outputs(asked: Asked) -> None:
    """See that each report can be written, before anything is counted. Ends the command where one cannot."""
    from qradar_builder.source.output import try_file

    for path in asked.outputs:
        if path.suffix.lower() not in _FORMS:
            raise click.UsageError(f"-o: `{path}` must end with {', '.join(_FORMS)}")
        with writing():
            try_file(path, tell, makes_folders=True)


def write_reports(asked: Asked, report: SurveyReport) -> list[str]:
    """Write the reports. Gives what to say of those that cannot be written: the others are written all the same."""
    from qradar_builder.source.output import OutputError, replace_file

    failed = []
    for path in asked.outputs:
        try:
            replace_file(path, _FORMS[path.suffix.lower()](report), tell, makes_folders=True)
        except OutputError as error:
            failed.append(str(error))
    return failed


# A survey loads the forms of its reports only.


def _html(report: SurveyReport) -> bytes:
    from qradar_builder.report.survey.page import survey_page

    return survey_page(report)


def _json(report: SurveyReport) -> bytes:
    from qradar_builder.report.survey.document import survey_json

    return survey_json(report)


def _parquet(report: SurveyReport) -> bytes:
    from qradar_builder.report.survey.parquet import survey_parquet

    return survey_parquet(report)


_FORMS: Final[Mapping[str, Callable[[SurveyReport], bytes]]] = {".html": _html, ".json": _json, ".parquet": _parquet}
