"""The open questions on a normalized field: which expression counts, and which values it takes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm import parsing_choices as s
from qradar_builder.dsm.lsx.model import Matcher
from qradar_builder.dsm.trial import Verdict
from qradar_builder.dsm.values.times.epochs import is_epoch_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.explanation import Explanation, FieldExplanation
    from qradar_builder.dsm.trial import Attempt
    from qradar_builder.reference.choice import Choice

_QUOTED: Final = re.compile(r"'[^']*'")
_YEAR: Final = re.compile(r"[yYuxe]")
_ZONE: Final = re.compile(r"[zZX]")
_HAVE_VALUES: Final = frozenset({Verdict.WON, Verdict.LATE})


def of_field(field: FieldExplanation, explanation: Explanation) -> Iterator[Choice]:
    """The questions that the attempts of a field lean on together."""
    for before, after in pairwise(field.attempts):
        same = _order(before) is not None and _order(before) == _order(after)
        if same and {before.verdict, after.verdict} <= _HAVE_VALUES:
            yield s.EQUAL_ORDER
        if before.verdict is Verdict.REFUSED and after.verdict is not Verdict.LATE:
            yield s.INVALID_VALUE
    if any(attempt.found.value == "" for attempt in field.attempts):
        yield s.EMPTY_VALUE
    for attempt in field.attempts:
        yield from _of_value(field.name, attempt)
        if field.name == "DeviceTime":
            yield from _of_time(attempt, explanation)


def _order(attempt: Attempt) -> int | None:
    subject = attempt.trial.subject
    return subject.order if isinstance(subject, Matcher) else None


def _of_value(name: str, attempt: Attempt) -> Iterator[Choice]:
    text, finish = attempt.found.value, attempt.trial.finish
    if not text or finish is None or name == "DeviceTime":
        return
    if attempt.verdict is Verdict.REFUSED:
        if text != text.strip() and finish(text.strip()) is not None:
            yield s.WHITE_SPACE_AROUND
        if name.endswith(("Ip", "IpPreNAT", "IpPostNAT")) and re.search(r"(?:^|\.)0\d", text):
            yield s.LEADING_ZEROS
        if not name.endswith("Ipv6") and text.lower().startswith("::ffff:"):
            yield s.MAPPED_IPV4
        if name.endswith("MAC"):
            yield s.MAC_FORM
        if name.endswith("Ipv6") and "%" in text:
            yield s.IPV6_FORM
    elif name == "Protocol" and attempt.value != text:
        yield s.PROTOCOL_FORM
    elif name.endswith("Ipv6") and "." in text:
        yield s.IPV6_FORM


def _of_time(attempt: Attempt, explanation: Explanation) -> Iterator[Choice]:
    subject = attempt.trial.subject
    if not attempt.found.value or not isinstance(subject, Matcher):
        return
    pattern = subject.ext_data
    if pattern is None:
        yield s.NO_DATE_PATTERN
    if attempt.verdict is Verdict.REFUSED:
        if "which of the two QRadar uses" in attempt.reason:
            yield s.DATE_CLASS
        elif "has no date" in attempt.reason:
            yield s.MISSING_DATE
        return
    if is_epoch_pattern(pattern):
        yield s.EPOCH_PATTERN
        return
    letters = "" if pattern is None else _QUOTED.sub("", pattern)
    if explanation.event.log_source_time is not None:
        if not _YEAR.search(letters):
            yield s.MISSING_YEAR
        if not _ZONE.search(letters):
            yield s.MISSING_ZONE
