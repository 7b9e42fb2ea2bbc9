"""Makes the edits of findings in their source files, in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.rule import Fix
from qradar_builder.source.files import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Edit, Finding, Location

_MAX_FILE = 64 * 1024 * 1024
_SPECIAL = re.compile(r"""[<>&"'\\#:{}\[\]`|%@*!,\r\n\t]""")
"""What may have to be written otherwise in YAML or XML than it reads."""


@dataclass(slots=True)
class Fixed:
    """What came of it. Texts are as in the files, with their line ends and byte order marks."""

    before: dict[Path, str] = field(default_factory=dict)
    after: dict[Path, str] = field(default_factory=dict)
    """By file, only those that change."""
    done: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    """Findings with edits that cannot be made now: they overlap with others, or the source is written otherwise."""


def fixed(findings: Iterable[Finding], *, unsafe: bool = False) -> Fixed:
    """Make the safe edits of findings and, where asked, the unsafe ones. A file that cannot be read stays as it is."""
    result = Fixed()
    spans: dict[Path, list[tuple[int, int, str]]] = {}
    rules = lint_rules()
    for found in findings:
        rule = rules.get(found.rule)
        if not found.edits or rule is None or (rule.fix is not Fix.SAFE and not unsafe):
            continue
        new = [(Path(edit.location.file), _span(edit, result.before)) for edit in found.edits]
        if any(span is None or _overlaps(span, spans.get(path, [])) for path, span in new):
            result.left.append(found)
            continue
        for path, span in new:
            assert span is not None
            if span not in spans.setdefault(path, []):
                spans[path].append(span)
        result.done.append(found)
    for path, changes in spans.items():
        text = result.before[path]
        for start, end, replacement in sorted(changes, reverse=True):
            text = text[:start] + replacement + text[end:]
        if text != result.before[path]:
            result.after[path] = text
    return result


def _span(edit: Edit, texts: dict[Path, str]) -> tuple[int, int, str] | None:
    """What an edit replaces, in characters from 0. None where it is not certain."""
    path = Path(edit.location.file)
    if path not in texts:
        text = _read(path)
        if text is None:
            return None
        texts[path] = text
    text = texts[path]
    if not set(_SPECIAL.findall(edit.new)) <= set(_SPECIAL.findall(edit.old)):
        return None
    start, end = _stretch(text, edit.location)
    place = text.find(edit.old, start, end)
    if not edit.old or place < 0 or text.find(edit.old, place + 1, end) >= 0:
        return None
    return place, place + len(edit.old), edit.new


def _overlaps(span: tuple[int, int, str], others: list[tuple[int, int, str]]) -> bool:
    return any(span[0] < end and start < span[1] and span != (start, end, new) for start, end, new in others)


def _read(path: Path) -> str | None:
    try:
        if path.is_symlink():
            return None
        with open_regular(path) as file:
            content = file.read(_MAX_FILE + 1)
        return content.decode("utf-8") if len(content) <= _MAX_FILE else None
    except (OSError, ValueError):
        return None


def _stretch(text: str, place: Location) -> tuple[int, int]:
    """The characters of a location. The byte order mark is not part of the first line."""
    starts = [len(text) - len(text.lstrip("\ufeff"))]
    for match in re.finditer("\n", text):
        starts.append(match.end())
        if len(starts) > max(place.line, place.end_line):
            break
    starts.append(len(text))
    first = starts[min(place.line, len(starts)) - 1]
    start = first + place.column - 1
    if not place.end_line:
        return start, starts[min(place.line, len(starts) - 1)]
    return start, starts[min(place.end_line, len(starts)) - 1] + place.end_column - 1
