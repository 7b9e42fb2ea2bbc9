r"""Character classes `[…]` and properties `\p{…}` of a Java pattern: unions, intersections, and Java's own quirks."""

from __future__ import annotations

from dataclasses import dataclass, field

from qradar_builder.javalang.regex.characters.case import (
    ascii_range_variants,
    ascii_variants,
    unicode_variants,
    unicode_variants_of_ranges,
)
from qradar_builder.javalang.regex.characters.properties import named_property, predefined_class
from qradar_builder.javalang.regex.charset import (
    NOTHING,
    CharacterSet,
    Ranges,
    characters,
    complement,
    intersection,
    ranges,
    union,
)
from qradar_builder.javalang.regex.escape import character_escape, illegal_escape_help, is_letter_or_digit
from qradar_builder.javalang.regex.reader import Flag, PatternReader
from qradar_builder.javalang.regex.tree import CaseFold

MAX_CLASS_DEPTH = 64

_AMPERSAND, _DASH, _OPEN, _BACKSLASH, _CLOSE, _CARET, _OPEN_BRACE = (ord(c) for c in "&-[\\]^{")

_PROPERTY_LETTERS = frozenset(b"pP")

# Single Latin-1 characters that Java keeps apart from the table of the class, since they have an equal outside Latin-1.
_OUTSIDE_LATIN1 = frozenset((0xFF, 0xB5, 0x49, 0x69, 0x53, 0x73, 0x4B, 0x6B, 0xC5, 0xE5))


def case_fold(flags: Flag) -> CaseFold:
    """Return which characters count as equal under some flags."""
    if not flags & Flag.CASE_INSENSITIVE:
        return CaseFold.NONE
    return CaseFold.UNICODE if flags & Flag.UNICODE_CASE else CaseFold.ASCII


def single_set(code: int, fold: CaseFold, *, in_row: bool = False) -> Ranges:
    """Return the characters that a single character of the pattern matches; `in_row`: beside other literal ones."""
    if fold is CaseFold.NONE:
        return characters((code,))
    return characters(ascii_variants(code) if fold is CaseFold.ASCII else unicode_variants(code, in_row=in_row))


def property_set(reader: PatternReader) -> CharacterSet:
    """Read a property whose `p` or `P` is under the cursor, and return its characters."""
    negated = reader.raw() == ord("P")
    braced = reader.advance() == _OPEN_BRACE
    if not braced:
        reader.unread()
    reader.advance()
    start = reader.cursor
    if braced:
        while reader.cursor <= reader.length and reader.read() != ord("}"):
            pass
        if reader.cursor > reader.length:
            raise reader.error("Unclosed character family", "close it with }", cursor=reader.length)
        if reader.cursor <= start + 1:
            raise reader.error("Empty character family", "write a property, such as \\p{Alpha}")
        name = reader.text(start, reader.cursor - 1)
    else:
        name = reader.text(start, start + 1)
        reader.read()
    found = named_property(
        name,
        ignore_case=bool(reader.flags & Flag.CASE_INSENSITIVE),
        unicode=bool(reader.flags & Flag.UNICODE_CHARACTER_CLASS),
    )
    if found is None and "=" in name:
        key, _, value = name.partition("=")
        raise reader.error(f"Unknown Unicode property {{name=<{key.lower()}>, value=<{value}>}}")
    if found is None:
        raise reader.error(f"Unknown character property name {{{name}}}", "the name is case-sensitive")
    return complement(found) if negated else found


