"""Writes the fragments that keep a workflow from losing events: they take an event, and end a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.source.yaml.text import item
from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.api.flow import Moments, Pages, Role, jpath
from qradar_builder.starter.api.turns import count_of, goes_by_time, turns_of

if TYPE_CHECKING:
    from qradar_builder.starter.api.flow import Flow, TimeForm

OVERLAP: Final = 300_000
"""Milliseconds before the newest event of the run before, from which on a run asks again."""
MOST_EVENTS: Final = 5_000
"""So many events are kept in memory, before a run posts them without waiting for its end."""
MOST_MARKS: Final = 20_000
"""So many events are remembered, before the overlap is made shorter."""

_DATE: Final = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?"
_ZONES: Final = {"XXX": "[+-](?:0[0-9]|1[0-7]):[0-5][0-9]", "XX": "[+-](?:0[0-9]|1[0-7])[0-5][0-9]"}


def paths_of(flow: Flow, *, unique: bool) -> dict[str, Any]:
    """What the templates of a workflow and of its fragments have in common."""
    forms = [form for form in (flow.time_form, flow.since) if form is not None]
    return {
        "flow": flow,
        "unique": unique,
        "steps": goes_by_time(flow),
        "step": max((form.step for form in forms), default=1),
        "sized": flow.part(Role.SIZE) is not None,
        "counts_pages": flow.paging.kind in {Pages.NUMBER, Pages.OFFSET},
        "count": count_of(flow),
        "most_events": MOST_EVENTS,
        "posts_early": bool(turns_of(flow)) and (flow.since is not None or flow.keeps_cursor),
    }


def run_files(flow: Flow, product: str, *, unique: bool) -> dict[str, str]:
    """The fragments, by their paths in the package. `unique` says that no two events have the same text."""
    names = ["take-event", "end-run"] + ([] if flow.keeps_cursor else ["bound-marks", "forget-marks"])
    form = flow.answer
    facts = paths_of(flow, unique=unique) | {
        "product": product,
        "posted": f"${{/event{jpath(flow.posted)}}}",
        "time_pattern": "" if form is None else form.time_pattern,
        "time_place": "${/work/time_found}"
        if form is not None and form.time_pattern
        else f"${{/event{jpath(flow.time)}}}",
        "time_text": "" if flow.time_form is None else _text_of(flow.time_form),
        "time_action": "" if flow.time_form is None else _time_action(flow.time_form),
        "overlap": OVERLAP,
        "most_marks": MOST_MARKS,
    }
    return {f"fragments/{name}.yaml": rendered(f"{name}.yaml.j2", **facts) for name in names}


def _time_action(form: TimeForm) -> str:
    """What reads the text of a time into /work/time, in epoch milliseconds."""
    text = "${/work/time_text}"
    if form.kind is Moments.TEXT:
        return item({"ParseDate": {"pattern": form.pattern, "date": text, "timeZone": "UTC", "savePath": "/work/time"}})
    value = text if form.kind is Moments.MILLISECONDS else "${/work/time_text * 1000}"
    return item({"Set": {"path": "/work/time", "value": value}})


def _text_of(form: TimeForm) -> str:
    """The pattern of a time that can be read: ParseDate ends the run at any other text."""
    if form.kind is not Moments.TEXT:
        return (
            r"^([0-9]{1,13})(?:[.][0-9]+)?$" if form.kind is Moments.MILLISECONDS else r"^([0-9]{1,10})(?:[.][0-9]+)?$"
        )
    between = "T" if "'T'" in form.pattern else " "
    # The longer zone first, because its letters are those of the shorter one, too.
    rest, zones = form.pattern, []
    for letters, zone in _ZONES.items():
        if letters in rest:
            rest = rest.replace(letters, "")
            zones.append(zone)
    zone = f"(?:Z|{'|'.join(zones)})" if zones else ""
    if zones and "[]" in rest:
        zone += "?"
    return f"^({_DATE}{between}{_CLOCK}{zone})$"
