"""Compares every item of a release with the console's, by the engine of `diff` on an export."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.model import Kind, Part
from qradar_builder.comparison.shown import shown_part, shown_value
from qradar_builder.console.connection.negotiation import negotiate
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.holdings.export import export, exported_comparison
from qradar_builder.console.holdings.lists import read_lists
from qradar_builder.console.holdings.other_expressions import other_expressions
from qradar_builder.console.plan.run import Outcome, PlanRun
from qradar_builder.console.release.items import TYPE
from qradar_builder.console.verification.memberships import missing_groups
from qradar_builder.console.verification.untold import untold
from qradar_builder.reference.custom_properties import custom_properties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qradar_builder.comparison.change import Change, Path
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.export import Export
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.holdings.other_expressions import OtherExpression
    from qradar_builder.console.plan.run import Done
    from qradar_builder.console.release.items import Items
    from qradar_builder.console.release.release import Release


class Verdict(StrEnum):
    """How the console differs; the value is what people call it."""

    MISSING = "missing"
    DIFFERENT = "different"
    EXTRA = "extra"
    SHARED = "shared"
    LACKING = "not in this version of the API"
    ADVISED = "recommended"


FAULTS: Final = frozenset({Verdict.MISSING, Verdict.DIFFERENT})
"""What is wrong with the console."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An item of which console and release differ. Values are shown without credentials; empty where there is none."""

    verdict: Verdict
    item: str
    what: str = ""
    """What of it differs, such as `severity`; empty for the item as a whole."""
    release: str = ""
    console: str = ""
    path: Path = ()

    @property
    def text(self) -> str:
        """The difference in words."""
        if not self.what:
            return f"{self.item}: {self.verdict}"
        if self.verdict is Verdict.SHARED:
            return f"{self.item}: the {self.what} is that of another package, {self.console or 'none'}"
        if self.verdict is Verdict.ADVISED:
            return f"{self.item}: {self.what} are {self.console or 'none'}, and the package recommends {self.release}"
        return f"{self.item}: {self.what} is {self.console or 'none'}, and must be {self.release or 'none'}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a console has of a release."""

    items: Items
    lists: Lists
    export: Export | None
    comparison: Comparison
    plan: tuple[Done, ...]
    others: tuple[OtherExpression, ...] = ()
    """The expressions that no ZIP carries and that only the console has."""
    advised: tuple[Difference, ...] = ()
    """The log sources that are not in the groups that the package recommends."""
    untold: tuple[str, ...] = ()
    """What the console does not tell, so that it was not compared."""

    @property
    def differences(self) -> Collection[Difference]:
        """All differences, those of what only the console has included. Very many are made when they are asked for."""
        return tuple(self._found()) if isinstance(self.comparison.changes, tuple) else _Made(self._found)

    @property
    def faults(self) -> Collection[Difference]:
        """The differences in what the release has."""
        found = self.differences
        return tuple(filter(_is_wrong, found)) if isinstance(found, tuple) else _Made(lambda: filter(_is_wrong, found))

    def _found(self) -> Iterator[Difference]:
        shared = self.comparison.new.root.named(Kind.PROPERTY)
        for each in self.comparison.changes:
            yield difference_of(each.change, secret=each.secret, properties=shared)
        yield from (Difference(Verdict.EXTRA, each.words) for each in self.others)
        yield from (_of_plan(each) for each in self.plan if each.outcome is not Outcome.THERE)
        yield from self.advised


