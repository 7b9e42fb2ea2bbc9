"""The events view: rows, one event with the way to it, dropped files, and edits that are tried."""

import json
import threading

import pytest

from qradar_builder.preview.events import parsing
from qradar_builder.preview.protocol.editing import TryRequest
from qradar_builder.preview.refusal import Refusal

TYPE = "log_source_types/alerts.yaml"
EVENTS = "api/events/alerts"


def text_of(asked, path=TYPE):
    return asked.get(f"api/files/{path}").json()["text"]


def tried(asked, *changes, path=TYPE, **more):
    text = text_of(asked, path)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return asked.post(f"{EVENTS}/try", {"edits": [{"path": path, "text": text}], **more})


def test_the_samples_are_rows(asked):
    found = asked.get(EVENTS).json()
    assert [(each["outcome"], each["event_id"], each["qid_name"]) for each in found["rows"]] == [
        ("parsed", "block", "Acme request blocked"),
        ("unknown", "pass", "Unknown"),
        ("stored", None, "Acme Gateway Alerts Message"),
    ]
    first = found["rows"][0]
    assert (first["origin"], first["source"], first["place"]) == ("case", "alerts.yaml", "a request is blocked")
    assert found["coverage"]["outcomes"] == {"parsed": 1, "unknown": 1, "stored": 1, "built-in": 0}
    names = {each["name"]: (each["matched"], each["won"], each["file"]) for each in found["coverage"]["expressions"]}
    assert names["UserName 2"] == (1, 1, TYPE)
    assert [each["hits"] for each in found["coverage"]["mappings"]] == [1]
    assert (found["total"], found["findings"]) == (3, [])


def test_the_number_of_samples_is_in_the_package(asked):
    assert [each["samples"] for each in asked.get("api/package").json()["types"]] == [3]


def test_an_unmapped_pair_has_a_proposal(asked):
    (pair,) = asked.get(EVENTS).json()["pairs_unmapped"]
    assert (pair["event_id"], pair["event_category"], pair["count"]) == ("pass", "net", 1)
    assert pair["proposal"]["qid_name"]
    assert pair["proposal"]["low_level_category"]


def test_a_hostile_payload_is_text(asked):
    answer = asked.get(f"{EVENTS}/2")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["payload"] == "<script>alert(1)</script>"


def test_one_event_has_the_way_to_it(asked):
    found = asked.get(f"{EVENTS}/0").json()
    payload = found["payload"]
    marked = {each["field"]: payload[each["start"] : each["end"]] for each in found["spans"]}
    assert marked == {
        "EventName": "block",
        "EventCategory": "net",
        "UserName": "ann",
        "DeviceTime": "2024-05-01T11:59:00 +0000",
        "Acme Policy": "p1",
    }
    values = {each["name"]: (each["text"], each["line"]) for each in found["fields"]}
    assert values["UserName"] == ("ann", 7)
    assert values["DeviceTime"] == ("2024-05-01T11:59:00.000Z", 9)
    assert [each["text"] for each in found["properties"]] == ["p1"]
    assert (found["qid"]["name"], found["qid"]["low_level_category"]) == ("Acme request blocked", "Firewall Deny")
    assert [(each["date_class"], each["value"]) for each in found["times"]["classes"]] == [
        ("Joda-Time", "2024-05-01T11:59:00.000Z"),
        ("SimpleDateFormat", "2024-05-01T11:59:00.000Z"),
    ]
    assert found["times"]["pattern"] == "yyyy-MM-dd'T'HH:mm:ss Z"
    assert any("mapping" in each["text"] for each in found["lookup"])
    late = next(each for each in found["why"] if (each["field"], each["number"]) == ("UserName", 2))
    assert (late["tried"], late["reason"]) == ("nothing", "the regular expression does not match")
    assert (late["file"], late["line"]) == (TYPE, 8)


