"""`qradar-builder init` on a terminal: what it asks, in which order, and what it says of wrong answers."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals on Windows")

SAMPLES = Path(__file__).parent / "starter"
QUESTION = r"([^\r\n]*) \[[^\r\n]*\]: $"
SECONDS = 300


@pytest.fixture
def ask(tmp_path):
    """Call init in an empty folder, answer its questions in their order, and give them with all that was shown."""

    def call(answers, *options):
        environment = {name: value for name, value in os.environ.items() if name in {"PYTHONPATH", "LANG", "TMPDIR"}}
        environment |= {"HOME": str(tmp_path), "TERM": "dumb", "TZ": "UTC", "PATH": os.environ["PATH"]}
        person = pexpect.spawn(
            sys.executable,
            ["-m", "qradar_builder.cli", "init", "acme", *options],
            cwd=str(tmp_path),
            env=environment,
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(50, 200),
            echo=False,
        )
        asked, shown, left = [], "", list(answers)
        while person.expect([pexpect.EOF, QUESTION]):
            asked.append(re.sub(r" \(.*", "", person.match[1]))
            shown += person.before + person.after
            person.sendline(left.pop(0) if left else "")
        shown += person.before
        person.close()
        assert not left, shown
        return asked, shown.replace("\r\n", "\n"), person.exitstatus

    return call


def test_the_most_important_is_asked_first_and_enter_takes_what_is_proposed(ask, tmp_path):
    asked, shown, code = ask([])
    assert code == 0, shown
    assert asked == [
        "File or folder to start from",
        "Protocol",
        "Format of the events",
        "How the API is signed in",
        "Display name",
        "Author",
        "Oldest QRadar version",
    ]
    assert "Made without a file: the events are invented, as an example to change." in shown
    assert "  extension.yaml\n" in shown
    assert re.search(r"  \.schemas/ \(\d+ schemas for editors\)\n", shown)
    assert len(list((tmp_path / "content/acme/.schemas").iterdir())) == int(re.search(r"\((\d+) schemas", shown)[1])


def test_each_wrong_answer_is_asked_again_with_the_reason_and_the_nearest_name(ask, tmp_path):
    (tmp_path / "events.jsonl").write_bytes((SAMPLES / "acme-gateway.jsonl").read_bytes())
    answers = ["evnts.jsonl", "none", "sylog", "syslog", "jsn", "leef", "Linux OS", "", "<", "", "1", ""]
    asked, shown, code = ask(answers)
    assert code == 0, shown
    for said in (
        'there is no file or folder `evnts.jsonl`; did you mean "events.jsonl"?',
        'unknown protocol "sylog"; did you mean "Syslog"',
        '`jsn` is none of json, leef, cef, nvp, syslog; did you mean "json"?',
        "QRadar ships a log source type called `Linux OS`",
        "--author is NAME or 'NAME <MAIL>'",
        'unknown QRadar version "1"',
    ):
        assert said in shown, shown
    assert [asked.count(each) for each in dict.fromkeys(asked)] == [2, 2, 2, 2, 2, 2]
    described = (tmp_path / "content/acme/log_source_types/events.yaml").read_text(encoding="utf-8")
    assert "leef: " in described


@pytest.mark.parametrize(
    ("name", "kind", "questions"),
    [
        ("acme-gateway.jsonl", "samples of events", ["Protocol"]),
        ("acme-gateway.har", "a HAR recording", []),
        ("acme-gateway.openapi.yaml", "an API document", []),
    ],
)
def test_a_file_is_told_by_what_it_holds_and_what_was_detected_is_summed_up(ask, name, kind, questions):
    asked, shown, code = ask([str(SAMPLES / name)])
    assert code == 0, shown
    assert f"{name} contains {kind}." in shown
    assert asked[0] == "File or folder to start from"
    assert [each for each in asked[1:] if not each.startswith("Which operation")] == [
        *questions,
        "Display name",
        "Author",
        "Oldest QRadar version",
    ]
    assert "Detected:\n" in shown
    assert re.search(r"  events: \d+, JSON\n  fields: EventName, ", shown)
    assert re.search(r"  mappings: \d+, to \d+ QID records?\n", shown)
    assert ("  API: GET /api/v2/events, sign-in by " in shown) == (kind != "samples of events")


def test_what_is_given_is_not_asked_for(ask):
    given = ("--protocol", "syslog", "--event-format", "cef", "--name", "Acme", "--author", "A", "--minimum", "7.5.0")
    asked, shown, code = ask([], *given)
    assert (asked, code) == ([], 0), shown
