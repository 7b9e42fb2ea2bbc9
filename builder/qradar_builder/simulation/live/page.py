"""The page of a live source: what was asked, and which events are still unread."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment

from qradar_builder.simulation.service import times
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.simulation.service.events import Event

_MOST_EVENTS: Final = 500
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Simulated source</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8884; padding: .2rem .6rem; text-align: left; }
</style>
</head>
<body>
<h1>Simulated source</h1>
<p>{{ status.calls }} calls, {{ status.read }} of {{ status.events }} events read,
{{ status.read_again }} read again.</p>
{% if status.unknown %}<p>The source does not have: {{ status.unknown | join(", ") }}</p>{% endif %}
<h2>Unread events</h2>
{% if unread %}
<table>
<tr><th scope="col">ID</th><th scope="col">Time</th><th scope="col">Shown from</th></tr>
{% for event in unread %}<tr><td>{{ event[0] }}</td><td>{{ event[1] }}</td><td>{{ event[2] }}</td></tr>
{% endfor %}</table>
{% else %}<p>None.</p>{% endif %}
<h2>Calls</h2>
<table>
<tr><th scope="col">Number</th><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Answer</th>
<th scope="col">Events</th><th scope="col">Fault</th></tr>
{% for call in calls %}<tr><td>{{ call.number }}</td><td>{{ iso(call.at) }}</td><td>{{ call.request }}</td>
<td>{{ call.answer }}</td><td>{{ call.events }}</td><td>{{ call.fault or "" }}</td></tr>
{% endfor %}</table>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A call that was answered; `at` is in epoch milliseconds."""

    number: int
    at: int
    request: str
    answer: str
    fault: str | None
    events: int


def status_page(status: Mapping[str, Any], unread: Iterable[Event], calls: Iterable[Seen]) -> str:
    """The page as HTML."""
    shown = [
        (event.id, times.written(event.time, "iso"), times.written(event.seen, "iso"))
        for event in islice(unread, _MOST_EVENTS)
    ]
    template = Environment(autoescape=True).from_string(_PAGE)
    return template.render(status=status, unread=shown, calls=list(calls)[::-1], iso=iso_utc)
