"""What every kind of expression compiles to, so that normalized fields and custom properties run them alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.expressions.regex_monitor import RegexMonitor
    from qradar_builder.javalang.regex.pattern import Finders


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression finds in a payload, told to people.

    `spans` are the places of the value in the payload, as start and end in characters; none where it has no place of
    its own there. `reason` says why there is no value, `hint` what is easily overlooked about one.
    """

    value: str | None
    spans: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class GroupSearch:
    """For speed, how a regular expression is searched for whose value is one group.

    In a text of at most `safe_length` characters, the `finders` find the match without watching the time, and the value
    is its `group`.
    """

    finders: Finders
    safe_length: int
    group: int


@dataclass(frozen=True, slots=True)
class Extractor:
    """A compiled expression.

    `view` makes of a payload what the expression reads, such as its JSON. Extractors that read the same have the same
    function there, so that a view is made once for each payload. `read` gives the value in a view, None where there is
    none. `explain` takes the payload and does the same slowly, with all that people want to know.

    `keys` are for speed: where they are given, the view is a dict, and `read` follows these names through dicts. It
    gives the text that stands there, of an integer but 0 its digits, and of all else what `written` makes of it in
    the view.

    Views and reads do not fail on any payload, but for `RegexTimeout` where a pattern takes too long.
    """

    view: Callable[[str], Any]
    read: Callable[[Any], str | None]
    explain: Callable[[str], Found]
    keys: tuple[str, ...] = ()
    written: Callable[[Any, Any], str | None] | None = None
    monitor: RegexMonitor | None = None
    """What watches the searches of a regular expression."""
    quick: GroupSearch | None = None
    """What `read` does of a view that is a Searchable, for a plan to write out."""
