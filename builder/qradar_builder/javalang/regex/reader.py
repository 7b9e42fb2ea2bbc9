r"""Reading a Java pattern character by character: `\Q…\E` undone, and white space and comments skipped under (?x)."""

from __future__ import annotations

from enum import IntFlag

from qradar_builder.javalang.regex.errors import JavaRegexError

MAX_PATTERN_LENGTH = 65536
END = 0  # what the reader gives past the end; Java does the same, so a NUL in a pattern is told apart by position

_SPACES = frozenset(b" \t\n\x0b\f\r")
_LINE_ENDS = frozenset((0x0A, 0x0D, 0x85, 0x2028, 0x2029))


class Flag(IntFlag):
    """The inline flags of java.util.regex."""

    CASE_INSENSITIVE = 1
    UNIX_LINES = 2
    MULTILINE = 4
    DOTALL = 8
    UNICODE_CASE = 16
    COMMENTS = 32
    UNICODE_CHARACTER_CLASS = 64


class PatternReader:
    """A cursor over the code points of a pattern; `flags` are those in force at the cursor.

    The methods skip white space and comments under (?x) exactly where java.util.regex does, which is why there are
    four ways to go one character on.
    """

    def __init__(self, pattern: str, flags: Flag) -> None:
        if len(pattern) > MAX_PATTERN_LENGTH:
            raise JavaRegexError(
                f"Pattern longer than {MAX_PATTERN_LENGTH} characters", MAX_PATTERN_LENGTH, "unsupported", "shorten it"
            )
        self._codes, self._origins = _without_quotes(pattern)
        self.length = len(self._codes)
        self._codes += [END, END, END]
        self.cursor = 0
        self.flags = flags

    def at_end(self) -> bool:
        """Tell whether the cursor is past the last character."""
        return self.cursor >= self.length

    def raw(self, offset: int = 0) -> int:
        """Return the character at the cursor plus an offset, skipping nothing."""
        place = self.cursor + offset
        return self._codes[place] if 0 <= place < len(self._codes) else END

    def peek(self) -> int:
        """Return the next character that counts, moving the cursor to it."""
        self._skip_ignored()
        return self.raw()

    def advance(self) -> int:
        """Leave the character at the cursor, and return the next one that counts, moving the cursor to it."""
        self.cursor += 1
        return self.peek()

    def read(self) -> int:
        """Return the next character that counts, and move the cursor behind it."""
        self._skip_ignored()
        code = self.raw()
        self.cursor += 1
        return code

    def skip(self) -> int:
        """Return the character after the cursor's, and move the cursor behind that one, skipping nothing."""
        code = self.raw(1)
        self.cursor += 2
        return code

    def unread(self) -> None:
        """Move the cursor back by one."""
        self.cursor -= 1

    def text(self, start: int, end: int) -> str:
        """Return the characters from one cursor position to another."""
        return "".join(map(chr, self._codes[start:end]))

    def place(self, cursor: int) -> int:
        """Return the index in the pattern, as the user wrote it, of a cursor position."""
        return self._origins[max(0, min(cursor, self.length))]

    def error(self, message: str, advice: str = "", *, cursor: int | None = None) -> JavaRegexError:
        """Return the error of a pattern that Java refuses, at the last character read or at a cursor position."""
        return JavaRegexError(message, self.place(self.cursor - 1 if cursor is None else cursor), "invalid", advice)

    def unsupported(self, message: str, advice: str = "", *, cursor: int | None = None) -> JavaRegexError:
        """Return the error of a pattern that Java accepts."""
        return JavaRegexError(message, self.place(self.cursor - 1 if cursor is None else cursor), "unsupported", advice)

    def _skip_ignored(self) -> None:
        if not self.flags & Flag.COMMENTS:
            return
        ends = {0x0A} if self.flags & Flag.UNIX_LINES else _LINE_ENDS
        while True:
            code = self.raw()
            if code in _SPACES:
                self.cursor += 1
            elif code == 0x23:
                # The comment's terminator is not part of it: U+0085 after a comment is a literal, as in Java.
                while not self.at_end() and self.raw() not in ends:
                    self.cursor += 1
            else:
                return


def _without_quotes(pattern: str) -> tuple[list[int], list[int]]:
    r"""Return the code points with `\Q…\E` replaced by escapes, and where in the pattern each (and the end) is."""
    codes: list[int] = []
    origins: list[int] = []
    quoted = False
    first = False
    index = 0
    while index < len(pattern):
        character = pattern[index]
        following = pattern[index + 1 : index + 2]
        if quoted and character == "\\" and following == "E":
            quoted = False
            index += 2
            continue
        if not quoted and character == "\\":
            if following == "Q":
                quoted = first = True
                index += 2
                continue
            codes += map(ord, character + following)
            origins += range(index, index + 1 + len(following))
            index += 2
            continue
        if quoted and first and character in "0123456789":
            # Java writes the first digit as \x3d, so that it cannot lengthen an escape in front of the quotation.
            replacement = f"\\x3{character}"
        elif quoted and character.isascii() and not character.isalnum():
            replacement = "\\" + character
        else:
            replacement = character
        codes += map(ord, replacement)
        origins += [index] * len(replacement)
        first = False
        index += 1
    return codes, [*origins, len(pattern)]
