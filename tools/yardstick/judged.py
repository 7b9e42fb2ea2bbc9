"""Proposes a package from the messages of a set, parses them with it, and compares."""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.starter.events.values import is_absent
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import KEY
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.not_provable import NotProvable
from qradar_builder.starter.trial_run import write_tree
from qradar_builder.starter.wishes import Wishes
from qradar_builder.starter.without_api import samples_source
from tools.yardstick.expected import read_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.dsm.event import Event
    from tools.yardstick.expected import Expected

FIELDS: Final = ("time", "user", "source", "destination")
_ENOUGH: Final = 0.9
_FEWEST_KINDS: Final = 2


@dataclass(slots=True)
class Judgement:
    """What came of a set. `counts` has, by field, how many events have the right value and how many expect one.

    `told` is None where the messages are of one kind.
    """

    name: str
    events: int
    taken: bool = False
    problem: str = ""
    told: bool | None = None
    kinds: int = 0
    ids: int = 0
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    misses: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0


def judge_folder(folder: Path) -> Judgement:
    """Judge the set in a folder."""
    return judge(folder.name, read_set(folder))


def judge(name: str, expected: Sequence[Expected]) -> Judgement:
    """Judge one set."""
    result = Judgement(name, len(expected))
    begun = time.monotonic()
    parser = None
    try:
        parser = _parser(expected, result)
    except NotProvable as error:
        result.problem = str(error)
    except Exception as error:  # noqa: BLE001 - a crash is a result, too
        result.problem = f"crash: {type(error).__name__}: {error}"
    result.seconds = time.monotonic() - begun
    result.taken = parser is not None
    found: list[Event | None] = [None if parser is None else parser.explain(each.raw).event for each in expected]
    _compare_kinds(expected, found, result)
    for what in FIELDS:
        _compare(what, expected, found, result)
    return result


def _parser(expected: Sequence[Expected], result: Judgement) -> Parser | None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "events.ndjson")
        file.write_text("".join(json.dumps(each.raw) + "\n" for each in expected), encoding="utf-8")
        findings = Findings()
        wishes = Wishes("acme-product", "Acme Product", protocol="Syslog")
        source = samples_source([file], wishes, findings)
        if source is None:
            result.problem = "; ".join(each.message for each in findings)
            return None
        package = make_package(wishes, source)
        write_tree(Path(folder, "package"), package.files)
        definitions = package_definitions(Path(folder, "package"), findings)
    if definitions is None:
        result.problem = "the package does not load"
        return None
    return Parser(definitions[KEY], now=lambda: CLOCK)


def _compare_kinds(expected: Sequence[Expected], found: Sequence[Event | None], result: Judgement) -> None:
    """Whether event id and category tell the kinds apart, by any of the fields that name kinds.

    Of all pairs of events of different kinds nine in ten must differ, and there must be no id for each single event.
    """
    pairs = [None if event is None else (event.event_id, event.event_category) for event in found]
    result.ids = len(set(pairs))
    for name in dict.fromkeys(name for each in expected for name in each.kinds):
        rows = [(each.kinds[name], pair) for each, pair in zip(expected, pairs, strict=True) if name in each.kinds]
        kinds = len({kind for kind, _ in rows})
        if kinds < _FEWEST_KINDS or len(rows) * 2 < len(expected):
            continue
        is_told = result.taken and _apart(rows) >= _ENOUGH and result.ids <= max(3 * kinds, kinds + 3)
        if result.told is None or is_told > result.told:
            result.told, result.kinds = is_told, kinds


def _apart(rows: Iterable[tuple[str, object]]) -> float:
    """The share of pairs of events of different kinds that differ."""
    by_kind: dict[str, Counter[object]] = defaultdict(Counter)
    for kind, pair in rows:
        by_kind[kind][pair] += 1
    total = same = 0
    kinds = list(by_kind.values())
    for place, one in enumerate(kinds):
        for other in kinds[place + 1 :]:
            total += one.total() * other.total()
            same += sum(count * other[pair] for pair, count in one.items())
    return 1 - same / total if total else 1.0


def _compare(what: str, expected: Sequence[Expected], found: Sequence[Event | None], result: Judgement) -> None:
    right = wanted = 0
    for each, event in zip(expected, found, strict=True):
        is_right = _is_right(what, each, event)
        if is_right is None:
            continue
        wanted += 1
        right += is_right
        if not is_right:
            result.misses.setdefault(what, []).append(_missed(what, each, event))
    if wanted:
        result.counts[what] = (right, wanted)


def _is_right(what: str, each: Expected, event: Event | None) -> bool | None:
    """None where nothing is expected."""
    if what == "time":
        if each.time is None:
            return None
        return event is not None and _same_time(each.time, event.log_source_time, each.raw)
    if what == "user":
        value = None if event is None else event.fields.get("UserName")
        # A placeholder is no user.
        users = [name for name in each.users if not is_absent(name)]
        return _same_user(users, value) if users else None
    wanted = each.source if what == "source" else each.destination
    name = "Source" if what == "source" else "Destination"
    given = set() if event is None else {str(event.fields.get(f"{name}{kind}", "")).lower() for kind in ("Ip", "Ipv6")}
    return bool({_address(one) for one in wanted} & {_address(one) for one in given}) if wanted else None


def _address(text: str) -> str:
    """One spelling of an address."""
    try:
        return str(ip_address(text))
    except ValueError:
        return text.lower()


def _same_time(wanted: int, found: int | None, raw: str) -> bool:
    """To the second. A message without a year is of any year."""
    if found is None:
        return False
    if abs(wanted - found) < 1000:
        return True
    one, other = (datetime.fromtimestamp(each / 1000, UTC) for each in (wanted, found))
    return str(one.year) not in raw and (one.strftime("%m%d%H%M%S") == other.strftime("%m%d%H%M%S"))


def _same_user(wanted: Iterable[str], found: object) -> bool:
    """With or without a domain before or behind it."""
    value = str(found or "").lower()
    parts = {value, value.rpartition("\\")[2], value.partition("@")[0]}
    spelled = {each.lower() for each in wanted}
    return bool(
        parts
        & (spelled | {each.partition("@")[0] for each in spelled} | {each.rpartition("\\")[2] for each in spelled})
        - {""}
    )


def _missed(what: str, each: Expected, event: Event | None) -> str:
    wanted = {"time": each.time, "user": sorted(each.users), "source": sorted(each.source)}.get(
        what, sorted(each.destination)
    )
    fields = {} if event is None else event.fields
    names = {
        "user": ("UserName",),
        "source": ("SourceIp", "SourceIpv6"),
        "destination": ("DestinationIp", "DestinationIpv6"),
    }
    given = [fields.get(name) for name in names.get(what, ())] or [None if event is None else event.log_source_time]
    return f"want {wanted} got {given}: {each.raw[:600]!r}"
