"""How fast a poll runs: a workflow of five actions for each event, against the same work written by hand in Python."""

from __future__ import annotations

import json
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measure
from qradar_builder.findings import Findings
from qradar_builder.http.messages import HttpResponse
from qradar_builder.package.folder import load_package
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.effects import Call, Post
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.model.workflow.document import Workflow

_PACKAGE = Path(__file__).with_name("poll")
_START = 1_714_561_200_000
_PER_PAGE = 1000
_JSON = (("Content-Type", "application/json"),)
_PARAMETERS = {"hostname": "h.example.com", "client_id": "id", "client_secret": "s3cret", "batch_size": "1000"}


def measures() -> Iterator[Measure]:
    """The ratio for 100,000 events (about 500,000 actions), and how memory grows with the number of pages."""
    workflow = _workflow()
    pages = list(_pages(100))
    by_hand, posted_by_hand = _timed(lambda: _poll_by_hand(pages))
    ours, posted = _timed(lambda: _poll(workflow, pages))
    if posted != posted_by_hand:
        raise RuntimeError("the two polls did not post the same")
    yield Measure("a poll of 100,000 events", ours, "s")
    yield Measure("a poll of 100,000 events / by hand", ours / by_hand, "times", 5.0)
    few, many = _peak(workflow, 5), _peak(workflow, 50)
    yield Measure("memory of a poll, 50 pages / 5 pages", many / few, "times", 1.5)


def _workflow() -> Workflow:
    package = load_package(_PACKAGE, Findings())
    return next(file.workflow for file in package.workflows if file.key == "client-events")


def _pages(count: int) -> Iterator[bytes]:
    for page in range(count):
        events = [_event(page * _PER_PAGE + number) for number in range(_PER_PAGE)]
        yield json.dumps({"totalRecordsReturned": _PER_PAGE, "events": events}).encode()
    yield b'{"totalRecordsReturned": 0, "events": []}'


def _event(number: int) -> dict[str, object]:
    moment = datetime.fromtimestamp((_START + number * 10) / 1000, UTC).isoformat(timespec="milliseconds")
    return {
        "@timestamp": moment,
        "event": {"id": f"e{number}", "code": "100", "action": "process-start-add-admin", "ingested": moment},
        "process": {"command_line": "C:\\Windows\\x.exe /a", "pid": number, "hash": {"sha1": "ab" * 20}},
        "user": {"name": "user1", "domain": "EXAMPLE"},
        "host": {"hostname": "host1", "ip": ["192.0.2.1", "2001:db8::1"], "os": {"type": "windows"}},
    }


def _poll(workflow: Workflow, pages: Iterable[bytes]) -> int:
    """Run the workflow; gives how many characters it posted."""
    compiled = compile_workflow(workflow, now=lambda: _START)
    running = run(compiled, State(), _PARAMETERS)
    bodies = iter(pages)
    posted = 0
    answer: HttpResponse | None = None
    while True:
        try:
            effect = running.send(answer)
        except StopIteration as end:
            if end.value.status != "ok":
                raise RuntimeError(end.value.message) from None
            return posted
        answer = None
        if isinstance(effect, Post):
            posted += sum(len(event.payload) for event in effect.events)
        elif isinstance(effect, Call):
            token = "token" in effect.request.url
            answer = HttpResponse(200, "OK", _JSON, b'{"access_token": "t0k"}' if token else next(bodies))


def _poll_by_hand(pages: Iterable[bytes]) -> int:
    """The same in plain Python: post each event, count, read its time, move the bookmark."""
    posted = total = 0
    last = _START - 1
    for page in pages:
        for event in json.loads(page)["events"]:
            posted += len(json.dumps(event, separators=(",", ":"), ensure_ascii=False))
            total += 1
            moment = int(datetime.strptime(event["event"]["ingested"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp() * 1000)
            if moment >= last:
                last = moment + 1
        datetime.fromtimestamp(last / 1000, UTC).isoformat(timespec="milliseconds")
    return posted


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def _peak(workflow: Workflow, count: int) -> int:
    """The peak of traced memory in bytes while pages come one by one."""
    tracemalloc.start()
    _poll(workflow, _pages(count))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
