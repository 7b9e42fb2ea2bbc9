"""What can go wrong between this tool and a console, as an exception that becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Location

if TYPE_CHECKING:
    from qradar_builder.console.connection.calls import Call
    from qradar_builder.findings import Findings


class ConsoleError(Exception):
    """A step that the console did not do, or of which it is not known whether it did it.

    `rule` is an id of the catalogue; `help` replaces its advice. `status` is that of HTTP and `code` IBM's
    `unique_code`, where the console gave them. `unsure` says that the console may have done it all the same,
    `passing` that another attempt may do better, after `wait` seconds.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        help: str | None = None,  # noqa: A002 - the field's name in findings
        call: Call | None = None,
        status: int | None = None,
        code: int | None = None,
        unsure: bool = False,
        passing: bool = False,
        wait: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.help = help
        self.call = call
        self.status = status
        self.code = code
        self.unsure = unsure
        self.passing = passing
        self.wait = wait

    def tell(self, host: str, findings: Findings) -> None:
        """Make it a finding."""
        findings.add(self.rule, Location(host), self.message, help=self.help)


def is_unsure(error: BaseException) -> bool:
    """Whether the console may have done what an error ended. An interruption ends no call on the other side."""
    return error.unsure if isinstance(error, ConsoleError) else isinstance(error, KeyboardInterrupt)
