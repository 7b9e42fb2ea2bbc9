"""The text of a floating-point number as Java's `Double.toString` gives it."""

from __future__ import annotations

import math

_LEAST_PLAIN = 1e-3
_LEAST_SCIENTIFIC = 1e7


def double_text(value: float) -> str:
    """`12.5`, `3.0`, `1.0E10`, `NaN`: always with a fraction, scientific from 10^7 up and below 10^-3.

    The digits are the fewest that tell the number from its neighbours. Java does the same from version 19 on; earlier
    ones give a digit too many for a few numbers.
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0 or _LEAST_PLAIN <= abs(value) < _LEAST_SCIENTIFIC:
        # Python changes to scientific notation outside of this range only.
        return repr(float(value))
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) + len(digits) - len(fraction) - 1
    if len(digits.rstrip("0")) == 1:
        # Java wants two digits, and the nearest such number may be another one.
        mantissa, _, exponent = f"{abs(value):.1e}".partition("e")
        return f"{sign}{mantissa}E{int(exponent)}"
    return f"{sign}{digits[0]}.{digits[1:].rstrip('0') or '0'}E{power}"
