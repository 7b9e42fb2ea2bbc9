"""Java regular expressions (java.util.regex, Java 17), run on the `regex` package."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

import regex

from qradar_builder.javalang.regex.captures import uncertain_groups
from qradar_builder.javalang.regex.cost import safe_length
from qradar_builder.javalang.regex.errors import ErrorKind, JavaRegexError, RegexTimeout
from qradar_builder.javalang.regex.literal_first import literal_first
from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.javalang.regex.required import required_text
from qradar_builder.javalang.regex.translate import Translation, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.javalang.regex.match import Find, JavaMatch

__all__ = ["ErrorKind", "JavaPattern", "JavaRegexError", "RegexTimeout", "compile_pattern", "is_plain"]


class _Search(Protocol):
    def __call__(self, text: str, timeout: float | None = None) -> JavaMatch | None: ...


class _SearchFrom(Protocol):
    def __call__(self, text: str, position: int, end: float | None) -> JavaMatch | None: ...


class _MakeSearchFrom(Protocol):
    def __call__(self, plain_text: bool, timeout: float | None) -> _SearchFrom: ...


class Finders(NamedTuple):
    """Searches without a timeout, for very many texts.

    `in_plain` is right where `is_plain(text)` holds, `in_any` for each text. A text that does not have `required` in it
    has no match; that is empty where such a look would not make the search faster.
    """

    in_plain: Find
    in_any: Find
    required: str


class JavaPattern:
    """A compiled Java pattern.

    `pattern` is the Java text, `translated` the text for the `regex` package that is right for every input,
    `group_count` the number of capturing groups, `group_names` the number of each named one. `uncertain_groups` are the
    groups that Java may fill with text of an attempt that failed (captures inside of look-arounds, mostly); their value
    here is that of the match itself. A search in up to `safe_length` characters takes about a second at worst; in more
    it may take for ever, unless a timeout is given. Watching the time costs about a microsecond a search.

    `search(text, timeout=None)` is Java's `find()`, `fullmatch(text, timeout=None)` Java's `matches()`. Both return a
    JavaMatch or None, and raise RegexTimeout after `timeout` seconds. `finders` are for searches in very many texts.
    """

    __slots__ = (
        "_finders",
        "_from",
        "_parsed",
        "_programs",
        "fullmatch",
        "group_count",
        "group_names",
        "pattern",
        "safe_length",
        "search",
        "translated",
        "uncertain_groups",
    )

    def __init__(self, pattern: str, flags: Flag) -> None:
        parsed = parse_pattern(pattern, flags)
        self._parsed = parsed
        self.pattern = pattern
        self.group_count = parsed.group_count
        self.group_names = dict(parsed.group_names)
        self.uncertain_groups = uncertain_groups(parsed.tree)
        self.safe_length = safe_length(parsed.tree)
        translation = translate(parsed.tree, parsed.group_count)
        self.translated = translation.full
        self._programs = full, plain = _programs(translation)
        self._finders: dict[bool, Finders] = {}
        self.search: _Search = _search(pattern, full.search, plain.search)
        self.fullmatch: _Search = _search(pattern, full.fullmatch, plain.fullmatch)
        self._from: _MakeSearchFrom = _search_from(pattern, full, plain)

    def __repr__(self) -> str:
        return f"JavaPattern({self.pattern!r})"

    def finders(self, *, groups_alone: bool) -> Finders:
        """Return the quick forms of `search`. With `groups_alone`, only the groups from 1 up of a match are right."""
        if groups_alone not in self._finders:
            self._finders[groups_alone] = self._make_finders(groups_alone=groups_alone)
        return self._finders[groups_alone]

    def _make_finders(self, *, groups_alone: bool) -> Finders:
        full, plain = self._programs
        first = literal_first(self._parsed.tree)
        if first is not None and (groups_alone or first.is_whole):
            return Finders(first.find, full.search, "")
        return Finders(plain.search, full.search, required_text(self._parsed.tree))

    def finditer(self, text: str, timeout: float | None = None) -> Iterator[JavaMatch]:
        """Yield what Java's repeated `find()` finds. `timeout` is in seconds and holds for all matches together."""
        plain = is_plain(text)
        end = None if timeout is None else monotonic() + timeout
        usual = search = self._from(plain, timeout)
        after_empty = self._without_last_match()(plain, timeout) if "\\G" in self.translated else usual
        position = 0
        while position <= len(text) and (match := search(text, position, end)) is not None:
            yield match
            position = match.end()
            search = usual
            if match.start() == position:
                # Java goes on one character further, but \G stays where the match ended.
                position += 1
                search = after_empty

    def _without_last_match(self) -> _MakeSearchFrom:
        translation = translate(self._parsed.tree, self.group_count, last_match=False)
        return _search_from(self.pattern, *_programs(translation))

    def split(self, text: str, timeout: float | None = None) -> list[str]:
        """Return the parts between the matches, as Java's `String.split`: empty parts at the end are dropped, and a
        match without width at the start makes no part.
        """
        parts: list[str] = []
        start = 0
        for match in self.finditer(text, timeout):
            if match.end() == 0:
                continue
            parts.append(text[start : match.start()])
            start = match.end()
        if start == 0:
            return [text]
        parts.append(text[start:])
        while parts and not parts[-1]:
            parts.pop()
        return parts


