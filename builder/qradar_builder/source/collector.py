"""Keeps Python from looking for garbage while many objects are made that all live to the end of a task."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collector() -> Iterator[None]:
    """No search for garbage inside; it would take from a quarter to half of the time. One inside another is fine."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _keep_all()
            gc.enable()


def _keep_all() -> None:
    """Take everything for old at once, as it would be after a search, which would find next to nothing.

    What is garbage is found when the old objects are searched. What somebody froze stays frozen.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
