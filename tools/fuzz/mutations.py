"""Breaks a document in one to four places. The same seed gives the same mutant on every machine."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_MUTANT = 4 * 1024 * 1024
"""The most bytes that a mutant has."""
_REPEATS = (2, 16, 300, 20_000)
_TABLE: dict[str, list[str]] = json.loads(Path(__file__).with_name("pieces.json").read_text("utf-8"))
_PIECES = (*(text.encode() for text in _TABLE["text"]), *(bytes.fromhex(text) for text in _TABLE["hex"]))
"""What breaks documents: white space of all kinds, markup, numbers, patterns, paths, half characters."""


def mutant(seeds: Sequence[bytes], name: str) -> bytes:
    """Break one of `seeds`; `name` decides which one and how. Others of them lend pieces."""
    chance = random.Random(name)  # noqa: S311 - it must be repeatable
    document = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        document = chance.choice(_MUTATIONS)(document, chance, seeds)
        document = document[:MAX_MUTANT]
    return document


def _stretch(document: bytes, chance: random.Random, longest: int = 64) -> tuple[int, int]:
    start = chance.randint(0, len(document))
    return start, min(len(document), start + chance.randint(1, longest))


def _truncated(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    return document[: chance.randint(0, len(document))]


def _flipped(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    changed = bytearray(document)
    for _ in range(chance.randint(1, 8) if document else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _without(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start, end = _stretch(document, chance)
    return document[:start] + document[end:]


def _repeated(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start, end = _stretch(document, chance)
    return document[:start] + document[start:end] * chance.choice(_REPEATS) + document[end:]


def _with_piece(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(document))
    return document[:start] + chance.choice(_PIECES) + document[start:]


def _nested(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(document))
    opened = chance.choice((b"<a>", b"[", b"{", b'{"a":', b"(", b"- ", b"[?(", b"${", b"&a [", b"((?:"))
    return document[:start] + opened * chance.choice((40, 3000, 100_000)) + document[start:]


def _crossed(document: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    start, end = _stretch(other, chance, 400)
    place, behind = _stretch(document, chance, 400)
    return document[:place] + other[start:end] + document[behind:]


def _lines_moved(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    lines = document.splitlines(keepends=True)
    if len(lines) > 1:
        moved = lines.pop(chance.randrange(len(lines)))
        # Kept or moved, deeper or not: what YAML and CSV are sensitive to.
        for _ in range(chance.randint(0, 2)):
            lines.insert(chance.randint(0, len(lines)), chance.choice((b"", b"  ", b"\t")) + moved)
    return b"".join(lines)


def _word_changed(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    words = document.split(b" ")
    words[chance.randrange(len(words))] = chance.choice((*words, *_PIECES))
    return b" ".join(words)


def _encoded(document: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    text = document.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp037", "utf-8-sig")), "replace")


_MUTATIONS: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _truncated,
    _flipped,
    _without,
    _repeated,
    *(_with_piece,) * 4,
    _nested,
    _crossed,
    *(_lines_moved,) * 2,
    *(_word_changed,) * 2,
    _encoded,
)
