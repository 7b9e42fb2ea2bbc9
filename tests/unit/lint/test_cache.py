import json
import os

import pytest

from qradar_builder.findings import Edit, Finding, Location, Related, Severity
from qradar_builder.lint import cache as module
from qradar_builder.lint.cache import Cache
from qradar_builder.lint.selection import ALL, Selection

PLACE = Location("a.yaml", 1, 2, 3, 4)
FOUND = Finding("r/r", Severity.NOTE, "m", PLACE, "h", (Related(PLACE, "there"),), "l", (Edit(PLACE, "a", "b"),))


@pytest.fixture
def tree(tmp_path, monkeypatch):
    folder = tmp_path / "package"
    (folder / "sub").mkdir(parents=True)
    (folder / "extension.yaml").write_text("id: a\n", encoding="utf-8")
    (folder / "sub" / "b.txt").write_text("b", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def test_findings_come_back_as_they_were(cache, tree):
    key = cache.key([tree], ALL)
    assert cache.get(key) is None
    cache.put(key, [FOUND], {"readable": True})
    assert cache.get(key) == ([FOUND], {"readable": True})


def test_a_key_follows_everything_that_findings_depend_on(cache, tree, monkeypatch, tmp_path):
    keys = {cache.key([tree], ALL)}
    assert cache.key([tree], ALL) in keys

    def changed():
        key = cache.key([tree], ALL)
        assert key not in keys
        keys.add(key)

    (tree / "extension.yaml").write_text("id: b\n", encoding="utf-8")
    changed()
    (tree / "sub" / "b.txt").rename(tree / "sub" / "c.txt")
    changed()
    (tree / "empty.csv").touch()
    changed()
    (tree / "link").symlink_to("extension.yaml")
    changed()
    (tree / "link").unlink()
    (tree / "link").symlink_to("empty.csv")
    changed()
    monkeypatch.setattr(module, "__version__", "9")
    changed()
    monkeypatch.chdir(tree)
    changed()
    for selection in (Selection(select=frozenset({"a"})), Selection(ignore=frozenset({"a"}))):
        assert cache.key([tree], selection) not in keys
    assert cache.key([tree, tmp_path / "none"], ALL) is None


def test_other_kinds_of_file_are_not_opened(cache, tree):
    os.mkfifo(tree / "pipe")
    assert cache.key([tree], ALL) is not None


def test_large_trees_are_not_kept(cache, tree, monkeypatch):
    monkeypatch.setattr(module, "_MOST_BYTES", 3)
    assert cache.key([tree], ALL) is None


@pytest.mark.parametrize("text", ["", "[]", '{"findings": [{}], "more": 1}', '{"findings": [{"rule": 1}]}'])
def test_a_damaged_entry_is_none(text, cache, tree, tmp_path):
    key = cache.key([tree], ALL)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / f"{key}.json").write_text(text, encoding="utf-8")
    assert cache.get(key) is None


def test_the_oldest_entries_go(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_MOST_ENTRIES", 2)
    for number, key in enumerate(("a", "b", "c")):
        cache.put(key, [], {})
        os.utime(tmp_path / "cache" / f"{key}.json", ns=(number, number))
    cache.put("d", [], {})
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["c.json", "d.json"]


def test_a_folder_that_cannot_be_used_keeps_nothing_and_says_nothing(tmp_path):
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("a", [FOUND], {})
    assert cache.get("a") is None


def test_no_credential_is_kept_and_nobody_else_reads_an_entry(cache, tmp_path):
    told = Finding("r/r", Severity.NOTE, "`https://u:hunter2hunter2@a.example/` is wrong", PLACE)
    cache.put("a", [told], {})
    (entry,) = (tmp_path / "cache").iterdir()
    assert "hunter2" not in entry.read_text(encoding="utf-8")
    assert json.loads(entry.read_bytes())["findings"][0]["rule"] == "r/r"
    assert entry.stat().st_mode & 0o077 == 0


def test_the_folder_follows_the_users_choice(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    Cache().put("a", [], {})
    assert (tmp_path / "x" / "qradar-builder" / "lint" / "a.json").is_file()
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    Cache().put("a", [], {})
    assert (tmp_path / "home" / ".cache" / "qradar-builder" / "lint" / "a.json").is_file()
