"""Event ids and categories without a mapping, as rows to paste into the events of a log source type."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from qradar_builder.source.files import open_regular
from qradar_builder.text.shown import cut, escaped
from qradar_builder.text.yaml import double_quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qradar_builder.dsm.tally import Tally

    Pair = tuple[str, str]

_TABLE = "log_source_types/{key}.events.csv"
_YAML = "log_source_types/{key}.yaml"
_LONGEST = 255
"""Longer event ids and categories are shown in part: no console is known to take them."""


def unmapped_text(source: Path, key: str, tally: Tally, most: int) -> str:
    """The pairs that occurred most often as rows of the events table of a package, else of `events` in YAML.

    At most `most` of them; each row lacks the QID, which only a person knows. What is not printable has no place in a
    table, and stands in YAML.
    """
    pairs = tally.unmapped.most_common(most)
    header = _header(source / _TABLE.format(key=key), source) if source.is_dir() else None
    for_table = [pair for pair, _ in pairs if header is not None and all(map(_is_plain, pair))]
    for_yaml = [(pair, count) for pair, count in pairs if pair not in for_table]
    lines: list[str] = []
    if header is not None and for_table:
        lines += [_heading(source / _TABLE.format(key=key)), *_csv_rows(header, for_table)]
    if for_yaml:
        where = source / _YAML.format(key=key) if source.is_dir() else None
        lines += [_heading(where), *(f"{_yaml_row(pair)}  # {count:,}" for pair, count in for_yaml)]
    rest = len(tally.unmapped) - len(pairs)
    if rest:
        more = " or more" if tally.more_unmapped else ""
        lines.append(f"… and {rest:,}{more} other pair{'' if rest == 1 and not more else 's'}")
    elif tally.more_unmapped:
        lines.append("… and others that are too long to list" if pairs else "Without a mapping: IDs too long to list")
    return "\n".join(lines)


def _heading(where: Path | None) -> str:
    if where is None or not where.exists():
        return "Without a mapping:"
    return f"Without a mapping; add the QID of each, and add the rows to {where}:"


def _header(table: Path, package: Path) -> list[str] | None:
    """The columns of the events table. None where there is none."""
    try:
        with io.TextIOWrapper(open_regular(table, package), encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), None)
    except (OSError, ValueError, csv.Error):
        return None


def _is_plain(text: str) -> bool:
    return text.isprintable() and len(text) <= _LONGEST


def _csv_rows(header: list[str], pairs: Sequence[Pair]) -> list[str]:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, extrasaction="ignore", lineterminator="\n")
    for event_id, category in pairs:
        writer.writerow({"id": event_id, "category": category})
    return text.getvalue().splitlines()


def _yaml_row(pair: Pair) -> str:
    # A category that is not known is left for a person to say.
    event_id, category = (_quoted(part) if part else "" for part in pair)
    return f"  - {{id: {event_id}, category: {category}, qid: }}"


def _quoted(text: str) -> str:
    """A text as YAML has it between double quotes, in printable characters only."""
    # The escapes of Python are YAML's, too.
    return escaped(double_quoted(cut(text, _LONGEST)))
