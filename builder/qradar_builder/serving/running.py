"""What runs while it is entered: it starts at the beginning of a `with`, and stops at its end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Running(ABC):
    """Something that is started and stopped."""

    @abstractmethod
    def start(self) -> None:
        """Begin, in threads of its own."""

    @abstractmethod
    def stop(self) -> None:
        """End, and wait until everything has ended."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
