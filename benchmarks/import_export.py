"""How long the import of a content XML of 100 MB takes, beside a bare reading of it, and how much memory it holds."""

from __future__ import annotations

import base64
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from lxml import etree

from benchmarks.measure import Measure, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LARGE, _SMALL = 100, 20
"""Sizes in MB."""


def measures() -> Iterator[Measure]:
    """For each kind of export: seconds, the ratio to `lxml.etree.iterparse`, and peak memory beside that of 20 MB."""
    for kind, row in (("rules", _rule), ("mappings of QRadar", _mapping)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for size in (_SMALL, _LARGE):
                _write(folder / f"export{size}.xml", size, row)
            small = run(["import", f"export{_SMALL}.xml", "-o", "small"], folder)
            begin = time.perf_counter()
            for _, element in etree.iterparse(folder / f"export{_LARGE}.xml"):
                element.clear()
            bare = time.perf_counter() - begin
            large = run(["import", f"export{_LARGE}.xml", "-o", "large"], folder)
        yield Measure(f"import, {kind}, {_LARGE} MB", large.seconds, "s")
        yield Measure(f"import, {kind}, seconds / those of a bare iterparse", large.seconds / bare, "times", 3.0)
        yield Measure(f"import, {kind}, {_LARGE} MB, peak memory", large.peak, "MiB")
        yield Measure(f"import, {kind}, memory / that of {_SMALL} MB", large.peak / small.peak, "times", 1.3)


def _write(path: Path, size: int, row: Callable[[int], str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("<content>\n<qradarversion>2021.6.10.20241008193358</qradarversion>\n")
        number = 0
        while file.tell() < size * 1_000_000:
            file.writelines(row(number) for number in range(number, number + 1000))
            number += 1000
        file.write("</content>\n")


def _row(table: str, columns: dict[str, object]) -> str:
    return f"<{table}>\n{''.join(f'<{name}>{value}</{name}>' + chr(10) for name, value in columns.items())}</{table}>\n"


def _rule(number: int) -> str:
    """A rule, which an import keeps as it is."""
    data = base64.b64encode(b"<rule>" + b"x" * 400 + b"</rule>").decode()
    others = {f"column_{column}": column for column in range(8)}
    return _row("custom_rule", {"id": number, "origin": "USER", **others, "rule_data": data})


def _mapping(number: int) -> str:
    """A mapping of a built-in log source type, which exports carry along."""
    columns = {
        "id": number,
        "uuid": UUID(int=number, version=4),
        "devicetypeid": 10 + number % 300,
        "deviceeventid": f"event-{number}",
        "deviceeventcategory": "audit",
        "qidmapid": 500 + number,
        "customevent": "false",
        "credibility": 5,
        "unravelevent": 0,
    }
    return _row("dsmevent", columns)
