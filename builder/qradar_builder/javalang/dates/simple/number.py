"""Numbers as java.text.DecimalFormat reads them for a SimpleDateFormat: any digits, a minus sign, even an exponent."""

from __future__ import annotations

from typing import Final

_LONG_LIMIT: Final = 2**63
_INT_MAX: Final = 2**31 - 1
_MAX_POWER: Final = 400  # beyond it a number is as good as infinite, or nothing


def read_number(text: str, start: int) -> tuple[int, int] | None:
    """Return the Java int of a number and the position behind it; None where there is no number.

    A number beyond a long becomes the largest or smallest int; one within loses its upper bits, as in Java.
    """
    if text.startswith("NaN", start):
        return 0, start + 3
    negative = text.startswith("-", start)
    position = start + negative
    if text.startswith("\u221e", position):
        return (-_INT_MAX - 1 if negative else _INT_MAX), position + 1
    end = _digits_end(text, position)
    if end == position:
        return None
    value = _digits(text[position:end])
    if text.startswith("E", end):
        power, end = _exponent(text, end)
        value = _scaled(value, power)
    if negative:
        value = -value
    if -_LONG_LIMIT <= value < _LONG_LIMIT:
        return (value + 2**31) % 2**32 - 2**31, end
    return (-_INT_MAX - 1 if value < 0 else _INT_MAX), end


def _digits_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end].isdecimal():
        end += 1
    return end


def _digits(text: str) -> int:
    """Return the value of digits; of very many the first ones say enough."""
    significant = text.lstrip("0")
    return int(significant or "0") if len(significant) <= _MAX_POWER else 10**_MAX_POWER


def _exponent(text: str, start: int) -> tuple[int, int]:
    """Return the power of ten behind an E and the position behind it; (0, start) where no number follows."""
    negative = text.startswith("-", start + 1)
    first = start + 1 + negative
    end = _digits_end(text, first)
    if end == first:
        return 0, start
    power = _digits(text[first:end])
    if power >= _LONG_LIMIT:
        return 0, start
    power = (power + 2**31) % 2**32 - 2**31
    return (-power if negative else power), end


def _scaled(value: int, power: int) -> int:
    if power >= 0:
        return value * int(10 ** min(power, _MAX_POWER))
    return value // int(10 ** min(-power, 2 * _MAX_POWER))
