"""While another program writes, moves and deletes files, no request fails inside of the server."""

from __future__ import annotations

import shutil
import threading

from starlette.testclient import TestClient

from tests.unit.preview.conftest import BASE

ROUNDS = 5
TYPE = "log_source_types/alerts.yaml"
ASKED = [
    ("GET", "api/package", None),
    ("GET", "api/events/alerts", None),
    ("GET", "api/events/alerts/0", None),
    ("GET", f"api/files/{TYPE}", None),
    ("GET", "api/workflows/alerts", None),
    ("GET", "api/workflows/alerts/cases/one", None),
    ("GET", "api/package/contents", None),
    ("GET", "api/package/guide", None),
    ("GET", "api/package/lint", None),
    ("GET", "api/package/diff", None),
    ("GET", "api/package/results", None),
    ("POST", "api/events/alerts/dropped", {"name": "a.log", "text": '{"type":"block"}\n'}),
    ("POST", "api/events/alerts/dropped", {"name": "b.log", "text": '{"type":"block"}\n'}),
    ("DELETE", "api/events/alerts/dropped", None),
    ("POST", "api/events/alerts/try", {"page": "1", "number": 1, "edits": []}),
    ("POST", "api/events/alerts/propose", {"index": 0, "start": 9, "end": 14}),
]


def changes(folder, output):
    """What another program does, again and again."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    texts = {path: path.read_bytes() for path in files}
    for round_ in range(ROUNDS * 4):
        path = files[round_ % len(files)]
        # Written in place, in two parts.
        with path.open("wb") as file:
            file.write(texts[path][: len(texts[path]) // 2])
            file.flush()
            yield
            file.write(texts[path][len(texts[path]) // 2 :])
        yield
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(texts[path])
        path.unlink()
        yield
        beside.replace(path)
        archive = output / f"acme-gateway-1.1.{round_ % 3}.zip"
        if archive.exists():
            archive.unlink()
        else:
            output.mkdir(exist_ok=True)
            shutil.make_archive(str(archive.with_suffix("")), "zip", folder)
        yield


def test_no_request_fails_inside(asked, folder):
    failed = []
    ended = threading.Event()

    def ask(first):
        client = TestClient(asked.application, base_url=BASE)
        for number in range(ROUNDS * len(ASKED)):
            method, path, body = ASKED[(first + number * (first + 1)) % len(ASKED)]
            answer = client.request(method, BASE + path, json=body)
            if answer.status_code >= 500:
                failed.append((path, answer.text))
        client.close()

    def change():
        for _ in changes(folder, folder.parents[1] / "dist"):
            asked.workspace.refresh()
            if ended.wait(0.001):
                return

    asking = [threading.Thread(target=ask, args=(first,)) for first in range(3)]
    changing = threading.Thread(target=change)
    for thread in (*asking, changing):
        thread.start()
    for thread in asking:
        thread.join()
    ended.set()
    changing.join()
    assert (failed, asked.application.errors) == ([], [])


def test_an_edit_is_tried_again_after_a_dropped_file_is_forgotten(asked):
    """The reader of the edit is kept, and has a parser for the way in which the file was received."""
    path = asked.folder / TYPE
    edit = {"path": TYPE, "text": path.read_text(encoding="utf-8").replace("What happened", "What was done")}
    tried = {"page": "1", "number": 1, "edits": [edit]}
    assert asked.post("api/events/alerts/dropped", {"name": "a.log", "text": '{"type":"block"}'}).status_code == 200
    assert asked.post("api/events/alerts/try", tried).json()["coverage"]["samples"] == 4
    assert asked.request("DELETE", "api/events/alerts/dropped").status_code == 200
    assert asked.post("api/events/alerts/try", tried | {"number": 2}).json()["coverage"]["samples"] == 3


def test_files_that_come_and_go_are_counted_whole(asked):
    """A file is never listed without the number of its payloads that are not kept."""
    dropped = asked.application.events._dropped_of("alerts")
    failed = []

    def count():
        for _ in range(300):
            try:
                assert all(each.payloads == 1 for each in dropped.files())
                assert dropped.left == 0
            except (KeyError, RuntimeError) as error:
                failed.append(error)

    counting = [threading.Thread(target=count) for _ in range(2)]
    for thread in counting:
        thread.start()
    for number in range(60):
        dropped.add(f"{number % 3}.log", "one\n", 0)
        if number % 4 == 0:
            dropped.clear()
    for thread in counting:
        thread.join()
    assert failed == []
