"""The tables of the page of a survey, made of its report as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.survey.faults import place
from qradar_builder.text.shown import cut
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST: Final = 50
"""How many rows a table has."""
_LONGEST: Final = 200
_SAMPLE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A value; `share` is what a bar shows, from 0 to 1."""

    text: str
    is_number: bool = False
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below the names of their columns. `more` says how many rows are not shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Events of one kind with samples: of a template, or changed in one way."""

    count: str
    text: str
    samples: tuple[tuple[str, str], ...]
    """Place and payload of each."""


def tables(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Table]]]:
    """The headings with their tables, those without rows left away."""
    survey, books = document["survey"], document["input"]
    fields, properties = survey["fields"], survey["properties"]
    refused, payloads = survey["refusals"]["reasons"], survey["payloads"]
    compressed = _counter("Compression", "Compression", books["compressions"])
    sections: Iterable[tuple[str, Iterable[Table]]] = (
        ("Sources", [_by_source(survey)]),
        ("Event IDs and QIDs", [_kinds(survey), _unmapped(survey)]),
        ("Fields and properties", [_fields("Fields", fields, survey), _fields("Properties", properties, survey)]),
        ("Refused values", [_keys("Refused values and warnings", "Reason", refused)]),
        ("Expressions", [_never(survey), _costs(document.get("costs") or [])]),
        ("Clocks", [_differences(survey["clocks"]), _jumps(survey["clocks"])]),
        ("Payloads", [_sizes(payloads), _counter("Encodings", "Encoding", payloads["encodings"])]),
        ("Input", [_counter("Forms", "Form", books["forms"]), compressed]),
        ("What could not be read", [_faults(books), _keys("Broken records", "Reason", survey["broken"]["reasons"])]),
    )  # fmt: skip
    for heading, made in sections:
        found = [table for table in made if table.rows]
        if found:
            yield heading, found


def changes(document: Mapping[str, Any]) -> list[Cluster]:
    """What a new version changes, the commonest first; nothing without one."""
    found = document["survey"]["changes"]
    return [] if found is None else [_change(each) for each in found["changes"][:MOST]]


def _change(change: Mapping[str, Any]) -> Cluster:
    moved = [each for each in (change["old"], change["new"]) if each is not None]
    words = [change["aspect"], change["name"], change["how"], " → ".join(cut(each, _LONGEST) for each in moved)]
    return Cluster(f"{change['count']:,}", " ".join(filter(None, words)), _samples(change["samples"]))


def _samples(samples: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{one['source']}, {place(one['source'], one['offset'])}", cut(one["payload"], _SAMPLE)) for one in samples
    )


def clusters(document: Mapping[str, Any]) -> list[Cluster]:
    """The commonest templates of unknown events."""
    return [
        Cluster(f"{each['count']:,}", cut(each["text"], _LONGEST), _samples(each["samples"]))
        for each in document["survey"]["unknown"]["templates"][:MOST]
    ]


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], note: str = "") -> Table:
    made = tuple(tuple(each if isinstance(each, Cell) else _cell(each) for each in row) for row in rows[:MOST])
    return Table(title, tuple(columns), made, max(0, len(rows) - MOST), note)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool) or value is None:
        return Cell("" if value is None else "yes" if value else "no")
    if isinstance(value, int):
        return Cell(f"{value:,}", is_number=True)
    if isinstance(value, float):
        return Cell(f"{value:,.3g}", is_number=True)
    return Cell(cut(str(value), _LONGEST))


def _by_source(survey: Mapping[str, Any]) -> Table:
    cells = sorted(survey["outcomes"]["by_source"]["cells"], key=lambda cell: -sum(cell["counts"].values()))
    names = list(survey["kinds"]["outcomes"])
    rows = [
        (
            cell["source"] or "all sources",
            sum(cell["counts"].values()),
            *(cell["counts"].get(name, 0) for name in names),
        )
        for cell in cells
    ]
    return _table("Events by source", ("Source", "Events", *names), rows)


def _kinds(survey: Mapping[str, Any]) -> Table:
    rows = [
        (each["event_id"], each["event_category"], each["outcome"], each["qid"], each["count"])
        for each in survey["kinds"]["kinds"]
    ]
    return _table(
        "Commonest events", ("Event ID", "Event category", "Outcome", "QID", "Events"), rows, _exact(survey["kinds"])
    )


def _unmapped(survey: Mapping[str, Any]) -> Table:
    rows = [(each["event_id"], each["event_category"], each["count"]) for each in survey["kinds"]["unmapped"]]
    return _table("Without a mapping", ("Event ID", "Event category", "Events"), rows, _exact(survey["kinds"]))


def _exact(counted: Mapping[str, Any]) -> str:
    if counted["is_exact"]:
        return ""
    return f"Counts are at most {100 * counted['error']:.2g} % of all events too high."


def _fields(title: str, fields: Mapping[str, Any], survey: Mapping[str, Any]) -> Table:
    events = survey["events"] or 1
    rows = [
        (
            each["name"],
            Cell(f"{100 * each['filled'] / events:.1f} %", is_number=True, share=each["filled"] / events),
            each["distinct"]["count"],
            ", ".join(f"{cut(one['key'], 40)} ({one['count']:,})" for one in each["commonest"][:5]),
        )
        for each in fields["fields"]
    ]
    return _table(title, ("Name", "Filled", "Distinct values", "Commonest values"), rows)


def _keys(title: str, name: str, keys: Sequence[Mapping[str, Any]]) -> Table:
    return _table(title, (name, "Events"), [(each["key"], each["count"]) for each in keys])


def _counter(title: str, name: str, counts: Mapping[str, int]) -> Table:
    return _table(title, (name, "Count"), sorted(counts.items(), key=lambda each: -each[1]))


def _never(survey: Mapping[str, Any]) -> Table:
    rows = [
        (each["expression"]["name"], each["expression"]["kind"], each["expression"]["text"])
        for each in survey["expressions"]
        if not each["wins"]
    ]
    return _table("Expressions that give no value", ("Expression", "Kind", "Text"), rows)


def _costs(costs: Sequence[Mapping[str, Any]]) -> Table:
    rows = [(*_named(each), 1e6 * each["seconds"] / (each["payloads"] or 1), each["given_up"]) for each in costs]
    return _table("Slowest expressions", ("Expression", "Text", "Microseconds a payload", "Timeouts"), rows)


def _named(each: Mapping[str, Any]) -> tuple[str, str]:
    return each["expression"]["name"], each["expression"]["text"]


def _differences(clocks: Mapping[str, Any]) -> Table:
    rows = [(each["minutes"], each["count"]) for each in clocks["differences"]]
    return _table("Device time minus receipt", ("Minutes", "Events"), rows)


def _jumps(clocks: Mapping[str, Any]) -> Table:
    rows = [(each["source"], each["start"], _time(each["before"]), _time(each["after"])) for each in clocks["jumps"]]
    return _table("Jumps of the device time", ("Source", "Byte or row", "Before", "After"), rows)


def _time(epoch_ms: int) -> str:
    try:
        return iso_utc(epoch_ms, brief=True)
    except OverflowError:
        return str(epoch_ms)


def _sizes(payloads: Mapping[str, Any]) -> Table:
    sizes = payloads["sizes"]
    if sizes["smallest"] is None:
        return _table("Sizes of payloads", (), ())
    middle = [(f"{share} % are at most", size) for share, size in sizes["quantiles"].items()]
    rows = [("smallest", sizes["smallest"]), *middle, ("largest", sizes["largest"])]
    return _table("Sizes of payloads", ("Payloads", "Bytes"), rows)


def _faults(books: Mapping[str, Any]) -> Table:
    rows = [(each["file"], each["offset"], each["rule"], each["message"]) for each in books["first_faults"]]
    total = sum(books["faults"].values())
    note = f"{total:,} in all." if total > len(rows) else ""
    return _table("Faults of files and records", ("File", "Byte or row", "Rule", "What is wrong"), rows, note)
