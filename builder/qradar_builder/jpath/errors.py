"""What is wrong with an expression, a template or JSON text, and where in it.

JPathError
├── JPathSyntaxError      the text is not JPath
├── JPathVersionError     the text needs a later version of the workflow language
├── JPathEvaluationError  the expression has no value in this State
│   └── JPathLimitError   the value is larger than whoever evaluates it allows
└── JsonError             text that is not JSON, or JSON that is too large
"""

from __future__ import annotations

from typing import Self

from qradar_builder.text.shown import masked

_BEFORE = 70
_AFTER = 40


class JPathError(ValueError):
    """Base of all errors of this layer.

    `message` says what is wrong, `text` is the source, `start` and `end` the place in it in characters (0-based, the
    end exclusive), `help` says what to do and may be empty. `expanded_from` is the text as written where `text` came
    of its templates, else None.
    """

    def __init__(self, message: str, text: str = "", start: int = 0, end: int = 0, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.start = start
        self.end = max(start, end)
        self.help = advice
        self.expanded_from: str | None = None

    def placed(self, text: str, start: int, end: int) -> Self:
        """The same error, given a place unless it has one."""
        if not self.text:
            self.text, self.start, self.end = text, start, end
        return self

    def expanded(self, written: str) -> Self:
        """The same error, for a text that came of the templates in `written`."""
        if self.expanded_from is None and written != self.text:
            self.expanded_from = written
        return self

    def picture(self) -> str:
        """The part of the text that is wrong, and carets below it; two lines without a last newline."""
        first = max(0, self.start - _BEFORE)
        last = min(len(self.text), max(self.start + _AFTER, min(self.end, self.start + _BEFORE)))
        head = "…" if first else ""
        tail = "…" if last < len(self.text) else ""
        shown = masked(self.text[first:last], "·")
        carets = "^" * max(1, min(self.end, last) - self.start)
        return f"{head}{shown}{tail}\n{' ' * (len(head) + self.start - first)}{carets}"

    def __str__(self) -> str:
        return self.message


class JPathSyntaxError(JPathError):
    """Text that is not JPath. QRadar ends the run in a JPathParseException."""


class JPathVersionError(JPathError):
    """JPath that the schema version of the workflow does not have yet."""


class JPathEvaluationError(JPathError):
    """An expression or a change that cannot be carried out on the State as it is."""


class JPathLimitError(JPathEvaluationError):
    """A text that is longer than whoever evaluates allows; QRadar may take it."""


class JsonError(JPathError):
    """Text that is not JSON, or JSON beyond the limits."""
