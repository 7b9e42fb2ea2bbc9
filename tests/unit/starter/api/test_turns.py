"""A new workflow stops asking for pages, whatever the API answers."""

import itertools
from dataclasses import replace

import pytest

from qradar_builder.exchanges.replay import ReplayClock
from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Auth, Pages, Paging, Role
from qradar_builder.starter.api.scripted import json_answer
from qradar_builder.starter.api.turns import MOST_EMPTY
from qradar_builder.starter.api.writer import workflow_files
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.invented.flow import invented_flow
from qradar_builder.starter.trial_run import write_tree
from qradar_builder.workflow.engine.drive import drive
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.recurrence import Recurrence
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.load import load_workflow

EVENT = {"id": "e-1", "time": "2026-01-05T08:30:00Z"}
NEXT = ("next_cursor",)
LINK = "https://api.example.com/v1/events?c="


class EndlessApi:
    """An API that always leads to another page."""

    def __init__(self, events, pages, paging):
        self.events, self.pages, self.paging = events, pages, paging
        self.calls = 0
        self.clock = ReplayClock(CLOCK)
        self.now = self.clock
        self.random = lambda: 0.5

    def send(self, _request):
        self.calls += 1
        place = next(self.pages)
        url = self.paging.kind in {Pages.URL, Pages.LINK}
        body = {"events": self.events, "next_cursor": f"{LINK if url else ''}{place}", "more": True, "total": 10**9}
        headers = (("Link", f'<{LINK}{place}>; rel="next"'),) if self.paging.kind is Pages.LINK else ()
        return json_answer(200, body, headers)


def calls_of(tmp_path, paging, events, pages, **changes):
    """How many calls a run makes that an endless API answers."""
    flow = invented_flow(Auth.NONE, EventFormat.JSON)
    query = tuple(part for part in flow.query if part.role is not Role.PAGE or paging.kind is not Pages.NONE)
    flow = replace(flow, paging=paging, query=query, **changes)
    texts = workflow_files(flow, "Acme", [], unique=True)
    write_tree(tmp_path, {path: text.encode() for path, text in texts.items()})
    findings = Findings()
    checked = load_workflow(tmp_path / "workflows/events.yaml", findings)
    assert checked is not None, [each.message for each in findings]
    api = EndlessApi(events, pages, paging)
    checked.take_place_in(api.now, api.random)
    parameters = {"host": "api.example.com", "page_size": "1"}
    recurrence = Recurrence(checked, parameters, State(), Limits(calls=2_500))
    outcome = drive(recurrence.run(), api, sleep=api.clock.sleep, listen=lambda _: None)
    assert outcome.status == "ok", outcome.message
    return api.calls


PAGINGS = {
    "cursor": Paging(Pages.CURSOR, next=NEXT),
    "cursor with a truth value": Paging(Pages.CURSOR, next=NEXT, more=("more",)),
    "url": Paging(Pages.URL, next=NEXT),
    "link": Paging(Pages.LINK),
    "number": Paging(Pages.NUMBER),
    "number with a truth value": Paging(Pages.NUMBER, more=("more",)),
    "number with a total": Paging(Pages.NUMBER, total=("total",)),
    "offset": Paging(Pages.OFFSET, first=0),
    "offset with a total": Paging(Pages.OFFSET, total=("total",), first=0),
    "none": Paging(),
}


@pytest.mark.parametrize("name", [name for name in PAGINGS if name != "link"])
def test_the_same_page_again_and_again_ends_a_run(tmp_path, name):
    assert calls_of(tmp_path, PAGINGS[name], [EVENT], itertools.repeat(7)) <= 4


@pytest.mark.parametrize("name", [name for name in PAGINGS if name != "number with a total"])
def test_pages_without_events_end_a_run(tmp_path, name):
    assert calls_of(tmp_path, PAGINGS[name], [], itertools.count()) <= 2 * MOST_EMPTY


def test_a_kept_cursor_that_each_answer_has_ends_a_run(tmp_path):
    changes = {"time": (), "time_form": None, "since": None}
    assert calls_of(tmp_path, PAGINGS["cursor"], [], itertools.count(), **changes) <= 2
