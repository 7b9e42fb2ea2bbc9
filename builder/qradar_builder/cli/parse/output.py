"""What `qradar-builder parse` says where its events are cut short."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qradar_builder.cli.exits import stop
from qradar_builder.cli.parse.worker import ProcessEndedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole() -> Iterator[None]:
    """Events are written inside, all of them; what ends that early ends the command."""
    try:
        yield
        sys.stdout.flush()
    except ProcessEndedError:
        advice = "where memory ran out, give fewer --jobs"
        reason = f"a process that parses was ended from outside, and the events are not complete; {advice}"
        stop(reason)
    except OSError as error:
        error.add_note("the events")
        raise
    except KeyboardInterrupt as interrupt:
        interrupt.add_note("the events are not complete")
        raise
