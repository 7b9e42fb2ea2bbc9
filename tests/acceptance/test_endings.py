"""Every command ends in the same way where its output is cut short, or a signal ends it: one line, and an exit code."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faulty_disk import tree
from tools.example import EXAMPLE

WORKFLOW = """
name: n
version: "1"
actions:
  - ForEach: {item: /n, items: "/numbers"}
    do: [PostEvent: {path: /n, source: h}]
"""
CASE = """
workflow: w
state: {/numbers: [1, 2, 3]}
runs: [{exchanges: []}]
"""
COMMANDS = {
    "help": ("--help",),
    "version": ("--version",),
    "import": ("import", "rows.xml", "--check"),
    "update": ("update", "content/acme-gateway", "--base", "content/acme-gateway", "--to", "content/acme-gateway"),
    "build": ("build",),
    "lint": ("lint", "content", "nothing-here"),
    "docs": ("docs", "-o", "out"),
    "init": ("init", "fresh"),
    "test": ("test",),
    "run": ("run", "w.yaml", "--replay", "case.yaml"),
    "parse": ("parse", "content/acme-gateway", "payloads.ndjson"),
    "schema": ("schema", "extension"),
    "survey": ("survey", "content/acme-gateway", "payloads.ndjson"),
    "prove": ("prove", "proved", "--jobs", "1", "--time", "0", "--no-case"),
    "simulate": ("simulate", "proved/tests/sources/audit.yaml", "--http", "--time", "0"),
    "release": ("release", "notes", "acme-gateway", "--against", "content/acme-gateway"),
    "diff": ("diff", "content/acme-gateway", "content/acme-windows"),
    "console": ("console", "deploy", "--help"),
    "preview": ("preview", "--help"),
}


@pytest.fixture
def place(workspace):
    (workspace / "w.yaml").write_text(WORKFLOW, encoding="utf-8")
    (workspace / "case.yaml").write_text(CASE, encoding="utf-8")
    (workspace / "rows.xml").write_text("<content><custom_rule><id>1</id></custom_rule></content>", encoding="utf-8")
    (workspace / "payloads.ndjson").write_text('{"id": "1"}\n' * 3, encoding="utf-8")
    case = workspace / "content/acme-gateway/tests/events/case.yaml"
    case.parent.mkdir(parents=True)
    case.write_text("log_source_type: alerts\nsamples: [{payload: x, expect: {outcome: stored}}]\n", encoding="utf-8")
    shutil.copytree(EXAMPLE, workspace / "proved")
    source = workspace / "proved/tests/sources/audit.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("burst: 1", "count: 2\n  burst: 1"), encoding="utf-8")
    return workspace


def started(arguments, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "builder")
    command = [sys.executable, "-m", "qradar_builder.cli", *arguments]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **more)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", COMMANDS)
class TestStreams:
    def test_a_full_disk_behind_standard_output_is_told(self, name):
        with Path("/dev/full").open("wb") as full:
            process = started(COMMANDS[name], stdout=full)
            said = process.communicate(timeout=120)[1].decode()
        assert process.returncode == 2
        assert "cannot be written: No space left on device\n" in said
        assert "Traceback" not in said
        assert "Exception ignored" not in said

    def test_a_closed_standard_output_is_told(self, name, workspace):
        before = tree(workspace)
        process = started(COMMANDS[name], preexec_fn=lambda: os.close(1))
        assert process.communicate(timeout=120)[1].decode() == "error: standard output is closed\n"
        assert process.returncode == 2
        assert tree(workspace) == before

    def test_nobody_needs_to_read_to_the_end(self, name):
        read, write = os.pipe()
        os.close(read)
        process = started(COMMANDS[name], stdout=write)
        os.close(write)
        said = process.communicate(timeout=120)[1].decode()
        assert process.returncode == 141
        assert "Traceback" not in said
        assert "Exception ignored" not in said

    def test_a_closed_standard_input_changes_nothing(self, name):
        process = started(COMMANDS[name], stdout=subprocess.PIPE, preexec_fn=lambda: os.close(0))
        with_nothing = process.communicate(timeout=120)[1].decode()
        assert "Traceback" not in with_nothing
        assert process.returncode in ({1, 2} if name in {"lint", "test"} else {0})


SLOW = {
    # What waits for a lock, a pipe or a clock, and what it says first.
    "build": (("build",), "waiting for"),
    "init": (("init", "fresh"), "waiting for"),
    "docs": (("docs",), "waiting for"),
    "test": (("test", "--update"), "waiting for"),
    "run": (("run", "w.yaml", "--replay", "case.yaml", "--state", "dist/s.json"), "waiting for"),
}
HOLDER = """
import sys
from pathlib import Path
from qradar_builder.source.folder_lock import locked, silent
with locked(Path(sys.argv[1]), silent):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("name", SLOW)
def test_a_signal_ends_what_waits_with_one_line_and_nothing_is_written(place, name, number):
    arguments, first = SLOW[name]
    folder = {"test": "content/acme-gateway", "init": "content"}.get(name, "dist")
    (place / "dist").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "builder")}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        before = tree(place)
        process = started(arguments, stdout=subprocess.PIPE, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
        said = process.stderr.readline().decode()
        while first not in said:
            assert said, "it ended before it waited"
            said = process.stderr.readline().decode()
        process.send_signal(number)
        out, rest = process.communicate(timeout=120)
        assert process.returncode == 128 + number
        (line,) = rest.decode().splitlines()
        assert line.startswith("Interrupted" if number == signal.SIGINT else f"Ended by {number.name}")
        assert tree(place) == before
        assert b"Traceback" not in out
    finally:
        holder.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_parsing_and_its_processes(place, jobs, number):
    os.mkfifo(place / "pipe")
    arguments = ("parse", "content/acme-gateway", "pipe", "--input", "lines", "--jobs", jobs)
    process = started(
        arguments,
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    # It is opened as soon as somebody reads, which parsing does when its processes have begun.
    with Path("pipe").open("wb", buffering=0):
        os.killpg(process.pid, number)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert said.decode().splitlines()[-1].endswith("the events are not complete.")
    assert "Traceback" not in said.decode()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_signal_within_the_tests_of_pytest_ends_them_with_one_line(place):
    cases = place / "content/acme-gateway/tests/events"
    (cases / "samples").mkdir()
    (cases / "samples/many.ndjson").write_text('{"id": "1"}\n' * 400_000, encoding="utf-8")
    (cases / "case.yaml").write_text(
        "log_source_type: alerts\nsamples: [{file: samples/many.ndjson}]\n", encoding="utf-8"
    )
    before = tree(place)
    process = started(
        ("test", "content/acme-gateway", "--update"),
        stdout=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    # Pytest names a test before it runs it.
    while b"case.yaml" not in (part := process.stdout.read1(4096)):
        assert part, "it ended before a test began"
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 128 + signal.SIGINT
    assert said.decode() == "Interrupted.\n"
    assert b"KeyboardInterrupt" not in out
    assert tree(place) == before
