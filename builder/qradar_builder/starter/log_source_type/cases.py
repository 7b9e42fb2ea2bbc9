"""Writes the cases of a log source type: samples that prove each expression and mapping, and the others in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import regex

from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.trial import Verdict
from qradar_builder.exchanges.exchange import looks_like_pattern
from qradar_builder.jpath.json.values import dumps_compact
from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.log_source_type.proof import KEY
from qradar_builder.testing.expected.value import as_json
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.explanation import Explanation

MOST_IN_FILE: Final = 200
"""How many further samples go into the file beside the case."""

_FOLDER: Final = "tests/events"


def event_case_files(
    explanations: Sequence[Explanation], heading: Sequence[str], clock: int, key: str = KEY, name: str | None = None
) -> dict[str, bytes]:
    """The files of the case of a log source type by their paths in the package, made of how samples are read.

    What is expected is what the parser gives. `clock` is when the samples are received, in epoch milliseconds. `name`
    is that of the case, where it is not the key of the type.
    """
    stem = name or key
    chosen, rest = _parted(explanations)
    samples = list(_samples(chosen))
    files: dict[str, bytes] = {}
    by_outcome: dict[Outcome, list[str]] = {}
    for explanation in rest:
        by_outcome.setdefault(explanation.event.outcome, []).append(explanation.payload)
    for outcome, payloads in by_outcome.items():
        file = f"samples/{stem}-{outcome}.ndjson" if outcome is not Outcome.PARSED else f"samples/{stem}.ndjson"
        if all("\n" not in payload and not payload.lstrip().startswith(("{", "[", '"')) for payload in payloads):
            file = file.replace(".ndjson", ".log")
            lines = payloads
        else:
            lines = [_line(payload) for payload in payloads]
        files[f"{_FOLDER}/{file}"] = "".join(f"{line}\n" for line in lines[:MOST_IN_FILE]).encode("utf-8", "replace")
        form = "lines" if file.endswith(".log") else "ndjson"
        title = "the other samples" if outcome is Outcome.PARSED else f"samples that are {outcome}"
        samples.append({"name": title, "file": file, "format": form, "expect": {"outcome": str(outcome)}})
    case = {
        "log_source_type": key,
        "description": "A sample for each mapping and each expression",
        "clock": iso_utc(clock, brief=True),
        "samples": samples,
    }
    text = rendered("event-case.yaml.j2", case=case, heading=heading)
    files[f"{_FOLDER}/{stem}.yaml"] = text.encode("utf-8", "replace")
    return files


def _parted(explanations: Sequence[Explanation]) -> tuple[list[Explanation], list[Explanation]]:
    """The samples that show something new, and the others."""
    shown: set[object] = set()
    chosen: list[Explanation] = []
    rest: list[Explanation] = []
    for explanation in explanations:
        event = explanation.event
        news: set[object] = {(event.event_id, event.event_category)} if event.outcome is Outcome.PARSED else set()
        for one in (*explanation.fields, *explanation.properties):
            won = [number for number, attempt in enumerate(one.attempts) if attempt.verdict is Verdict.WON]
            news |= {(one.name, number) for number in won}
        is_new = event.outcome is Outcome.PARSED and not news <= shown
        (chosen if is_new else rest).append(explanation)
        if is_new:
            shown |= news
    return chosen, rest


def _samples(chosen: Sequence[Explanation]) -> Iterator[dict[str, Any]]:
    names: dict[str, int] = {}
    for explanation in chosen:
        qid = explanation.event.qid
        assert qid is not None, "it is parsed"
        names[qid.name] = names.get(qid.name, 0) + 1
        name = qid.name if names[qid.name] == 1 else f"{qid.name}, number {names[qid.name]}"
        yield {"name": name, **_payload(explanation.payload), "expect": _expected(explanation)}


def _payload(payload: str) -> dict[str, Any]:
    """JSON as a mapping, where nothing is lost by that; else the text."""
    try:
        value = json.loads(payload)
        # A text in JSON may have escapes of characters that YAML has none for.
        if "\\u00" not in payload and isinstance(value, dict) and dumps_compact(as_json(value)) == payload:
            return {"json": value}
    except (ValueError, RecursionError):
        pass
    return {"payload": payload}


def _expected(explanation: Explanation) -> dict[str, Any]:
    event = explanation.event
    assert event.qid is not None, "it is parsed"
    expect: dict[str, Any] = {"event_id": _literal(event.event_id)}
    if event.event_category:
        expect["event_category"] = _literal(event.event_category)
    expect |= {"qid": event.qid.key, "severity": event.severity}
    fields = {
        name: iso_utc(value, brief=True) if name == "DeviceTime" and isinstance(value, int) else _literal(value)
        for name, value in event.fields.items()
    }
    properties = {name: _literal(value) for name, value in event.properties.items()}
    return expect | ({"fields": fields} if fields else {}) | ({"properties": properties} if properties else {})


def _literal(value: Any) -> Any:
    """A value as a case has it: a text that looks like a pattern becomes the pattern of itself."""
    if isinstance(value, str) and looks_like_pattern(value):
        return f"/{regex.escape(value)}/"
    return value if isinstance(value, str | int) else str(value)


def _line(payload: str) -> str:
    """A payload as a line of NDJSON: an object as it stands, where it is one line, else a JSON text."""
    is_object = payload.startswith("{") and "\n" not in payload
    return payload if is_object else json.dumps(payload, ensure_ascii=False)