@dataclass(slots=True)
class _Table:
    """Single Latin-1 characters of one class. Java shares the table between the sides of `&&`: it is resolved last."""

    codes: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _FoldedRange:
    """A range under UNICODE_CASE. The equals of all ranges of a class are looked up together."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Either:
    members: list[_Operand]


@dataclass(frozen=True, slots=True)
class _Both:
    left: _Operand
    right: _Operand


_Operand = CharacterSet | _Table | _FoldedRange | _Either | _Both


def class_set(reader: PatternReader, *, depth: int = 1, nested: bool = True) -> CharacterSet:
    """Read a class and return its characters.

    With `nested` the cursor is on `[` and the class ends behind its `]`; without, the cursor is before the right side
    of `&&`, which ends at the `]` of the class around it. Source of the rule: the answers of a Java 17 virtual machine.
    """
    if depth > MAX_CLASS_DEPTH:
        raise reader.unsupported(f"Classes nested more than {MAX_CLASS_DEPTH} deep", "write fewer brackets")
    return _ClassParser(reader, depth).parse(nested=nested)


class _ClassParser:
    """One level of brackets. `whole` is what was read so far, `last` the operand read last."""

    def __init__(self, reader: PatternReader, depth: int) -> None:
        self.reader = reader
        self.depth = depth
        self.table = _Table()
        self.pending = False  # the table has characters that `whole` lacks
        self.whole: _Operand | None = None
        self.last: _Operand | None = None

    def parse(self, *, nested: bool) -> CharacterSet:
        reader = self.reader
        code = reader.advance()
        negated = code == _CARET and reader.raw(-1) == _OPEN
        if negated:
            code = reader.advance()
        while True:
            if code == _OPEN:
                self.last = class_set(reader, depth=self.depth + 1)
                self._add(self.last)
            elif code == _AMPERSAND and self._intersection():
                pass
            elif code == _CLOSE and (self.whole is not None or self.pending):
                if nested:
                    reader.advance()
                self._flush()
                assert self.whole is not None
                result = _resolve(self.whole)
                return complement(result) if negated else result
            else:
                if reader.at_end():
                    raise reader.error("Unclosed character class", "close it with ], or write \\[ for a bracket")
                self._item()
            code = reader.peek()

    def _add(self, operand: _Operand) -> None:
        if self.whole is None:
            self.whole = operand
        elif isinstance(self.whole, _Either):
            self.whole.members.append(operand)
        else:
            self.whole = _Either([self.whole, operand])

    def _flush(self) -> None:
        if self.pending:
            if self.whole is None:
                self.last = self.table
            self._add(self.table)
            self.pending = False

    def _item(self) -> None:
        self.last = self._range()
        if self.last is None:
            self.pending = True
        else:
            self._add(self.last)

    def _intersection(self) -> bool:
        """Read `&&` and its right side; False, with nothing read, where one `&` stands alone."""
        reader = self.reader
        if reader.advance() != _AMPERSAND:
            reader.unread()
            return False
        code = reader.advance()
        right: CharacterSet | None = None
        while code not in (_CLOSE, _AMPERSAND):
            if code == _OPEN:
                operand = class_set(reader, depth=self.depth + 1)
            else:
                reader.unread()
                operand = class_set(reader, depth=self.depth + 1, nested=False)
            right = operand if right is None else union(right, operand)
            code = reader.peek()
        self._flush()
        if right is not None:
            self.last = right
        if self.whole is None:
            if right is None:
                raise reader.error("Bad class syntax", "&& requires a class on at least one side")
            self.whole = right
        elif self.last is None:
            raise reader.unsupported(
                "Java fails at the first match of a class that ends in &&", "remove &&, or add its right side"
            )
        else:
            self.whole = _Both(self.whole, self.last)
        return True

    def _range(self) -> _Operand | None:
        """Read one character, range or predefined class; None where it went to the table."""
        reader = self.reader
        code = reader.peek()
        if code == _BACKSLASH:
            reader.cursor += 1
            if reader.raw() in _PROPERTY_LETTERS:
                return property_set(reader)
            before_dash = reader.raw(1) == _DASH
            reader.unread()
            found = self._escape(before_dash=before_dash)
            if not isinstance(found, int):
                return found
            code = found
        else:
            reader.advance()
        if reader.peek() == _DASH:
            following = reader.raw(1)
            if following not in (_OPEN, _CLOSE):
                return self._range_to(code)
        return self._single(code)

    def _range_to(self, low: int) -> _Operand:
        reader = self.reader
        reader.advance()
        high = reader.peek()
        if high == _BACKSLASH:
            found = self._escape(before_dash=True)
            high = found if isinstance(found, int) else -1
        else:
            reader.advance()
        if high < low:
            raise reader.error("Illegal character range", "the first character must not come after the last")
        fold = case_fold(reader.flags)
        if fold is CaseFold.NONE:
            return ranges((low, high))
        if fold is CaseFold.UNICODE:
            return _FoldedRange(low, high)
        return union(ranges((low, high)), characters(ascii_range_variants(low, high)))

    def _single(self, code: int) -> CharacterSet | None:
        fold = case_fold(self.reader.flags)
        matched = single_set(code, fold)
        if code < 256 and not (fold is CaseFold.UNICODE and code in _OUTSIDE_LATIN1):
            self.table.codes.update(low for low, _ in _each(matched))
            return None
        return matched

    def _escape(self, *, before_dash: bool) -> CharacterSet | int:
        r"""Read an escape whose backslash is under the cursor; `before_dash`: `\v` is then a single character."""
        reader = self.reader
        code = reader.skip()
        if not is_letter_or_digit(code):
            return code
        letter = chr(code)
        if letter == "v" and before_dash:
            return 0x0B
        predefined = predefined_class(letter, unicode=bool(reader.flags & Flag.UNICODE_CHARACTER_CLASS))
        if predefined is not None:
            return predefined
        character = character_escape(reader, letter)
        if character is None:
            raise reader.error("Illegal/unsupported escape sequence", illegal_escape_help(letter))
        return character


def _each(of: Ranges) -> list[tuple[int, int]]:
    return [(code, code) for low, high in of.spans for code in range(low, high + 1)]


def _resolve(operand: _Operand) -> CharacterSet:
    match operand:
        case _Table(codes):
            return characters(codes)
        case _FoldedRange():
            return _union([operand])
        case _Either(members):
            return _union(members)
        case _Both(left, right):
            return intersection(_resolve(left), _resolve(right))
        case _:
            return operand


def _union(members: list[_Operand]) -> CharacterSet:
    folded = ranges(*((member.low, member.high) for member in members if isinstance(member, _FoldedRange)))
    others = characters(unicode_variants_of_ranges(folded.spans)) if folded.spans else NOTHING
    return union(folded, others, *(_resolve(member) for member in members if not isinstance(member, _FoldedRange)))
