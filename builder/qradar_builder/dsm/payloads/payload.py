"""A payload as it comes from a file: its text, and what was wrong with its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.dsm.event import Event

MEBIBYTE = 1024 * 1024
MAX_PAYLOAD = 16 * MEBIBYTE
"""The longest payload that is read, in bytes. QRadar itself cuts or splits far shorter ones."""
BLOCK = 512 * 1024
"""About how many bytes are read at once."""


class PayloadFileError(Exception):
    """A file that cannot be read any further. The message is for people."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload, and what was wrong with its bytes; empty where nothing was."""

    text: str
    warning: str = ""

    def tell(self, event: Event) -> None:
        """Put what was wrong with the bytes in front of the event's own warnings."""
        if self.warning:
            event.warnings.insert(0, self.warning)


def decoded(content: bytes) -> Payload:
    """The text of a payload. Bytes that are no UTF-8 become U+FFFD, with a warning."""
    try:
        return Payload(content.decode())
    except UnicodeDecodeError as error:
        warning = f"byte {error.start + 1} of the payload is not UTF-8: it is read as U+FFFD"
        return Payload(content.decode("utf-8", "replace"), warning)