def is_plain(text: str) -> bool:
    """Say whether a text has nothing on which Java and the `regex` package differ: ASCII without carriage returns."""
    return text.isascii() and "\r" not in text


@lru_cache(maxsize=4096)
def compile_pattern(
    text: str, *, case_insensitive: bool = False, dotall: bool = False, multiline: bool = False
) -> JavaPattern:
    """Return the compiled pattern of a Java text; the flags are those of Pattern.compile.

    Raises JavaRegexError: "invalid" where Java refuses the pattern, "unsupported" where it cannot be run faithfully.
    """
    flags = Flag(0)
    for wanted, flag in ((case_insensitive, Flag.CASE_INSENSITIVE), (dotall, Flag.DOTALL), (multiline, Flag.MULTILINE)):
        if wanted:
            flags |= flag
    try:
        return JavaPattern(text, flags)
    except RecursionError:
        # Nesting is bounded, but how much of the stack the caller has left is not known.
        raise JavaRegexError("Nested too deep to run here", 0, "unsupported", "nest fewer groups") from None


def _programs(translation: Translation) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    flags = regex.V1 | regex.ASCII if translation.full_is_ascii else regex.V1
    full = regex.compile(translation.full, flags)
    if translation.plain == translation.full:
        return full, full
    return full, regex.compile(translation.plain, regex.V1 | regex.ASCII)


def _search(pattern: str, full: Callable[..., JavaMatch | None], plain: Callable[..., JavaMatch | None]) -> _Search:
    # Closures, as a search is the innermost step of parsing a payload: an attribute look-up here would show.
    if full == plain:

        def search(text: str, timeout: float | None = None) -> JavaMatch | None:
            if timeout is None:
                return full(text)
            try:
                return full(text, timeout=timeout)
            except TimeoutError:
                raise RegexTimeout(pattern, timeout) from None

    else:

        def search(text: str, timeout: float | None = None) -> JavaMatch | None:
            program = plain if is_plain(text) else full
            if timeout is None:
                return program(text)
            try:
                return program(text, timeout=timeout)
            except TimeoutError:
                raise RegexTimeout(pattern, timeout) from None

    return search


def _search_from(pattern: str, full: regex.Pattern[str], plain: regex.Pattern[str]) -> _MakeSearchFrom:
    """Makes what searches in one text, which is plain or not, from a place on and until a time of the clock."""

    def make(plain_text: bool, timeout: float | None) -> _SearchFrom:
        program = plain if plain_text else full

        def search(text: str, position: int, end: float | None) -> JavaMatch | None:
            if end is None:
                return program.search(text, position)
            assert timeout is not None
            left = end - monotonic()
            if left <= 0:
                raise RegexTimeout(pattern, timeout)
            try:
                return program.search(text, position, timeout=left)
            except TimeoutError:
                raise RegexTimeout(pattern, timeout) from None

        return search

    return make
