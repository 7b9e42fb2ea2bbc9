"""An expression behind one that finds something in every payload in which it would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Group, Sequence
from qradar_builder.javalang.regex.width import width
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import regex_matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.javalang.regex.tree import Node
    from qradar_builder.lint.subjects.fields import RegexMatcher

_SHOWN: Final = 60
_MOST: Final = 20
"""How many expressions of a field are compared with each other."""


def _check(subject: TypeSubject) -> Iterator[Problem]:
    by_field: dict[str, list[RegexMatcher]] = {}
    for each in regex_matchers_of(subject.definition):
        before = by_field.setdefault(each.field, [])
        for other in before:
            witness = _witness(other, each)
            if witness is not None:
                yield Problem(
                    origin=each.matcher.origin,
                    message=f"this expression of {each.field} is never tried: where it finds something, as in "
                    f"`{fitted(witness, _SHOWN)}`, one before it does too",
                    related=[(other.matcher.origin, "this one finds something first")],
                )
                break
        if len(before) < _MOST:
            before.append(each)


def _witness(first: RegexMatcher, second: RegexMatcher) -> str | None:
    """A text in which both find something, where the first does so in each text in which the second does."""
    wide, narrow = first.tree, second.tree
    if wide is None or narrow is None or wide == narrow or not _always_has_value(first, wide):
        return None
    # A build runs no rule that compares expressions.
    from qradar_builder.lint.regex.inclusion import witness_of_cover  # noqa: PLC0415 - see above

    witness = witness_of_cover(wide, narrow)
    return witness if witness is not None and first.value_in(witness) and second.value_in(witness) else None


def _always_has_value(matcher: RegexMatcher, tree: Node) -> bool:
    """Whether the field gets a value wherever the pattern finds something: a text, or a group that is not empty."""
    if 0 in matcher.groups or any(isinstance(each, str) and each for each in matcher.template):
        return True
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Group):
            if node.number in matcher.groups and width(node.body)[0] > 0:
                return True
            waiting.append(node.body)
        elif isinstance(node, Sequence):
            waiting += node.items
    return False


RULE = LintRule(
    id="dsm/covered-expression",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="Each expression of a field finds something that those before it do not.",
    rationale=(
        "The expressions of a field are tried in their order, and the first value wins. An expression is never tried "
        "if a more general one before it finds something in each of its payloads: the field gets the other value."
    ),
    help="put the narrower expression first, or make the one before it narrower, for example with `\\b` in front",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  UserName:
    - {regex: 'user=(\\w+)'}
    - {regex: 'src_user=(\\w+)'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  UserName:
    - {regex: 'src_user=(\\w+)'}
    - {regex: 'user=(\\w+)'}
""",
    check=_check,
)
