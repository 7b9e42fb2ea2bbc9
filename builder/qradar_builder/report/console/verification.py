"""A verification as text, JSON and JUnit XML."""

from __future__ import annotations

import json
import weakref
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from qradar_builder.console.verification.items import FAULTS, Verdict
from qradar_builder.findings import Severity
from qradar_builder.report.event_explanation import explanation_text
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.takeover.content.bulk.database import SMALL, Database
from qradar_builder.text.shown import UNSHOWN, counted, masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.console.verification.events import TypeEvents
    from qradar_builder.console.verification.items import Difference, Verified
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.findings import Finding

_SHOWN: Final = 50
_NAME: Final = "qradar-builder console verify"


@dataclass(slots=True)
class Report:
    """What is reported. `events` are None where they were not asked for."""

    host: str
    release: str
    verified: Verified
    minutes: int = 0
    events: list[TypeEvents] | None = None
    explanations: dict[str, list[Explanation]] = field(default_factory=dict)
    """By the name of a log source type, why its events are unknown."""

    @property
    def unknown(self) -> int:
        """How many events were unknown or only stored."""
        return sum(each.unknown + each.stored for each in self.events or ())

    @property
    def is_good(self) -> bool:
        """Whether the console has all of the release, and no event was unknown."""
        return not self.verified.faults and not self.unknown


def report_text(report: Report) -> Iterator[str]:
    """For people, line by line."""
    faults, extra, left_out = _Listed(), _Listed(), _Listed()
    for each in report.verified.differences:
        (faults if each.verdict in FAULTS else extra if each.verdict is Verdict.EXTRA else left_out).add(each)
    items = counted(len(report.verified.items), "item")
    yield f"{report.release} on {report.host}: {items} compared, {counted(faults.count, 'difference')}"
    yield from faults.lines()
    if extra.count:
        yield f"{counted(extra.count, 'item')} on the console only:"
        yield from extra.lines()
    yield from left_out.lines()
    if report.verified.untold:
        yield "Not compared:"
        yield from (f"  {each}" for each in report.verified.untold)
    for one in report.events or ():
        yield f"{one.item.name}, last {counted(report.minutes, 'minute')}: {_counts(one)}"
        for count in one.counts[:_SHOWN]:
            yield f"  {count.events:>10,}  {count.qid}  {masked(count.name, UNSHOWN)}"
        for number, explanation in enumerate(report.explanations.get(one.item.name, ()), 1):
            yield explanation_text(explanation, number)
    yield "The console has the release as it is." if report.is_good else "The console differs from the release."


class _Listed:
    """The first of many differences, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[str] = []

    def add(self, each: Difference) -> None:
        self.count += 1
        if self.count <= _SHOWN:
            self._first.append(each.text)

    def lines(self) -> Iterator[str]:
        yield from (f"  {each}" for each in self._first)
        if self.count > _SHOWN:
            yield f"  and {self.count - _SHOWN:,} more"


def _counts(each: TypeEvents) -> str:
    if not each.total:
        return "no events"
    return f"{counted(each.total, 'event')}, {each.unknown:,} unknown, {each.stored:,} stored"


def report_json(report: Report) -> Iterator[str]:
    """For machines, piece by piece: version 1 of the format."""
    document: dict[str, Any] = {
        "version": 1,
        "console": report.host,
        "release": report.release,
        "good": report.is_good,
        "items": len(report.verified.items),
        "differences": [],
        "not_compared": list(report.verified.untold),
    }
    if report.events is not None:
        document["minutes"] = report.minutes
        document["events"] = [_events_row(each, report) for each in report.events]
    yield from with_rows(document, "differences", map(difference_row, report.verified.differences))


def with_rows(document: dict[str, Any], name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A document as JSON, piece by piece, with very many rows in its empty array `name`."""
    before, mark, after = json.dumps(document, indent=2, ensure_ascii=False).partition(f'\n  "{name}": [')
    yield before + mark
    end = ""
    for row in rows:
        yield ("," if end else "") + "\n" + indent(json.dumps(row, indent=2, ensure_ascii=False), "    ")
        end = "\n  "
    yield end + after + "\n"


def difference_row(each: Difference) -> dict[str, Any]:
    """A difference as JSON."""
    row = {"verdict": each.verdict.value, "item": each.item}
    more = {"attribute": each.what, "release": each.release, "console": each.console}
    return row | {name: value for name, value in more.items() if value}