@pytest.mark.parametrize(
    ("old", "new", "user"),
    [
        ('json: \'/"user"/"name"\'', "regex: '\"user\":.\"(\\w+)\"', capture: '\\1'", "name"),
        ("name: Acme Gateway Alerts", "name: [", "ann"),
    ],
    ids=["edited", "with errors: as on disk"],
)
def test_one_event_with_unsaved_texts(asked, old, new, user):
    text = text_of(asked)
    assert old in text
    edits = [{"path": TYPE, "text": text.replace(old, new)}]
    found = asked.post(f"{EVENTS}/0", {"edits": edits}).json()
    assert [each["text"] for each in found["fields"] if each["name"] == "UserName"] == [user]
    assert asked.get(f"{EVENTS}/0").json()["fields"] != found["fields"] or user == "ann"
    assert asked.post(f"{EVENTS}/3", {"edits": edits}).status_code == 404
    assert asked.post(f"{EVENTS}/0", {"edits": [{"path": "../x.yaml", "text": ""}]}).status_code == 403


def test_offsets_count_utf_16_units(asked):
    found = asked.get(f"{EVENTS}/1").json()
    units = found["payload"].encode("utf-16-le")
    marked = {each["field"]: units[2 * each["start"] : 2 * each["end"]].decode("utf-16-le") for each in found["spans"]}
    assert marked["UserName"] == "bob"
    assert found["payload"].index("bob") != next(e["start"] for e in found["spans"] if e["field"] == "UserName")


@pytest.mark.parametrize("index", ["3", "-1", "x", "1e1", "99999999999999999999", "0x0", "٣"])
def test_a_sample_that_is_not_there_is_told(asked, index):
    assert asked.get(f"{EVENTS}/{index}").status_code == 404


@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e", "alerts.yaml", "a" * 1000])
def test_a_type_that_is_not_there_is_told(asked, key):
    assert asked.get(f"api/events/{key}").status_code == 404


def test_dropped_files_are_parsed_and_never_written(asked, folder):
    before = sorted(folder.rglob("*"))
    text = '{"type": "block", "kind": "net"}\n\n{"type": "new", "kind": "net"}\n'
    found = asked.post(f"{EVENTS}/dropped", {"name": "../x\x1b.log", "text": text}).json()
    assert found["dropped"] == [{"name": "../x.log", "payloads": 2}]
    rows = found["events"]["rows"]
    assert [(each["origin"], each["outcome"], each["place"]) for each in rows[:2]] == [
        ("dropped", "parsed", "../x.log:1"),
        ("dropped", "unknown", "../x.log:3"),
    ]
    assert len(rows) == 5
    assert {each["event_id"] for each in found["events"]["pairs_unmapped"]} == {"new", "pass"}
    assert asked.request("DELETE", f"{EVENTS}/dropped").json()["dropped"] == []
    assert len(asked.get(EVENTS).json()["rows"]) == 3
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "text"), [("x.log", ""), ("x.log", "\n\n"), ("x.json", '[{"a": 1'), ("x.log", "\ufeff")]
)
def test_a_dropped_file_without_payloads_is_refused(asked, name, text):
    answer = asked.post(f"{EVENTS}/dropped", {"name": name, "text": text})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


def test_many_dropped_files_are_bounded(asked, monkeypatch):
    monkeypatch.setattr("qradar_builder.preview.events.samples.MOST_CHARACTERS", 1000)
    assert asked.post(f"{EVENTS}/dropped", {"name": "a", "text": "x" * 900}).status_code == 200
    assert asked.post(f"{EVENTS}/dropped", {"name": "b", "text": "x" * 900}).status_code == 413
    assert asked.post(f"{EVENTS}/dropped", {"name": "a", "text": "x" * 800}).status_code == 200


def test_very_many_samples_are_counted_and_bounded(asked, monkeypatch):
    monkeypatch.setattr("qradar_builder.preview.events.samples.MOST_SAMPLES", 2)
    found = asked.get(EVENTS).json()
    assert (len(found["rows"]), found["total"]) == (2, 3)


