"""Regular expressions that are compiled when they are first used.

A command loads hundreds of modules with patterns for what most files never have. To compile them took a tenth of the
time of a `lint` of a small package.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as late

__all__ = ["late"]


class _Late:
    """A pattern that is compiled when one of its attributes is asked for. Give it to no function of `re`."""

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self._written = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._written), name)
        # From here on it is found without this function.
        self.__dict__[name] = found
        return found


if not TYPE_CHECKING:
    late = _Late
