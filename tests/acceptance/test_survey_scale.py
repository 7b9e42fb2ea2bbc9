"""`qradar-builder survey` gives the same report where processes are killed, and where there are many small files."""

import json
import os
import random
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from qradar_builder.cli.survey import running

AUDIT = """name: Acme Audit
protocol: Syslog
parsing:
  EventName: {json: '/"type"'}
  UserName: {json: '/"user"'}
  SourceIp: {json: '/"address"'}
  DeviceTime: {json: '/"at"', format: "yyyy-MM-dd'T'HH:mm:ss"}
events:
  - {id: login, qid: login}
  - {id: logout, qid: logout}
qids:
  login: {name: Acme login, category: User Login Success, severity: 1}
  logout: {name: Acme logout, category: User Login Success, severity: 1}
"""
CLOCK = ("--clock", "2024-06-01T00:00:00Z")
KILLS = 10
SMALL_FILES = 10_000
NAMED = {
    "samples",
    "by_source",
    "by_both",
    "jumps",
    "block",
    "all_sources",
    "first_faults",
    "files",
    "forms",
    "compressions",
    "units",
}
"""What has the names of files in it, or depends on how many there are."""

pytestmark = pytest.mark.xdist_group("cluster")


@pytest.fixture(autouse=True)
def audit(workspace):
    """A package that takes half of the events."""
    folder = workspace / "audit"
    (folder / "log_source_types").mkdir(parents=True)
    (folder / "extension.yaml").write_text(
        "id: audit\nname: Audit\nversion: 1.0.0\nauthor: {name: Acme}\nqradar: {minimum: 7.5.0}\n"
    )
    (folder / "log_source_types" / "audit.yaml").write_text(AUDIT)


def event(number):
    if number % 4 == 3:
        return f"session {number} of user{number % 7} is closed"
    at = f"2024-05-{number % 30 + 1:02}T{number % 24:02}:00:00"
    name = ["login", "logout", "mystery"][number % 4]
    return json.dumps({"type": name, "user": f"user{number % 300}", "address": f"192.0.2.{number % 256}", "at": at})


@pytest.fixture
def killing(monkeypatch):
    """Kills a process that counts, taken at random, after ten of the tasks. Gives the numbers of those."""
    engines, killed, chance = [], [], random.Random(18)
    real = running._engine

    def engine(asked, findings):
        engines.append(real(asked, findings))
        return engines[-1]

    def running_now():
        found = engines[-1]
        pids = found.pids() if hasattr(found, "pids") else [each.pid for each in found.processes]
        return [pid for pid in pids if pid not in killed]

    @contextmanager
    def progress(units, _workers):
        after = set(chance.sample(range(len(units) - 2), KILLS))
        told = iter(range(len(units)))

        def watch(*_):
            if next(told) not in after:
                return
            until = time.monotonic() + 120
            while not (pids := running_now()) and time.monotonic() < until:
                # Those that were killed before are being replaced.
                time.sleep(0.02)
            pid = chance.choice(pids)
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

        yield watch

    monkeypatch.setattr(running, "_engine", engine)
    monkeypatch.setattr(running, "progress", progress)
    # Each file is a task.
    monkeypatch.setattr("qradar_builder.survey.survey.RANGE", 1)
    return killed


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signals")
@pytest.mark.parametrize("engine", [("--jobs", "2"), ("--cluster", "local", "--jobs", "2")])
def test_ten_killed_processes_change_no_byte_of_the_report(run, workspace, request, engine):
    (workspace / "logs").mkdir()
    for number in range(60):
        lines = "".join(f"{event(number * 20 + each)}\n" for each in range(20))
        (workspace / "logs" / f"{number:02}.log").write_text(f"{lines}\0\n" if number % 9 == 0 else lines)
    undisturbed = run("survey", "audit", "logs", "-o", "1.json", "-o", "1.html", "-o", "1.parquet", *CLOCK)
    killed = request.getfixturevalue("killing")
    result = run("survey", "audit", "logs", "-o", "2.json", "-o", "2.html", "-o", "2.parquet", *CLOCK, *engine)
    assert len(set(killed)) == KILLS
    assert (result.exit_code, result.output) == (undisturbed.exit_code, undisturbed.output)
    assert json.loads(Path("1.json").read_bytes())["input"]["records"] >= 1200
    for ending in ("json", "html", "parquet"):
        assert Path(f"2.{ending}").read_bytes() == Path(f"1.{ending}").read_bytes()


def counted(value):
    """A report without what has the names of files in it."""
    if isinstance(value, dict):
        return {key: counted(each) for key, each in value.items() if key not in NAMED}
    return [counted(each) for each in value] if isinstance(value, list) else value


def test_many_small_files_give_the_report_of_one_file(run, workspace):
    lines = [f"{event(number)}\n" for number in range(SMALL_FILES)]
    (workspace / "one").mkdir()
    (workspace / "one" / "all.log").write_text("".join(lines))
    for number, line in enumerate(lines):
        folder = workspace / "many" / f"{number % 100:02}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.log").write_text(line)
    reports = {}
    for name in ("one", "many"):
        result = run("survey", "audit", name, "-o", f"{name}.json", *CLOCK)
        assert (result.exit_code, result.stderr) == (0, "")
        reports[name] = json.loads(Path(f"{name}.json").read_bytes())
    one, many = reports["one"], reports["many"]
    assert (one["input"]["files"], many["input"]["files"]) == (1, SMALL_FILES)
    assert one["input"]["records"] == many["input"]["records"] == SMALL_FILES
    assert many["input"]["covered"] == many["input"]["bytes"] == sum(map(len, lines))
    assert set(one["survey"]["kinds"]["outcomes"]) == {"parsed", "stored", "unknown"}
    assert counted(many["input"]) == counted(one["input"])
    assert counted(many["survey"]) == counted(one["survey"])
