"""Reads the shipped data files."""

from __future__ import annotations

from typing import Any


def shipped(name: str) -> Any:
    """What the JSON file `name` of the folder data/ holds. Callers keep what they make of it; nothing is kept here."""
    import json  # noqa: PLC0415 - most commands look nothing up
    from importlib import resources  # noqa: PLC0415 - as above

    return json.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))
