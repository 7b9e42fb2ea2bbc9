"""Columns of whole numbers in bytes, each number in as few bytes as the largest needs."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WIDTHS: Final = tuple((np.iinfo(f"<u{width}").max, np.dtype(f"<u{width}")) for width in (1, 2, 4, 8))

_CODES: Final = tuple((most, code) for (most, _), code in zip(_WIDTHS, "BHIQ", strict=True))


def narrow_list(numbers: Sequence[int]) -> bytes:
    """The bytes that `narrow` gives, in less time where there are few numbers."""
    largest = max(numbers, default=0)
    column = array(next(code for most, code in _CODES if largest <= most), numbers)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def narrow(numbers: NDArray[Any]) -> bytes:
    """The bytes of numbers of 0 or more."""
    largest = int(numbers.max()) if numbers.size else 0
    width = next(each for most, each in _WIDTHS if largest <= most)
    return numbers.astype(width).tobytes()


def widened(content: memoryview | bytes, count: int) -> NDArray[Any]:
    """So many numbers that `narrow` has given. They are a view of the bytes, in whatever width these have."""
    return np.frombuffer(content, f"<u{len(content) // count}" if count else "<u1")
