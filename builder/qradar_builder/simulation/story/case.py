"""A case that replays the polls of a story: what was asked, what was answered, and what was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.exchanges.exchange import (
    Exchange,
    ExpectedRequest,
    Fault,
    FormBody,
    JsonBody,
    TextBody,
)
from qradar_builder.exchanges.writer import written_exchange
from qradar_builder.http.headers import header
from qradar_builder.http.messages import HttpResponse
from qradar_builder.http.request_text import body_text, decoded_pairs, json_value
from qradar_builder.http.url import read_url
from qradar_builder.testing.runs.record import written_yaml
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from qradar_builder.exchanges.exchange import ExpectedBody
    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.simulation.history.history import Poll
    from qradar_builder.simulation.history.world import CallRecord
    from qradar_builder.simulation.service.reading import Source
    from qradar_builder.simulation.story.telling import Story

_HEADER = """\
# Written by `qradar-builder prove`: it replays what went wrong, and expects what the workflow does now. Once you fix
# the workflow, it asks for other things: remove this file then, and run `prove` again.
"""


def case_files(story: Story, source: Source, stem: str) -> dict[str, bytes]:
    """The case and the files that it names, by their paths beside it."""
    runs: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for poll in story.past.polls[: story.polls]:
        exchanges = []
        for number, call in enumerate(poll.calls, 1):
            written, bodies = written_exchange(_exchange(call), f"poll-{poll.number}-response-{number}")
            response: Any = written.get("response", {})
            if "file" in response:
                response["file"] = f"{stem}/{response['file']}"
            files |= {f"{stem}/{name}": body for name, body in bodies.items()}
            exchanges.append(written)
        runs.append({"clock": iso_utc(poll.began), "exchanges": exchanges, **_end(poll)})
    case = {
        "description": _described(story),
        "workflow": source.spec.workflow,
        "parameters": dict(source.spec.parameters),
        "clock": iso_utc(source.clock),
        "runs": runs,
    }
    files[f"{stem}.yaml"] = (_HEADER + written_yaml(case)).encode("utf-8", "replace")
    return files


def _described(story: Story) -> str:
    breach = story.broken.breach
    events = [story.past.events.events[number].id for number in breach.events[:3]]
    more = " and others" if len(breach.events) > len(events) else ""
    named = f": {', '.join(events)}{more}" if events else ""
    return f"{breach.message}{named}"


def _end(poll: Poll) -> dict[str, Any]:
    """How a poll ends, as the case expects it."""
    expect: dict[str, Any] = {"events": poll.payloads}
    killed: dict[str, Any] = {}
    if poll.outcome is None:
        assert poll.kill is not None, "it was killed"
        killed = {"killed": {"after" if poll.kill.after else "before": poll.kill.effect}}
    else:
        expect["status"] = poll.outcome.status
    return {**killed, "expect": expect}


def _exchange(call: CallRecord) -> Exchange:
    if isinstance(call.result, HttpResponse):
        return Exchange(_expected(call.request), call.result, call.takes)
    kind = "timeout" if call.result.kind == "timeout" else "reset"
    return Exchange(_expected(call.request), Fault(kind), call.takes)


def _expected(request: HttpRequest) -> ExpectedRequest:
    url = read_url(request.url)
    return ExpectedRequest(request.method, url.base, decoded_pairs(url.query), body=_body(request))


def _body(request: HttpRequest) -> ExpectedBody | None:
    if request.body is None:
        return None
    text = body_text(request.headers, request.body)
    if "form-urlencoded" in (header(request.headers, "content-type") or "").lower():
        return FormBody(decoded_pairs(text))
    found = json_value(text)
    if found is not None and isinstance(found[0], dict | list):
        return JsonBody(found[0])
    return TextBody(text)
