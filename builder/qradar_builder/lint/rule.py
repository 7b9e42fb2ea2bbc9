"""What a lint rule is: a judgment with its reason, its proof by example, and how it looks for what breaks it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qradar_builder.findings import Edit, Origin, Severity

S = TypeVar("S")


class Confidence(StrEnum):
    """How sure a rule is of what it finds."""

    HIGH = "high"
    """Each finding is true."""
    MEDIUM = "medium"
    """A finding may depend on something that only the service or the console knows."""
    LOW = "low"
    """The rule judges by words; read the finding before you act on it."""


class Fix(StrEnum):
    """What `--fix` may do about a finding."""

    SAFE = "safe"
    """The edit changes nothing but what is wrong. `--fix` makes it."""
    UNSAFE = "unsafe"
    """The edit is likely right, but changes what the content does. `--unsafe-fixes` makes it."""
    NONE = "none"
    """Only a person knows what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One place where a rule does not hold."""

    origin: Origin
    message: str
    help: str | None = None
    """What to do here, where it is known more exactly than the rule's own advice."""
    related: Iterable[tuple[Origin, str]] = ()
    """Further places, in order: for a rule of the data flow, the steps of the path that proves the finding."""
    label: str = ""
    edits: tuple[Edit, ...] = ()
    """The edits that fix it; all or none of them are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintRule(Generic[S]):
    """A rule over one kind of subject. A module below `lint/rules/` holds one, as its `RULE`."""

    id: str
    """`<family>/<name>`: the folder below `lint/rules/`, and the name of the module with hyphens."""
    severity: Severity
    confidence: Confidence
    subject: type[S]
    """What the rule looks at; a class of `lint/subjects`."""
    summary: str
    """What must hold, in one sentence."""
    rationale: str
    """Why it must hold: what happens on a console where it does not."""
    help: str
    """What to do about a finding."""
    bad: str
    """An example that breaks the rule, in the form that `subject.example` reads. A test runs it."""
    good: str
    """The same example, repaired."""
    check: Callable[[S], Iterable[Problem]]
    fix: Fix = Fix.NONE
    versions: str = ""
    """The QRadar versions that it holds for; empty for all."""
