"""A lock is read as the tool left it, or refused: what it does not say would be handed out anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.identity import reader
from qradar_builder.package.identity.lines import read_lines
from qradar_builder.package.identity.lock import MAX_NUMBER, LockedItem, write_lock
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.layout import LOCK_FILE

TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
events: [{id: a, qid: one}]
qids:
  one: {name: One, category: 1002, severity: 3}
"""
NAMESPACE = "11111111-2222-3333-4444-555555555555"
ITEMS = {
    "type/a": LockedItem(1, uuid=NAMESPACE, number=6001, name='quote " and \\ back, {brace}: [x] # \u2028 \x85 é 😀'),
    "event/a/@x|y": LockedItem(2),
    "qid/a/@x|y": LockedItem(3, number=2, name="", events=("@x|y", "@z|\\|")),
    "qid/*/b": LockedItem(4, number=7, name="null", block="*"),
    "expression/a/P/1": LockedItem(5, text="tab\tand\nline", gone=True),
    "property/P": LockedItem(6, uuid="DEFAULTCUSTOMEVENT1"),
}


def _written(items=ITEMS, next_qid=None):
    return write_lock("acme", NAMESPACE, 10, {"a": 3, "*": 1} if next_qid is None else next_qid, items)


def _read(content, findings=None):
    Path(LOCK_FILE).write_bytes(content)
    return read_lock(Path(LOCK_FILE), LOCK_FILE, Findings() if findings is None else findings)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


class TestReading:
    @pytest.mark.parametrize("content", [_written(), _written({}, {}), _written().replace(b"\n", b"\r\n")])
    def test_what_was_written_is_read_line_by_line(self, content):
        lock = read_lines(content.decode(), LOCK_FILE)
        assert lock is not None
        assert dict(lock.items) in (ITEMS, {})
        assert write_lock(lock.extension, lock.namespace, lock.next_row, lock.next_qid, lock.items) == content.replace(
            b"\r", b""
        )

    def test_both_ways_to_read_it_give_the_same(self):
        by_lines = _read(_written())
        edited = _written().replace(b"version: 1\n", b"version:  1\n")
        assert read_lines(edited.decode(), LOCK_FILE) is None
        by_yaml = _read(edited)
        assert by_yaml.items == by_lines.items
        for path in [("extension",), ("next_row",), ("next_qid", "a"), *(("items", key) for key in ITEMS)]:
            assert by_yaml.place(*path) == by_lines.place(*path)

    @pytest.mark.parametrize(
        ("found", "put"),
        [
            ("row: 1,", "row: 01,"),
            ('"qid/*/b": {', '"qid/*/b":  {'),
            ('"event/a/@x|y": 2', '"event/a/@x|y": {row: 2, odd: 3}'),
            ('"event/a/@x|y": 2', '"event/a/@x|y": 2\n  "event/a/@x|y": 7'),
            ('"event/a/@x|y": 2', '"event/a/@x|y": 9999999999'),
            ('"event/a/@x|y"', '"event/a/\\ud800|y"'),
            ('"event/a/@x|y"', '"event/a/\\x41|y"'),
            ("next_qid:\n", ""),
            ("items:\n", "items: {}\n"),
            ("extension: acme", "extension: 12"),
            ("namespace: 1", "namespace: X"),
        ],
    )
    def test_what_has_another_form_is_left_to_the_yaml_reader(self, found, put):
        text = _written().decode()
        assert text.count(found) == 1
        assert read_lines(text.replace(found, put), LOCK_FILE) is None

    @pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029"])
    def test_other_ends_of_lines_are_left_to_the_yaml_reader(self, end):
        assert read_lines(_written().decode().replace("version: 1\n", f"version: 1{end}"), LOCK_FILE) is None

    def test_a_lock_that_is_larger_than_other_files_is_read(self, monkeypatch):
        monkeypatch.setattr(reader, "MAX_BYTES", 100)
        assert _read(_written()).items == ITEMS

    def test_a_large_lock_in_another_form_is_refused(self, monkeypatch):
        monkeypatch.setattr(reader, "MAX_BYTES", 100)
        findings = Findings()
        assert _read(_written().replace(b"version: 1", b"version:  1"), findings) is None
        assert [found.rule for found in findings] == ["identity/lock-unreadable"]


