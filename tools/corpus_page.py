"""The page of what lint finds in IBM's public repository. Run it by `make corpus-page DIR=… COMMIT=…`.

Every error needs a verdict in `corpus_verdicts.json`: why it is true, by somebody who has looked at it. How many
warnings of each rule somebody has read and found true is in `corpus_read.json`. The page names files and lines, and
holds nothing of their text.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.findings import RULES, Findings, Severity
from qradar_builder.lint.engine import lint_paths
from qradar_builder.lint.registry import lint_rules
from qradar_builder.package.inputs.kinds import Kind, kind_of
from tools.corpus_proofs.table import table

if TYPE_CHECKING:
    from qradar_builder.findings import Finding

_PAGE = Path("docs/ibm-corpus.md")
_VERDICTS = Path(__file__).with_name("corpus_verdicts.json")
_READ = Path(__file__).with_name("corpus_read.json")
_REPOSITORY = "https://github.com/IBM/IBM-QRadar-Universal-Cloud-REST-API"
_ARGUMENTS = 2


def found_below(folder: Path) -> tuple[Counter[str], list[tuple[str, Finding]]]:
    """How many files of each kind a folder has, and what lint finds in them, each with its file."""
    kinds: Counter[str] = Counter()
    found: list[tuple[str, Finding]] = []
    for path in sorted(folder.rglob("*.xml")):
        kinds["workflows" if kind_of(path) is Kind.WORKFLOW else "other XML files"] += 1
        findings = Findings()
        lint_paths([path], findings)
        found += [(path.relative_to(folder).as_posix(), each) for each in findings]
    return kinds, found


def page(commit: str, kinds: Counter[str], found: list[tuple[str, Finding]], proofs: str = "") -> str:
    """The page as Markdown. Raises ValueError for an error without a verdict."""
    counts = Counter(each.severity for _, each in found)
    files = " and ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), reverse=True))
    head = f"""\
# Lint over IBM's public workflows

[IBM's repository]({_REPOSITORY}) contains workflows of IBM and of the community. This page says what
`qradar-builder lint` finds in them at commit `{commit}`: {files}, each checked alone. It names files and
lines; the texts are those of IBM.
`make corpus-page DIR=… COMMIT=…` makes the page again.

There are {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings and {counts[Severity.NOTE]} notes.
{_reading(found)}
"""
    parts = [head, _errors(found), _by_rule(found), proofs, _warnings(found)]
    return "\n".join(part for part in parts if part)


def _reading(found: list[tuple[str, Finding]]) -> str:
    """What was read of the findings, and what came of it."""
    read = json.loads(_READ.read_text("utf-8"))
    warnings = Counter(each.rule for _, each in found if each.severity is Severity.WARNING)
    known = sum(min(count, read["true"].get(rule, 0)) for rule, count in warnings.items())
    total = warnings.total()
    wrong = sum(read["false"].values())
    return (
        f"Each error was checked by hand. {known} of the {total} warnings were read one by one, those in doubt with "
        "the whole workflow, and are true.\n"
        f"The first reading was of {read['first']} warnings, and {wrong} of them were false. The rules were narrowed, "
        "so that none of those is left:\n"
        + ", ".join(f"`{rule}` ({count})" for rule, count in sorted(read["false"].items()))
        + "."
    )


def _errors(found: list[tuple[str, Finding]]) -> str:
    verdicts = {
        (each["file"], each["line"], each["rule"]): each["why"] for each in json.loads(_VERDICTS.read_text("utf-8"))
    }
    rows = ["## Errors", "", "| File | Line | Rule | Why it is true |", "| --- | --- | --- | --- |"]
    for file, each in found:
        if each.severity is Severity.ERROR:
            key = (file, each.location.line, each.rule)
            if key not in verdicts:
                raise ValueError(f"{file}:{each.location.line}: {each.rule} has no verdict: {each.message}")
            rows.append(f"| {file} | {each.location.line} | `{each.rule}` | {verdicts[key]} |")
    return "\n".join([*rows, ""])


def _by_rule(found: list[tuple[str, Finding]]) -> str:
    rows = ["## Counts by rule", "", "| Rule | Severity | Findings | Files |", "| --- | --- | --- | --- |"]
    counts = Counter((each.severity, each.rule) for _, each in found)
    files: dict[str, set[str]] = defaultdict(set)
    for file, each in found:
        files[each.rule].add(file)
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    for (severity, rule), count in sorted(counts.items(), key=lambda row: (order.index(row[0][0]), -row[1], row[0][1])):
        rows.append(f"| `{rule}` | {severity.value} | {count} | {len(files[rule])} |")
    return "\n".join([*rows, ""])


def _warnings(found: list[tuple[str, Finding]]) -> str:
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for file, each in found:
        if each.severity is Severity.WARNING:
            places[each.rule][file].append(each.location.line)
    parts = ["## Warnings", ""]
    for rule, files in sorted(places.items()):
        parts += [f"### {rule}", "", _summary(rule), "", "| File | Lines |", "| --- | --- |"]
        parts += [f"| {file} | {', '.join(map(str, lines))} |" for file, lines in sorted(files.items())]
        parts.append("")
    return "\n".join(parts)


def _summary(rule: str) -> str:
    known = lint_rules().get(rule)
    return known.summary if known is not None else RULES[rule].summary


def main(arguments: list[str]) -> int:
    """Write the page for a folder and the commit that it is at. 2 where one is missing, 1 for an error unjudged."""
    if len(arguments) != _ARGUMENTS or not all(arguments):
        print("name a folder and its commit: make corpus-page DIR=… COMMIT=…", file=sys.stderr)
        return 2
    kinds, found = found_below(Path(arguments[0]))
    try:
        text = page(arguments[1], kinds, found, table(Path(arguments[0])))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    _PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
