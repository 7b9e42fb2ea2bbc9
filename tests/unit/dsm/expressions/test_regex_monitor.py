"""An expression that takes too long several times is switched off, and says so."""

from time import monotonic

import pytest

from qradar_builder.dsm.expressions.regex_monitor import MOST_SLOW, RegexMonitor, RegexSwitchedOff
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.javalang.regex.pattern import compile_pattern

SLOW = compile_pattern("(a+)+b([0-9])")


class Clock:
    """A clock that goes on by some seconds each time it is looked at."""

    def __init__(self, step):
        self.step, self.now = step, 0.0

    def __call__(self):
        self.now += self.step
        return self.now


def test_it_is_switched_off_after_several_slow_searches(monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.process_time", Clock(2.0))
    monitor = RegexMonitor()
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.SLOW_SECONDS", 0.0)
    # The first one may only have had to wait.
    for _ in range(1 + MOST_SLOW):
        assert monitor.search(compile_pattern("b"), "abc", 1e9) is not None
    with pytest.raises(RegexSwitchedOff) as caught:
        monitor.search(compile_pattern("b"), "abc", 1e9)
    assert str(caught.value) == "is turned off, because it took too long on 5 events"
    assert (monitor.slow, monitor.seconds) == (5, 10.0)


def test_one_that_had_too_little_time_is_not_to_blame():
    monitor = RegexMonitor()
    monitor.clock = Clock(0.01)
    for _ in range(3 * MOST_SLOW):
        with pytest.raises(RegexTimeout):
            monitor.search(SLOW, "a" * 3000, 0.0)
    assert (monitor.slow, monitor.stopped) == (0, 0)


def test_the_first_search_without_an_end_is_counted_as_stopped(monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.SLOW_SECONDS", 0.01)
    monitor = RegexMonitor()
    with pytest.raises(RegexTimeout):
        monitor.search(SLOW, "a" * 3000, monotonic() + 0.05)
    assert (monitor.slow, monitor.stopped) == (0, 1)