def test_events_of_a_dropped_file_that_are_not_kept_are_counted(asked, monkeypatch):
    monkeypatch.setattr("qradar_builder.preview.events.samples.MOST_SAMPLES", 2)
    found = asked.post(f"{EVENTS}/dropped", {"name": "x.log", "text": "one\ntwo\nthree\nfour\n"}).json()
    assert found["dropped"] == [{"name": "x.log", "payloads": 4}]
    assert (len(found["events"]["rows"]), found["events"]["total"]) == (2, 7)


def test_other_pages_hear_of_dropped_files(asked, monkeypatch):
    heard = []
    monkeypatch.setattr(asked.application.stream, "send", lambda name, event: heard.append((name, event.files)))
    asked.post(f"{EVENTS}/dropped", {"name": "x.log", "text": "one\n"})
    asked.request("DELETE", f"{EVENTS}/dropped")
    assert heard == [("changed", []), ("changed", [])]


def test_an_edit_is_tried_and_nothing_is_written(asked, folder):
    before = (folder / TYPE).read_bytes()
    found = tried(asked, ('json: \'/"user"/"name"\'', "regex: '\"user\":.\"(\\w+)\"', capture: '\\1'")).json()
    assert found["ok"]
    assert [each["fields"] for each in found["diff"]["changed"]] == [["UserName"]]
    assert found["diff"]["won"] == found["diff"]["lost"] == []
    assert [each["index"] for each in found["rows"]] == [0]
    assert (folder / TYPE).read_bytes() == before


def test_events_are_won_and_lost(asked):
    won = tried(asked, ("  - {id: block", "  - {id: pass, category: net, qid: blocked}\n  - {id: block")).json()
    assert [(each["before"]["outcome"], each["after"]["outcome"]) for each in won["diff"]["won"]] == [
        ("unknown", "parsed")
    ]
    lost = tried(asked, ("id: block,", "id: other,")).json()
    assert [(each["before"]["outcome"], each["after"]["outcome"]) for each in lost["diff"]["lost"]] == [
        ("parsed", "unknown")
    ]
    assert {each["event_id"] for each in lost["pairs_unmapped"]} == {"block", "pass"}


def test_a_broken_edit_has_findings_in_place_and_no_rows(asked):
    found = tried(asked, ("name: Acme Gateway Alerts", "name: [")).json()
    assert (found["ok"], found["rows"]) == (False, [])
    assert (found["findings"][0]["rule"].partition("/")[0], found["findings"][0]["file"]) == ("yaml", TYPE)
    assert asked.get(EVENTS).json()["coverage"]["outcomes"]["parsed"] == 1


def test_an_edit_without_a_change_changes_nothing(asked):
    found = tried(asked).json()
    assert found["ok"]
    assert found["rows"] == []
    assert found["coverage"] == asked.get(EVENTS).json()["coverage"]


def test_an_edit_of_another_file_counts(asked, folder):
    (folder / "qids.yaml").write_text("other: {name: Other, category: 4003, severity: 5}\n", encoding="utf-8")
    asked.workspace.refresh()
    edits = [
        {"path": TYPE, "text": text_of(asked).replace("category: net, qid: blocked", "category: net, qid: other")},
        {"path": "qids.yaml", "text": "other: {name: Renamed, category: 4003, severity: 1}\n"},
    ]
    found = asked.post(f"{EVENTS}/try", {"edits": edits}).json()
    assert found["ok"], found["findings"]
    assert [each["qid_name"] for each in found["rows"]] == ["Renamed"]


@pytest.mark.parametrize("path", ["../secret.yaml", "/etc/passwd", "nothing.yaml", "C:x", "a\x00b", "tests"])
def test_an_edit_of_a_file_outside_is_refused(asked, path):
    answer = asked.post(f"{EVENTS}/try", {"edits": [{"path": path, "text": "x"}]})
    assert (answer.status_code, answer.json()["error"]["rule"]) == (403, "preview/file")


