"""Makes sets of the test data that public projects keep beside their parsers.

What is read stays outside of the repository: it is other people's.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import yaml

from tools.yardstick.expected import Expected, write_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_ECS_KINDS: Final = ("event.action", "event.code", "action.name", "action.id")
_FRACTION: Final = re.compile(r"(\.\d{1,6})\d*")


def make_sets(layout: str, root: Path, out: Path) -> int:
    """Make the sets of a folder in one of the layouts. Returns how many."""
    sets = LAYOUTS[layout](root)
    number = 0
    for name, events in sets:
        kept = [event for event in events if event.raw.strip()]
        if kept:
            write_set(out / f"{layout}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}", kept)
            number += 1
    return number


def _sekoia(root: Path) -> Iterator[tuple[str, list[Expected]]]:
    """`<vendor>/<product>/tests/*.json`: `input.message`, and `expected` by the Elastic Common Schema."""
    files = defaultdict(list)
    for path in sorted(root.glob("*/*/tests/*.json")):
        files[path.parts[-3]].append(path)
    for name, paths in files.items():
        events = []
        for path in paths:
            value = json.loads(path.read_text(encoding="utf-8"))
            expected = value.get("expected") or {}
            events.append(of_ecs(str(value["input"]["message"]), dict(flat(expected))))
        yield name, events


def _elastic(root: Path) -> Iterator[tuple[str, list[Expected]]]:
    """`packages/<name>/data_stream/<stream>/_dev/test/pipeline/*.log` beside `*.log-expected.json`.

    Logs of made-up words are left out.
    """
    sets: dict[str, list[Expected]] = defaultdict(list)
    for path in sorted(root.glob("packages/*/data_stream/*/_dev/test/pipeline/*-expected.json")):
        source = path.with_name(path.name.removesuffix("-expected.json"))
        if not source.exists() or "generated" in source.name:
            continue
        text = source.read_text(encoding="utf-8")
        raws = text.splitlines() if source.suffix == ".log" else _messages(text)
        found = json.loads(path.read_text(encoding="utf-8"))["expected"]
        if len(raws) == len(found):
            pairs = ((raw, each) for raw, each in zip(raws, found, strict=True) if each)
            sets[f"{path.parts[-7]}-{path.parts[-5]}"] += [of_ecs(raw, dict(flat(each))) for raw, each in pairs]
    yield from sets.items()


def _filebeat(root: Path) -> Iterator[tuple[str, list[Expected]]]:
    """`**/module/<module>/<fileset>/test/<log>` beside `<log>-expected.json`, which has the place of each event.

    Logs of made-up words are left out, and times where a zone is expected that the message does not have.
    """
    sets: dict[str, list[Expected]] = defaultdict(list)
    for path in sorted(root.glob("**/module/*/*/test/*-expected.json")):
        source = path.with_name(path.name.removesuffix("-expected.json"))
        if not source.exists() or source.name.startswith("generated"):
            continue
        data = source.read_bytes()
        for each in json.loads(path.read_text(encoding="utf-8")):
            offset = each.get("log.offset", 0)
            line = data[offset:].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
            if each.get("event.timezone", "+00:00") not in {"+00:00", "Z", "UTC"}:
                each.pop("@timestamp", None)
            sets[f"{path.parts[-4]}-{path.parts[-3]}"].append(of_ecs(each.get("event.original") or line, each))
    yield from sets.items()


def _messages(text: str) -> list[str]:
    return [str(each.get("message") or json.dumps(each)) for each in json.loads(text).get("events", [])]


def _datadog(root: Path) -> Iterator[tuple[str, list[Expected]]]:
    """`<name>/assets/logs/*_tests.yaml`: samples with a time, and attributes by Datadog's names."""
    for path in sorted(root.glob("*/assets/logs/*_tests.yaml")):
        events = []
        for test in yaml.safe_load(path.read_text(encoding="utf-8")).get("tests", []):
            result = test.get("result") or {}
            custom = dict(flat(result.get("custom") or {}))
            named = {
                "event.action": custom.get("evt.name"),
                "user.name": custom.get("usr.name"),
                "user.email": custom.get("usr.email"),
                "user.id": custom.get("usr.id"),
                "source.ip": custom.get("network.client.ip"),
                "destination.ip": custom.get("network.destination.ip"),
            }
            event = of_ecs(str(test.get("sample", "")), {key: each for key, each in named.items() if each})
            time = result.get("timestamp")
            moment = time if isinstance(time, int) and time else None
            events.append(Expected(event.raw, event.kinds, moment, event.users, event.source, event.destination))
        yield path.stem.removesuffix("_tests"), events


def _chronicle(root: Path) -> Iterator[tuple[str, list[Expected]]]:
    """`**/testdata/raw_logs/*.json` with `expected_events/*.json`, by Google's Unified Data Model."""
    for path in sorted(root.glob("**/testdata/raw_logs/*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))["raw_logs"]["entries"]
        events = json.loads((path.parents[1] / "expected_events" / "default_events.json").read_text(encoding="utf-8"))
        if len(found) != len(events["events"]):
            continue
        made = []
        for entry, event in zip(found, events["events"], strict=True):
            udm = dict(flat(event["event"]["idm"]["readOnlyUdm"]))
            named = {
                "event.action": udm.get("metadata.productEventType"),
                "@timestamp": udm.get("metadata.eventTimestamp"),
                "user.name": udm.get("principal.user.userid"),
                "source.ip": udm.get("principal.ip"),
                "destination.ip": udm.get("target.ip"),
            }
            made.append(of_ecs(entry["data"], {key: each for key, each in named.items() if each}))
        yield path.parents[3].name, made


def _loghub(root: Path) -> Iterator[tuple[str, list[Expected]]]:
    """`<name>/<name>_2k.log` with `*_structured.csv`, which has the template of each line."""
    for path in sorted(root.glob("*/*_2k.log")):
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        with path.with_name(f"{path.name}_structured.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        pairs = zip(lines, rows, strict=False)
        yield path.stem, [Expected(line, {"template": row["EventId"]}) for line, row in pairs][:500]


LAYOUTS: Final[dict[str, Callable[[Path], Iterator[tuple[str, list[Expected]]]]]] = {
    "sekoia": _sekoia,
    "elastic": _elastic,
    "filebeat": _filebeat,
    "datadog": _datadog,
    "chronicle": _chronicle,
    "loghub": _loghub,
}


def of_ecs(raw: str, named: dict[str, Any]) -> Expected:
    """What is expected by names of the Elastic Common Schema."""
    kinds = {name: str(named[name]) for name in _ECS_KINDS if named.get(name) not in (None, "", [])}
    users = _texts(named.get(name) for name in ("user.name", "user.email", "user.id"))
    if not any(named.get(name) for name in ("user.name", "user.email")):
        users = frozenset()
    sides = [_texts([named.get(f"{side}.ip")]) for side in ("source", "destination")]
    return Expected(raw, kinds, _epoch_ms(named.get("@timestamp")), users, *sides)


def _texts(values: Iterable[Any]) -> frozenset[str]:
    found = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return frozenset(str(each) for each in found if each not in (None, ""))


def flat(value: dict[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    """The members of nested objects by their dotted paths."""
    for key, member in value.items():
        if isinstance(member, dict):
            yield from flat(member, f"{start}{key}.")
        else:
            yield start + str(key), member


def _epoch_ms(value: Any) -> int | None:
    try:
        moment = datetime.fromisoformat(_FRACTION.sub(r"\1", str(value)))
    except ValueError:
        return None
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)
