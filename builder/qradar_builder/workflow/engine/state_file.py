"""The State of a log source in a file, from one call of the command to the next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.jpath import JPathError
from qradar_builder.source.files import decode, read_bytes
from qradar_builder.source.folder_lock import silent
from qradar_builder.source.line_starts import position
from qradar_builder.source.output import OutputError, replace_file
from qradar_builder.workflow.engine.state import State, dump_state, load_state

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.source.folder_lock import Tell

MAX_BYTES = 512 * 1024 * 1024
"""The largest State file that is read."""


class StateFileError(Exception):
    """The State cannot be written; the text says why."""


def read_state(path: Path, name: str, findings: Findings) -> State | None:
    """The State that a file holds; an empty one where there is no file. None, with a finding, where it holds none."""
    if not os.path.lexists(path):
        return State()
    content = read_bytes(path, name, findings, limit=MAX_BYTES)
    text = None if content is None else decode(content, name, findings)
    if text is None:
        return None
    try:
        return State(load_state(text))
    except JPathError as error:
        place = Location(name, *position(text, error.start))
        findings.add("run/state", place, f"is not a State: {error.message}", help=error.help or None)
        return None


def write_state(path: Path, root: dict[str, Any], parameters: Collection[str], tell: Tell = silent) -> None:
    """Replace the file by the State, at once: whoever reads it finds the old one or the new one. Raises StateFileError.

    The values of `parameters` are left out: every run writes them anew, and secrets are among them. What else a
    workflow keeps may be secret too, so the file is for its owner only.
    """
    try:
        text = dump_state({name: value for name, value in root.items() if name not in parameters})
        replace_file(path, f"{text}\n".encode("utf-8", "surrogatepass"), tell, mode=0o600)
    except OutputError as error:
        raise StateFileError(f"{path}: cannot write the State: {error}") from error
    except JPathError as error:
        raise StateFileError(f"{path}: cannot write the State: {error.message}") from error
