"""How fast events are parsed, beside what cannot be avoided: decoding the JSON, or running the patterns bare."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.measure import Measure, median, run
from qradar_builder.dsm.definition import extension_alone
from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.javalang.regex.pattern import compile_pattern
from qradar_builder.model.log_source_type import LogSourceTypeSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_NOW = 1_700_000_000_000
_EVENTS = 5_000
_ROUNDS = 5
_MANY = 800_000
"""Events of the run with two processes: enough that starting them does not show."""


def _ip(chance: random.Random) -> str:
    """One of the addresses of a site of 2,000 hosts."""
    return f"198.51.{chance.randrange(8)}.{chance.randrange(250)}"


FIELDS: dict[str, tuple[str, Callable[[random.Random], Any]]] = {
    # field: (path, how a value is made)
    "EventName": ("event code", lambda r: str(r.randrange(100, 160))),
    "EventCategory": ("event action", lambda r: r.choice(("process-start", "process-stop", "login"))),
    "DeviceTime": (
        "@timestamp",
        lambda r: (
            f"2024-05-{r.randrange(1, 29):02}T{r.randrange(24):02}:00:{r.randrange(60):02}.{r.randrange(1000):03}"
        ),
    ),
    "UserName": ("user name", lambda r: f"user{r.randrange(500)}"),
    "GroupName": ("user group name", lambda r: f"group{r.randrange(50)}"),
    "HostName": ("host name", lambda r: f"host{r.randrange(500)}.example.com"),
    "NetBIOSName": ("host netbios", lambda r: f"HOST{r.randrange(500)}"),
    "Protocol": ("network transport", lambda r: r.choice(("tcp", "udp"))),
    "SourceIp": ("source ip", _ip),
    "SourcePort": ("source port", lambda r: r.randrange(1024, 65536)),
    "SourceMAC": ("source mac", lambda r: f"00:16:3e:00:{r.randrange(100):02}:{r.randrange(100):02}"),
    "SourceIpPreNAT": ("source nat pre ip", _ip),
    "SourceIpPostNAT": ("source nat post ip", _ip),
    "SourcePortPreNAT": ("source nat pre port", lambda r: r.randrange(1024, 65536)),
    "DestinationIp": ("destination ip", _ip),
    "DestinationPort": ("destination port", lambda r: r.choice((22, 53, 80, 443, 8080))),
    "DestinationMAC": ("destination mac", lambda r: f"00:16:3e:01:{r.randrange(100):02}:{r.randrange(100):02}"),
    "DestinationIpPreNAT": ("destination nat pre ip", _ip),
    "DestinationIpPostNAT": ("destination nat post ip", _ip),
    "DestinationPortPreNAT": ("destination nat pre port", lambda r: r.randrange(1024, 65536)),
}
"""The fields of a DSM for JSON events, by the keys that lead to each."""


_OF_OTHER_MESSAGES = (
    r"(\S+)\s+logged (?:in|out)",
    r"Failed password for (?:invalid user )?(\S+)",
    r"from\s+(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\s+port",
    r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\s+denied",
    r"port (\d+)",
    r"(?:Accepted|Rejected) (\S+) for",
    r'user\s+"?([^"\s]+)"?\s+session',
    r"\[(\w+)\]: session",
    r"MAC[:=]\s*([0-9a-f:]{17})",
    r"(\w+)\s+group membership",
)
"""Patterns that find nothing in the events of the benchmark."""

_UNREAD = {
    "agent": {"id": "00000000-0000-4000-8000-000000000001", "version": "24.3.0", "type": "endpoint"},
    "process": {
        "pid": 4711,
        "executable": "C:\\Program Files\\Acme\\acme.exe",
        "command_line": "acme.exe --configuration C:\\ProgramData\\Acme\\acme.yaml --verbose",
        "hash": {"md5": "0" * 32, "sha256": "0" * 64},
        "parent": {"pid": 815, "executable": "C:\\Windows\\explorer.exe"},
    },
    "labels": {"site": "north", "owner": "operations", "tier": 2},
    "tags": ["endpoint", "production"],
}
"""What an event has besides: payloads of real services have 900 to 2,900 bytes, and a DSM reads a part of them."""


def measures() -> Iterator[Measure]:
    """Microseconds an event, their ratio to the floor, and what a second process adds."""
    yield from _json()
    yield from _regex()
    yield from _processes()


def _json() -> Iterator[Measure]:
    parser = _parser(
        {name: {"json": "".join(f'/"{key}"' for key in path.split())} for name, (path, _) in FIELDS.items()},
        "yyyy-MM-dd'T'HH:mm:ss.SSS",
    )
    payloads = list(json_payloads(_EVENTS))
    paths = [tuple(path.split()) for path, _ in FIELDS.values()]

    def floor() -> None:
        for payload in payloads:
            document = orjson.loads(payload)
            for path in paths:
                value = document
                for key in path:
                    value = value[key]

    yield from _against("JSON DSM of 20 fields", parser, payloads, floor, target=2.0, what="decoding and look-ups")


def _regex() -> Iterator[Measure]:
    patterns = text_patterns()
    parser = _parser({name: {"regex": text} for name, text in patterns.items()}, "")
    payloads = list(text_payloads(_EVENTS))
    bare = _bare(patterns, payloads)
    yield from _against("regex DSM of 20 patterns", parser, payloads, bare, target=1.4, what="the same patterns bare")
    yield from _against_java(parser, payloads, patterns)
    # The extension of a product that has several kinds of messages: each event has the fields of one kind.
    mixed = {
        name: text if number % 2 == 0 else _OF_OTHER_MESSAGES[number // 2]
        for number, (name, text) in enumerate(patterns.items())
    }
    parser = _parser({name: {"regex": text} for name, text in mixed.items()}, "")
    ours, least = _by_turns(parser, payloads, _bare(mixed, payloads))
    what = "parse, regex DSM of 20 patterns, half of them for other messages"
    yield Measure(what, 1e6 * ours / len(payloads), "µs")
    yield Measure(f"{what} / the same patterns bare", ours / least, "times", 0.7)


def _bare(patterns: Mapping[str, str], payloads: Sequence[str]) -> Callable[[], None]:
    """What runs the patterns one by one, as the engine of regular expressions gives them."""
    searches = [compile_pattern(text).search for text in patterns.values()]

    def bare() -> None:
        for payload in payloads:
            for search in searches:
                match = search(payload)
                if match is not None:
                    match.group(1)

    return bare


def _against_java(parser: Parser, payloads: Sequence[str], patterns: Mapping[str, str]) -> Iterator[Measure]:
    """Beside the bare loop of a Java virtual machine over the same patterns, where there is one."""
    java = shutil.which("java")
    if java is None:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "patterns").write_text("".join(f"{text}\n" for text in patterns.values()))
        (folder / "payloads").write_text("".join(f"{payload}\n" for payload in payloads))
        source = Path(__file__).with_name("BareSearches.java")
        command = [java, str(source), str(folder / "patterns"), str(folder / "payloads")]
        answer = subprocess.run(command, capture_output=True, check=True, text=True, timeout=300)
    ours, _ = _by_turns(parser, payloads, lambda: None)
    microseconds = float(answer.stdout)
    yield Measure("java.util.regex, the same patterns bare", microseconds, "µs")
    ratio = 1e6 * ours / len(payloads) / microseconds
    yield Measure("parse, regex DSM of 20 patterns / java.util.regex bare", ratio, "times", 1.0)


def text_patterns() -> dict[str, str]:
    """The patterns that take the fields of `text_payloads`."""
    patterns = {name: f"{_before(name)}{name.lower()}={_value(name)}" for name in FIELDS if name != "DeviceTime"}
    patterns["ExtraIdentityData"] = r'extra="([^"]+)"'
    return patterns


def _before(name: str) -> str:
    """What stands before a key, in one of the ways in which people write it."""
    return ("", r"\b", r"\s", r"(?:^|\s)")[len(name) % 4]


def _value(name: str) -> str:
    """The value of a field, as the patterns of real extensions have it."""
    if "Ip" in name:
        return r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})"
    if "Port" in name:
        return r"(\d{1,5})"
    return r"(\S+)" if len(name) % 2 else r"([^\s\"]+)\s"


def _against(
    name: str, parser: Parser, payloads: Sequence[str], floor: Callable[[], None], *, target: float, what: str
) -> Iterator[Measure]:
    assert all(len(parser.parse(payload).fields) == len(FIELDS) - 2 for payload in payloads[:100]), (
        "every field is found"
    )
    ours, least = _by_turns(parser, payloads, floor)
    yield Measure(f"parse, {name}", 1e6 * ours / len(payloads), "µs")
    yield Measure(f"parse, {name}, events", len(payloads) / ours, "1/s")
    yield Measure(f"parse, {name} / {what}", ours / least, "times", target)


def _by_turns(parser: Parser, payloads: Sequence[str], floor: Callable[[], None]) -> tuple[float, float]:
    """The least seconds of parsing and of the floor, by turns, so that what else the machine does falls on both.

    Neither keeps what it makes.
    """

    def parse() -> None:
        for payload in payloads:
            parser.parse(payload)

    ours = least = float("inf")
    for _ in range(_ROUNDS):
        ours = min(ours, _seconds(parse))
        least = min(least, _seconds(floor))
    return ours, least


def _processes() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "log_source_types").mkdir()
        (folder / "extension.yaml").write_text(
            "id: bench\nname: Bench\nversion: 1.0.0\nauthor: {name: Bench}\nqradar: {minimum: 7.5.0}\n"
        )
        parsing = {key: {"json": "".join(f'/"{step}"' for step in path.split())} for key, (path, _) in FIELDS.items()}
        parsing["DeviceTime"]["format"] = "yyyy-MM-dd'T'HH:mm:ss.SSS"
        (folder / "log_source_types" / "bench.yaml").write_text(json.dumps({"name": "Bench", "parsing": parsing}))
        few = "\n".join(json_payloads(_EVENTS)) + "\n"
        with (folder / "events.ndjson").open("w") as file:
            for _ in range(_MANY // _EVENTS):
                file.write(few)
        one = median([run(["parse", ".", "events.ndjson"], folder) for _ in range(3)])
        two = median([run(["parse", ".", "events.ndjson", "--jobs", "2"], folder) for _ in range(3)])
        (folder / "few.ndjson").write_text(few * 4)
        small = run(["parse", ".", "few.ndjson"], folder)
    yield Measure(f"parse, {_MANY:,} JSON events by the command, events", _MANY / one.seconds, "1/s")
    yield Measure(
        "parse --jobs 2, seconds / those of one process (1/1.7 is wanted)", two.seconds / one.seconds, "times", 0.59
    )
    yield Measure(f"parse, peak memory at {_MANY:,} events / at {4 * _EVENTS:,}", one.peak / small.peak, "times", 1.2)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _parser(parsing: dict[str, dict[str, str]], date_format: str) -> Parser:
    if date_format:
        parsing["DeviceTime"]["format"] = date_format
    extension = compile_lsx(LogSourceTypeSpec.model_validate({"name": "Bench", "parsing": parsing}), 6001)
    assert extension is not None
    return Parser(extension_alone(extension, "Bench"), now=lambda: _NOW)


def json_payloads(count: int) -> Iterator[str]:
    """Events in JSON, the same in each run."""
    chance = random.Random(1)  # noqa: S311 - repeatable
    for _ in range(count):
        document: dict[str, Any] = {"version": "8.1", "message": "something happened " * 5, **_UNREAD}
        for path, make in FIELDS.values():
            *parents, last = path.split()
            place = document
            for key in parents:
                place = place.setdefault(key, {})
            place[last] = make(chance)
        yield json.dumps(document)


def text_payloads(count: int) -> Iterator[str]:
    """Events in text, the same in each run."""
    chance = random.Random(2)  # noqa: S311 - repeatable
    names = [name for name in FIELDS if name != "DeviceTime"]
    for _ in range(count):
        pairs = " ".join(f"{name.lower()}={FIELDS[name][1](chance)}" for name in names)
        yield f'<13>May  1 10:00:00 gateway acme: {pairs} extra="some text" message="something happened"'
