"""How near the estimates of a survey are to exact counts, and how well and fast unknown events are put together."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.measure import Measure
from qradar_builder.survey.counting.fields import VALUES
from qradar_builder.survey.counting.kinds import PAIRS
from qradar_builder.survey.shapes.masking import shape_of
from qradar_builder.survey.shapes.templates import templates_of
from qradar_builder.survey.sketches.keys import KeyCounts
from tests.known_logs import LOGS, grouping_accuracy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.survey.sketches.keys import Bound

_EVENTS: Final = 10_000_000
_BATCH: Final = 100_000
_KEYS: Final = 1_000_000
_SKEW: Final = 1.1
_LINES: Final = 20_000


def measures() -> Iterator[Measure]:
    """Errors as shares of their bounds: 1 is the bound. Grouping accuracy, and lines a second and core."""
    yield from _counts("values", VALUES)
    yield from _counts("pairs", PAIRS)
    for name, make in LOGS.items():
        lines = list(make(_LINES))
        yield from _templates(name, lines)


def _counts(name: str, bound: Bound) -> Iterator[Measure]:
    chance = np.random.default_rng(1)
    exact = np.zeros(_KEYS, np.int64)
    counts = KeyCounts(bound)
    for _ in range(_EVENTS // _BATCH):
        keys = (chance.pareto(_SKEW - 1, _BATCH) % _KEYS).astype(np.int64)
        exact += np.bincount(keys, minlength=_KEYS)
        ranks = np.sort(chance.integers(0, 1 << 63, _BATCH, np.uint64))[::-1].tolist()
        texts = list(map(str, keys.tolist()))
        counts.add(Counter(texts), dict(zip(texts, ranks, strict=True)))
    top = counts.top(20)
    allowed = bound.error * _EVENTS
    worst = max(each.count - int(exact[int(each.key)]) for each in top)
    short = sum(int(exact[int(each.key)]) > each.count for each in top)
    common = set(np.argsort(-exact, kind="stable")[:10].tolist())
    missed = len(common - {int(each.key) for each in top})
    distinct, true = counts.distinct(), int((exact > 0).sum())
    is_outside = not distinct.at_least <= true <= distinct.at_most
    what = f"survey, 10 million events, {name}"
    yield Measure(f"{what}, error of counts / bound", worst / allowed, "times", 1.0)
    yield Measure(f"{what}, counts that are too low", short, "keys", 0)
    yield Measure(f"{what}, missed of the 10 commonest", missed, "keys", 0)
    yield Measure(f"{what}, error of distinct", abs(distinct.count - true) / true * 100, "%", 5.0)
    yield Measure(f"{what}, distinct outside its bounds", is_outside, "times", 0)


def _templates(name: str, lines: list[tuple[str, object]]) -> Iterator[Measure]:
    begin = time.process_time()
    shapes = [shape_of(line) for line, _ in lines]
    taken = time.process_time() - begin
    template = {shape: each.template for each in templates_of(shapes) for shape in each.shapes}
    found, known = [template[shape] for shape in shapes], [kind for _, kind in lines]
    accuracy: float = grouping_accuracy(found, known)
    yield Measure(f"unknown events of {name}, wrongly grouped", (1 - accuracy) * 100, "%", 5.0)
    yield Measure(f"unknown events of {name}, lines a second", len(lines) / taken, "/s")
