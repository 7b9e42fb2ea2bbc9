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
    from qradar_builder.lint.config import Config

_IDS = "ids"
"""What is kept of packages beside their findings: their ids, each with its place."""
_USED = "used"
"""What is kept beside: the rules and families that a file ignores and that have findings."""


def check_places(
    places: Sequence[Path], selection: Selection = ALL, *, config: Config | None = None, keep: bool = False
) -> tuple[Findings, bool]:
    """The findings on all places that are not left out, and whether each place could be checked.

    `config` is a `lint.toml`; what it ignores without need is a finding, where all that it is for is checked.

    Places that are package folders, or folders of them, are checked one by one; all others together, as a workflow and
    its parameter values belong together. With `keep`, what was found is kept, and not looked for twice.
    """
    cache = Cache() if keep else None
    findings = Findings()
    readable = True
    ids: list[tuple[str, Location]] = []
    used: set[str] = set()
    written = selection if config is None else selection.of_repository(config.select, frozenset(config.ignore))
    for unit in _units(places):
        found, more = _checked(unit, written, cache)
        findings.extend(found)
        readable &= more["readable"]
        ids += [(name, Location(*place)) for name, place in more[_IDS]]
        used |= set(more[_USED])
    if len(ids) > len({name for name, _ in ids}):
        from qradar_builder.package.build import check_ids

        check_ids(ids, findings)
    if config is not None and _are_all(places, config.path.parent):
        unused = Findings()
        config.report_unused(used, written, unused)
        findings.extend(finding for finding in unused if written.has(finding.rule))
    return findings, readable


def _are_all(places: Sequence[Path], root: Path) -> bool:
    """Whether the places have all packages of a repository in them."""
    given = {place.resolve() for place in places}
    packages = [*find_packages(root), *find_packages(root / "content")]
    return bool(packages) and all(given & {each.resolve(), *each.resolve().parents} for each in packages)


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


def _check(unit: list[Path], given: Selection) -> tuple[list[Finding], dict[str, Any]]:
    with without_collector():
        # These load everything that reads packages, which takes longer than to find what is kept.
        from qradar_builder.lint.engine import lint_unit
        from qradar_builder.lint.ignoring import Ignoring, sources
        from qradar_builder.lint.of_package import read_of_package
        from qradar_builder.lint.registry import lint_rules

        findings, told = Findings(), Findings()
        own = read_of_package(unit[0], told) if len(unit) == 1 and is_package(unit[0]) else None
        selection = given if own is None else given.of_package(own.select, frozenset(own.ignore))
        readable, ids = lint_unit(unit, findings, selection)
    ignoring = Ignoring(selection)
    left = ignoring.left(each for each in findings if each.severity is Severity.ERROR or selection.runs(each.rule))
    files = (file for place in unit if is_package(place) for file in sources(place))
    # A package with an error that is not a rule's own is not read to its end, and has no subjects for rules.
    all_ran = not any(each.severity is Severity.ERROR and each.rule not in lint_rules() for each in findings)
    ignoring.check(files, told, all_ran=all_ran)
    places = [(name, row_of_place(each)) for name, each in ids]
    if own is not None:
        own.report_unused(ignoring.used, selection, told)
    used = sorted(ignoring.used)
    return [*ignoring.left(told), *left], {"readable": readable, _IDS: places, _USED: used}
