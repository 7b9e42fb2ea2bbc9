"""Killed, or out of disk space, at every step that writes: all is old or all is new, and the next run sees to it."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import qradar_builder.cli.main
from qradar_builder.http.messages import HttpResponse
from qradar_builder.source import disk
from tests.faulty_disk import FaultyDisk, Killed, tree, without_leftovers

ROOT = Path(__file__).parents[2]
GATEWAY = Path(__file__).parent / "packages" / "acme-gateway"
WORDS = ("removed ", "completed the changes of an interrupted")


class Scene:
    """A folder before a command, and the command."""

    arguments: tuple[str, ...]

    def prepare(self, monkeypatch):
        """Make the folder, which is the working directory."""

    def again(self):
        """The command that a user gives next."""
        return self.arguments


class Build(Scene):
    arguments = ("build",)

    def prepare(self, monkeypatch):
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        shutil.copytree(GATEWAY, "content/acme-gateway")
        assert invoke("build").exit_code == 0
        table = next(Path("content/acme-gateway/log_source_types").glob("*.events.csv"))
        table.write_text(table.read_text(encoding="utf-8") + "new,Acme,blocked,,,\n", encoding="utf-8")
        shutil.rmtree("content/acme-gateway/workflows")
        for path in Path("content/acme-gateway/log_sources").glob("*"):
            path.unlink()
        module = importlib.import_module("qradar_builder.package.build")
        lock = Path("content/acme-gateway/identity.lock.yaml")
        made = {}

        def once(*given, real=module.build_package, **more):
            # From here on all that changes is the lock.
            found = lock.read_bytes()
            if found not in made:
                made[found] = real(*given, **more)
            return made[found]

        monkeypatch.setattr(module, "build_package", once)


class Init(Scene):
    arguments = ("init", "acme-audit")

    def prepare(self, monkeypatch):
        module = importlib.import_module("qradar_builder.starter.new_package")
        made = []

        def once(*given, real=module.make_package):
            if not made:
                package = real(*given)
                some = [path for path in package.files if not path.startswith(".schemas/")][::2]
                made.append(type(package)({path: package.files[path] for path in some}, package.notes))
            return made[0]

        monkeypatch.setattr(module, "make_package", once)


class Update(Scene):
    arguments = ("test", "--update")

    def prepare(self, monkeypatch):
        plugin = importlib.import_module("qradar_builder.testing.plugin")
        changes = []

        def once(*given, plugins, real=plugin.pytest.main):
            if not changes:
                assert real(*given, plugins=plugins) == 0
                changes.append(plugins[0].goldens[0]._changes)
            plugins[0].goldens[0]._changes = dict(changes[0])
            return 0

        monkeypatch.setattr(plugin.pytest, "main", once)
        folder = Path("content/p")
        files = {
            "extension.yaml": "id: p\nname: P\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.4.2}\n",
            "workflows/poll.yaml": """
name: n
version: "1"
parameters: [{name: host, label: Host, required: true}]
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
  - PostEvents: {path: /r/body}
""",
        }
        case = """
workflow: poll
parameters: {host: h}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events}
        response: {status: 200, json: %s}
"""
        for name, answer in {"one": "[1, 2]", "two": "[3]", "none": "[]"}.items():
            files[f"tests/workflows/{name}.yaml"] = case % answer
            files[f"tests/workflows/{name}.events.txt"] = "run 1\n- 0\n"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


class Record(Scene):
    arguments = ("run", "w.yaml", "--live", "--state", "state/s.json", "--record", "rec/r.yaml")

    def prepare(self, monkeypatch):
        workflow = """
name: n
version: "1"
actions:
  - Initialize: {path: /seen, value: "0"}
  - CallEndpoint: {url: "https://h/events", method: GET, savePath: /r}
  - PostEvents: {path: /r/body}
  - Set: {path: /seen, value: "${/seen + 1}"}
  - Delete: {path: /r}
"""
        Path("w.yaml").write_text(workflow, encoding="utf-8")
        Path("state").mkdir()
        Path("rec").mkdir()
        old = "workflow: w\nruns: []\n"
        Path("rec/r.yaml").write_text(old, encoding="utf-8")
        Path("rec/r.events.txt").write_text("run 1\n- 0\n", encoding="utf-8")
        headers = (("Content-Type", "application/json"),)
        answer = HttpResponse(200, "OK", headers, json.dumps([{"n": 1}, "x" * 3000]).encode())

        class Transport:
            def send(self, request):  # noqa: ARG002 - the protocol's
                return answer

        @contextlib.contextmanager
        def transport(_options):
            yield Transport()

        live = importlib.import_module("qradar_builder.http.network.live")
        monkeypatch.setattr(live, "live_transport", transport)
        monkeypatch.setattr("qradar_builder.exchanges.worlds.wall_clock", lambda: 1_700_000_000_000, raising=False)

    def again(self):
        """With the State of a run a case does not begin."""
        if Path("state/s.json").exists():
            Path("state/s.json").unlink()
        return self.arguments


def invoke(*arguments):
    return CliRunner().invoke(qradar_builder.cli.main.main, arguments)


def steps_of(scene, monkeypatch):
    counting = FaultyDisk()
    with monkeypatch.context() as patch:
        patch.setattr(disk, "os", counting)
        result = invoke(*scene.arguments)
    assert result.exit_code == 0, result.output
    return counting.count


def restore(start):
    for path in Path.cwd().iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(start, Path.cwd(), dirs_exist_ok=True)


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The working directory, and a place where its first state is kept."""
    work, start = tmp_path / "work", tmp_path / "start"
    work.mkdir()
    monkeypatch.chdir(work)
    return work, start


