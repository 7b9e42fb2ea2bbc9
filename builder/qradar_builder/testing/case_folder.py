"""Where the cases of a package lie, and what else is found there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.source.files import display_name, is_inside

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings

CASES = ("tests", "workflows")
"""Where the cases of workflows lie in a package."""
EVENT_CASES = ("tests", "events")
"""Where the cases of log source types lie."""

PARSED_EVENTS = ".parsed.json"
"""What the name of an event case's golden file ends in; before it is that of the case."""
POSTED_EVENTS = ".events.txt"
"""The same of a workflow's case."""

_ENDING = ".yaml"
_MOST_NAME_BYTES = 200
_GOLDENS = {CASES: POSTED_EVENTS, EVENT_CASES: PARSED_EVENTS}


def case_paths(package: Path, place: tuple[str, str], findings: Findings) -> list[Path]:
    """The case files in a place of a package; what else lies among them is a finding."""
    folder = package.joinpath(*place)
    if not is_inside(folder, package):
        message = "is a link to a place outside the package, and is not read"
        findings.add("file/outside", Location(display_name(folder)), message)
        return []
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()] if folder.is_dir() else []
    names = {path.name for path in paths}
    golden = _GOLDENS[place]
    for path in paths:
        if path.suffix in {_ENDING, ".md"} or path.name.startswith("."):
            continue
        stem = path.name.removesuffix(golden)
        message, advice = "the tool does not read this here", "put it in a subfolder"
        if path.name.endswith(golden):
            if stem + _ENDING in names:
                continue
            message, advice = f"there is no case {stem}{_ENDING} for this golden file", "remove it"
        findings.add("case/unexpected", Location(display_name(path)), message, help=advice)
    return [path for path in paths if _is_case(path, findings)]


def _is_case(path: Path, findings: Findings) -> bool:
    if path.suffix != _ENDING or path.name.startswith("."):
        return False
    if len(os.fsencode(path.stem)) > _MOST_NAME_BYTES:
        # Its golden file has a longer name.
        message = f"the name of a case must have at most {_MOST_NAME_BYTES} bytes, so this case is not read"
        findings.add("case/unexpected", Location(display_name(path)), message, help="rename the file")
        return False
    return True
