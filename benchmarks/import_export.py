"""How long the import of a content XML of 100 MB takes, beside a bare reading of it, and how much memory it holds."""

from __future__ import annotations

import base64
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from benchmarks.measure import Measure, run

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULES = 90_000


def measures() -> Iterator[Measure]:
    """Seconds, the ratio to `lxml.etree.iterparse`, and peak memory, for an export of rules as consoles have them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "export.xml"
        path.write_text(_content(), encoding="utf-8")
        begin = time.perf_counter()
        for _, element in etree.iterparse(path, tag="custom_rule"):
            element.clear()
        bare = time.perf_counter() - begin
        taken = run(["import", "export.xml", "-o", "package"], folder)
    yield Measure("import, content XML of 100 MB", taken.seconds, "s")
    yield Measure("import, seconds / those of a bare iterparse", taken.seconds / bare, "times", 3.0)
    yield Measure("import, content XML of 100 MB, peak memory", taken.peak, "MiB")


def _content() -> str:
    columns = "".join(f"<column_{number}>{number}</column_{number}>\n" for number in range(8))
    data = base64.b64encode(b"<rule>" + b"x" * 400 + b"</rule>").decode()
    rows = "".join(
        f"<custom_rule>\n<id>{number}</id>\n<origin>USER</origin>\n{columns}<rule_data>{data}</rule_data>\n</custom_rule>\n"
        for number in range(_RULES)
    )
    return f"<content>\n<qradarversion>2021.6.10.20241008193358</qradarversion>\n{rows}</content>\n"