class _Made(Collection[Difference]):
    """Differences that are made anew each time, as they are very many."""

    def __init__(self, made: Callable[[], Iterator[Difference]]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[Difference]:
        return self._made()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    def __contains__(self, one: object) -> bool:
        return any(each == one for each in self)


def _is_wrong(one: Difference) -> bool:
    return one.verdict in FAULTS


_FORBIDDEN: Final = 403
_WHOLE: Final = frozenset(
    {
        Kind.TYPE, Kind.MAPPING, Kind.QID, Kind.PROPERTY, Kind.GROUP, Kind.REFERENCE_DATA, Kind.OF_TYPE,
        Kind.PROTOCOL,
    }
)  # fmt: skip
"""What a console may have beside what a release has, without that this is another item of it."""


def verify_items(session: Session, release: Release, *, whole: bool = True) -> Verified:
    """Compare all items. Sends GETs, and makes an export. Raises ConsoleError, and OSError where the disk is full.

    Without `whole`, the comparison does not hold the events that are the same on both sides.
    """
    if session.version is None:
        negotiate(session)
    assert session.version is not None, "it is negotiated"
    lists = read_lists(session, release)
    found = export(session, release, lists)
    comparison = exported_comparison(session, release, lists, found, whole=whole)
    run = None if release.plan is None else PlanRun(session, release.plan)
    plan = () if run is None else run.look()
    others = tuple(other_expressions(session, release.items.of(TYPE), lists, set() if run is None else run.found))
    not_told = list(untold(release, plan, session.version))
    advised = _advised(session, release, lists, not_told)
    return Verified(release.items, lists, found, comparison, plan, others, advised, tuple(not_told))


def _advised(session: Session, release: Release, lists: Lists, not_told: list[str]) -> tuple[Difference, ...]:
    """The groups of log sources as differences. A token that may not see log sources is no problem of a release."""
    try:
        found = list(missing_groups(session, release, lists))
    except ConsoleError as error:
        if error.status != _FORBIDDEN:
            raise
        not_told.append(f"groups of log sources: {error.message}")
        return ()
    return tuple(
        Difference(Verdict.ADVISED, f"log source {name}", "groups", wanted, there) for name, there, wanted in found
    )


def difference_of(change: Change, *, secret: bool = False, properties: Mapping[str, Part] | None = None) -> Difference:
    """A change from the console to the release, as a difference. `properties` are those of the release.

    The description of a property that QRadar ships is that of the last package which was installed with it.
    """
    item = named(change.path)
    if change.attribute == "description" and len(change.path) == 1 and _is_shipped(change, properties or {}):
        new, old = (_shown(value, "description", secret=False) for value in (change.new, change.old))
        return Difference(Verdict.SHARED, item, "description", new, old, change.path)
    if change.operation is Operation.ADDED:
        return Difference(Verdict.MISSING, item, path=change.path)
    if change.operation is Operation.REMOVED:
        verdict = Verdict.EXTRA if change.kind in _WHOLE else Verdict.DIFFERENT
        what = "" if verdict is Verdict.EXTRA else f"a further {change.kind}"
        return Difference(verdict, item, what, "", _shown(change.old, what, secret=secret), change.path)
    what = change.attribute or ("name" if change.operation is Operation.RENAMED else "place")
    new, old = (_shown(value, what, secret=secret) for value in (change.new, change.old))
    return Difference(Verdict.DIFFERENT, item, what, new, old, change.path)


def is_fault(change: Change, properties: Mapping[str, Part]) -> bool:
    """Whether a change is in what the release has alone, and not in what only the console has, or all share."""
    return difference_of(change, properties=properties).verdict not in {Verdict.EXTRA, Verdict.SHARED}


def _is_shipped(change: Change, properties: Mapping[str, Part]) -> bool:
    one = properties.get(change.path[0].label) if change.kind is Kind.PROPERTY else None
    return one is not None and one.get("id") in {each.id for each in custom_properties()}


def named(path: Path) -> str:
    """The part at a path in words, such as `log source type Acme, event mapping 1 | alert`."""
    return (
        ", ".join(
            f"{step.kind} {step.label}" if step.place is None else f"{step.kind} {step.place + 1}" for step in path
        )
        or "the extension"
    )


def _shown(value: object, name: str, *, secret: bool) -> str:
    if secret:
        return "[secret]"
    if isinstance(value, Part):
        return shown_part(value)
    return "" if value is None else shown_value(value, name)


def _of_plan(done: Done) -> Difference:
    verdict = Verdict.LACKING if done.outcome is Outcome.LACKING else Verdict.MISSING
    return Difference(verdict, done.step.purpose)
