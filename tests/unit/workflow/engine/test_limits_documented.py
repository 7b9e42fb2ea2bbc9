"""The manual lists every limit with its default, and a case and the command take them."""

import re
from dataclasses import asdict
from pathlib import Path

from qradar_builder.workflow.engine.limits import Limits

PAGE = Path(__file__).parents[4] / "docs" / "testing-workflows.md"


def test_the_manual_lists_the_limits():
    rows = re.findall(r"^\| `(\w+)` \| ([0-9 ]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: int(number.replace(" ", "")) for name, number in rows} == asdict(Limits())
