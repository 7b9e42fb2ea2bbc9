"""How much a command says, and whether in colours: `--color`, `-q` and `-v`, the same for every command."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding
    from qradar_builder.report.text_report import TextReport

AUTO, ALWAYS, NEVER = "auto", "always", "never"

_KEY = f"{__name__}.voice"


@dataclass(slots=True)
class Voice:
    """What `--color`, `-q` and `-v` ask for, before or after the name of the command."""

    color: str = AUTO
    quiet: bool = False
    verbose: bool = False


def voice() -> Voice:
    """The voice of the command that runs."""
    context = click.get_current_context(silent=True)
    return Voice() if context is None else voice_of(context)


def voice_of(context: click.Context) -> Voice:
    """The voice of a context; a group and its command share one."""
    found = context.find_root().meta.setdefault(_KEY, Voice())
    assert isinstance(found, Voice)
    return found


def wanted_color(color: str) -> bool | None:
    """Whether to write colours: True always, False never, None where the stream is a terminal.

    The option wins over the environment, and NO_COLOR over FORCE_COLOR (https://no-color.org, https://force-color.org).
    """
    if color != AUTO:
        return color == ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def is_colored(stream: IO[Any] | None) -> bool:
    """Whether colours go to a stream."""
    wanted = wanted_color(voice().color)
    return (stream is not None and stream.isatty()) if wanted is None else wanted


def is_live(stream: IO[Any] | None) -> bool:
    """Whether lines that change in place, such as a progress bar, go to a stream: a terminal that can move back."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb" and not voice().quiet


def detail(text: str) -> None:
    """Say something that only `-v` asks for."""
    if voice().verbose:
        click.echo(text, err=True)


def remark(text: str) -> None:
    """Say something that `-q` leaves out."""
    if not voice().quiet:
        click.echo(text, err=True)


def heard(findings: Iterable[Finding]) -> list[Finding]:
    """The findings to show as text: with `-q` only the errors."""
    from qradar_builder.findings import Severity

    return [each for each in findings if each.severity is Severity.ERROR or not voice().quiet]


def report(findings: Iterable[Finding], text: TextReport | None = None) -> None:
    """Print findings on standard error."""
    from qradar_builder.report.text_report import TextReport

    sys.stdout.flush()
    click.echo((text or TextReport()).render(heard(findings)), err=True, nl=False)
