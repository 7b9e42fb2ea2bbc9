r"""Regular expressions as expressions of fields and properties: searched for in the whole payload, bounded in time.

Source: IBM documentation, topic "Matcher (matcher)": the first match counts, and a capture is a group number or, with
substitutions, a template such as `\1:\2`.
"""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.extraction import Extractor, Found, GroupSearch
from qradar_builder.dsm.expressions.regex_monitor import RegexMonitor, RegexSwitchedOff
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.javalang.regex.pattern import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.regex.match import JavaMatch
    from qradar_builder.javalang.regex.pattern import JavaPattern

    Template = tuple[str | int, ...]

SECONDS_FOR_EVENT = 2.0
"""How long all regular expressions of one event may run together."""

_SUBSTITUTION = re.compile(r"\\([0-9])", re.ASCII)
_FORMAT = re.compile(r"\$([0-9]{1,2})", re.ASCII)


class Searchable:
    """A payload or event id, its length in characters, and until when it may be searched."""

    __slots__ = ("deadline", "is_plain", "length", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)
        self.is_plain = is_plain(text)
        self.deadline = monotonic() + SECONDS_FOR_EVENT

    def search(self, pattern: JavaPattern, monitor: RegexMonitor) -> JavaMatch | None:
        """Return the first match of a pattern. Raises RegexTimeout where the time that is left is not enough."""
        return monitor.search(pattern, self.text, self.deadline)


def compile_search(pattern: JavaPattern, template: Template, *, trim: bool = False) -> Extractor:
    """Compile a search whose value is a template of text and groups. A group that took no part adds nothing."""
    groups = [part for part in template if isinstance(part, int)]
    known = [group for group in groups if group <= pattern.group_count]
    finders = pattern.finders(groups_alone=0 not in groups)
    in_plain, in_any, _ = finders
    value_of = _value_of(template, pattern.group_count, trim=trim)
    # A search in so much takes a second at worst; a third of it takes a ninth or less, which is not worth watching.
    safe_length = pattern.safe_length // 3
    monitor = RegexMonitor()

    def read(view: Searchable) -> str | None:
        if view.length > safe_length:
            match = view.search(pattern, monitor)
        else:
            match = (in_plain if view.is_plain else in_any)(view.text)
        return None if match is None else value_of(match)

    def explain(payload: str) -> Found:
        try:
            match = monitor.search(pattern, payload, monotonic() + SECONDS_FOR_EVENT)
        except RegexTimeout as error:
            return Found(None, reason=_why_given_up(error))
        if match is None:
            return Found(None, reason="the regular expression does not match")
        spans = tuple(span for span in map(match.span, known) if span != (-1, -1))
        value = value_of(match)
        if value is None:
            return Found(None, reason=f"the regular expression has no group {max(groups, default=0)}")
        reason = "" if value else "the regular expression matches, but the captured text is empty"
        return Found(value, spans or (match.span(),), reason)

    # Most expressions capture one group in a payload of common length.
    is_one_group = list(template) == known and len(known) == 1 and not trim
    quick = GroupSearch(finders, safe_length, known[0]) if is_one_group else None
    return Extractor(Searchable, read, explain, monitor=monitor, quick=quick)


def _why_given_up(error: RegexTimeout) -> str:
    if isinstance(error, RegexSwitchedOff):
        return f"the regular expression {error}"
    return f"the search was stopped after {SECONDS_FOR_EVENT:g} s"


def substitution(capture: str) -> Template:
    r"""The template that a capture such as `\1-\2` means. Without a group it is a constant."""
    return _template(capture, _SUBSTITUTION)


def format_string(text: str) -> Template:
    """The template that the format string of a property, such as `$1 at $2`, means."""
    return _template(text, _FORMAT)


def _template(text: str, group: re.Pattern[str]) -> Template:
    pieces = group.split(text)
    parts = [piece if index % 2 == 0 else int(piece) for index, piece in enumerate(pieces)]
    return tuple(part for part in parts if part != "")


def _value_of(template: Template, groups: int, *, trim: bool) -> Callable[[JavaMatch], str | None]:
    """The function that makes the value of a match; None where the template names a group that the regex lacks."""
    if any(isinstance(part, int) and part > groups for part in template):
        return lambda _: None

    def joined(match: JavaMatch) -> str:
        # ABSENT_GROUP: a group that took no part adds nothing. TRIM: what is trimmed is the value.
        text = "".join((match.group(part) or "") if isinstance(part, int) else part for part in template)
        return text.strip() if trim else text

    return joined
