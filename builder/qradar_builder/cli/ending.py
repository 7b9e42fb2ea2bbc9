"""How every command ends: by itself, by a signal, or because nobody takes its output."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import click

from qradar_builder.cli.exits import OF_A_SIGNAL, PIPE_CLOSED, say, stop
from qradar_builder.source.signals import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_received: list[int] = []


@contextmanager
def ending() -> Iterator[None]:
    """A command runs inside. Whatever cuts it short is said in one line, and gives the exit code.

    Ctrl-C, SIGTERM and SIGHUP are KeyboardInterrupt to all that runs inside; a note that is added to it is part of the
    line.
    """
    _fill_gaps()
    if sys.stdout is None:
        stop("standard output is closed")
    with _signals_heard():
        try:
            try:
                yield
            except (SystemExit, click.exceptions.Exit):
                sys.stdout.flush()
                raise
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the output has seen enough.
            _discard()
            sys.exit(PIPE_CLOSED)
        except OSError as error:
            _discard()
            reason = error.strerror or str(error)
            if error.filename is not None:
                stop(f"{error.filename}: {reason}")
            stop(f"{'; '.join(getattr(error, '__notes__', ())) or 'standard output'} cannot be written: {reason}")
        except KeyboardInterrupt as interrupt:
            _interrupted(interrupt)
        except click.Abort as abort:
            if not _received:
                stop("the answers ended before all was asked")
            _interrupted(abort)


def is_interrupted() -> bool:
    """Whether a signal has asked this command to end."""
    return bool(_received)


def _interrupted(interrupt: BaseException) -> NoReturn:
    number = _received[0] if _received else signal.SIGINT
    _discard()
    what = "Interrupted" if number == signal.SIGINT else f"Ended by {signal.Signals(number).name}"
    notes = "; ".join(getattr(interrupt, "__notes__", ()))
    say(f"{what}: {notes}." if notes else f"{what}.")
    sys.exit(OF_A_SIGNAL + number)


def _discard() -> None:
    """What is still to be flushed at the end must go somewhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _fill_gaps() -> None:
    """Keep the numbers of closed streams: the next file to be opened would get them, and what is printed with them."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


@contextmanager
def _signals_heard() -> Iterator[None]:
    """Let signals that end the process interrupt what runs, so that it can tidy up."""
    _received.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {}
    for number in ENDING:
        # Who started this may have had them ignored, as nohup does.
        if signal.getsignal(number) not in {signal.SIG_IGN, None}:
            before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    _received.append(number)
    raise KeyboardInterrupt
