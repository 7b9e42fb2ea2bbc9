"""Gathers the findings of a run, so that all of them are reported and not only the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.findings.finding import Finding, Related
from builder.findings.location import TrailedOrigin
from builder.findings.rules import RULES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.findings.location import Location, Origin


class Findings:
    """An append-only list of findings that knows whether any of them is an error."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._errors = 0

    def add(
        self,
        rule: str,
        origin: Origin,
        message: str,
        *,
        help: str | None = None,  # noqa: A002 - the field's name in every report format
        related: Iterable[tuple[Origin, str]] = (),
        label: str = "",
    ) -> None:
        """Record that `rule`, an id of the catalogue, does not hold at `origin`.

        `help` replaces the rule's own advice where the case is known more exactly. The trail of an origin that has
        one becomes part of `related`.
        """
        known = RULES[rule]
        trail = origin.trail() if isinstance(origin, TrailedOrigin) else ()
        self.append(
            Finding(
                rule=rule,
                severity=known.severity,
                message=message,
                location=origin.locate(),
                help=known.help if help is None else help,
                related=tuple(Related(place.locate(), text) for place, text in (*related, *trail)),
                label=label,
            ),
        )

    def append(self, finding: Finding) -> None:
        """Record a finding that is ready-made."""
        self._found.append(finding)
        self._errors += finding.severity is Severity.ERROR

    @property
    def errors(self) -> int:
        """How many of the findings are errors; a build needs none."""
        return self._errors

    def sorted(self) -> list[Finding]:
        """The findings by file, then place, then rule.

        What is said twice of one place is given once, the first time: a mistake in a fragment is one mistake, however
        often the fragment is used.
        """
        unique: dict[tuple[Location, str, str], Finding] = {}
        for found in self._found:
            unique.setdefault((found.location, found.rule, found.message), found)
        return [unique[place] for place in sorted(unique)]

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.sorted())
