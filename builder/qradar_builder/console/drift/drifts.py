"""What on a console is not as a release says, and who changed it and when where the API tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.comparison.model import Kind
from qradar_builder.text.times import OLDEST_IN_A_ZIP, iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.change import Path
    from qradar_builder.console.verification.items import Difference, Verified


@dataclass(frozen=True, slots=True)
class Drift:
    """A difference, with who made it and when; both are empty where the API does not tell.

    A build writes the oldest time of a ZIP into its rows, which tells nothing either.
    """

    difference: Difference
    who: str = ""
    when: str = ""

    @property
    def text(self) -> str:
        """The drift in words."""
        by = f"by {self.who}" if self.who else ""
        at = f"at {self.when}" if self.when else ""
        told = " ".join(each for each in (by, at) if each)
        return f"{self.difference.text} (changed {told})" if told else self.difference.text


def drifts(verified: Verified) -> Iterator[Drift]:
    """All differences, each with what the console tells of its origin."""
    for difference in verified.differences:
        record = _record(difference.path, verified)
        who, when = (record or {}).get("username"), (record or {}).get("modification_date")
        yield Drift(
            difference,
            who if isinstance(who, str) else "",
            iso_utc(when) if isinstance(when, int) and when > OLDEST_IN_A_ZIP else "",
        )


def _record(path: Path, verified: Verified) -> dict[str, Any] | None:
    """The record of the console for a custom property or an expression of it; nothing else has a user or a time."""
    if not path or path[0].kind is not Kind.PROPERTY:
        return None
    name = path[0].label
    record = next((each for each in verified.lists.properties if each.get("name") == name), None)
    if record is None or len(path) == 1:
        return record
    identifier = record.get("identifier")
    of_property = [
        each
        for records in verified.lists.expressions.values()
        for each in records
        if each.get("regex_property_identifier") == identifier
    ]
    # Expressions of one property and type cannot be told apart by a path: the latest change is the one.
    return max(of_property, key=lambda each: each.get("modification_date") or 0, default=None)
