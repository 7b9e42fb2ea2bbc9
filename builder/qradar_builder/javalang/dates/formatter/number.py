"""Numbers in a DateTimeFormatter pattern: widths, signs, two-digit years, fractions, fields that touch each other."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.errors import JavaDateError

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.formatter.element import Reading
    from qradar_builder.javalang.dates.moment import Moment

_DIGITS: Final = "0123456789"
_LONG_LIMIT: Final = 2**63
_MAX_POINT: Final = 10
MAX_WIDTH: Final = 19  # digits of a Java long


class Sign(Enum):
    """How a sign is treated: java.time.format.SignStyle."""

    NORMAL = "a minus sign where negative"
    EXCEEDS_PAD = "also a plus sign where the width is exceeded"
    NOT_NEGATIVE = "no sign"


class Number:
    """A field as a number of `low` to `high` digits.

    `following` is the sum of the widths of the fixed-width numbers that touch it on the right: it leaves them.
    """

    def __init__(self, field: str, low: int, high: int, sign: Sign) -> None:
        self.field = field
        self.low = low
        self.high = high
        self.sign = sign
        self.following = 0

    @property
    def is_fixed(self) -> bool:
        """Whether it takes the same number of digits always, so that a number before it can leave them."""
        return self.low == self.high and self.sign is Sign.NOT_NEGATIVE

    def print(self, moment: Moment, out: list[str]) -> bool:
        value = moment.value(self.field)
        if value is None:
            return False
        value = self.printed(value)
        digits = str(abs(value))
        if len(digits) > self.high:
            raise JavaDateError(
                "value",
                f"Field {self.field} cannot be printed as the value {value} "
                f"exceeds the maximum print width of {self.high}",
            )
        if value < 0:
            if self.sign is Sign.NOT_NEGATIVE:
                raise JavaDateError(
                    "value",
                    f"Field {self.field} cannot be printed as the value {value} "
                    "cannot be negative according to the SignStyle",
                )
            out.append("-")
        elif self.sign is Sign.EXCEEDS_PAD and _MAX_POINT < self.low < MAX_WIDTH:  # Java itself fails here
            raise JavaDateError("value", f"Index {self.low} out of bounds for length {_MAX_POINT + 1}")
        elif self.sign is Sign.EXCEEDS_PAD and len(digits) > self.low:
            out.append("+")
        out.append(digits.zfill(self.low))
        return True

    def printed(self, value: int) -> int:
        """Return the number to print for a field value."""
        return value

    def parsed(self, value: int, _width: int) -> int:
        """Return the field value of a number that was read with a number of digits."""
        return value

    def parse(self, reading: Reading, text: str, start: int) -> int:
        length = len(text)
        if start == length:
            return ~start
        sign = text[start]
        signed = sign in "+-"
        if signed:
            if not self._takes(sign):
                return ~start
            start += 1
        end = self._digits_end(text, start)
        if end < 0:
            return ~start
        value = int(text[start:end])
        if signed and (value == 0 if sign == "-" else end - start <= self.low):
            return ~(start - 1)  # minus zero, or a plus sign though the width is not exceeded
        if not signed and self.sign is Sign.EXCEEDS_PAD and end - start > self.low:
            return ~start  # the width is exceeded without a plus sign
        if signed and sign == "-":
            value = -value
        if not -_LONG_LIMIT <= value < _LONG_LIMIT:
            value = value // 10 if value > 0 else -(-value // 10)  # Java takes one digit less
            end -= 1
        return reading.put(self.field, self.parsed(value, end - start), start, end)

    def _takes(self, sign: str) -> bool:
        """Say whether a sign may be read at all, before the digits are known."""
        if self.sign is Sign.NORMAL:
            return sign == "-"
        return self.sign is Sign.EXCEEDS_PAD

    def _digits_end(self, text: str, start: int) -> int:
        """Return the position behind the digits that belong to this number, or -1 where there are too few."""
        if start + self.low > len(text):
            return -1
        most = min(start + self.high + self.following, len(text))
        end = start
        while end < most and text[end] in _DIGITS:
            end += 1
        if end < start + self.low:
            return -1
        if self.following:
            end = min(end, start + max(self.low, end - start - self.following))
        return end


class TwoDigitYear(Number):
    """A year of two digits (yy, uu, YY): 2000 to 2099."""

    def __init__(self, field: str) -> None:
        super().__init__(field, 2, 2, Sign.NOT_NEGATIVE)

    def printed(self, value: int) -> int:
        return abs(value) % 100

    def parsed(self, value: int, width: int) -> int:
        return value + 2000 if width == 2 else value


class WeekNumber(Number):
    """A field of the locale's weeks (e, c, w, W, Y); beside other numbers its widths count as declared in `beside`."""

    def __init__(self, field: str, low: int, high: int, sign: Sign, beside: int) -> None:
        super().__init__(field, low, high, sign)
        self.beside = beside

    @property
    def is_fixed(self) -> bool:
        return self.low == self.beside


class Fraction(Number):
    """A fraction of a second, of exactly so many digits (pattern letter S)."""

    def __init__(self, width: int) -> None:
        super().__init__(f.NANO, width, width, Sign.NOT_NEGATIVE)

    def print(self, moment: Moment, out: list[str]) -> bool:
        value = moment.value(self.field)
        if value is None:
            return False
        out.append(f"{value:09d}"[: self.low])
        return True

    def parse(self, reading: Reading, text: str, start: int) -> int:
        end = start + self.low
        digits = text[start:end]
        if len(digits) < self.low or not (digits.isascii() and digits.isdigit()):
            return ~start
        return reading.put(self.field, int(digits) * 10 ** (9 - self.low), start, end)
