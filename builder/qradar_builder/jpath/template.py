"""Templates: text with `${…}` in it, the innermost of which is expanded first.

What a template in a template gives becomes part of the expression around it, as if it had been written there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.jpath.environment import Environment
from qradar_builder.jpath.errors import JPathError, JPathLimitError, JPathSyntaxError
from qradar_builder.jpath.expression import guarded, value_of
from qradar_builder.jpath.expression_choices import BRACE_IN_QUOTES, FRACTION_AS_TEXT, NULL_AS_TEXT, TEMPLATE_IN_VALUE
from qradar_builder.jpath.json.values import render
from qradar_builder.jpath.limits import MAX_TEMPLATE, MAX_TEMPLATE_DEPTH
from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.jpath.syntax.tree import Call, Path, levels
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.jpath.json.values import JsonValue
    from qradar_builder.reference.choice import Choice, Note

    Expand: TypeAlias = Callable[[Any], str]
    """Takes the State and gives text."""

_OPEN: Final = "${"
_NEVER_THE_SAME: Final = ("time", "random_number", "random_string")
_LIKELY: Final = ("1", "text", "'text'", "true", "/key", "")
"""What a template may give: one of these fits wherever any text does."""
_BETWEEN_LOOKS: Final = 64
"""How many parts of a template are expanded from one look at the clock to the next."""
_LONGEST_REMEMBERED: Final = 2000
"""Characters of a template whose parts are kept."""
_MARK = re.compile(r"\$\{|[}'\"\\]")


@dataclass(frozen=True, slots=True)
class Hole:
    """One `${…}`: what stands between the braces, and where that is."""

    parts: tuple[str | Hole, ...]
    start: int
    end: int

    @property
    def is_nested(self) -> bool:
        """Whether templates stand in it."""
        return any(isinstance(part, Hole) for part in self.parts)


Parts: TypeAlias = "tuple[str | Hole, ...]"


def is_constant(text: str) -> bool:
    """Whether a text is taken as it is: it has no template, and is not too long for one."""
    return _OPEN not in text and len(text) <= MAX_TEMPLATE


def split_template(text: str, note: Note) -> Parts:
    """The texts and the holes of a template, in order. Raises JPathSyntaxError for a hole that is not closed."""
    if is_constant(text):
        return (text,)
    if len(text) > MAX_TEMPLATE:
        raise JPathSyntaxError(f"The template has more than {MAX_TEMPLATE} characters", text, 0, 0)
    if len(text) > _LONGEST_REMEMBERED:
        return _Splitter(text, note).parts()
    parts, noted = _split(text)
    for each in noted:
        note(each)
    return parts


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[Parts, tuple[Choice, ...]]:
    """The parts of a template, and what is to be noted of it."""
    noted: list[Choice] = []
    return _Splitter(text, noted.append).parts(), tuple(noted)


class _Open:
    """A hole that is not closed yet, with the quote that is open in it; or the text around all holes."""

    __slots__ = ("parts", "quote", "start")

    def __init__(self, start: int) -> None:
        self.parts: list[str | Hole] = []
        self.quote = ""
        self.start = start


class _Splitter:
    def __init__(self, text: str, note: Note) -> None:
        self._text = text
        self._note = note
        self._place = 0
        self._begin = 0
        self._open = [_Open(0)]

    def parts(self) -> Parts:
        while mark := self._next_mark():
            self._place = mark.end()
            if mark[0] == _OPEN:
                self._enter(mark)
            elif mark[0] == "}":
                self._leave(mark)
            else:
                self._quote(mark[0])
        inner = self._open[-1]
        if len(self._open) > 1:
            advice = "the template contains an open quote" if inner.quote else "close it with `}`"
            raise self._error("The closing `}` of a template is missing", inner.start, advice)
        self._cut(len(self._text))
        return tuple(inner.parts)

    def _next_mark(self) -> re.Match[str] | None:
        if len(self._open) > 1:
            return _MARK.search(self._text, self._place)
        start = self._text.find(_OPEN, self._place)
        return None if start < 0 else _MARK.match(self._text, start)

    def _cut(self, end: int) -> None:
        """Take the text that has gathered before a place."""
        if self._begin < end:
            self._open[-1].parts.append(self._text[self._begin : end])

    def _enter(self, mark: re.Match[str]) -> None:
        self._cut(mark.start())
        self._open.append(_Open(mark.start()))
        self._begin = mark.end()
        if len(self._open) > MAX_TEMPLATE_DEPTH:
            raise self._error(f"Templates are nested {MAX_TEMPLATE_DEPTH} or more levels deep", mark.start())

    def _leave(self, mark: re.Match[str]) -> None:
        if self._open[-1].quote:
            self._note(BRACE_IN_QUOTES)
            return
        self._cut(mark.start())
        inner = self._open.pop()
        self._open[-1].parts.append(Hole(tuple(inner.parts), inner.start, mark.end()))
        self._begin = mark.end()

    def _quote(self, mark: str) -> None:
        inner = self._open[-1]
        if mark == "\\":
            # It may hide a quote, and only where a quote is open.
            self._place += 1 if inner.quote else 0
        elif not inner.quote:
            inner.quote = mark
        elif inner.quote == mark:
            inner.quote = ""

    def _error(self, message: str, start: int, advice: str = "") -> JPathSyntaxError:
        return JPathSyntaxError(message, self._text, start, start + len(_OPEN), advice)


class Template:
    """Compiled text with templates in it.

    `expand(state)` gives the text; it raises JPathError. `text` is the text as written, `is_constant` says whether
    nothing in it is expanded.
    """

    __slots__ = ("_schema", "expand", "is_constant", "parts", "text")

    def __init__(self, text: str, environment: Environment) -> None:
        self.text = text
        self._schema = environment.schema
        if is_constant(text):
            # Most texts are.
            self.parts: Parts = (text,)
            self.is_constant = True
            self.expand: Expand = lambda _: text
            return
        self.parts = split_template(text, environment.note)
        self.is_constant = not any(isinstance(part, Hole) for part in self.parts)
        self.expand = guarded(_expander(self.parts, text, environment), text)

    def folded(self) -> str | None:
        """The text that it always gives; None where that depends on State, time or chance. Raises JPathError."""
        if self.is_constant:
            return self.text
        if all(isinstance(part, str) or _is_fixed(part, self.text) for part in self.parts):
            return self.expand({})
        return None

    def doubt(self, read: Callable[[str, Environment], object] | None = None) -> JPathError | None:
        """What is wrong with it whatever the templates in its templates give, as far as trying likely texts can tell.

        With `read`, which takes what all of the template may give and an environment, also what that says is wrong
        with all of those. None where nothing is.
        """
        environment = Environment(self._schema)
        doubts = (_doubt_of_hole(part, self.text, environment) for part in self.parts if isinstance(part, Hole))
        found = next((doubt for doubt in doubts if doubt is not None), None)
        if found is None and read is not None and not self.is_constant:
            return _doubt_of(self.parts, self.text, read, environment)
        return found

    def __repr__(self) -> str:
        return f"Template({self.text!r})"


def compile_template(text: str, environment: Environment) -> Template:
    """Compile text in which `${…}` is replaced. Raises JPathError for a template that cannot be right."""
    return Template(text, environment)


def hole_value(hole: Hole, text: str, environment: Environment) -> Callable[[Any], Any]:
    """What gives the value of a hole, before that becomes text."""
    first = hole.start + len(_OPEN)
    if not hole.is_nested:
        return value_of(text, environment, first, hole.end - 1)
    expand = _expander(hole.parts, text, environment)
    written = text[first : hole.end - 1]

    def value(state: Any) -> Any:
        source = expand(state)
        try:
            return environment.remember(value_of, source)(state)
        except JPathError as error:
            raise error.expanded(written) from None

    return value


def _is_fixed(hole: Hole, text: str) -> bool:
    if hole.is_nested:
        return False
    tree = parse(text, hole.start + len(_OPEN), hole.end - 1)
    return not any(
        isinstance(node, Path) or (isinstance(node, Call) and node.function in _NEVER_THE_SAME)
        for level in levels(tree)
        for node in level
    )


def _doubt_of_hole(hole: Hole, text: str, environment: Environment) -> JPathError | None:
    if not hole.is_nested:
        return None
    inner = (_doubt_of_hole(part, text, environment) for part in hole.parts if isinstance(part, Hole))
    found = next((doubt for doubt in inner if doubt is not None), None)
    return found or _doubt_of(hole.parts, text[hole.start + len(_OPEN) : hole.end - 1], value_of, environment)


def _doubt_of(
    parts: Parts, written: str, read: Callable[[str, Environment], object], environment: Environment
) -> JPathError | None:
    first: JPathError | None = None
    for likely in _LIKELY:
        source = "".join(likely if isinstance(part, Hole) else part for part in parts)
        try:
            read(source, environment)
        except JPathError as error:
            first = first or error.expanded(written)
        else:
            return None
    return first


def _expander(parts: Sequence[str | Hole], text: str, environment: Environment) -> Expand:
    pieces: list[str | Expand] = [
        part if isinstance(part, str) else _text_of(part, text, environment) for part in parts
    ]
    if len(pieces) == 1:
        [only] = pieces
        return only if not isinstance(only, str) else lambda _: only

    while len(pieces) > _BETWEEN_LOOKS:
        starts = range(0, len(pieces), _BETWEEN_LOOKS)
        pieces = [
            _timed(_joined(pieces[each : each + _BETWEEN_LOOKS], text, environment), environment) for each in starts
        ]
    return _joined(pieces, text, environment)


def _timed(expand: Expand, environment: Environment) -> Expand:
    """The same, after a look at the clock."""

    def timed(state: Any) -> str:
        environment.bounds.check_time()
        return expand(state)

    return timed


def _joined(pieces: Sequence[str | Expand], text: str, environment: Environment) -> Expand:
    def expand(state: Any) -> str:
        expanded = "".join([piece if type(piece) is str else piece(state) for piece in pieces])  # type: ignore[operator]  # what is no text here expands to some
        if len(expanded) > environment.bounds.longest_text:
            raise JPathLimitError(f"The text has more than {environment.bounds.longest_text} characters", text)
        return expanded

    return expand


def _text_of(hole: Hole, text: str, environment: Environment) -> Expand:
    run = hole_value(hole, text, environment)
    note = environment.note

    def expand(state: Any) -> str:
        value = run(state)
        if type(value) is str:
            if _OPEN in value:
                note(TEMPLATE_IN_VALUE)
            return value
        if type(value) is int:
            return str(value)
        if value is None:
            note(NULL_AS_TEXT)
        elif type(value) is float:
            note(FRACTION_AS_TEXT)
        rendered: JsonValue = value
        shown = render(rendered)
        if len(shown) > environment.bounds.longest_text:
            raise JPathLimitError(f"The text has more than {environment.bounds.longest_text} characters", text)
        return shown

    return expand
