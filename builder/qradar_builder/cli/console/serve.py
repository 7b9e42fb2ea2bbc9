"""`qradar-builder console serve`."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.exits import RUN_FAILED, stop

if TYPE_CHECKING:
    from qradar_builder.console.model.faults import Rule
    from qradar_builder.console.model.folder import ModelFolder
    from qradar_builder.console.model.service import Service

_FOLDER = "console-model"
_PORT, _SYSLOG_PORT = 8443, 5514
_PORTS = click.IntRange(0, 65535)
_LONGEST_SCRIPT = 10_000_000
_PATH = click.Path(path_type=Path)


@click.command(
    "serve",
    cls=Command,
    examples=(
        ("qradar-builder console serve", "Serve a model; its token and CA file are in console-model"),
        ("qradar-builder console serve --state model.db --port 0", "Keep its state in a file, on any free port"),
        ("qradar-builder console serve --api-version 17.0", "Be a console with an older API"),
    ),
)
@click.option(
    "--port", type=_PORTS, metavar="N", default=_PORT, show_default=True, help="The port for HTTPS; 0 is any free one."
)
@click.option(
    "--syslog-port",
    type=_PORTS,
    metavar="N",
    default=_SYSLOG_PORT,
    show_default=True,
    help="The port for events by UDP and TCP.",
)
@click.option(
    "--folder",
    type=_PATH,
    metavar="FOLDER",
    default=Path(_FOLDER),
    show_default=True,
    help="Where its files are written.",
)
@click.option(
    "--token-file", type=_PATH, metavar="FILE", help="The file of the token; by default, token in the folder."
)
@click.option("--state", type=_PATH, metavar="FILE", help="Keep the state in this file; by default, in memory only.")
@click.option("--api-version", metavar="VERSION", default="26.0", show_default=True, help="Its newest API.")
@click.option(
    "--task-time",
    type=click.IntRange(0, 3_600_000),
    metavar="N",
    default=1000,
    show_default=True,
    help="Milliseconds of a task.",
)
@click.option("--faults", type=_PATH, metavar="FILE", help="A script of faults: JSON, as the page of the model shows.")
def command(
    port: int,
    syslog_port: int,
    folder: Path,
    token_file: Path | None,
    faults: Path | None,
    **settings: Any,
) -> None:
    """Serve a model of a console on this machine, to try and to test the other commands.

    It is not QRadar: it knows IBM's published API as data, refuses what that does not have, keeps what you install, and
    parses events that you send to it. It ends with Ctrl-C.
    """
    from qradar_builder.console.model.folder import ModelFolder, WrongFolder
    from qradar_builder.reference.console_api.description import description

    api_version = settings["api_version"]
    if api_version not in description().versions:
        raise click.UsageError(f"--api-version must be one of {', '.join(description().versions)}")
    rules = [] if faults is None else _faults(faults)
    place = ModelFolder(folder, token_file or folder / "token")
    try:
        service = _service(place.token(), (port, syslog_port), **settings)
    except WrongFolder as wrong:
        stop(wrong)
    for rule in rules:
        service.console.faults.add(rule)
    with service:
        try:
            place.write(service.certificate.authority, service.port, api_version)
        except WrongFolder as wrong:
            stop(wrong)
        _tell(service, place, settings["state"])
        _wait(service)


def _service(token: str, ports: tuple[int, int], *, state: Path | None, api_version: str, task_time: int) -> Service:
    from qradar_builder.console.model.access import Caller
    from qradar_builder.console.model.console import Settings
    from qradar_builder.console.model.service import Service
    from qradar_builder.console.model.state.file import WrongState

    settings = Settings((Caller("admin", token),), version=api_version, task_time=task_time, state=state)
    try:
        return Service(settings, port=ports[0], syslog_port=ports[1])
    except WrongState as wrong:
        stop(f"{state}: {wrong}", "use another file, or delete it")
    except OSError as error:
        advice = "choose others with --port and --syslog-port; 0 is any free one"
        stop(f"port {ports[0]} or {ports[1]} cannot be used: {error.strerror}", advice)


def _faults(path: Path) -> list[Rule]:
    from qradar_builder.console.model.fault_script import WrongScript, read_faults

    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_SCRIPT).decode()
        return read_faults(text, lambda: os._exit(RUN_FAILED))
    except OSError as error:
        stop(f"{path}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        stop(f"{path}: is not UTF-8")
    except WrongScript as wrong:
        stop(f"{path}: {wrong}")


def _tell(service: Service, place: ModelFolder, state: Path | None) -> None:
    click.echo(
        f"A model of a QRadar console is at {service.url}. It is not QRadar.\n"
        f"CA file: {place.authority}\n"
        f"Token file: {place.token_file}\n"
        f"Profile: {place.profiles}\n"
        f"Syslog: 127.0.0.1:{service.syslog_port}, UDP and TCP\n"
        f"State: {state or 'in memory only'}\n"
        "Stop it with Ctrl-C."
    )
    sys.stdout.flush()


def _wait(service: Service) -> None:
    """Wait for Ctrl-C, and tell faults of the model itself."""
    from contextlib import suppress

    from qradar_builder.cli.calling.voice import remark

    told, never = 0, threading.Event()
    with suppress(KeyboardInterrupt):
        while not never.wait(0.5):
            for error in service.errors[told:]:
                remark(f"note: the model failed to answer: {type(error).__name__}")
            told = len(service.errors)
