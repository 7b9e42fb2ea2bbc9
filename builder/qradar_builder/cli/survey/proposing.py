"""Writes the copy of a package that takes the unknown events of a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qradar_builder.cli.writing import tell

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.cli.survey.asked import Asked
    from qradar_builder.survey.counting.result import Survey
    from qradar_builder.survey.dsm_counts import DsmCounts


def check_proposal(asked: Asked) -> None:
    """See that a proposal can be written, before anything is counted. Ends the command where it cannot."""
    from qradar_builder.package.layout import EXTENSION_FILE

    if asked.propose is None:
        return
    folder = _folder(asked)
    if not (folder / EXTENSION_FILE).is_file():
        raise click.UsageError(f"--propose: `{asked.package}` is not a package folder, and only these can be changed")
    place = asked.propose.resolve()
    if place == folder or folder in place.parents:
        raise click.UsageError(f"--propose: `{asked.propose}` is inside the package: give a folder next to it")
    if asked.propose.exists() and not (asked.propose.is_dir() and not any(asked.propose.iterdir())):
        raise click.UsageError(f"--propose: `{asked.propose}` is there: give the name of a new or empty folder")


def _folder(asked: Asked) -> Path:
    from qradar_builder.cli.calling.places import named_place

    return named_place(asked.package).resolve()


def write_proposal(asked: Asked, counts: DsmCounts, survey: Survey) -> list[str]:
    """Write the proposal, and say what is in it. Gives what to say where it cannot be written."""
    from qradar_builder.source.output import OutputError, write_files
    from qradar_builder.survey.unknown.patch import NotProposedError, patch_of
    from qradar_builder.text.shown import counted

    assert asked.propose is not None, "it was checked"
    key, choices = counts.counting.ready().definition.key, counts.counting.choices
    try:
        patch = patch_of(_folder(asked), key, survey, choices.clock, choices.zone)
        asked.propose.mkdir(parents=True, exist_ok=True)
        write_files(asked.propose, patch.files, tell)
    except NotProposedError as error:
        click.echo(f"nothing is proposed: {error}", err=True)
        return []
    except OutputError as error:
        return [str(error)]
    except OSError as error:
        # Also of a file of the package, or where the package is proven in a folder of its own.
        place = error.filename or asked.propose
        return [f"the proposal cannot be written: {place}: {error.strerror or type(error).__name__}"]
    parts = [
        counted(patch.expressions, "expression of the event ID", "expressions of the event ID"),
        counted(patch.mappings, "event mapping"),
        counted(patch.records, "QID record"),
    ]
    unsure = f", {patch.unsure} of them to review" if patch.unsure else ""
    click.echo(f"proposed in {asked.propose}: {', '.join(parts)}{unsure}")
    for note in patch.notes:
        click.echo(f"  {note}")
    return []
