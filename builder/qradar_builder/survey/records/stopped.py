"""What ends the reading of a file before its end."""

from __future__ import annotations


class StoppedError(Exception):
    """A file that cannot be read further. The message is for people, and `rule` is that of the finding.

    `offset` is where the record begins that cannot be read, and `length` how much of it was seen, in bytes of the
    content; None where no record is there.
    """

    def __init__(self, rule: str, message: str, offset: int | None = None, length: int = 0) -> None:
        super().__init__(message)
        self.rule = rule
        self.offset = offset
        self.length = length


DAMAGED = "survey/damaged-file"
UNREAD = "survey/unread-file"
COLUMN = "survey/column"
