"""Findings that an old repository already has, so that only new ones count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.lint.fingerprint import fingerprints
from qradar_builder.source.files import display_name, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qradar_builder.findings import Finding, Findings

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fingerprints of known findings, each with the rule and the file that it is about."""

    known: dict[str, tuple[str, str]]

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], int]:
        """The findings that are new, and how many known ones are gone."""
        new: list[Finding] = []
        met: set[str] = set()
        for found, word in fingerprints(findings):
            if word in self.known:
                met.add(word)
            else:
                new.append(found)
        return new, len(self.known) - len(met)


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """A baseline that knows all of these findings."""
    return Baseline({word: (found.rule, found.location.file) for found, word in fingerprints(findings)})


def write_baseline(baseline: Baseline) -> bytes:
    """The file of a baseline: JSON, the same bytes for the same findings."""
    rows = [
        {"fingerprint": word, "rule": rule, "file": file}
        for word, (rule, file) in sorted(baseline.known.items(), key=lambda item: (*item[1], item[0]))
    ]
    return (json.dumps({"version": _VERSION, "findings": rows}, indent=1, ensure_ascii=False) + "\n").encode()


def read_baseline(path: Path, findings: Findings) -> Baseline | None:
    """Read a baseline. None, with a finding, where it is not one."""
    name = display_name(path)
    text = read_text(path, name, findings)
    if text is None:
        return None
    try:
        rows = json.loads(text)["findings"]
        return Baseline({str(row["fingerprint"]): (str(row["rule"]), str(row["file"])) for row in rows})
    except (ValueError, KeyError, TypeError, RecursionError):
        findings.add("lint/baseline", Location(name), "is no baseline of this tool")
        return None
