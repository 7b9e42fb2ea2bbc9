"""What the commands for a console share: the options of the connection, a session, and how problems are told."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from qradar_builder.cli.exits import FINDINGS, RUN_FAILED, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.console.connection.profile import Profile
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.release.release import Release
    from qradar_builder.findings import Findings

F = TypeVar("F", bound="Callable[..., Any]")
PATH = click.Path(path_type=Path)
CONNECTION = ("profile", "profiles", "host", "ca_file")
"""The parameters of the connection, for the sections of a command."""


def connection_options(command: F) -> F:
    """The options by which a command reaches a console."""
    for option in reversed(
        (
            click.option("--profile", metavar="NAME", help="The profile of console.toml; by default, its default one."),
            click.option("--profiles", type=PATH, metavar="FILE", help="The file of profiles instead of console.toml."),
            click.option("--host", metavar="HOST", help="The host of the console, with or without a port."),
            click.option("--ca-file", type=PATH, metavar="FILE", help="The CA that issued the console's certificate."),
        )
    ):
        command = option(command)
    return command


@contextmanager
def connected(
    findings: Findings, *, profile: str | None, profiles: Path | None, host: str | None, ca_file: Path | None
) -> Iterator[Session]:
    """A session with the console of the options. Ends the command where there is none, or the console fails."""
    from qradar_builder.cli.calling.voice import remark
    from qradar_builder.console.connection.problems import ConsoleError
    from qradar_builder.console.connection.session import opened
    from qradar_builder.console.connection.token import PROXY_PASSWORD, read_token

    chosen = _profile(profile, profiles, host, ca_file, findings)
    token = None if chosen is None else read_token(chosen, os.environ, findings)
    if chosen is None or token is None:
        end(findings, UNREADABLE)
    try:
        with opened(chosen, token, proxy_password=os.environ.get(PROXY_PASSWORD, ""), hear=remark) as session:
            yield session
    except ConsoleError as error:
        error.tell(chosen.host, findings)
        end(findings, RUN_FAILED)
    except OSError as error:
        tell_full(error, findings)
        end(findings, RUN_FAILED)


def _profile(
    name: str | None, file: Path | None, host: str | None, ca_file: Path | None, findings: Findings
) -> Profile | None:
    from dataclasses import replace

    from qradar_builder.console.connection.profile import FILE, Profile, host_problem, read_profile

    if host is not None and (problem := host_problem(host)) is not None:
        raise click.UsageError(problem.replace("`host`", "--host"))
    path = Path(FILE) if file is None else file
    if host is not None and name is None and file is None:
        chosen: Profile | None = Profile("", host)
    elif file is None and not path.exists():
        raise click.UsageError(f"there is no {FILE} here: write one, or name the console with --host")
    else:
        chosen = read_profile(path, name, findings)
    if chosen is None:
        return None
    return replace(chosen, host=host or chosen.host, ca_file=ca_file or chosen.ca_file)


def tell_full(error: OSError, findings: Findings) -> None:
    """Add the finding that temporary files cannot be written or read."""
    from tempfile import gettempdir

    from qradar_builder.findings import Location

    message = f"temporary files cannot be used: {error.strerror or error}"
    findings.add("console/scratch", Location(str(error.filename or gettempdir())), message)


def end(findings: Findings, code: int) -> NoReturn:
    """Print the findings and end the command."""
    from qradar_builder.cli.calling.voice import report

    report(findings)
    sys.exit(code)


def read_package(path: Path, findings: Findings, *, whole: bool = False) -> Release:
    """The release of a package or ZIP, as `read_release` gives it. Ends the command where it cannot be deployed."""
    from qradar_builder.cli.calling.inputs import exit_of, with_hints
    from qradar_builder.cli.calling.places import named_place
    from qradar_builder.cli.calling.voice import report
    from qradar_builder.console.release.release import read_release

    place = named_place(path)
    try:
        release = read_release(place, findings, whole=whole)
    except OSError as error:
        tell_full(error, findings)
        release = None
    if release is None or findings.errors:
        report(with_hints(findings, [place]))
        sys.exit(exit_of(findings, [place]))
    return release


def ended(findings: Findings) -> None:
    """Print the findings, and end the command with 1 where there are errors among them."""
    from qradar_builder.cli.calling.voice import report

    report(findings)
    if findings.errors:
        sys.exit(FINDINGS)
