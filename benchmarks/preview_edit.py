"""How long the server of the preview takes from an edit of an expression to rows, coverage and differences."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Measure
from qradar_builder.preview.events.service import Events
from qradar_builder.preview.package.workspace import Workspace
from qradar_builder.preview.protocol.editing import Edit, TryRequest
from qradar_builder.preview.server.answers import answered

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLES: Final = 200
_EXPRESSIONS: Final = 40
_KEYS: Final = 15
_TYPE: Final = "log_source_types/acme.yaml"
_PACKAGE: Final = """\
id: acme
name: Acme
version: 1.0.0
author: {name: Acme, email: siem@acme.example}
qradar: {minimum: 7.5.0}
description: Events of Acme.
"""


def measures() -> Iterator[Measure]:
    """Milliseconds of CPU time for 200 samples with 40 expressions, half of them regular expressions."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "acme")
        _write(folder)
        before = Path.cwd()
        os.chdir(name)
        try:
            taken = list(_keystrokes(folder))
        finally:
            os.chdir(before)
    title = f"preview: an edit on {_SAMPLES} samples x {_EXPRESSIONS} expressions"
    yield Measure(title, statistics.median(taken), "ms", 50.0)
    yield Measure(f"{title}, longest", max(taken), "ms")


def _keystrokes(folder: Path) -> Iterator[float]:
    events = Events(Workspace(folder))
    events.events("acme")
    text = (folder / _TYPE).read_text(encoding="utf-8")
    for number in range(_KEYS):
        edited = text.replace('value1\\":', f'value1{"x" * number}\\":')
        began = process_time()
        answer = events.attempt("acme", TryRequest(edits=[Edit(path=_TYPE, text=edited)], page="p", number=number))
        answered(answer)
        yield (process_time() - began) * 1000
        if not answer.ok or (number and len(answer.diff.changed) != _SAMPLES):
            raise RuntimeError("the edit was not parsed as it should be")


def _write(folder: Path) -> None:
    expressions = [
        {"regex": f'"value{number}":"([^"]*)"'} if number % 2 else {"json": f'/"value{number}"'}
        for number in range(_EXPRESSIONS - 2)
    ]
    properties = [{"name": f"Acme Value {number}", "expressions": [each]} for number, each in enumerate(expressions)]
    described = {
        "name": "Acme Events",
        "parsing": {"EventName": {"json": '/"action"'}, "UserName": {"json": '/"user"'}},
        "properties": properties,
        "events": [{"id": "login", "qid": "login"}],
        "qids": {"login": {"name": "Acme login", "category": "User Login Success", "severity": 1}},
    }
    values = {f"value{number}": "{at}-" + str(number) for number in range(_EXPRESSIONS)}
    samples = [
        json.dumps(
            {"action": "login", "user": f"user{at}"} | {name: each.format(at=at) for name, each in values.items()}
        )
        for at in range(_SAMPLES)
    ]
    compact = [sample.replace('": "', '":"') for sample in samples]
    case = {"log_source_type": "acme", "samples": [{"payload": each, "expect": {"qid": "login"}} for each in compact]}
    files = {
        "extension.yaml": _PACKAGE,
        _TYPE: "\n".join(f"{key}: {json.dumps(value)}" for key, value in described.items()) + "\n",
        "tests/events/acme.yaml": json.dumps(case),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
