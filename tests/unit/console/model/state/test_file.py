"""The state is kept in a file, and what is not such a file is refused."""

import sqlite3
from contextlib import closing

import pytest

from qradar_builder.console.model.state.file import StateFile, WrongState
from qradar_builder.console.model.state.state import State


def test_what_was_changed_is_there_after_the_model_was_killed(tmp_path):
    path = tmp_path / "state"
    state = State(path)
    added = state["types"].add({"name": "Acme", "uuid": "u"})
    state["types"].change(12, {"log_source_extension_id": 5})
    state["types"].remove(13)
    state["searches"].add({"search_id": "not kept"})
    state["/some/path"].add({"name": "other"})
    state.commit()
    # Not closed: a second process would read what the first one has committed.
    again = State(path)
    assert again["types"].get(added["id"]) == added
    assert again["types"].get(12)["log_source_extension_id"] == 5
    assert again["types"].get(13) is None
    assert again["types"].first(name="Acme") is not None
    assert len(again["searches"]) == 0
    assert again["/some/path"].get(1)["name"] == "other"
    assert again["types"].add({"name": "next"})["id"] == added["id"] + 1
    again.close()
    state.close()


def test_a_number_is_not_given_twice_although_its_record_was_removed_before_a_restart(tmp_path):
    path = tmp_path / "state"
    state = State(path)
    numbers = [state["extensions"].add({"version": each})["id"] for each in ("1", "2", "3")]
    for number in numbers[1:]:
        state["extensions"].remove(number)
    state.commit()
    state.close()
    again = State(path)
    assert again["extensions"].add({"version": "4"})["id"] == numbers[-1] + 1
    again.close()


def test_without_a_file_nothing_is_kept():
    state = State()
    state["types"].add({"name": "Acme"})
    state.commit()
    state.close()
    assert State()["types"].first(name="Acme") is None


def test_other_files_are_refused(tmp_path):
    text = tmp_path / "text"
    text.write_bytes(b"no database, but more than a hundred bytes long. " * 5)
    with pytest.raises(WrongState, match="not the state of a model"):
        StateFile(text)
    other = tmp_path / "other"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE t (a)")
        database.commit()
    with pytest.raises(WrongState, match="something else"):
        StateFile(other)
    newer = tmp_path / "newer"
    StateFile(newer).close()
    with closing(sqlite3.connect(newer)) as database:
        database.execute("PRAGMA user_version = 99")
        database.commit()
    with pytest.raises(WrongState, match="format 99"):
        StateFile(newer)
    with pytest.raises(WrongState, match="cannot open"):
        StateFile(tmp_path / "no" / "folder")
