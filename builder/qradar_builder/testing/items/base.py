"""What all tests of a package have in common: they fail with a text for people, and know no source of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.testing.events.sample_run import Describe
    from qradar_builder.testing.golden_files import GoldenFiles

HINT = "to accept it, run `qradar-builder test --update`, and review the result before you commit it"


class CaseFailed(Exception):  # noqa: N818 - what happened, and no error of the tool
    """A case did not come out as it says; the message is for people."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Turns what was found into text: findings, and how an event was read."""

    findings: Callable[[Findings], str]
    event: Describe


class Item(pytest.Item):
    """A test of a package."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | Any:
        """The message for people, without a traceback."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file, and what stands over a failure."""
        # A name that the test's own address ends in would be shown with its dots as colons.
        return self.path, None, self.name if self.name == self.path.stem else f"{self.path.name}: {self.name}"


class UnreadableItem(Item):
    """A case file that does not hold."""

    def __init__(self, *, message: str, **given: Any) -> None:
        super().__init__(**given)
        self._message = message

    def runtest(self) -> None:
        """Fail with what is wrong."""
        raise CaseFailed(self._message)


def is_updating(config: pytest.Config) -> bool:
    """Whether golden files are to be written anew."""
    return bool(config.getoption("regen_all") or config.getoption("force_regen"))


def change_golden_file(goldens: GoldenFiles, path: Path, content: bytes | None) -> None:
    """Take note of what a golden file will hold. Raises CaseFailed where it cannot be written."""
    try:
        goldens.change(path, content)
    except OSError as error:
        raise CaseFailed(f"cannot write or compare {path.name}: {error.strerror or error}") from None


def read_golden_file(goldens: GoldenFiles, path: Path) -> bytes:
    """The content of a golden file. Raises CaseFailed where it cannot be read."""
    try:
        return goldens.read(path)
    except OSError as error:
        raise CaseFailed(f"cannot read {path.name}: {error.strerror or error}") from None
