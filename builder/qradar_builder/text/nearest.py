"""The names nearest to one that is not known, and the error that carries them."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Suggestions: TypeAlias = "Iterable[str] | Callable[[], Iterable[str]]"
"""Names, best first, or what looks for them. Most errors only say that a name is not known, and nobody asks further."""

LONGEST = 200
"""Characters of a name that are compared and shown; no name that QRadar ships is longer."""

MOST_COMPARED = 2000
"""Among how many words the closest one is looked for; with more it would take longer than it helps."""

_CLOSE = 0.6
"""The least likeness that is suggested, of 1 for equal names: what difflib takes too."""

_NEAR = 0.7
"""The least likeness of a name that holds all of the wanted one, or that is taken for it."""

_WHOLE = 3
"""Letters that a name needs for that to mean anything."""


class UnknownName(LookupError):  # noqa: N818 - named as what it says, like the LookupError it is
    """A name that no shipped record has. `kind` says what was looked for; `suggestions` may be empty, best first."""

    def __init__(self, kind: str, name: str, suggestions: Suggestions = ()) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name
        self._suggestions = suggestions

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """The names that are meant perhaps; they are looked for when somebody asks."""
        return tuple(self._suggestions() if callable(self._suggestions) else self._suggestions)

    def __str__(self) -> str:
        text = f"unknown {self.kind} {shown(self.name)}"
        return f"{text}; did you mean {alternatives(self.suggestions)}?" if self.suggestions else text


def shown(name: str) -> str:
    """A name in quotes as a message has it, cut where it is absurdly long."""
    return f'"{cut(name, LONGEST)}"'


def alternatives(names: tuple[str, ...]) -> str:
    """`"a"`, `"a" or "b"`, `"a", "b" or "c"`."""
    quoted = [shown(name) for name in names]
    return " or ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)


def fold(name: str) -> str:
    """A name as it is compared: without case, each run of white space one blank."""
    return " ".join(name.casefold().split())


def nearest(name: str, names: Mapping[str, str], limit: int = 5) -> tuple[str, ...]:
    """What stands for the names most like `name`, best first, each once; empty where none is like it.

    `names` gives for each name what is suggested for it: the name itself, or for an alias the name it stands for.
    Case, blanks and punctuation do not count, so that "Source IP" is as near to SourceIp as can be, and a name that
    holds all of `name` is near however long it is, as "Microsoft Windows Security Event Log" is to "Windows".
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - only needed once something is wrong

    wanted = _letters(name[:LONGEST])
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    scores: dict[str, float] = {}
    for candidate, suggestion in names.items():
        letters = _letters(candidate)
        score = 0.0
        if len(wanted) >= _WHOLE and wanted in letters:
            score = _NEAR + (1 - _NEAR) * len(wanted) / len(letters)
        else:
            matcher.set_seq1(letters)
            # The two quick ratios are upper bounds that cost next to nothing.
            if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE:
                score = matcher.ratio()
        if score >= _CLOSE:
            scores[suggestion] = max(score, scores.get(suggestion, 0.0))
    return tuple(sorted(scores, key=lambda suggestion: (-scores[suggestion], suggestion))[:limit])


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelled most like `word`; None where none is, or where too many are known to compare."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed once something is wrong

    words = list(islice(known, MOST_COMPARED + 1))
    near = get_close_matches(word[:LONGEST], words, n=1) if len(words) <= MOST_COMPARED else []
    return near[0] if near else None


def is_near(name: str, other: str) -> bool:
    """Whether one name may be the other with a slip of the pen."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed once something is wrong

    return bool(get_close_matches(name[:LONGEST], [other[:LONGEST]], cutoff=_NEAR))


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
