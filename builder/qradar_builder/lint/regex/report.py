"""How rules tell of a text that makes a search slow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from qradar_builder.lint.regex.attack import Attack

USUAL_PAYLOAD: Final = 4096
"""The longest payload that QRadar takes by TCP where nobody raised the limit, in bytes."""
LONGEST_PAYLOAD: Final = 32_000
"""The highest value of that limit, in bytes."""
_SHOWN: Final = 60


def slow_message(pattern: str, attack: Attack) -> str:
    """What is wrong: from which length a search is slow, on which text, and what was counted."""
    # Where rules are only listed, or not run, nothing of the search is loaded.
    from qradar_builder.lint.regex.attack import SECONDS

    text = f"{attack.word!r} repeated"
    if attack.prefix:
        text = f"{attack.prefix!r}, then {text}"
    if attack.suffix:
        text = f"{text}, then {attack.suffix!r}"
    (first, fewer), (last, more) = attack.growth[0], attack.growth[-1]
    java = " in Java 8, which QRadar 7.5 runs" if attack.is_exponential else ""
    if attack.is_exponential:
        java += "; it is as slow in Java 17" if attack.in_java_17 else "; Java 17 does not multiply them"
    return (
        f"a search by `{cut(pattern, _SHOWN)}` takes {SECONDS} seconds from {attack.slow_from:,} characters on: "
        f"with {text}, it takes {fewer:,} steps on {first} characters and {more:,} steps on {last}{java}"
    )
