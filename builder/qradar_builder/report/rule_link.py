"""Where the manual says more about a rule, and the link to it in a terminal."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Final

import click

_DISTRIBUTION: Final = "qradar-content-builder"
_LABEL: Final = "Documentation, "
_WITHOUT: Final = ("", "dumb", "linux", "unknown")
"""Values of TERM for terminals that print the escape sequence of a link as text."""


def rule_page(rule: str) -> str:
    """The address of a rule in the manual. Empty where the tool is not installed, and so has no project URLs."""
    manual = _manual()
    return f"{manual}rules.html#{rule}" if manual else ""


def linked(text: str, address: str) -> str:
    """The text as a link (OSC 8), or as it is if there is no address."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text


def shows_links() -> bool:
    """Whether what is printed now may have links: only if both streams are a terminal that can show them.

    Without colors there are no links either: NO_COLOR, and a command that was told to write none.
    """
    context = click.get_current_context(silent=True)
    if os.environ.get("NO_COLOR") or (context is not None and context.color is False):
        return False
    if os.name != "nt" and os.environ.get("TERM", "") in _WITHOUT:
        return False
    return all(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr))


@cache
def _manual() -> str:
    """The address of the manual, which ends with a slash: the project URL `Documentation` of pyproject.toml."""
    from importlib import metadata  # noqa: PLC0415 - only reports with findings need it

    try:
        urls = metadata.metadata(_DISTRIBUTION).get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    found = next((url.removeprefix(_LABEL) for url in urls if url.startswith(_LABEL)), "")
    return f"{found.rstrip('/')}/" if found else ""
