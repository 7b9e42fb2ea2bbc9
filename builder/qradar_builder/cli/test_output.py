"""The standard output of `qradar-builder test`, which pytest writes to.

Pytest would report a failure to write there on standard output again, and a signal with a banner of its own.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from qradar_builder.cli.ending import is_interrupted

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Followed:
    """A text stream that keeps what went wrong, and takes nothing from there on."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def write(self, text: str) -> int:
        """Write a text."""
        if self.failure is None and not is_interrupted():
            try:
                return self._stream.write(text)
            except OSError as error:
                self._fail(error)
        return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        if self.failure is None and not is_interrupted():
            try:
                self._stream.flush()
            except OSError as error:
                self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.failure = error
        # That pytest takes as the end of the session.
        raise KeyboardInterrupt from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def followed() -> Iterator[None]:
    """Pytest runs inside. Raises the OSError that it met on standard output, and KeyboardInterrupt after a signal."""
    stream = sys.stdout
    watched = _Followed(stream)
    sys.stdout = watched
    try:
        yield
    finally:
        sys.stdout = stream
        if watched.failure is not None:
            raise watched.failure
        if is_interrupted():
            raise KeyboardInterrupt
