"""The path nearest to one that has no value: for "did you mean"."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from qradar_builder.text.nearest import MOST_COMPARED, closest


def nearby(path: Path) -> Path | None:
    """A path that exists and is spelled most like `path`, step by step. None where there is none, or `path` exists."""
    found = Path(path.anchor)
    changed = False
    for step in path.parts[1:] if path.anchor else path.parts:
        if _exists(found / step):
            found /= step
            continue
        near = closest(step, _names(found, hidden=step.startswith(".")))
        if near is None:
            return None
        found /= near
        changed = True
    return found if changed else None


def did_you_mean(path: Path) -> str | None:
    """A hint at the path that may be meant; None where no other path is like it."""
    near = nearby(path)
    return None if near is None else f"did you mean `{near}`?"


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _names(folder: Path, *, hidden: bool) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, MOST_COMPARED)]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if hidden or not name.startswith("."))
