"""One process answers all searches, and a new one is begun where it was stopped or died."""

import pytest

from qradar_builder.workflow.engine.limits import LimitReached, Limits
from qradar_builder.workflow.engine.xpath import process
from qradar_builder.workflow.engine.xpath.search import search
from qradar_builder.workflow.engine.xpath.worker import compiled

LARGE = f"<r>{'<a>1</a>' * 50_000}</r>"
SMALL = "<r><a n='1'>x</a><a n='2'>y<b>z</b></a></r>"


def test_a_search_that_takes_too_long_is_stopped_and_the_next_one_is_answered(monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.engine.xpath.search.is_quick", lambda *_: False)
    with pytest.raises(LimitReached, match="more than 1 second on"):
        search(LARGE, compiled("//a[count(preceding::a) mod 2 = 0]"), Limits(xpath=1))
    assert search(SMALL, compiled("count(//a)"), Limits()) == ("value", ["2"])


def test_many_searches_have_one_process(monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.engine.xpath.search.is_quick", lambda *_: False)
    begun = []
    real = process._Process
    monkeypatch.setattr(process, "_Process", lambda: begun.append(real()) or begun[-1])
    process._stop()
    for _ in range(20):
        search(SMALL, compiled("count(//a)"), Limits())
    assert len(begun) == 1


def test_a_process_that_died_is_begun_again(monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.engine.xpath.search.is_quick", lambda *_: False)
    search(SMALL, compiled("count(//a)"), Limits())
    process._running[0]._process.kill()
    process._running[0]._process.wait()
    assert search(SMALL, compiled("count(//a)"), Limits()) == ("value", ["2"])
