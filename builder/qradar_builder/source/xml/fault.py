"""A mistake in the syntax of XML, and what it is worked out from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qradar_builder.source.line_starts import line_of
from qradar_builder.source.xml.tags import Scanned, scan

QUOTES: Final = "“”„‟‘’‚‛«»‹›″′＂＇`´"  # noqa: RUF001 - they are what is looked for
"""What word processors and chats put in place of plain quotes."""
_QUOTED = re.compile(r"`[^`]*`")
_WORDS = re.compile(r"[^\W_](?:\w|[.:-])*")
_PUBLIC: Final = frozenset(
    "WorkflowParameterValues Value name value xmlns xml and lt gt amp quot apos nbsp".split()  # noqa: SIM905 - shorter
)


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """What is wrong and what to do; `help` may be empty. `offset` is the 0-based place, None where the parser's holds.

    `related` are further places, each with what is there.
    """

    message: str
    help: str = ""
    offset: int | None = None
    related: tuple[tuple[int, str], ...] = ()

    def without_source(self) -> SyntaxFault:
        """The same, without anything of the source but the names that every file of its kind has.

        For parameter values: what is broken may be part of a password.
        """
        related = tuple((offset, _bare(what)) for offset, what in self.related)
        return SyntaxFault(_bare(self.message), _bare(self.help), self.offset, related)


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the offset where the parser stopped, and what it said, as matched."""

    text: str
    offset: int
    said: re.Match[str]

    @property
    def here(self) -> str:
        return self.text[self.offset : self.offset + 1]

    @property
    def scanned(self) -> Scanned:
        return scan(self.text, self.offset)

    def line(self, offset: int) -> int:
        return line_of(self.text, offset)


def _bare(text: str) -> str:
    return _QUOTED.sub(lambda part: part[0] if _PUBLIC.issuperset(_WORDS.findall(part[0])) else "`…`", text)


def typographic(message: str) -> SyntaxFault:
    return SyntaxFault(
        message, 'replace them with straight quotes ("): a word processor, a chat, or a web page changed them'
    )
