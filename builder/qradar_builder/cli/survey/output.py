"""Writes the reports of a survey, each in the form that its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qradar_builder.cli.writing import tell, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.cli.survey.asked import Asked
    from qradar_builder.report.survey.document import SurveyReport


def check_outputs(asked: Asked) -> None:
    """See that each report can be written, before anything is counted. Ends the command where one cannot."""
    from qradar_builder.source.output import try_file

    for path in asked.outputs:
        if path.suffix.lower() not in _forms():
            raise click.UsageError(f"-o: `{path}` must end with {', '.join(_forms())}")
        with writing():
            try_file(path, tell, makes_folders=True)


def write_reports(asked: Asked, report: SurveyReport) -> list[str]:
    """Write the reports. Gives what to say of those that cannot be written: the others are written all the same."""
    from qradar_builder.source.output import OutputError, replace_file

    forms = _forms()
    failed = []
    for path in asked.outputs:
        try:
            replace_file(path, forms[path.suffix.lower()](report), tell, makes_folders=True)
        except OutputError as error:
            failed.append(str(error))
    return failed


def _forms() -> dict[str, Callable[[SurveyReport], bytes]]:
    from qradar_builder.report.survey.document import survey_json
    from qradar_builder.report.survey.page import survey_page
    from qradar_builder.report.survey.parquet import survey_parquet

    return {".html": survey_page, ".json": survey_json, ".parquet": survey_parquet}
