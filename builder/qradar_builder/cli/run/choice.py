"""Which workflow `run` runs: the file that is given, or one of a package, by its key."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.places import missing_advice, named_place, need_file, package_around
from qradar_builder.cli.exits import stop

if TYPE_CHECKING:
    from pathlib import Path

_OF_A_CASE = re.compile(rb"^workflow:[ \t]*[\"\']?([A-Za-z0-9-]+)", re.MULTILINE)
_YAML = {".yaml", ".yml"}
_LOOKED_AT = 64 * 1024
_SHOWN = 20


def chosen_workflow(given: Path | None, replay: Path | None) -> Path:
    """The file of the workflow. Ends the command where there is none, or where it could be one of several.

    `given` is a file, a package, or the key of a workflow of the package that the command is run in. `replay` is what
    is replayed: a case names its workflow.
    """
    around = package_around()
    package = around if given is None else None
    if given is not None:
        named = named_place(given)
        if os.path.isdir(named):  # noqa: PTH112 - Path raises OSError for a name that is too long
            package = named
        elif not os.path.lexists(named) and around is not None and (found := _of_key(around, str(given))) is not None:
            return found
        elif not os.path.lexists(named):
            keys = [] if around is None else [path.stem for path in _workflows(around)]
            stop(f"{given}: there is no such file", missing_advice(given) or _listed(keys))
        else:
            return need_file(named)
    if package is None:
        raise click.UsageError("give the WORKFLOW to run: a YAML or XML file, or a package that has one")
    wanted = None if replay is None else _workflow_of_case(replay)
    found = None if wanted is None else _of_key(package, wanted)
    if found is not None:
        return found
    workflows = _workflows(package)
    if len(workflows) != 1:
        listed = ", ".join(path.stem for path in workflows[:_SHOWN])
        which = f"has several workflows; give the file of one: {listed}" if listed else "has no workflow"
        raise click.UsageError(f"{package} {which}")
    return workflows[0]


def _listed(keys: list[str]) -> str | None:
    return f"the workflows of this package are {', '.join(keys[:_SHOWN])}" if keys else None


def _workflows(package: Path) -> list[Path]:
    return sorted(path for path in package.glob("workflows/*") if path.suffix in {".yaml", ".xml"} and path.is_file())


def _of_key(package: Path, key: str) -> Path | None:
    return next((path for path in _workflows(package) if path.stem == key), None)


def _workflow_of_case(path: Path) -> str | None:
    """The key of the workflow that a case is for; reading the case will tell what is wrong with it."""
    if path.suffix not in _YAML or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            found = _OF_A_CASE.search(file.read(_LOOKED_AT))
    except OSError:
        return None
    return None if found is None else found[1].decode()
