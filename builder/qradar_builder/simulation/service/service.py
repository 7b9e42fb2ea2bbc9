"""A simulated source in one history: it answers requests, and knows which events each answer held."""

from __future__ import annotations

import re
from collections import deque
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from qradar_builder.simulation.service import times
from qradar_builder.simulation.service.answers import Answer, RefusedError, respond
from qradar_builder.simulation.service.lists import ListView
from qradar_builder.simulation.service.requests import Asked
from qradar_builder.simulation.service.sign_in import SignIn
from qradar_builder.simulation.service.templates import Raw, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.model.simulation.document import SourceSpec
    from qradar_builder.model.simulation.endpoints import ExportSpec, ListsSpec
    from qradar_builder.simulation.service.events import Events
    from qradar_builder.simulation.service.lists import Page

_HOLE = re.compile(r"\\\$\\\{(\w+)\\\}")


class Service:
    """A source at work. What it answers follows from its file, its events, the time, and what it was asked before."""

    def __init__(self, spec: SourceSpec, events: Events, parameters: Mapping[str, str]) -> None:
        self.spec = spec
        self.events = events
        self.sign_in = SignIn(spec.sign_in, parameters)
        self.over_the_rate = 0
        """How many calls came while the source took no more."""
        self.unknown: list[str] = []
        """What was asked for that the source does not have."""
        self._calls: deque[int] = deque()
        self._jobs: dict[str, tuple[int, ExportSpec, Page]] = {}

    def answer(self, request: HttpRequest, now: int) -> Answer:
        """The answer to a request at a time, in epoch milliseconds by the clock of QRadar. Raises CallFailed."""
        now += self.spec.skew * 1000
        asked = Asked(request)
        refused = self._within_rate(now)
        if refused is not None:
            return refused
        try:
            if self.sign_in.hands_out(asked):
                return self.sign_in.hand_out(asked, now)
            return self._answer(asked, now)
        except RefusedError as error:
            return error.answer

    def empty(self, request: HttpRequest, now: int) -> Answer | None:
        """What the source would answer if it had no events: None where no list is asked for."""
        asked = Asked(request)
        now = (now + self.spec.skew * 1000) * times.MILLISECOND
        spec = next((each for each in self.spec.lists if _fits(each, each.path, asked) is not None), None)
        if spec is None:
            return None
        view = ListView(spec, self.events, now)
        nothing = view.nothing(asked)
        return view.rendered(nothing, asked)

    def _answer(self, asked: Asked, now: int) -> Answer:
        spec = self.spec
        for fixed in spec.fixed:
            if _fits(fixed, fixed.path, asked) is not None:
                self.sign_in.check(asked, now)
                return Answer(respond(fixed.body, fixed.content_type, fixed.status), "fixed")
        ticks = now * times.MILLISECOND
        for each in spec.lists:
            if _fits(each, each.path, asked) is not None:
                self.sign_in.check(asked, now)
                return ListView(each, self.events, ticks).answer(asked)
        for export in spec.exports:
            answer = self._export(export, asked, now)
            if answer is not None:
                return answer
        for detail in spec.details:
            hole = _fits(detail, detail.path, asked)
            if hole is not None:
                self.sign_in.check(asked, now)
                return self._detail(hole["id"], detail.body, detail.content_type, ticks)
        self.unknown.append(f"{asked.method} {asked.url.base}")
        raise RefusedError(404, f"there is no {asked.method} {asked.path}")

    def _detail(self, name: str, body: Any, content_type: str | None, now: int) -> Answer:
        item = self.events.by_id.get(name)
        shown = () if item is None or item.seen > now else self.events.shown(item, now)
        if item is None or not shown:
            raise RefusedError(404, "there is no event with this ID")
        text = self.events.text(item, now)
        whole = filled(body, lambda _: Raw(text))
        numbers = tuple(event.number for event in shown)
        if isinstance(whole, Raw) and text.lstrip()[:1] not in "{[":
            whole = text
        return Answer(respond(whole, content_type), "detail", numbers)

    def _export(self, spec: ExportSpec, asked: Asked, now: int) -> Answer | None:
        if _fits(spec, spec.path, asked) is not None:
            self.sign_in.check(asked, now)
            view = ListView(spec, self.events, now * times.MILLISECOND)
            page = view.whole(view.bounds(asked))
            job = f"job-{len(self._jobs) + 1:04}"
            self._jobs[job] = (now, spec, page)
            return Answer(respond(filled(spec.created, lambda _: job)), "export")
        for path in (spec.status, spec.download):
            hole = _matched(path, asked.path)
            if hole is not None and asked.method == "GET":
                self.sign_in.check(asked, now)
                return self._job(hole["job"], asked, now, is_status=path == spec.status)
        return None

    def _job(self, job: str, asked: Asked, now: int, *, is_status: bool) -> Answer:
        """The status or the result of a job."""
        if job not in self._jobs:
            raise RefusedError(404, "there is no such job")
        made, spec, page = self._jobs[job]
        is_done = now >= made + spec.seconds * 1000
        if is_status:
            return Answer(respond(filled(spec.done if is_done else spec.running, lambda _: job)), "export")
        if not is_done:
            raise RefusedError(404, "the job is not done")
        return ListView(spec, self.events, made * times.MILLISECOND).rendered(page, asked)

    def _within_rate(self, now: int) -> Answer | None:
        """Count a call; an answer 429 where there are too many."""
        rate = self.spec.rate
        if rate is None:
            return None
        calls = self._calls
        while calls and calls[0] <= now - rate.seconds * 1000:
            calls.popleft()
        if len(calls) < rate.calls:
            calls.append(now)
            return None
        self.over_the_rate += 1
        free = calls[0] + rate.seconds * 1000
        return too_many(free, now, rate.retry_after)


def too_many(free: int, now: int, form: str) -> Answer:
    """An answer 429; `free` is when the next call is taken, in epoch milliseconds."""
    value = {"seconds": str(-(-(free - now) // 1000)), "date": formatdate(-(-free // 1000), usegmt=True)}.get(form)
    headers = () if value is None else (("Retry-After", value),)
    return Answer(respond({"error": "too many requests"}, status=429, headers=headers), "refused")


def _fits(spec: ListsSpec, path: str, asked: Asked) -> dict[str, str] | None:
    """What the holes of a path have, where a request is for this endpoint, else None."""
    if asked.method != spec.method:
        return None
    found = _matched(path, asked.path)
    if found is None or any((name, value) not in asked.query for name, value in spec.when.items()):
        return None
    return found


def _matched(path: str, asked: str) -> dict[str, str] | None:
    if "${" not in path:
        return {} if path == asked else None
    found = re.fullmatch(_HOLE.sub(r"(?P<\1>[^/]+)", re.escape(path)), asked)
    return None if found is None else found.groupdict()
