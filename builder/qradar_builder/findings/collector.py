"""Gathers the findings of a run, so that all of them are reported and not only the first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.findings.finding import Finding, Related
from qradar_builder.findings.location import trail_of
from qradar_builder.findings.rules import RULES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings.location import Location, Origin


MAX_OF_RULE = 100
"""How many findings of one rule are kept for one file. The rest are counted."""


class Findings:
    """An append-only list of findings that knows whether any of them is an error.

    Of each rule and file the first MAX_OF_RULE are kept; one more finding tells the number of the rest.
    """

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._errors = 0
        self._heard = 0
        self._kept: Counter[tuple[str, str]] = Counter()
        self._said: set[tuple[Location, str, str]] = set()
        self._rest: dict[tuple[str, str], tuple[Finding, int]] = {}

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
        self.append(
            Finding(
                rule=rule,
                severity=known.severity,
                message=message,
                location=origin.locate(),
                help=known.help if help is None else help,
                related=tuple(Related(place.locate(), text) for place, text in (*related, *trail_of(origin))),
                label=label,
            ),
        )

    def append(self, finding: Finding) -> None:
        """Record a finding that is ready-made. One that stands for others of another run counts as many as they are."""
        self._heard += 1
        self._errors += (finding.unlisted or 1) * (finding.severity is Severity.ERROR)
        said = (finding.location, finding.rule, finding.message)
        if said in self._said and not finding.unlisted:
            return
        kind = (finding.rule, finding.location.file)
        if finding.unlisted or self._kept[kind] >= MAX_OF_RULE:
            first, count = self._rest.get(kind, (finding, 0))
            self._rest[kind] = (first, count + (finding.unlisted or 1))
            return
        self._kept[kind] += 1
        self._said.add(said)
        self._found.append(finding)

    def extend(self, others: Iterable[Finding]) -> None:
        """Record the findings of another run, also those that it has only counted."""
        for finding in others:
            self.append(finding)

    @property
    def errors(self) -> int:
        """How many of the findings are errors; a build needs none."""
        return self._errors

    @property
    def heard(self) -> int:
        """How often something was recorded, with what was recorded before or is only counted."""
        return self._heard

    def sorted(self) -> list[Finding]:
        """The findings by file, then place, then rule.

        What is said twice of one place is given once, the first time: a mistake in a fragment is one mistake, however
        often the fragment is used.
        """
        found = [*self._found, *(_rest(first, count) for first, count in self._rest.values())]
        return sorted(found, key=lambda each: (each.location, each.rule, each.message))

    def __len__(self) -> int:
        return len(self._found) + len(self._rest)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.sorted())


def _rest(first: Finding, count: int) -> Finding:
    """The finding that stands for those that are not kept, at the place of the first of them."""
    what = "1 more finding" if count == 1 else f"{count:,} more findings"
    message = f"and {what} of this rule in this file, starting here"
    return replace(first, message=message, related=(), label="", unlisted=count)
