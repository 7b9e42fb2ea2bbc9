"""`qradar-builder survey`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places, complete_types
from qradar_builder.cli.calling.voice import report
from qradar_builder.cli.exits import FINDINGS, RUN_FAILED, stop

if TYPE_CHECKING:
    from qradar_builder.cli.survey.asked import Asked

_PATH = click.Path(path_type=Path)
_INPUTS = ("lines", "ndjson", "json", "csv", "parquet", "syslog", "qradar", "whole")


@click.command(
    "survey",
    cls=Command,
    examples=(
        ("qradar-builder survey acme-audit logs/ -o survey.html", "Survey all files of a folder"),
        ("qradar-builder survey acme-audit s3://archive/2024/ -o s.json --jobs 8 --state kept", "Read an object store"),
        ("qradar-builder survey old.zip logs/ --against acme-audit -o change.html", "Count what a new version changes"),
        ("qradar-builder survey acme-audit logs/ --fail-under 99.5", "Fail in CI where too few events are parsed"),
    ),
    sections={
        "Input": ("key", "form", "column", "limit", "sample"),
        "Output": ("outputs", "redacted", "timed", "propose", "share"),
        "Comparison": ("against",),
        "Processes": ("jobs", "cluster", "state"),
        "Receipt of the events": ("clock", "zone"),
    },
)
@click.argument("package", type=_PATH, metavar="PACKAGE", shell_complete=complete_places)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=_PATH,
    multiple=True,
    metavar="FILE",
    help="Write the report into this file: .html, .json or .parquet. Can be given more than once.",
)
@click.option(
    "--type",
    "key",
    metavar="KEY",
    shell_complete=complete_types,
    help="The log source type, where PACKAGE has several.",
)
@click.option(
    "--input",
    "form",
    type=click.Choice(_INPUTS),
    help="The form of the records in the files. By default, it is detected from their names and first bytes.",
)
@click.option("--column", metavar="NAME", help="The column of CSV or Parquet that contains the payload.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Count only the first N records.")
@click.option(
    "--sample",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="RATE",
    default=1.0,
    help="Count only this share of the records, such as 0.01. The same files give the same sample.",
)
@click.option("--redact", "redacted", is_flag=True, help="Replace credentials in samples and values.")
@click.option(
    "--profile-expressions",
    "timed",
    is_flag=True,
    help="Time the expressions on some payloads, and add the times to the report, which then differs in each run.",
)
@click.option(
    "--fail-under",
    "share",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="End with exit code 1 where a smaller share of the events is parsed.",
)
@click.option(
    "--propose",
    type=_PATH,
    metavar="FOLDER",
    help="Write a copy of the package into this new folder, with what its unknown events need.",
)
@click.option(
    "--against",
    metavar="NEW",
    shell_complete=complete_places,
    help="Parse with this version, too, and count what it changes.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many processes count; one where it is not given. With `--cluster local`, how many workers.",
)
@click.option(
    "--cluster",
    metavar="HOST",
    help="Count on a cluster of Dask: `local` for one on this machine, or the address of a scheduler, as tcp://host:8786.",
)
@click.option(
    "--state",
    type=_PATH,
    metavar="FOLDER",
    help="Keep what was counted of each range in this folder. A later run counts only what is missing or changed.",
)
@click.option(
    "--clock",
    metavar="TIME",
    help="When the events are received that do not say so, in ISO 8601; the end of this day where it is not given.",
)
@click.option("--zone", metavar="ZONE", default="UTC", show_default=True, help="The time zone of the event processor.")
def command(**options: Any) -> None:
    """Count what a log source type makes of archives of logs, of any size and from any place.

    PACKAGE is a package, an extension ZIP or content XML, or a log source extension. A SOURCE is a file, a folder, a
    glob or a URL of one of these, such as s3://, az://, gs://, hdfs:// and https://. Files are text, NDJSON, JSON,
    syslog, CSV, Parquet, or what QRadar exports, plain or compressed by gzip, Zstandard, bzip2 or LZ4.

    Each record is counted once, or the report says why not. Exit codes: 0 all was read, 1 a file could not be read to
    its end or too few events are parsed, 2 wrong usage, or a source or cluster that cannot be used, 3 the processes or
    the cluster were lost on the way.
    """
    from qradar_builder.cli.survey.asked import Asked

    _run(Asked(**options))


def _run(asked: Asked) -> None:
    from qradar_builder.cli.survey.findings import add_faults, add_share
    from qradar_builder.cli.survey.inputs import need_extra, sources_of
    from qradar_builder.cli.survey.loading import counts_of
    from qradar_builder.cli.survey.output import check_outputs, write_reports
    from qradar_builder.cli.survey.proposing import check_proposal, write_proposal
    from qradar_builder.cli.survey.running import count_all
    from qradar_builder.findings import Findings
    from qradar_builder.report.survey.people import survey_text

    findings = Findings()
    need_extra(findings)
    check_outputs(asked)
    check_proposal(asked)
    counts = counts_of(asked)
    listing = sources_of(asked, findings)
    outcome, made = count_all(asked, counts, listing, findings)
    failed = write_reports(asked, made)
    click.echo(survey_text(made))
    if asked.propose is not None:
        failed += write_proposal(asked, counts, made.survey)
    add_faults(made, findings)
    add_share(made, asked.share, findings)
    report(findings)
    if failed:
        stop("\n".join(failed))
    if outcome.lost is not None:
        sys.exit(RUN_FAILED)
    if findings.errors:
        sys.exit(FINDINGS)
