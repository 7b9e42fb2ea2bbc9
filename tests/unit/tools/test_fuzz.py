"""The fuzz search: repeatable mutants, commands that keep their promises, processes that are watched."""

import os
import time
from multiprocessing import get_context

import click
import pytest

from tools.fuzz import inputs, search
from tools.fuzz.inputs import KINDS, Fault, drive, prepare, seeds
from tools.fuzz.mutations import MAX_MUTANT, mutant
from tools.fuzz.search import make, name_of

SEEDS = [b"name: Acme\nevents:\n  - {id: a}\n", b"<a b='c'>d</a>\n"]
PACKAGE = KINDS[0]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    prepare(folder)
    return folder


def obeying(monkeypatch, workspace, does):
    monkeypatch.chdir(workspace)
    monkeypatch.setattr(
        inputs, "main", click.Command("all", callback=does, context_settings={"ignore_unknown_options": True})
    )
    inputs.main.params.append(click.Argument(["words"], nargs=-1))


def drive_one(workspace):
    document = seeds(PACKAGE, workspace)[0]
    drive(PACKAGE, document, b"broken", workspace)


def test_a_name_gives_the_same_mutant_each_time_and_another_name_another():
    mutants = [mutant(SEEDS, f"x-1-{number}") for number in range(200)]
    assert mutants == [mutant(SEEDS, f"x-1-{number}") for number in range(200)]
    assert len(set(mutants)) > 150
    assert max(map(len, mutants)) <= MAX_MUTANT


def test_a_mutant_is_the_same_on_every_machine():
    assert mutant(SEEDS, "x-1-3") == b"name: Acme\nevents:\n  - {id"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_documents_and_its_commands_take_them(kind, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    documents = seeds(kind, workspace)
    assert documents
    drive(kind, documents[0], documents[0].read_bytes(), workspace)


def test_what_a_command_raises_is_a_fault(monkeypatch, workspace):
    obeying(monkeypatch, workspace, lambda words: 1 / 0)  # noqa: ARG005 - click hands the words in
    with pytest.raises(Fault, match="ZeroDivisionError"):
        drive_one(workspace)


def test_an_exit_without_a_word_is_a_fault(monkeypatch, workspace):
    obeying(monkeypatch, workspace, lambda words: os.sys.exit(1))  # noqa: ARG005 - as above
    with pytest.raises(Fault, match="without a word"):
        drive_one(workspace)


def test_an_exit_code_that_no_command_has_is_a_fault(monkeypatch, workspace):
    obeying(monkeypatch, workspace, lambda words: os.sys.exit(9))  # noqa: ARG005 - as above
    with pytest.raises(Fault, match="exit code 9"):
        drive_one(workspace)


def test_the_package_is_whole_again_after_a_fault(monkeypatch, workspace):
    document = seeds(PACKAGE, workspace)[0]
    before = document.read_bytes()
    obeying(monkeypatch, workspace, lambda words: 1 / 0)  # noqa: ARG005 - as above
    with pytest.raises(Fault):
        drive_one(workspace)
    assert document.read_bytes() == before


def test_all_mutants_are_tried_once():
    names = [name_of(kind, 7, 0) for kind in KINDS]
    done = []
    assert list(search.search(names, 2, time.monotonic() + 300, done.append)) == []
    assert done == list(range(1, len(names) + 1))


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        (lambda *_: os._exit(7), "exit code 7"),
        (lambda *_: time.sleep(60), "took more than"),
        (lambda *_: bytearray(2 * search.MEMORY), "MemoryError"),
        (lambda *_: 1 / 0, "ZeroDivisionError"),
    ],
    ids=["dies", "hangs", "eats", "raises"],
)
def test_a_mutant_that_a_process_does_not_survive_is_told_and_the_others_are_tried(does, reason, monkeypatch):
    names = [name_of(PACKAGE, 7, number) for number in range(3)]
    monkeypatch.setattr(search, "_CONTEXT", get_context("fork"))
    monkeypatch.setattr(search, "SECONDS", 0.2)
    monkeypatch.setattr(search, "drive", lambda *given: does() if make(names[1], given[3])[2] == given[2] else None)
    failures = list(search.search(names, 1, time.monotonic() + 300, lambda _: None))
    assert [failure.name for failure in failures] == [names[1]]
    assert reason in failures[0].reason
    assert failures[0].content