SCENES = {"build": (Build, 40), "init": (Init, 60), "update": (Update, 20), "record": (Record, 30)}


def parts_of(found):
    """What belongs together, in parts that may be old or new by themselves: identities and State come first."""
    alone = {name for name in found if name.endswith(("identity.lock.yaml", "s.json"))}
    files = {name for name in found if found[name] is not None}
    return [{name: found[name] for name in alone}, {name: found[name] for name in files - alone}]


def check_parts(found, old, new):
    for part, before, after in zip(parts_of(found), parts_of(old), parts_of(new), strict=True):
        assert part in (before, after)


@pytest.mark.parametrize("name", SCENES)
def test_killed_at_every_step_all_is_old_or_new_and_the_next_run_says_what_it_repaired(name, places, monkeypatch):
    work, start = places
    scene, least = SCENES[name][0](), SCENES[name][1]
    scene.prepare(monkeypatch)
    shutil.copytree(work, start)
    old = tree(work)
    count = steps_of(scene, monkeypatch)
    new = tree(work)
    assert count >= least
    assert new != old
    for last in range(1, count + 1):
        restore(start)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", FaultyDisk(last, "kill"))
            with pytest.raises(Killed):
                CliRunner().invoke(qradar_builder.cli.main.main, scene.arguments)
        left = tree(work)
        is_begun = any(path.endswith("/journal.json") for path in left)
        has_leftovers = left.keys() != without_leftovers(left).keys()
        found = without_leftovers(left)
        if not is_begun:
            check_parts(found, old, new)
        if name == "build":
            assert found["content/acme-gateway/identity.lock.yaml"] in (
                old["content/acme-gateway/identity.lock.yaml"],
                new["content/acme-gateway/identity.lock.yaml"],
            )
        result = invoke(*scene.again())
        assert result.exit_code == 0 or "already exists" in result.stderr, (last, result.output)
        if has_leftovers:
            assert any(word in result.stderr for word in WORDS), (last, result.stderr)
        assert tree(work) == new, last


@pytest.mark.parametrize("name", SCENES)
def test_on_a_disk_that_gets_full_at_any_step_all_is_old_or_new_and_nothing_stays(name, places, monkeypatch):
    work, start = places
    scene = SCENES[name][0]()
    scene.prepare(monkeypatch)
    shutil.copytree(work, start)
    old = tree(work)
    count = steps_of(scene, monkeypatch)
    new = tree(work)
    for last in range(1, count + 1):
        restore(start)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", FaultyDisk(last, "full"))
            result = invoke(*scene.arguments)
        found = tree(work)
        assert not any("/.build" in f"/{path}" for path in found), last
        check_parts(found, old, new)
        if found != new:
            assert result.exit_code == 2, last
            assert "No space left on device" in result.stderr, last


DRIVER = """
import sys
from qradar_builder.source import disk
from tests.faulty_disk import FaultyDisk
disk.os = FaultyDisk(int(sys.argv[1]), "sigkill")
from qradar_builder.cli.main import main
main(sys.argv[2:], prog_name="qradar-builder")
"""


@pytest.mark.parametrize(("name", "lasts"), [("build", (3, 40, 60, 75)), ("update", (5, 14, 20))])
def test_a_process_that_is_killed_for_good_is_followed_by_one_that_repairs(name, lasts, places, monkeypatch):
    work, start = places
    scene = SCENES[name][0]()
    scene.prepare(monkeypatch)
    shutil.copytree(work, start)
    count = steps_of(scene, monkeypatch)
    new = tree(work)
    names = ("PYTEST", "COV")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(names)}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "builder"), str(ROOT), environment.get("PYTHONPATH", "")])
    for last in (each for each in lasts if each <= count):
        restore(start)
        command = [sys.executable, "-c", DRIVER, str(last), *scene.arguments]
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == -9
        # The lock of a process that is gone holds up nobody.
        result = invoke(*scene.arguments)
        assert result.exit_code == 0, result.output
        assert any(word in result.stderr for word in WORDS), (last, result.stderr)
        assert tree(work) == new
