"""How every command ends before its time, and its exit codes."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import NoReturn

import click

FINDINGS = 1
"""There are errors among the findings, or tests failed."""
UNREADABLE = 2
"""The command was called wrongly, or its input cannot be read at all."""
RUN_FAILED = 3
"""A workflow's run ended in error, or a console could not be asked or did not do what it was asked."""
OF_A_SIGNAL = 128
"""With the signal's number added, as shells have it: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
PIPE_CLOSED = 141
"""Nobody reads the output any more, as shells have it."""


def stop(problem: object, advice: str | None = None) -> NoReturn:
    """Say on standard error why the command ends here, and what to do; end it."""
    say(f"error: {problem}")
    if advice:
        say(f"  = help: {advice}")
    sys.exit(UNREADABLE)


def say(text: str) -> None:
    """Say something on standard error, unless nobody reads it any more."""
    with suppress(OSError):
        click.echo(text, err=True)
