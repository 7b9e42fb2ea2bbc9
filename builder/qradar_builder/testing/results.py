"""What came of each test of packages, kept as pytest reports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_BROKEN = ("setup", "teardown")


@dataclass(frozen=True, slots=True)
class Result:
    """A test that was run. `file` is relative to the working directory, `message` says why it failed."""

    file: str
    name: str
    outcome: str
    """`passed`, `failed` or `skipped`."""
    message: str
    seconds: float


class Results:
    """A plugin of pytest. `all` are the results in the order of the tests."""

    def __init__(self) -> None:
        self.all: list[Result] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what came of a test."""
        if report.when != "call" and not (report.when in _BROKEN and report.outcome != "passed"):
            return
        file, _, name = report.nodeid.partition("::")
        message = report.longreprtext if report.failed else ""
        self.all.append(Result(file, name, report.outcome, message, report.duration))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep why a file could not be read."""
        if report.failed:
            self.all.append(Result(report.nodeid, "", "failed", report.longreprtext, 0.0))
