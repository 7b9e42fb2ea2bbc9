"""Loads, checks and compiles every XML file below a folder, and lists what fails. Run it by `make corpus DIR=…`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from qradar_builder.findings import Findings, Severity
from qradar_builder.lint.engine import lint_paths
from qradar_builder.package.inputs.kinds import Kind, kind_of

_WIDTH = 200
_OTHER = "something else"


def survey(folder: Path) -> tuple[Counter[str], list[tuple[Path, str, Findings]]]:
    """How many files of each kind there are, and those with findings: file, kind and what was found."""
    counts: Counter[str] = Counter()
    failed: list[tuple[Path, str, Findings]] = []
    for path in sorted(folder.rglob("*.xml")):
        kind = kind_of(path)
        name = _OTHER if kind is None or kind in {Kind.PACKAGE, Kind.PACKAGES} else kind.value
        counts[name] += 1
        if name == _OTHER:
            continue
        findings = Findings()
        lint_paths([path], findings)
        if len(findings):
            failed.append((path, name, findings))
    return counts, failed


def main(arguments: list[str]) -> int:
    """Print the tables for the folder that is named. 2 where none is, or it holds no XML."""
    if len(arguments) != 1:
        print("name a folder: make corpus DIR=…", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    counts, failed = survey(folder)
    if not counts:
        print(f"{folder}: there is no XML below it", file=sys.stderr)
        return 2
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False, markup=False)
    reasons = Table("File", "Severity", "Rule", "Why", box=None, pad_edge=False)
    for path, _, findings in failed:
        for found in findings:
            place = f"{path.relative_to(folder)}:{found.location.line}"
            reasons.add_row(place, found.severity.value, found.rule, found.message)
    console.print(reasons)
    totals = Table("Kind", "Files", "Good", "With warnings only", "Failed", box=None, pad_edge=False)
    for kind, count in sorted(counts.items()):
        mine = [findings for _, name, findings in failed if name == kind]
        errors = sum(1 for findings in mine if any(each.severity is Severity.ERROR for each in findings))
        cells = ("-", "-", "-") if kind == _OTHER else (count - len(mine), len(mine) - errors, errors)
        totals.add_row(kind, str(count), *map(str, cells))
    console.print()
    console.print(totals)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
