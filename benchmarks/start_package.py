"""How long a package takes to start from samples, and how much memory."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measure, median, run

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = 2000
_SIZE = 2000
_ACTIONS = ("user.login", "user.logout", "file.deleted", "file.created", "role.assigned", "policy.changed")


def measures() -> Iterator[Measure]:
    """Seconds and peak memory for 2,000 events of 2 KB, as JSON and as text."""
    for name, lines in (("JSON", _json_lines()), ("text", _text_lines())):
        with tempfile.TemporaryDirectory() as folder:
            samples = Path(folder, "events.log")
            samples.write_text("".join(lines), encoding="utf-8")
            taken = median(
                [
                    run(["init", f"bench-{number}", "-o", folder, "--from-samples", str(samples)], Path(folder))
                    for number in range(3)
                ]
            )
        yield Measure(f"init from {_COUNT:,} events of 2 KB, {name}", taken.seconds, "s", 3.0)
        yield Measure(f"init from {_COUNT:,} events of 2 KB, {name}, peak memory", taken.peak, "MiB", 300.0)


def _json_lines() -> Iterator[str]:
    for number in range(_COUNT):
        event = {
            "time": f"2026-01-05T09:{number // 60 % 60:02}:{number % 60:02}.125Z",
            "eventType": _ACTIONS[number % len(_ACTIONS)],
            "outcome": {"result": "failure" if number % 7 == 0 else "success"},
            "actor": {"name": f"user{number % 50}"},
            "client": {"ip": f"192.0.2.{number % 250}", "port": 40000 + number},
            "target": {"ip": "198.51.100.9"},
        }
        event |= {f"detail{place}": f"value {number * place} of some text that is longer" for place in range(30)}
        yield json.dumps(event)[: _SIZE * 2] + "\n"


def _text_lines() -> Iterator[str]:
    filler = "key value and some more of it "
    for number in range(_COUNT):
        action = _ACTIONS[number % len(_ACTIONS)].replace(".", " ")
        start = (
            f"<13>Jan  5 09:{number // 60 % 60:02}:{number % 60:02} gw app[{number}]: {action} by user{number % 50} "
        )
        yield (start + f"from 192.0.2.{number % 250} port {number}: " + filler * 70)[:_SIZE] + "\n"
