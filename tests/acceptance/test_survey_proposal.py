"""`qradar-builder survey --propose` writes a copy of the package that takes what was unknown."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

CLOCK = ("--clock", "2024-06-01T00:00:00Z")
KINDS = ("login failed", "policy changed", "unusual thing", "door opened")
TEXTS = ("Session opened for user", "Session closed for user", "Backup failed for volume")
TYPE = """# The door of the example.
name: Acme Door
protocol: Syslog
parsing:
  EventName: {json: '/"type"'}  # what happened
  UserName: {json: '/"user"'}
qids:
  opened: {name: Acme door opened, category: Access Permitted, severity: 1}
events:
  - {id: door opened, qid: opened}  # it is open
"""
CASE = """log_source_type: door
samples:
  - name: opened
    json: {type: door opened, user: ann}
    expect: {qid: opened}
"""


@pytest.fixture
def door(workspace):
    """A package, and logs of which it takes a part."""
    folder = workspace / "door"
    for name, text in {
        "extension.yaml": "id: door\nname: Acme Door\nversion: 1.0.0\nauthor: {name: Acme}\nqradar: {minimum: 7.5.0}\n",
        "CHANGELOG.md": "# Changelog\n\n## 1.0.0\n\nThe first.\n",
        "log_source_types/door.yaml": TYPE,
        "tests/events/door.yaml": CASE,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    logs = workspace / "logs"
    logs.mkdir()
    with (logs / "a.log").open("w") as file:
        for number in range(80):
            event = {"type": KINDS[number % 4], "user": f"u{number % 5}", "password": "Tr0ub4dor&3"}
            file.write(f"{json.dumps(event)}\n")
            file.write(f"<34>May  1 10:00:{number % 60:02} gate gwd[{number}]: {TEXTS[number % 3]} u{number}\n")
    return folder


def test_the_proposal_lints_passes_its_tests_and_takes_all_events(run, door, file_regression):
    before = {path: path.read_bytes() for path in door.rglob("*") if path.is_file()}
    result = run("survey", "door", "logs", "--propose", "new", *CLOCK)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == (
        "proposed in new: 3 expressions of the event ID, 6 event mappings, 6 QID records"
    )
    assert {path: path.read_bytes() for path in door.rglob("*") if path.is_file()} == before
    file_regression.check(Path("new/log_source_types/door.yaml").read_text(), extension=".yaml")
    case = Path("new/tests/events/door-unknown-events.yaml").read_text()
    assert "Tr0ub4dor" not in case
    assert "redacted-password" in case
    linted = run("lint", "new")
    assert linted.exit_code == 0, linted.stdout
    tested = run("test", "new")
    assert tested.exit_code == 0, tested.stdout
    assert "100 parsed" not in result.stdout
    again = run("survey", "new", "logs", "--propose", "none", *CLOCK)
    assert "100.00 % of the events are parsed" in again.stdout
    assert "nothing is proposed: there are no unknown events" in again.stderr
    assert not Path("none").exists()


def test_events_of_cases_stay_as_they_are(run, door):
    event = json.dumps({"type": "login failed", "user": "u1"})
    text = "<34>May  1 10:00:07 gate gwd[7]: Session opened for user u7"
    case = door / "tests/events/door.yaml"
    case.write_text(
        f"{CASE}  - name: no mapping on purpose\n    json: {event}\n    expect: {{outcome: unknown}}\n"
        f"  - name: no event ID on purpose\n    payload: '{text}'\n    expect: {{outcome: stored}}\n"
    )
    result = run("survey", "door", "logs", "--propose", "new", *CLOCK)
    assert result.exit_code == 0, result.stderr
    assert "1 expression is omitted, because it gives an event ID to an event of a case" in result.stdout
    proposed = YAML(typ="safe").load(Path("new/log_source_types/door.yaml"))
    assert "login failed" not in {each["id"] for each in proposed["events"]}
    assert len(proposed["events"]) > 1
    tested = run("test", "new")
    assert tested.exit_code == 0, tested.stdout


@pytest.mark.parametrize("shared", ["# none yet\n", "{key}: {{name: Shared, category: Access Denied, severity: 5}}\n"])
def test_a_record_of_the_shared_file_keeps_its_key(run, door, shared):
    run("survey", "door", "logs", "--propose", "first", *CLOCK)
    proposed = YAML(typ="safe").load(Path("first/log_source_types/door.yaml"))["qids"]
    key = list(proposed)[-1]
    (door / "qids.yaml").write_text(shared.format(key=key))
    result = run("survey", "door", "logs", "--propose", "new", *CLOCK)
    assert result.stdout.splitlines()[-1].endswith("6 event mappings, 6 QID records"), result.stderr
    found = YAML(typ="safe").load(Path("new/log_source_types/door.yaml"))["qids"]
    assert len(found) == len(proposed)
    assert (key in found) is shared.startswith("#")
    linted = run("lint", "new")
    assert "is also in qids.yaml" not in linted.stdout + linted.stderr


@pytest.mark.parametrize("is_behind", [False, True], ids=["no lock", "a lock that lacks items"])
def test_a_proposal_gives_what_is_there_the_identities_of_its_build(run, door, is_behind):
    if is_behind:
        assert run("build", "door", "-o", "dist").exit_code == 0
        text = TYPE.replace("  - {id: door opened,", "  - {id: door closed, qid: opened}\n  - {id: door opened,")
        (door / "log_source_types/door.yaml").write_text(text)
    before = (door / "identity.lock.yaml").read_bytes() if is_behind else None
    result = run("survey", "door", "logs", "--propose", "new", *CLOCK)
    assert result.exit_code == 0, result.stderr
    assert (door / "identity.lock.yaml").exists() is is_behind
    assert not is_behind or (door / "identity.lock.yaml").read_bytes() == before
    for name in ("door", "new"):
        assert run("build", name, "-o", f"dist-{name}").exit_code == 0
    built, proposed = (YAML(typ="safe").load(Path(name, "identity.lock.yaml"))["items"] for name in ("door", "new"))
    assert {key: proposed[key] for key in built} == built
    assert len(proposed) > len(built)
    assert run("lint", "new").exit_code == 0
    assert run("test", "new").exit_code == run("test", "door").exit_code


def test_a_type_that_no_case_proves_gets_no_case(run, door):
    (door / "tests/events/door.yaml").unlink()
    text = TYPE.replace("  - {id: door opened,", "  - {id: never, qid: opened}\n  - {id: door opened,")
    (door / "log_source_types/door.yaml").write_text(text)
    result = run("survey", "door", "logs", "--propose", "new", *CLOCK)
    assert "no event case is written: the type has none, and the logs do not prove all of it" in result.stdout
    assert not Path("new/tests").exists()
    assert run("test", "new").exit_code == run("test", "door").exit_code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("door", "logs", "--propose", "door/new"), "is inside the package"),
        (("door", "logs", "--propose", "logs"), "is there: give the name of a new or empty folder"),
        (("logs/a.log", "logs", "--propose", "new"), "is not a package folder"),
    ],
)
def test_a_place_that_cannot_be_is_refused_before_anything_is_counted(run, door, arguments, message):  # noqa: ARG001
    result = run("survey", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "events" not in result.stdout


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder in which nobody can write")
def test_a_proposal_that_cannot_be_written_leaves_the_findings(run, door):
    with (door.parent / "logs" / "b.csv").open("w") as file:
        file.write("n,payload\n1\n")
    result = run("survey", "door", "logs", "--propose", "/proc/nowhere/new", *CLOCK)
    assert result.exit_code == 2
    assert "the row has 1 of 2 columns" in result.stderr
    assert "the proposal cannot be written: /proc/nowhere" in result.stderr
    assert "proposed in" not in result.stdout