def test_an_edit_of_a_file_that_is_deleted_changes_nothing(asked, folder):
    asked.get(EVENTS)
    (folder / "README.md").unlink()
    asked.workspace.refresh()
    found = asked.post(f"{EVENTS}/try", {"edits": [{"path": "README.md", "text": "# Other\n"}]}).json()
    assert (found["ok"], found["rows"]) == (True, [])


def test_an_older_edit_is_abandoned(asked, monkeypatch):
    """While one edit is parsed, a newer one of the same page arrives."""
    began, may_go = threading.Event(), threading.Event()
    plain = parsing.Reader._for

    def slow(self, sample):
        if threading.current_thread().name == "older":
            began.set()
            assert may_go.wait(60)
        return plain(self, sample)

    asked.get(EVENTS)
    monkeypatch.setattr(parsing.Reader, "_for", slow)
    answers = []
    events = asked.application.events

    def run():
        try:
            events.attempt("alerts", TryRequest(edits=[], page="p", number=1))
        except Refusal as refusal:
            answers.append(refusal.status)

    older = threading.Thread(target=run, name="older")
    older.start()
    assert began.wait(60)
    assert tried(asked, page="p", number=2).json()["ok"]
    may_go.set()
    older.join(60)
    assert answers == [429]
    assert tried(asked, page="p", number=1).status_code == 429
    assert tried(asked, page="another", number=1).status_code == 200


@pytest.mark.parametrize("samples", [1, 4])
def test_a_regex_that_runs_away_is_a_finding(asked, monkeypatch, samples):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_search.SECONDS_FOR_EVENT", 0.02)
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.SLOW_SECONDS", 0.01)
    payload = json.dumps({"type": "block", "kind": "net", "text": "a" * 2000 + "zx"})
    asked.post(f"{EVENTS}/dropped", {"name": "x", "text": "\n".join([payload] * samples)})
    found = tried(asked, ("user=(\\w+)", "(?:(a)|(a)|aa)+x")).json()
    assert found["ok"]
    assert "preview/slow" in {each["rule"] for each in found["findings"]}
    assert next(each["file"] for each in found["findings"] if each["rule"] == "preview/slow") == TYPE


def test_one_sample_is_enough_for_a_regex_without_an_end(asked, monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_search.SECONDS_FOR_EVENT", 0.05)
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.SLOW_SECONDS", 0.01)
    payload = json.dumps({"type": "block", "kind": "net", "text": "a" * 2000 + "zx"})
    asked.post(f"{EVENTS}/dropped", {"name": "x", "text": payload})
    found = tried(asked, ("user=(\\w+)", "(?:(a)|(a)|aa)+x")).json()
    slow = [each for each in found["findings"] if each["rule"] == "preview/slow"]
    assert [(each["file"], each["line"]) for each in slow] == [(TYPE, 8)]


def test_all_samples_are_bounded_in_time(asked, monkeypatch):
    monkeypatch.setattr("qradar_builder.preview.events.parsing.MOST_SECONDS", -1.0)
    found = asked.get(EVENTS).json()
    assert found["rows"] == []
    assert "3 samples could not be parsed" in found["findings"][0]["message"]


def test_a_package_with_errors_from_the_start_has_no_events(asked, folder):
    (folder / TYPE).write_text("name: [", encoding="utf-8")
    asked.workspace.refresh()
    answer = asked.get(EVENTS)
    assert (answer.status_code, answer.json()["error"]["rule"]) == (422, "preview/broken")


def test_a_change_on_disk_is_parsed(asked, folder):
    asked.get(EVENTS)
    text = (folder / TYPE).read_text(encoding="utf-8")
    (folder / TYPE).write_text(text.replace("{id: block", "{id: pass"), encoding="utf-8")
    asked.get("api/package")
    assert [each["outcome"] for each in asked.get(EVENTS).json()["rows"]] == ["unknown", "parsed", "stored"]
