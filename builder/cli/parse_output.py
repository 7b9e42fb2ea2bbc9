"""How `qradar-builder parse` ends where its output is cut short."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from builder.cli.exits import INTERRUPTED, PIPE_CLOSED, UNREADABLE
from builder.cli.parse_worker import ProcessEndedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def written() -> Iterator[None]:
    """Events are written inside. Whatever cuts them short is said in a line, and ends the command."""
    if sys.stdout is None:
        _stop("standard output is closed")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the events has seen enough.
        _discard()
        sys.exit(PIPE_CLOSED)
    except OSError as error:
        _discard()
        _stop(f"the events cannot be written: {error.strerror or error}")
    except ProcessEndedError:
        advice = "where memory ran out, give fewer --jobs"
        _stop(f"a process that parses was ended from outside, and the events are not complete; {advice}")
    except KeyboardInterrupt:
        _discard()
        click.echo("Interrupted: the events are not complete.", err=True)
        sys.exit(INTERRUPTED)


def _stop(reason: str) -> NoReturn:
    click.echo(f"error: {reason}", err=True)
    sys.exit(UNREADABLE)


def _discard() -> None:
    """What is still to be flushed at the end must go somewhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
