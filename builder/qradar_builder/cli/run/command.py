"""`qradar-builder run`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_workflows
from qradar_builder.cli.calling.limit_option import LimitOption
from qradar_builder.cli.exits import RUN_FAILED

if TYPE_CHECKING:
    from qradar_builder.cli.run.session import Session
    from qradar_builder.exchanges.worlds import RecordedWorld, World

_FILE = click.Path(path_type=Path)


@click.command(
    "run",
    cls=Command,
    examples=(
        (
            "qradar-builder run workflows/alerts.yaml --replay tests/workflows/two-polls.yaml",
            "Answer the requests from a case",
        ),
        (
            "qradar-builder run alerts.xml --values values.xml --live --state state.json --trace",
            "Send the requests, and explain each action",
        ),
        (
            "qradar-builder run alerts.yaml --live --set hostname=api.example.com --record tests/workflows/poll.yaml",
            "Record a case",
        ),
    ),
    sections={
        "Parameters and State": ("values", "given", "state_file"),
        "Replay": ("replay",),
        "Network": ("live", "record", "insecure", "proxy", "ca_file"),
        "Runs": ("runs", "trace", "limits"),
    },
)
@click.argument("workflow", type=_FILE, metavar="[WORKFLOW]", required=False, shell_complete=complete_workflows)
@click.option("--values", type=_FILE, metavar="FILE", help="Take parameter values from a parameter values XML.")
@click.option(
    "--set", "given", multiple=True, metavar="NAME=VALUE", help="Give a parameter a value; it wins over others."
)
@click.option("--replay", type=_FILE, metavar="FILE", help="Answer requests from a case file or a HAR file.")
@click.option("--live", is_flag=True, help="Send requests to the network.")
@click.option(
    "--state", "state_file", type=_FILE, metavar="FILE", help="Begin with the State in this file, and keep it there."
)
@click.option("--runs", type=click.IntRange(1), metavar="N", help="How many runs to make; all of a case, else one.")
@click.option(
    "--record", type=_FILE, metavar="FILE", help="With --live: write a case file that replays this, without secrets."
)
@click.option("--trace", is_flag=True, help="Explain each action.")
@click.option(
    "--limit",
    "limits",
    type=LimitOption(),
    multiple=True,
    help="Raise or lower a limit of each run, such as calls=50000; the names are in the manual.",
)
@click.option("--insecure", is_flag=True, help="With --live: take any certificate.")
@click.option("--proxy", metavar="HOST", help="With --live: go through an HTTP proxy, [user[:password]@]host[:port].")
@click.option("--ca-file", type=_FILE, metavar="FILE", help="With --live: trust these certificates, too.")
def command(
    *,
    workflow: Path | None,
    values: Path | None,
    given: tuple[str, ...],
    replay: Path | None,
    live: bool,
    state_file: Path | None,
    runs: int | None,
    record: Path | None,
    trace: bool,
    limits: tuple[tuple[str, int], ...],
    insecure: bool,
    proxy: str | None,
    ca_file: Path | None,
) -> None:
    """Run a workflow as QRadar would, and print the events that it posts.

    WORKFLOW is a YAML or XML file. Inside a package it can be the key of a workflow, or be omitted if the package
    has one workflow or the case of --replay names it. Events go to standard output, each followed by a line break. All
    else goes to standard error. Without --live, nothing is ever sent.
    """
    if live == (replay is not None):
        raise click.UsageError("give either --replay FILE or --live")
    if not live and (record or insecure or proxy or ca_file):
        raise click.UsageError("--record, --insecure, --proxy and --ca-file need --live")
    from qradar_builder.cli.run.choice import chosen_workflow
    from qradar_builder.cli.run.session import Session
    from qradar_builder.exchanges.worlds import ReplayWorld
    from qradar_builder.testing.runs.source import read_replay

    if record is not None and record.suffix not in {".yaml", ".yml"}:
        raise click.UsageError(f"--record writes a case, which is YAML: name it {record.name}.yaml")
    session = Session(chosen_workflow(workflow, replay), state_file, trace=trace)
    source = None if replay is None else read_replay(replay, session.findings)
    session.take_limits(source, dict(limits))
    session.read_values(values, given, source)
    session.try_places(record)
    session.read_state(source)
    if record is not None and session.has_state:
        raise click.UsageError("--record begins with an empty State, as its case will: name a --state file that is new")
    session.stop_at_errors(replay, values)
    with ExitStack() as stack:
        world: World
        recorded: RecordedWorld | None = None
        if source is not None:
            try:
                count = source.count(runs)
            except ValueError as error:
                raise click.UsageError(f"{replay} {error}") from None
            world = source.world
        else:
            count = runs or 1
            world, recorded = _network(stack, session, insecure=insecure, proxy=proxy, ca_file=ca_file, record=record)
        good = session.run(world, count)
        if isinstance(world, ReplayWorld):
            session.tell_passed_over(world)
    if recorded is not None and record is not None:
        good = session.write_case(recorded, record) and good
    if not good:
        sys.exit(RUN_FAILED)


def _network(
    stack: ExitStack,
    session: Session,
    *,
    insecure: bool,
    proxy: str | None,
    ca_file: Path | None,
    record: Path | None,
) -> tuple[World, RecordedWorld | None]:
    from qradar_builder.cli.run.countdown import wait
    from qradar_builder.exchanges.record import RecordError
    from qradar_builder.exchanges.worlds import LiveWorld, RecordedWorld
    from qradar_builder.http.network.live import live_transport
    from qradar_builder.http.network.options import LiveOptionError, LiveOptions, read_proxy

    try:
        way = None if proxy is None else read_proxy(proxy)
        options = LiveOptions(insecure=insecure, ca_file=ca_file, proxy=way, max_body=session.limits.body)
        transport = stack.enter_context(live_transport(options))
        if record is None:
            return LiveWorld(transport, wait), None
        recorded = RecordedWorld(transport, session.secret_values, wait)
    except (LiveOptionError, RecordError) as error:
        raise click.UsageError(str(error)) from None
    return recorded, recorded
