"""Checks what a command was given: each package on its own, then what goes together, with what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Findings, Location, Severity
from qradar_builder.lint.cache import Cache, row_of_place
from qradar_builder.lint.selection import ALL, Selection
from qradar_builder.package.layout import find_packages, is_package
from qradar_builder.source.collector import without_collector

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qradar_builder.findings import Finding

_IDS = "ids"
"""What is kept of packages beside their findings: their ids, each with its place."""


def check_places(places: Sequence[Path], selection: Selection = ALL, *, keep: bool = False) -> tuple[Findings, bool]:
    """The findings on all places that are not left out, and whether each place could be checked.

    Places that are package folders, or folders of them, are checked one by one; all others together, as a workflow and
    its parameter values belong together. With `keep`, what was found is kept, and not looked for twice.
    """
    cache = Cache() if keep else None
    findings = Findings()
    readable = True
    ids: list[tuple[str, Location]] = []
    for unit in _units(places):
        found, more = _checked(unit, selection, cache)
        for finding in found:
            findings.append(finding)
        readable &= more["readable"]
        ids += [(name, Location(*place)) for name, place in more[_IDS]]
    if len(ids) > len({name for name, _ in ids}):
        from qradar_builder.package.build import check_ids

        check_ids(ids, findings)
    return findings, readable


def _units(places: Sequence[Path]) -> list[list[Path]]:
    units: list[list[Path]] = []
    others: list[Path] = []
    for place in places:
        packages = [place] if is_package(place) else find_packages(place)
        units += [[package] for package in packages]
        if not packages:
            others.append(place)
    return [*units, others] if others else units


def _checked(unit: list[Path], selection: Selection, cache: Cache | None) -> tuple[list[Finding], dict[str, Any]]:
    key = None if cache is None else cache.key(unit, selection)
    if cache is not None and key is not None:
        known = cache.get(key)
        if known is not None:
            return known
    found, more = _check(unit, selection)
    if cache is not None and key is not None:
        cache.put(key, found, more)
    return found, more


def _check(unit: list[Path], selection: Selection) -> tuple[list[Finding], dict[str, Any]]:
    with without_collector():
        # These load everything that reads packages, which takes longer than to find what is kept.
        from qradar_builder.lint.engine import lint_unit
        from qradar_builder.lint.ignoring import Ignoring, sources

        findings = Findings()
        readable, ids = lint_unit(unit, findings, selection)
    ignoring = Ignoring(selection.ignore)
    left = ignoring.left(each for each in findings if each.severity is Severity.ERROR or selection.has(each.rule))
    told = Findings()
    ignoring.check((file for place in unit if is_package(place) for file in sources(place)), told)
    places = [(name, row_of_place(each)) for name, each in ids]
    return [*ignoring.left(told), *left], {"readable": readable, _IDS: places}
