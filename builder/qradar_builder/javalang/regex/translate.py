r"""Writing the tree of a Java pattern as a pattern of the `regex` package (V1) that matches the same.

Two texts are made. The full one is right for every text. The plain one is right for texts that are ASCII without a
carriage return, which most payloads are: there `.`, `$`, `\b` and case-insensitive literals mean what they mean in the
`regex` package under its ASCII flag, and run two to three times as fast as when they are spelled out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.javalang.regex.characters.case import is_ascii_letter
from qradar_builder.javalang.regex.characters.classes import single_set
from qradar_builder.javalang.regex.charset import (
    CharacterSet,
    Ranges,
    ascii_part,
    characters,
    complement,
    escape,
    set_text,
    text_in_choice,
)
from qradar_builder.javalang.regex.errors import JavaRegexError
from qradar_builder.javalang.regex.lookbehind import tried_body
from qradar_builder.javalang.regex.study import is_deterministic
from qradar_builder.javalang.regex.tree import (
    Alternation,
    Anchor,
    At,
    Atomic,
    BackReference,
    CaseFold,
    Grapheme,
    Group,
    LineBreak,
    Literal,
    Look,
    Mode,
    Node,
    OneOf,
    Repeat,
    Sequence,
)
from qradar_builder.javalang.regex.width import empty_comes_last, refers_back, unrolled_size, width
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_UNROLLED_SIZE = 200_000
MAX_TEXT_LENGTH = 262_144

_LINE_BREAK = r"(?:\r\n|[\n-\r\x85\u2028\u2029])"
_ANY = "(?s:.)"
# Spelled out, as the `regex` package follows Unicode 15.1, where a conjunct of Indic consonants is one cluster.
_GRAPHEME = (
    r"(?>\r\n|[\p{GCB=Control}\r\n]|\p{GCB=Prepend}*"
    r"(?:\p{GCB=L}*(?:\p{GCB=V}+|\p{GCB=LV}\p{GCB=V}*|\p{GCB=LVT})\p{GCB=T}*|\p{GCB=L}+|\p{GCB=T}+"
    r"|\p{GCB=Regional_Indicator}{2}"
    r"|\p{Extended_Pictographic}(?:\p{GCB=Extend}*\u200d\p{Extended_Pictographic})*"
    r"|[^\p{GCB=Control}\r\n])"
    r"[\p{GCB=Extend}\p{GCB=SpacingMark}\u200d]*)"
)

_LETTER_OR_DIGIT = r"[\p{L}\p{Nd}]"
_WORD = r"[\p{L}\p{Nd}_]"
# A combining mark belongs to the word of the letter or digit it stands on.
_WORD_BEFORE = rf"{_WORD}|{_LETTER_OR_DIGIT}\p{{Mn}}+"
_WORD_AFTER = rf"{_WORD}|\p{{Mn}}(?<={_LETTER_OR_DIGIT}\p{{Mn}}+)"
_UNICODE_WORD = r"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]"


def _boundary(before: str, after: str) -> str:
    return f"(?:(?<={before})(?!{after})|(?<!{before})(?={after}))"


def _no_boundary(before: str, after: str) -> str:
    return f"(?:(?<={before})(?={after})|(?<!{before})(?!{after}))"


_PLAIN_ANCHORS = {
    Anchor.INPUT_START: r"\A",
    Anchor.INPUT_END: r"\Z",
    Anchor.FINAL_END: "$",
    Anchor.UNIX_FINAL_END: "$",
    # Java finds no line start at the very end, not even in an empty text.
    Anchor.LINE_START: r"(?m:^)(?!\Z)",
    Anchor.UNIX_LINE_START: r"(?m:^)(?!\Z)",
    Anchor.LINE_END: "(?m:$)",
    Anchor.UNIX_LINE_END: "(?m:$)",
    Anchor.WORD_BOUNDARY: r"\b",
    Anchor.NOT_WORD_BOUNDARY: r"\B",
    Anchor.UNICODE_WORD_BOUNDARY: r"\b",
    Anchor.UNICODE_NOT_WORD_BOUNDARY: r"\B",
    Anchor.LAST_MATCH_END: r"\G",
}
_FULL_ANCHORS = _PLAIN_ANCHORS | {
    Anchor.FINAL_END: r"(?:\Z|(?=[\r\x85\u2028\u2029]\Z|\r\n\Z|(?<!\r)\n\Z))",
    Anchor.LINE_START: r"(?:\A|(?<=[\n\x85\u2028\u2029])|(?<=\r)(?!\n))(?!\Z)",
    Anchor.LINE_END: r"(?=[\r\x85\u2028\u2029]|(?<!\r)\n|\Z)",
    Anchor.WORD_BOUNDARY: _boundary(_WORD_BEFORE, _WORD_AFTER),
    Anchor.NOT_WORD_BOUNDARY: _no_boundary(_WORD_BEFORE, _WORD_AFTER),
    Anchor.UNICODE_WORD_BOUNDARY: _boundary(_UNICODE_WORD, _UNICODE_WORD),
    Anchor.UNICODE_NOT_WORD_BOUNDARY: _no_boundary(_UNICODE_WORD, _UNICODE_WORD),
}

_ASCII = frozenset(range(128))
_PLAIN = _ASCII - {0x0D}


@dataclass(frozen=True, slots=True)
class Translation:
    """The two texts. `full_is_ascii`: the full text wants the ASCII flag, as the plain one always does."""

    full: str
    plain: str
    full_is_ascii: bool


def translate(tree: Node, group_count: int, *, last_match: bool = True) -> Translation:
    r"""Return the texts for a tree. With `last_match` false, `\G` never matches.

    Raises JavaRegexError (unsupported) for what cannot be said faithfully.
    """
    if unrolled_size(tree) > MAX_UNROLLED_SIZE:
        problem = f"Repetitions that add up to more than {MAX_UNROLLED_SIZE} elements"
        raise JavaRegexError(problem, 0, "unsupported", "lower the counts in {…}")
    full = _Writer(group_count, plain=False, last_match=last_match)
    full_text = full.text(tree)
    if len(full_text) > MAX_TEXT_LENGTH:
        raise JavaRegexError("A pattern too large to run here", 0, "unsupported", "split it into several patterns")
    if full.folded_reference is not None and "\\p{" in full_text:
        raise JavaRegexError(
            "A case-insensitive back-reference next to Unicode properties or \\b is not supported here",
            full.folded_reference,
            "unsupported",
            "write the text out, or remove \\b and \\p{…}",
        )
    plain_text = _Writer(group_count, plain=True, last_match=last_match).text(tree)
    return Translation(full_text, plain_text, full.folded_reference is not None)


class _Writer:
    def __init__(self, group_count: int, *, plain: bool, last_match: bool) -> None:
        self.group_count = group_count
        self.plain = plain
        self.last_match = last_match
        self.choices = 0  # how many alternations are open
        self.folded_reference: int | None = None

    def text(self, node: Node) -> str:  # noqa: C901  # one case for each kind of node
        match node:
            case Literal():
                return self._literals([node])
            case OneOf(matched):
                write = text_in_choice if self.choices else set_text
                return _plain_set(matched, write) if self.plain else write(matched)
            case At(Anchor.LAST_MATCH_END) if not self.last_match:
                return "(?!)"
            case At(anchor):
                return (_PLAIN_ANCHORS if self.plain else _FULL_ANCHORS)[anchor]
            case LineBreak():
                return r"[\n-\x0c]" if self.plain else _LINE_BREAK
            case Grapheme():
                return _ANY if self.plain else _GRAPHEME
            case BackReference():
                return self._reference(node)
            case Group(number, name, body):
                return f"({_name(number, name)}{self.text(body)})"
            case Atomic(body):
                return f"(?>{self.text(body)})"
            case Look():
                return self._look(node)
            case Repeat():
                return self._repeat(node)
            case Sequence(items):
                return self._sequence(items)
            case Alternation(branches):
                self.choices += 1
                joined = "|".join(map(self.text, branches))
                self.choices -= 1
                return f"(?:{joined})"

    def _sequence(self, items: tuple[Node, ...]) -> str:
        parts: list[str] = []
        run: list[Literal] = []
        for item in items:
            if isinstance(item, Literal):
                run.append(item)
                continue
            parts += [self._literals(run), self.text(item)]
            run = []
        return "".join([*parts, self._literals(run)])

    def _literals(self, run: list[Literal]) -> str:
        if not self.plain:
            in_row = len(run) > 1
            return "".join(set_text(single_set(literal.code, literal.fold, in_row=in_row)) for literal in run)
        parts: list[str] = []
        folded = ""
        for literal in run:
            if literal.fold is not CaseFold.NONE and is_ascii_letter(literal.code):
                folded += chr(literal.code)
                continue
            parts += [f"(?i:{folded})" if folded else "", _plain_literal(literal)]
            folded = ""
        return "".join([*parts, f"(?i:{folded})" if folded else ""])

    def _reference(self, node: BackReference) -> str:
        if node.number > self.group_count:
            return "(?!)"  # Java takes a number without a group, and never matches it
        if node.fold is CaseFold.NONE:
            return f"(?:\\{node.number})"
        if self.plain:
            return f"(?i:\\{node.number})"
        if node.fold is CaseFold.UNICODE:
            raise JavaRegexError(
                "A back-reference under (?iu) is not supported here", node.index, "unsupported", "remove the flag u"
            )
        self.folded_reference = node.index
        return f"(?i:\\{node.number})"

    def _look(self, look: Look) -> str:
        sign = "!" if look.negative else "="
        if look.ahead:
            return f"(?{sign}{self.text(look.body)})"
        if _keeps_choice(look.body):
            raise JavaRegexError(
                "A possessive or atomic group, \\R, \\X or \\G inside a look-behind is not supported here",
                look.index,
                "unsupported",
                "use an ordinary repetition",
            )
        return f"(?<{sign}{self.text(tried_body(look))})"

    def _repeat(self, repeat: Repeat) -> str:
        body, low, high = repeat.body, repeat.low, repeat.high
        least, most = width(body)
        backtracks = isinstance(body, Group) and ((low, high) == (0, 1) or not is_deterministic(body.body))
        if most == 0 and not refers_back(body):
            # A second round at the same place changes nothing, whatever the counts are.
            low, high = min(low, 1), 1 if high is None else min(high, 1)
            if isinstance(body, Group) and not backtracks and repeat.mode is not Mode.POSSESSIVE:
                high = low  # Java gives back the capture of a round that it did not need
        counted = low > 1 or (low == 1 and high is not None and high > 1)
        if least == 0 and counted and backtracks and repeat.mode is not Mode.POSSESSIVE and not empty_comes_last(body):
            # Java leaves the loop after an empty round, even before the least count.
            raise JavaRegexError(
                "A group that may match nothing, repeated a counted number of times, is not supported here",
                repeat.index,
                "unsupported",
                "make sure that each repetition of the group matches at least one character",
            )
        text = self._round(body, atomic=repeat.mode is Mode.POSSESSIVE or not backtracks)
        return f"{text}{_counts(low, high)}{repeat.mode.value}"

    def _round(self, body: Node, *, atomic: bool) -> str:
        """Return the repeated element as one item; `atomic`: Java does not go back into a finished round."""
        atomic = atomic and _has_choice(body)
        match body:
            case Group(None, _, inner):
                return f"(?{'>' if atomic else ':'}{self.text(inner)})"
            case Group(number, name, inner) if atomic:
                return f"({_name(number, name)}(?>{self.text(inner)}))"
            case Group() | OneOf():
                return self.text(body)
            case _:
                return f"(?{'>' if atomic else ':'}{self.text(body)})"


def _name(number: int | None, name: str | None) -> str:
    if number is None:
        return "?:"
    return f"?P<{name}>" if name else ""


def _counts(low: int, high: int | None) -> str:
    match low, high:
        case 0, 1:
            return "?"
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case _, None:
            return f"{{{low},}}"
    return f"{{{low}}}" if low == high else f"{{{low},{high}}}"


def _plain_literal(literal: Literal) -> str:
    if literal.fold is CaseFold.NONE:
        return escape(literal.code)
    return _plain_set(single_set(literal.code, literal.fold))


def _plain_set(matched: CharacterSet, write: Callable[[CharacterSet], str] = set_text) -> str:
    present = ascii_part(matched)
    if present >= _PLAIN:
        return _ANY
    if present >= _PLAIN - {0x0A} and 0x0A not in present:
        return "."
    if isinstance(matched, Ranges):
        return write(matched)
    if len(present) > len(_ASCII) // 2:
        return write(complement(characters(_ASCII - present)))
    return write(characters(present))


def _has_choice(node: Node) -> bool:
    """Tell whether a node can match in more than one way from one place."""
    match node:
        case Sequence(items):
            return any(map(_has_choice, items))
        case Group(_, _, body):
            return _has_choice(body)
        case Repeat(body, low, high):
            return low != high or _has_choice(body)
        case Alternation() | LineBreak():
            return True
        case _:
            return False


def _keeps_choice(node: Node) -> bool:
    """Tell whether a node holds something that must not be matched backward, as Java decides it going forward."""
    match node:
        case Atomic() | LineBreak() | Grapheme() | At(Anchor.LAST_MATCH_END):
            return True
        case Repeat(body, _, _, mode):
            return mode is Mode.POSSESSIVE or _keeps_choice(body)
        case Sequence(items) | Alternation(items):
            return any(map(_keeps_choice, items))
        case Group(_, _, body):
            return _keeps_choice(body)
        case _:
            return False