def _events_row(each: TypeEvents, report: Report) -> dict[str, Any]:
    told = report.explanations.get(each.item.name, ())
    return {
        "log_source_type": each.item.name,
        "total": each.total,
        "unknown": each.unknown,
        "stored": each.stored,
        "qids": [{"qid": count.qid, "name": count.name, "events": count.events} for count in each.counts],
        "payloads": [
            {"payload": explanation.payload, "explanation": explanation_text(explanation, number)}
            for number, explanation in enumerate(told, 1)
        ],
    }


def report_junit(report: Report) -> Iterator[str]:
    """For CI servers, piece by piece: a case for each item, and one for the events of each log source type."""
    faults = _FaultsByItem(report.verified.faults)
    # An item is named in several ways, so that what differs cannot be taken out of what is there.
    passed = max(0, len(report.verified.items) - len(faults))
    counts = {"errors": "0", "tests": str(len(faults) + passed), "failures": str(len(faults))}
    yield f'<testsuites name="{_NAME}">\n'
    suite = ET.Element("testsuite", {"name": _plain(report.release), **counts})
    suite.text = "\n"
    start, end, _ = ET.tostring(suite, encoding="unicode").partition("\n")
    yield f"  {start}{end}"
    for item, found in faults:
        case = _case(report.release, item)
        failure = ET.SubElement(case, "failure", type=found[0][0], message=_plain(found[0][1]))
        failure.text = _plain("\n".join(text for _, text in found))
        yield _indented(case, 2)
    for each in islice(report.verified.items, passed):
        yield _indented(_case(report.release, each.words), 2)
    yield "  </testsuite>\n"
    if report.events is not None:
        yield _indented(_events_suite(report), 1)
    yield "</testsuites>\n"


def failed_junit(label: str, findings: Iterable[Finding]) -> str:
    """For CI servers, what a verification that could not be made has in place of a report: a case with the errors."""
    errors = [each for each in findings if each.severity is Severity.ERROR]
    suite = ET.Element("testsuite", name=_plain(label), errors=str(len(errors)), tests=str(len(errors)), failures="0")
    for each in errors:
        case = _case(label, each.rule)
        error = ET.SubElement(case, "error", type=each.rule, message=_plain(each.message))
        error.text = _plain("\n".join(filter(None, (each.message, each.help))))
        suite.append(case)
    root = ET.Element("testsuites", name=_NAME)
    root.append(suite)
    return _indented(root, 0)


class _FaultsByItem:
    """Faults together with the others of their item, in the order of the first of each. There can be very many."""

    def __init__(self, faults: Iterable[Difference]) -> None:
        insertion = "insert into fault values (?, ?, ?, ?)"
        self._database = Database(
            "create table fault (place integer primary key, item, verdict, text)", insertion, cache=SMALL
        )
        weakref.finalize(self, self._database.close)
        for place, each in enumerate(faults):
            self._database.put((place, each.item, each.verdict.value, each.text))
        self._database.write()

    def __len__(self) -> int:
        return sum(count for (count,) in self._database.run("select count(distinct item) from fault"))

    def __iter__(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        query = (
            "select item, verdict, text from fault"
            " join (select item, min(place) as first from fault group by item) using (item) order by first, place"
        )
        for item, found in groupby(self._database.run(query), key=itemgetter(0)):
            yield item, [(verdict, text) for _, verdict, text in found]


def _case(release: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=_plain(release), name=_plain(name), time="0")


def _indented(element: ET.Element, level: int) -> str:
    ET.indent(element, level=level)
    return f"{'  ' * level}{ET.tostring(element, encoding='unicode')}\n"


def _events_suite(report: Report) -> ET.Element:
    events = report.events or []
    bad = [each for each in events if each.unknown or each.stored]
    counts = {"tests": str(len(events)), "failures": str(len(bad)), "errors": "0"}
    suite = ET.Element("testsuite", {"name": "events", **counts})
    for each in events:
        case = ET.SubElement(suite, "testcase", classname="events", name=_plain(each.item.name), time="0")
        if each in bad:
            failure = ET.SubElement(case, "failure", type="unknown", message=_counts(each))
            told = report.explanations.get(each.item.name, ())
            failure.text = _plain("\n".join(explanation_text(one, number) for number, one in enumerate(told, 1)))
    return suite


def _plain(text: str) -> str:
    """The text without the characters that XML cannot have."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
