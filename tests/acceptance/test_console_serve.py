"""`qradar-builder console serve` serves a model, says where its files are, and never shows its token."""

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import tomllib
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

BUILDER = Path(__file__).parents[2] / "builder"


def started(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(BUILDER)}
    command = [sys.executable, "-m", "qradar_builder.cli", "console", "serve", *arguments]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What a shell starts in the background has Ctrl-C ignored, and so has what that starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no other thread forks
    )


@contextmanager
def served(folder, *arguments):
    """A model in a process of its own, and what it said when it began."""
    process = started(folder, "--port", "0", "--syslog-port", "0", "--task-time", "0", *arguments)
    try:
        said = []
        while not said or not said[-1].startswith("Stop it"):
            line = process.stdout.readline()
            assert line, process.stderr.read()
            said.append(line)
        yield process, "".join(said)
    finally:
        process.kill()
        process.communicate()


def asked(folder, path, body=None, method=None):
    profile = tomllib.loads((folder / "console-model/console.toml").read_text())["profiles"]["model"]
    token = (folder / "console-model" / profile["token_file"]).read_text().strip()
    trusted = ssl.create_default_context(cafile=folder / "console-model" / profile["ca_file"])
    headers = {"SEC": token} | ({} if body is None else {"Content-Type": "application/json"})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"https://{profile['host']}/api{path}", data, headers, method=method)
    with urllib.request.urlopen(request, context=trusted, timeout=60) as answer:
        return json.load(answer)


def test_it_serves_until_it_is_stopped_and_shows_no_token(tmp_path):
    with served(tmp_path) as (process, said):
        token = (tmp_path / "console-model/token").read_text().strip()
        assert stat.S_IMODE((tmp_path / "console-model/token").stat().st_mode) == 0o600
        assert asked(tmp_path, "/system/about")["release_name"] == "7.5.0 UP12"
        for place in ("console-model/ca.pem", "console-model/token", "console-model/console.toml"):
            assert place in said
        assert "It is not QRadar" in said
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0
        assert err == ""
    assert token not in said + out


def test_it_keeps_its_state_in_a_file_over_a_kill(tmp_path):
    types = "/config/event_sources/log_source_management/log_source_types"
    with served(tmp_path, "--state", "state.db") as (process, _):
        asked(tmp_path, types, {"name": "Acme", "protocol_types": [{"protocol_id": 0}]})
        process.kill()
        process.wait(60)
    with served(tmp_path, "--state", "state.db", "--api-version", "17.0"):
        assert asked(tmp_path, f"{types}?filter=id%3E4000")[0]["name"] == "Acme"
        assert [each["version"] for each in asked(tmp_path, "/help/versions")] == ["14.0", "17.0"]


def test_it_takes_events_by_syslog(tmp_path):
    with served(tmp_path) as (_, said):
        port = int(said.split("Syslog: 127.0.0.1:")[1].split(",")[0])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
            client.sendall(b"<13>Nov 30 10:00:00 host an event\n")
        count = 0
        for _ in range(600):
            search = asked(tmp_path, "/ariel/searches?query_expression=SELECT+COUNT(*)+AS+n+FROM+events", method="POST")
            count = asked(tmp_path, f"/ariel/searches/{search['search_id']}/results")["events"][0]["n"]
            if count:
                break
        assert count == 1


def test_a_script_of_faults_ends_the_model(tmp_path):
    (tmp_path / "faults.json").write_text('[{"call": "GET /system/about", "fault": "stop", "skip": 1}]')
    with served(tmp_path, "--faults", "faults.json") as (process, _):
        asked(tmp_path, "/system/about")
        with pytest.raises(OSError, match=r"."):
            asked(tmp_path, "/system/about")
        assert process.wait(60) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--api-version", "15.0"], "must be one of 14.0, 17.0"),
        (["--port", "70000"], "70000 is not in the range"),
        (["--faults", "missing.json"], "missing.json: cannot be read"),
        (["--faults", "wrong.json"], "wrong.json: fault 1: "),
        (["--faults", "binary"], "binary: is not UTF-8"),
        (["--state", "wrong.json"], "wrong.json: the state file is not the state of a model"),
        (["--token-file", "wrong.json"], "wrong.json: "),
        (["--folder", "wrong.json"], "cannot be"),
    ],
)
def test_a_wrong_call_is_told(tmp_path, arguments, said):
    (tmp_path / "wrong.json").write_text('[{"call": "/a"}]' + " " * 200)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    process = started(tmp_path, "--port", "0", "--syslog-port", "0", *arguments)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in err
    assert "Traceback" not in err
    assert out == ""


def test_a_port_in_use_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = started(tmp_path, "--port", str(taken.getsockname()[1]), "--syslog-port", "0")
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "cannot be used: Address already in use" in err
    assert "--port" in err
