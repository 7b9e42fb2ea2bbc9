"""The preview as a server on this machine, with its watcher."""

import json
import socket
import threading

import httpx2
import pytest

from qradar_builder.preview.running import Preview


@pytest.fixture
def preview(folder):
    with Preview(folder, folder.parents[1] / "dist") as one:
        yield one
    assert one.application.errors == []


def events(lines):
    """The events of a stream, each with its name and its data."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_the_address_has_a_long_token_and_serves_the_page(preview):
    token = preview.url.split("/")[3]
    assert preview.url.startswith("http://127.0.0.1:")
    assert len(token) >= 43
    assert httpx2.get(preview.url).status_code == 200
    assert httpx2.get(preview.url.replace(token, "x" * len(token))).status_code == 403
    assert "server" not in httpx2.get(preview.url).headers


def test_it_listens_on_this_machine_only(preview):
    assert preview._socket.getsockname()[0] == "127.0.0.1"


def test_a_change_on_disk_is_told_and_the_end_too(preview, folder):
    with httpx2.stream("GET", preview.url + "api/changes", timeout=60) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        heard = events(response.iter_lines())
        assert next(heard) == ("changed", {"revision": 1, "files": []})
        # As many editors do: write beside, and rename.
        beside = folder / "README.md.tmp~"
        beside.write_text("# New\n", encoding="utf-8")
        beside.rename(folder / "README.md")
        name, data = next(heard)
        assert (name, "README.md" in data["files"]) == ("changed", True)
        assert data["revision"] > 1
        preview.stop()
        assert list(heard)[-1] == ("bye", {"reason": "the preview was ended"})


def test_a_request_that_is_not_done_at_the_end_is_told_so(preview, monkeypatch, capfd):
    began, may_end = threading.Event(), threading.Event()

    def wait():
        began.set()
        may_end.wait(60)
        return 1

    monkeypatch.setattr(preview._server.config, "timeout_graceful_shutdown", 0.1)
    monkeypatch.setattr(preview.workspace, "refresh", wait)
    answers = []
    asking = threading.Thread(target=lambda: answers.append(httpx2.get(preview.url + "api/package", timeout=60)))
    asking.start()
    assert began.wait(60)
    preview.stop()
    asking.join(60)
    may_end.set()
    assert [each.status_code for each in answers] == [503]
    assert "Traceback" not in capfd.readouterr().err


def test_a_port_in_use_is_an_error(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            Preview(folder, folder.parents[1] / "dist", port=taken.getsockname()[1])