class TestDamage:
    @pytest.mark.parametrize(
        ("key", "item", "message"),
        [
            ("event/a/@z|y", LockedItem(7, uuid="no uuid"), "`no uuid` is not a UUID"),
            ("type/b", LockedItem(7, number=4000), "must be from 4001 to 8580"),
            ("type/b", LockedItem(7, number=8581), "must be from 4001 to 8580"),
            ("type/b", LockedItem(7), "must be from 4001 to 8580"),
            ("qid/a/z", LockedItem(7), "a number below 250000"),
            ("qid/a/z", LockedItem(7, number=250_000), "a number below 250000"),
            ("qid/b/z", LockedItem(7, number=9), "the log source type of this record is missing"),
            ("qid/*/z", LockedItem(7, number=9), "the log source type of this record is missing"),
            ("qid/*/z", LockedItem(7, number=9, block="b"), "the log source type of this record is missing"),
            ("qid/a/z", LockedItem(7, number=9), "is not below `next_qid`"),
            ("event/a/@z|y", LockedItem(10), "is not below `next_row`"),
        ],
    )
    def test_an_entry_that_cannot_be_is_refused_at_its_place(self, key, item, message):
        findings = Findings()
        content = _written({**ITEMS, key: item})
        assert _read(content, findings) is None
        (found,) = findings
        assert found.rule == "identity/lock-unreadable"
        assert message in found.message
        line = content.decode().split("\n")[found.location.line - 1]
        assert line.startswith(f'  "{key}": ')

    def test_a_block_without_its_type_is_refused(self):
        findings = Findings()
        assert _read(_written(next_qid={"a": 3, "b": 3}), findings) is None
        assert "the block `b` is missing" in next(iter(findings)).message

    def test_the_records_of_an_override_are_in_the_shared_block(self):
        items = {**ITEMS, "extension/b": LockedItem(7, name="WindowsAuthServer"), "qid/b/z": LockedItem(8, number=8)}
        assert _read(_written(items)).items == items

    @pytest.mark.parametrize("entry", ["type/a", "extension/a"])
    def test_an_entry_that_was_deleted_gives_no_number_to_another_item(self, build_type, packages, entry):
        build_type("events: [{id: a, qid: one}]\nqids:\n  one: {name: One, category: 1002, severity: 3}\n")
        before = packages.lock
        packages.lock = re.sub(rf'  "{entry}": .*\n'.encode(), b"", before)
        result = packages.build()
        if entry == "type/a":
            assert result.rules == ["identity/lock-unreadable"]
        else:
            assert packages.lock != before
            assert result.rules == []


class TestPaths:
    def _refused(self, packages):
        result = packages.build()
        assert result.built is None
        return "identity/lock-unreadable" in result.rules

    def test_a_folder_is_no_missing_lock(self, packages):
        packages.write({"log_source_types/a.yaml": TYPE})
        Path("acme", LOCK_FILE).mkdir()
        assert self._refused(packages)

    @pytest.mark.parametrize("target", ["nowhere", LOCK_FILE])
    def test_a_link_that_leads_nowhere_is_no_missing_lock(self, packages, target):
        packages.write({"log_source_types/a.yaml": TYPE})
        Path("acme", LOCK_FILE).symlink_to(target)
        assert self._refused(packages)

    def test_a_link_is_followed(self, packages, build):
        before = build({"log_source_types/a.yaml": TYPE}).built.zip
        Path("acme", LOCK_FILE).rename("elsewhere.yaml")
        Path("acme", LOCK_FILE).symlink_to(Path("elsewhere.yaml").resolve())
        result = packages.build(locked=True)
        assert result.rules == []
        assert result.built.zip == before


def test_without_room_for_another_row_no_lock_is_made(build, packages):
    build({"log_source_types/a.yaml": TYPE})
    packages.lock = re.sub(rb"next_row: \d+", b"next_row: %d" % MAX_NUMBER, packages.lock)
    more = TYPE.replace("]", ", {id: b, qid: one}, {id: c, qid: one}]")
    result = build({"log_source_types/a.yaml": more})
    assert result.built is None
    assert result.rules == ["identity/exhausted"]
    assert next(iter(result.findings)).location.file == str(Path("acme", LOCK_FILE))


class TestExtension:
    EXTENSION = "id: %s\nname: Acme\nversion: 1.0.0\nauthor: {name: Example Corp}\nqradar: {minimum: 7.5.0}\n"

    def test_another_id_keeps_every_identity_where_the_namespace_is_pinned(self, build, packages):
        files = {"log_source_types/a.yaml": TYPE}
        before = build(files)
        changed = build(files, extension=self.EXTENSION % "other")
        assert changed.rules == ["identity/extension-changed"]
        (found,) = changed.findings
        pin = re.search(r"`(uuid: .*?)`", found.help)[1]
        after = build(files, extension=f"{self.EXTENSION % 'other'}{pin}\n")
        assert after.rules == []
        assert after.built.new_identities == ("extension",)
        assert b"\nextension: other\n" in packages.lock
        for table in ("sensordevicetype", "qidmap", "dsmevent"):
            assert after.rows(table) == before.rows(table)
        assert build(files, extension=self.EXTENSION % "other").rules == []

    def test_another_namespace_is_refused(self, build):
        files = {"log_source_types/a.yaml": TYPE}
        build(files)
        result = build(files, extension=f"{self.EXTENSION % 'other'}uuid: {NAMESPACE}\n")
        assert result.rules == ["identity/uuid-changed"]
