"""`qradar-builder simulate`: a source as a server, which `run --live` reads."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

WORKFLOW = """\
name: Acme Audit
version: "1"
parameters:
  - {name: host, label: Host, required: true}
actions:
  - Initialize: {path: /since, value: "${time() - 3600000}"}
  - CallEndpoint:
      url: https://${/host}/api/events
      method: GET
      savePath: /answer
      QueryParameter: {since: "${/since}"}
  - PostEvents: {path: /answer/body}
"""
SOURCE = {
    "workflow": "audit",
    "events": {"count": 12, "start": -1800, "span": 1700, "template": {"id": "${id}"}},
    "lists": [{"path": "/api/events", "body": "${events}", "from": {"parameter": "since", "format": "ms"}}],
}


@pytest.fixture
def source(workspace):
    (workspace / "audit.yaml").write_text(WORKFLOW)
    path = workspace / "source.yaml"
    path.write_text(yaml.safe_dump(SOURCE, sort_keys=False))
    return path


def started(*arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "builder")
    command = [sys.executable, "-m", "qradar_builder.cli", "simulate", *arguments]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What a shell starts in the background has Ctrl-C ignored, and so has what that starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no other thread forks
    )


@pytest.mark.usefixtures("source")
def test_a_workflow_reads_it_live(run, workspace):
    process = started("source.yaml", "--ca", "ca.pem")
    try:
        url = process.stdout.readline().strip()
        assert url.startswith("https://127.0.0.1:")
        host = url.removeprefix("https://")
        live = run("run", "audit.yaml", "--live", "--set", f"host={host}", "--ca-file", "ca.pem")
        assert live.exit_code == 0, live.stderr
        assert [json.loads(line)["id"] for line in live.stdout.splitlines()] == [f"event-{n:06}" for n in range(12)]
        assert (workspace / "ca.pem").read_text().startswith("-----BEGIN CERTIFICATE-----")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=120)[1]
        assert process.returncode == 0
        assert "1 calls; 12 of 12 events were read" in said
        assert "Traceback" not in said
    finally:
        process.kill()


def test_it_ends_after_a_time(run, source):
    result = run("simulate", str(source), "--http", "--time", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("http://127.0.0.1:")
    assert "0 calls; 0 of 12 events were read" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fault", "http-999=1"), "there is no fault `http-999`"),
        (("--http", "--ca", "ca.pem"), "there is no certificate with --http"),
    ],
)
def test_a_wrong_call_is_told(run, source, options, said):
    result = run("simulate", str(source), *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_source_that_does_not_hold_is_told(run, source):
    source.write_text("workflow: audit\n")
    result = run("simulate", str(source))
    assert result.exit_code == 1
    assert "yaml/missing-key" in result.stderr
    assert run("simulate", "nothing.yaml").exit_code == 2
