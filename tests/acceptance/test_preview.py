"""`qradar-builder preview`: from the command to its page, and its refusals."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from qradar_builder.cli.preview import _PAUSE


def started(*arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "builder")
    return subprocess.Popen(
        [sys.executable, "-m", "qradar_builder.cli", "preview", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What a shell starts in the background has Ctrl-C ignored, and so has what that starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no other thread forks
    )


@pytest.mark.usefixtures("workspace")
def test_it_serves_a_page_until_it_is_interrupted():
    process = started("acme-gateway", "--no-open")
    try:
        url = process.stdout.readline().strip()
        assert httpx2.get(url).status_code == 200
        assert httpx2.get(url + "api/package").json()["folder_name"] == "acme-gateway"
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=120)[1]
        assert process.returncode == 0
        assert "Traceback" not in said
        assert "Press Ctrl-C to end." in said
    finally:
        process.kill()


def test_several_packages_are_named(run):
    result = run("preview", "--no-open")
    assert result.exit_code == 2
    assert "error[preview/several]: there are several packages: acme-gateway, acme-windows" in result.stderr


def test_a_missing_package_is_told(run):
    result = run("preview", "acme-gatway", "--no-open")
    assert result.exit_code == 2
    assert "did you mean" in result.stderr


def test_a_port_in_use_is_told(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("preview", "acme-gateway", "--no-open", "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "error[preview/port]" in result.stderr


def test_without_the_extra_the_command_says_what_to_install(run, monkeypatch):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "uvicorn" else find_spec(name, *more)
    )
    result = run("preview", "acme-gateway", "--no-open")
    assert result.exit_code == 2
    assert "error[preview/extra]: this installation lacks uvicorn" in result.stderr
    assert "pip install 'qradar-content-builder[preview]'" in result.stderr
    assert run("preview", "--help").exit_code == 0


def test_the_browser_is_given_no_token(run, monkeypatch):
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")

    def open_and_interrupt(address):
        opened.append(address)
        raise KeyboardInterrupt

    monkeypatch.setattr("webbrowser.open", open_and_interrupt)
    result = run("preview", "acme-gateway")
    assert result.exit_code == 0
    token = result.stdout.split("/")[3]
    assert token not in opened[0]
    assert opened[0].startswith("http://127.0.0.1:")


def test_without_a_screen_no_browser_is_started(run, monkeypatch):
    monkeypatch.setattr("qradar_builder.cli.preview.sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("webbrowser.open", lambda _: pytest.fail("a browser is started"))

    plain = time.sleep

    def interrupt(seconds):
        if seconds == _PAUSE:
            raise KeyboardInterrupt
        plain(seconds)

    monkeypatch.setattr("qradar_builder.cli.preview.time.sleep", interrupt)
    assert run("preview", "acme-gateway").exit_code == 0
