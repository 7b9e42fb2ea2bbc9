"""How often each line of the files of a package was proven by its cases.

A line of YAML or CSV is covered if all that it has is; its hits are the fewest of what it has.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.testing.tested_package import TestedPackage

Lines: TypeAlias = dict[int, int]
"""Hits by the numbers of lines, from 1."""


def covered_lines(package: TestedPackage) -> dict[str, Lines]:
    """How often each line was proven, by file. File names are relative to the working directory, with slashes."""
    return _lines(_places(package))


def _places(package: TestedPackage) -> Iterator[tuple[Origin, int]]:
    """All that can be proven, by its place, and how often it was."""
    for tested in package.types.values():
        for proof in (*tested.coverage.fields, *tested.coverage.properties):
            yield proof.origin, proof.matched
        for mapping, hits in tested.coverage.mappings.items():
            yield mapping.origin, hits
        for qid, hits in tested.coverage.qids.items():
            yield qid.origin, hits
    yield from _actions(line for workflow in package.workflows.values() for line in workflow.coverage.lines())


def _actions(lines: Iterable[tuple[Origin, int]]) -> Iterator[tuple[Origin, int]]:
    """The actions, each once: one of a fragment has the sum of the uses of that."""
    sums: dict[tuple[str, int, int], tuple[Origin, int]] = {}
    for origin, hits in lines:
        place = origin.locate()
        key = (place.file, place.line, place.column)
        sums[key] = origin, sums.get(key, (origin, 0))[1] + hits
    yield from sums.values()


def _lines(places: Iterable[tuple[Origin, int]]) -> dict[str, Lines]:
    """How often each line was proven, by file."""
    found = [(_relative(place.file), place.line, hits) for origin, hits in places for place in [origin.locate()]]
    files: dict[str, Lines] = {}
    for file, line, hits in sorted(found):
        lines = files.setdefault(file, {})
        lines[line] = min(hits, lines.get(line, hits))
    return files


def _relative(file: str) -> str:
    path = os.path.relpath(file) if Path(file).is_absolute() else file
    return path.replace(os.sep, "/")
