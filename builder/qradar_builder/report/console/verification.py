"""A verification as text, JSON and JUnit XML."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from qradar_builder.console.verification.items import Verdict
from qradar_builder.report.event_explanation import explanation_text
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.text.shown import UNSHOWN, counted, masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.console.verification.events import TypeEvents
    from qradar_builder.console.verification.items import Difference, Verified
    from qradar_builder.dsm.explanation import Explanation

_SHOWN: Final = 50


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
    differences = report.verified.differences
    extra = [each for each in differences if each.verdict is Verdict.EXTRA]
    left_out = [each for each in differences if each.verdict in {Verdict.LACKING, Verdict.SHARED}]
    faults = report.verified.faults
    items = counted(len(report.verified.items), "item")
    yield f"{report.release} on {report.host}: {items} compared, {counted(len(faults), 'difference')}"
    yield from _listed(faults)
    if extra:
        yield f"{counted(len(extra), 'item')} on the console only:"
        yield from _listed(extra)
    yield from (f"  {each.text}" for each in left_out)
    if report.verified.untold:
        yield "Not compared:"
        yield from (f"  {each}" for each in report.verified.untold)
    for each in report.events or ():
        yield f"{each.item.name}, last {counted(report.minutes, 'minute')}: {_counts(each)}"
        for count in each.counts[:_SHOWN]:
            yield f"  {count.events:>10,}  {count.qid}  {masked(count.name, UNSHOWN)}"
        for number, explanation in enumerate(report.explanations.get(each.item.name, ()), 1):
            yield explanation_text(explanation, number)
    yield "The console has the release as it is." if report.is_good else "The console differs from the release."


def _listed(found: Sequence[Difference]) -> Iterator[str]:
    yield from (f"  {each.text}" for each in found[:_SHOWN])
    if len(found) > _SHOWN:
        yield f"  and {len(found) - _SHOWN:,} more"


def _counts(each: TypeEvents) -> str:
    if not each.total:
        return "no events"
    return f"{counted(each.total, 'event')}, {each.unknown:,} unknown, {each.stored:,} stored"


def report_json(report: Report) -> str:
    """For machines: version 1 of the format."""
    document: dict[str, Any] = {
        "version": 1,
        "console": report.host,
        "release": report.release,
        "good": report.is_good,
        "items": len(report.verified.items),
        "differences": [difference_row(each) for each in report.verified.differences],
        "not_compared": list(report.verified.untold),
    }
    if report.events is not None:
        document["minutes"] = report.minutes
        document["events"] = [_events_row(each, report) for each in report.events]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


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


def report_junit(report: Report) -> str:
    """For CI servers: a case for each item, and one for the events of each log source type."""
    root = ET.Element("testsuites", name="qradar-builder console verify")
    faults: dict[str, list[Difference]] = {}
    for each in report.verified.faults:
        faults.setdefault(each.item, []).append(each)
    good = [item.words for item in report.verified.items]
    items = ET.SubElement(root, "testsuite", name=_plain(report.release), errors="0")
    for item, found in faults.items():
        case = ET.SubElement(items, "testcase", classname=_plain(report.release), name=_plain(item), time="0")
        failure = ET.SubElement(case, "failure", type=found[0].verdict, message=_plain(found[0].text))
        failure.text = _plain("\n".join(each.text for each in found))
    # An item is named in several ways, so that what differs cannot be taken out of what is there.
    passed = max(0, len(good) - len(faults))
    for name in good[:passed]:
        ET.SubElement(items, "testcase", classname=_plain(report.release), name=_plain(name), time="0")
    items.set("tests", str(len(faults) + passed))
    items.set("failures", str(len(faults)))
    if report.events is not None:
        _events_suite(root, report)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _events_suite(root: ET.Element, report: Report) -> None:
    events = report.events or []
    bad = [each for each in events if each.unknown or each.stored]
    counts = {"tests": str(len(events)), "failures": str(len(bad)), "errors": "0"}
    suite = ET.SubElement(root, "testsuite", {"name": "events", **counts})
    for each in events:
        case = ET.SubElement(suite, "testcase", classname="events", name=_plain(each.item.name), time="0")
        if each in bad:
            failure = ET.SubElement(case, "failure", type="unknown", message=_counts(each))
            told = report.explanations.get(each.item.name, ())
            failure.text = _plain("\n".join(explanation_text(one, number) for number, one in enumerate(told, 1)))


def _plain(text: str) -> str:
    """The text without the characters that XML cannot have."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
