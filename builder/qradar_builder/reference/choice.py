"""Open questions on QRadar: what IBM does not document, what is done here, and what speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Note: TypeAlias = Callable[["Choice"], None]
    """Learns that a choice was leaned on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An open question on QRadar. `evidence` says what speaks for the answer; it is empty where nothing does."""

    key: str
    question: str
    answer: str
    evidence: str = ""

    @property
    def told(self) -> str:
        """The question and what is done here, for who reads how a result came about."""
        return f"not certain ({self.key}): {self.question} This tool assumes: {self.answer}"
