"""Changes on disk are seen, also where the system cannot watch."""

import threading
from itertools import count

import pytest

from qradar_builder.preview.package import watcher as watcher_module
from qradar_builder.preview.package.watcher import Watcher
from qradar_builder.preview.package.workspace import Workspace


@pytest.fixture
def heard(folder):
    """A workspace, and what it tells of: an event, and the names of the files."""
    workspace, came, names = Workspace(folder), threading.Event(), []

    def hear(_, files):
        names.extend(files)
        came.set()

    workspace.subscribe(hear)
    return workspace, came, names


def test_a_change_is_seen(heard, folder):
    workspace, came, names = heard
    with Watcher(workspace):
        for number in count():
            # The first changes may come before the system watches.
            (folder / "README.md").write_text(f"# {number}\n", encoding="utf-8")
            if came.wait(0.1):
                break
        assert "README.md" in names


def test_where_the_system_cannot_watch_it_looks_again_and_again(heard, folder, monkeypatch):
    workspace, came, names = heard

    def fail(*_, **__):
        raise OSError(28, "no space left for watches")

    monkeypatch.setattr(watcher_module, "watch", fail)
    monkeypatch.setattr(watcher_module, "_POLL_SECONDS", 0.01)
    with Watcher(workspace):
        (folder / "README.md").write_text("# Changed\n", encoding="utf-8")
        assert came.wait(60)
    assert names == ["README.md"]


def test_hidden_files_and_builds_are_no_changes(folder):
    workspace = Workspace(folder)
    watcher = Watcher(workspace)
    root = folder.resolve()
    assert watcher._is_ours(None, str(root / "tests/events/alerts.yaml"))
    for name in (".git/index", ".build.lock", "dist/x.zip", "tests/.hidden"):
        assert not watcher._is_ours(None, str(root / name))
