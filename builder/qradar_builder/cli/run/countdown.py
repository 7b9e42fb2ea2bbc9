"""Waits of live runs, shown as a countdown on a terminal."""

from __future__ import annotations

import sys
import time

import click

from qradar_builder.cli.calling.voice import is_live, remark
from qradar_builder.http.network.live import nap

_SHORT = 2_000
"""Waits that are shorter, in milliseconds, are not shown."""
_LONG = 10_000
"""Waits that are at least so long are told where there is no terminal."""


def wait(milliseconds: int) -> None:
    """Wait, and show on standard error how long it still takes."""
    if milliseconds < _SHORT or not is_live(sys.stderr):
        if milliseconds >= _LONG:
            remark(f"waiting {left_text(milliseconds)}, as the workflow says")
        nap(milliseconds)
        return
    end = time.monotonic() + milliseconds / 1000
    try:
        while (left := round((end - time.monotonic()) * 1000)) > 0:
            click.echo(f"\r\033[Kwaiting, as the workflow says: {left_text(left)} left", err=True, nl=False, color=True)
            # To the next whole second.
            nap(left % 1000 or 1000)
    finally:
        click.echo("\r\033[K", err=True, nl=False, color=True)


def left_text(milliseconds: int) -> str:
    """A length of time in words, in whole seconds that have begun, such as `1 h 02 min 05 s`."""
    minutes, seconds = divmod(-(-milliseconds // 1000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes:02} min {seconds:02} s"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
