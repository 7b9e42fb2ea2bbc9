"""How long the import of a content XML of 100 MB takes, beside a bare reading of it, and how much memory it holds.

Times are CPU times: those of the clock say little on a machine that does other things, too.
"""

from __future__ import annotations

import base64
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from lxml import etree

from benchmarks.exported_rows import TYPE, log_source_type, mapped_record, mapping, record, row
from benchmarks.measure import Measure, run
from qradar_builder.reference.number_blocks import first_qid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LARGE, _SMALL = 100, 20
"""Sizes in MB."""
_TYPES = 300
"""How many log source types share the mappings, where they are spread."""


def measures() -> Iterator[Measure]:
    """For each kind of export: seconds, the ratio to `lxml.etree.iterparse`, and peak memory beside that of 20 MB.

    Then the memory for a content XML of that size in an archive, and for a check of one.
    """
    kinds = (
        ("rules", "", _rule),
        ("shipped mappings", "", _shipped),
        ("custom mappings", _custom_type(), _custom),
        ("custom mappings with other columns", _custom_type(), _unusual),
        (f"custom mappings of {_TYPES} types", _custom_types(), _spread),
        ("QID records", _custom_type(), record),
        ("QID records with a mapping each", _custom_type(), mapped_record),
    )
    for kind, head, make in kinds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for size in (_SMALL, _LARGE):
                _write(folder / f"export{size}.xml", size, head, make)
            small = run(["import", f"export{_SMALL}.xml", "-o", "small"], folder)
            begin = time.process_time()
            for _, element in etree.iterparse(folder / f"export{_LARGE}.xml"):
                element.clear()
            bare = time.process_time() - begin
            large = run(["import", f"export{_LARGE}.xml", "-o", "large"], folder)
        yield Measure(f"import, {kind}, {_LARGE} MB", large.cpu, "s")
        yield Measure(f"import, {kind}, seconds / those of a bare iterparse", large.cpu / bare, "times", 3.0)
        yield Measure(f"import, {kind}, {_LARGE} MB, peak memory", large.peak, "MiB")
        yield Measure(f"import, {kind}, memory / that of {_SMALL} MB", large.peak / small.peak, "times", 1.3)
    yield from _archives()
    yield from _check()


def _archives() -> Iterator[Measure]:
    for end in ("zip", "tar.gz"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            peaks = []
            for size in (_SMALL, _LARGE):
                content, archive = folder / "content.xml", folder / f"export{size}.{end}"
                _write(content, size, "", _shipped)
                if end == "zip":
                    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
                        packed.write(content, content.name)
                else:
                    with tarfile.open(archive, "w:gz") as packed_tar:
                        packed_tar.add(content, content.name)
                peaks.append(run(["import", archive.name, "-o", f"out{size}"], folder).peak)
        yield Measure(f"import, {end} of {_LARGE} MB, peak memory", peaks[1], "MiB")
        yield Measure(f"import, {end}, memory / that of {_SMALL} MB", peaks[1] / peaks[0], "times", 1.3)


def _check() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peaks = []
        for size in (_SMALL, _LARGE):
            _write(folder / f"export{size}.xml", size, "", _shipped)
            peaks.append(run(["import", "--check", f"export{size}.xml"], folder).peak)
    yield Measure(f"import --check, shipped mappings, {_LARGE} MB, peak memory", peaks[1], "MiB")
    yield Measure(f"import --check, memory / that of {_SMALL} MB", peaks[1] / peaks[0], "times", 1.3)


def _write(path: Path, size: int, head: str, row: Callable[[int], str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<content>\n<qradarversion>2021.6.10.20241008193358</qradarversion>\n{head}")
        number = 0
        while file.tell() < size * 1_000_000:
            file.writelines(row(number) for number in range(number, number + 1000))
            number += 1000
        file.write("</content>\n")


def _rule(number: int) -> str:
    """A rule, which an import keeps as it is."""
    data = base64.b64encode(b"<rule>" + b"x" * 400 + b"</rule>").decode()
    others = {f"column_{column}": column for column in range(8)}
    return row("custom_rule", {"id": number, "origin": "USER", **others, "rule_data": data})


def _shipped(number: int) -> str:
    """A mapping of a built-in log source type, which exports carry along."""
    return mapping(number, 10 + number % 300, 500 + number, "false", 5)


def _custom(number: int) -> str:
    """A mapping of a custom log source type, which becomes a row of its table."""
    return mapping(number, TYPE, 100, "true", 0)


def _unusual(number: int) -> str:
    """A mapping with another credibility, and a column that a build does not write."""
    return mapping(number, TYPE, 100, "true", 5).replace("</dsmevent>", "<tenantid>7</tenantid>\n</dsmevent>")


def _custom_type() -> str:
    """A custom log source type with a QID record."""
    record = {"id": 100, "qid": 1002750002, "qname": "Door opened", "severity": 2, "lowlevelcategory": 3075}
    return log_source_type() + row("qidmap", {**record, "uuid": UUID(int=2**100, version=4)})


def _spread(number: int) -> str:
    """A mapping of one of many custom log source types."""
    place = number % _TYPES
    return mapping(number, TYPE + place, 100 + place, "true", 0)


def _custom_types() -> str:
    """Many custom log source types with a QID record each."""
    return "".join(_of_many(place) for place in range(_TYPES))


def _of_many(place: int) -> str:
    number = TYPE + place
    said = {"qname": f"Door {place} opened", "severity": 2, "lowlevelcategory": 3075}
    record = {"id": 100 + place, "qid": first_qid(number) + 2, **said, "uuid": UUID(int=2**100 + place, version=4)}
    return log_source_type(number, f"Doors{place}") + row("qidmap", record)
