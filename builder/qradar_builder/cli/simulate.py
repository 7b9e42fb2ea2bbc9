"""`qradar-builder simulate`."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.places import need_file
from qradar_builder.cli.calling.voice import remark, report
from qradar_builder.cli.exits import FINDINGS, stop
from qradar_builder.cli.writing import tell, writing

if TYPE_CHECKING:
    from qradar_builder.serving.certificate import Certificate
    from qradar_builder.simulation.live.desk import Desk
    from qradar_builder.simulation.service.reading import Source


@click.command(
    "simulate",
    cls=Command,
    examples=(
        (
            "qradar-builder simulate content/acme-audit/tests/sources/audit.yaml",
            "Serve a source until you press Ctrl-C",
        ),
        (
            "qradar-builder simulate audit.yaml --port 8443 --fault http-500=0.1 --fault reset@3",
            "Answer a tenth of the calls with 500, and break the connection of the third",
        ),
    ),
    sections={
        "Server": ("port", "plain", "authority", "seconds"),
        "Faults": ("faults", "seed"),
    },
)
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; any free one if not given."
)
@click.option("--http", "plain", is_flag=True, help="Serve HTTP, without TLS.")
@click.option(
    "--ca",
    "authority",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the certificate that clients trust.",
)
@click.option("--time", "seconds", type=click.FloatRange(0), metavar="N", help="End after so many seconds.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="KEY",
    help="KIND=SHARE for a part of all calls, or KIND@NUMBER for one call, such as http-500=0.1 or reset@3.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Another seed gives other events."
)
def command(
    *,
    source: Path,
    port: int,
    plain: bool,
    authority: Path | None,
    seconds: float | None,
    faults: tuple[str, ...],
    seed: int,
) -> None:
    """Serve a simulated source on 127.0.0.1, for `run --live` and for any other client.

    SOURCE is a file such as tests/sources/<key>.yaml of a package. The events are around the time of the start. The
    page /-/status shows what was asked, and which events are still unread; /-/status.json has the same for programs.
    """
    from qradar_builder.serving.certificate import local_certificate
    from qradar_builder.serving.server import Server
    from qradar_builder.simulation.live.desk import STATUS, Desk
    from qradar_builder.simulation.live.schedule import Schedule

    schedule = Schedule(seed)
    for text in faults:
        try:
            schedule.add(text)
        except ValueError as error:
            raise click.UsageError(f"--fault: {error}") from None
    read = _source(need_file(source))
    certificate = None if plain else local_certificate()
    if authority is not None:
        _write(authority, certificate)
    desk = Desk(read, schedule, lambda: time.time_ns() // 1_000_000)
    try:
        server = Server(desk, certificate, port=port)
    except OSError as error:
        stop(f"the port {port} cannot be used: {error.strerror or error}", "choose another one with --port")
    with server:
        click.echo(server.url)
        remark(f"{server.url}{STATUS} shows what was asked. Press Ctrl-C to end.")
        _wait(seconds)
    _summarize(desk)


def _source(path: Path) -> Source:
    """The source of a file. Exits with 1 where it does not hold."""
    from qradar_builder.findings import Findings
    from qradar_builder.simulation.service.reading import PLACE, read_source

    folder = path.resolve().parent
    package = folder.parents[len(PLACE) - 1] if folder.parts[-len(PLACE) :] == PLACE else folder
    findings = Findings()
    read = read_source(path, package, findings)
    report(findings)
    if read is None:
        raise SystemExit(FINDINGS)
    return read


def _write(path: Path, certificate: Certificate | None) -> None:
    from qradar_builder.source.output import replace_file

    if certificate is None:
        raise click.UsageError("--ca: there is no certificate with --http")
    with writing():
        replace_file(path, certificate.authority, tell, makes_folders=True)


def _wait(seconds: float | None) -> None:
    """Wait for the time to end, or for Ctrl-C, which ends a server as it should."""
    end = None if seconds is None else time.monotonic() + seconds
    with suppress(KeyboardInterrupt):
        while end is None or time.monotonic() < end:
            time.sleep(0.2 if end is None else min(0.2, max(end - time.monotonic(), 0)))


def _summarize(desk: Desk) -> None:
    status = desk.status()
    remark(
        f"{status['calls']} calls; {status['read']} of {status['events']} events were read, {len(status['unread'])} of "
        "those that are shown were not"
    )
