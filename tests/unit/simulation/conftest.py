"""What the tests of simulations share: packages with a workflow and a source, and a search that stops at once."""

import shutil
from functools import partial
from itertools import chain

import pytest
import yaml

from qradar_builder.findings import Findings
from qradar_builder.simulation.search.plans import courses, crashes, pairs, plain_plans, polls_needed, single_faults
from qradar_builder.simulation.search.trial import tried
from qradar_builder.simulation.subjects import subjects_of

WORKFLOW = """\
name: Events
version: "1"
parameters:
  - {name: host, label: Host, required: true}
actions:
"""


@pytest.fixture
def package(tmp_path):
    """Writes a package with one workflow, of these actions, and one source; `more` is put into the source."""

    def made(actions, source, name="acme"):
        folder = tmp_path / name
        for part in ("workflows", "tests/sources"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        extension = {"id": "acme", "name": "Acme", "version": "1.0.0", "author": {"name": "Acme"}}
        extension |= {"qradar": {"minimum": "7.4.2"}, "description": "Events of Acme"}
        (folder / "extension.yaml").write_text(yaml.safe_dump(extension))
        (folder / "workflows/events.yaml").write_text(WORKFLOW + actions)
        whole = {"workflow": "events", "parameters": {"host": "api.example.com"}} | source
        (folder / "tests/sources/events.yaml").write_text(yaml.safe_dump(whole, sort_keys=False))
        return folder

    return made


@pytest.fixture
def subjects():
    """The subjects of a package, which has no finding."""

    def read(folder, **options):
        findings = Findings()
        found = subjects_of(folder, findings, **options)
        assert [(each.rule, each.message) for each in findings] == []
        return found

    return read


@pytest.fixture
def copied(tmp_path):
    """Copies a package, without its cases, and changes texts of its files, each of which must be there."""

    def copy(folder, changes=()):
        target = tmp_path / folder.name
        shutil.copytree(folder, target, ignore=shutil.ignore_patterns("events", "*.events.txt"))
        for name, before, after in changes:
            path = target / name
            text = path.read_text()
            assert before in text, f"{name} has no {before!r}"
            path.write_text(text.replace(before, after))
        return target

    return copy


PHASES = {"one fault": single_faults, "crashes": crashes, "pairs": pairs}


def first_broken(historian, phases=tuple(PHASES), seed=1):
    """The first history of the systematic phases that breaks a rule; None where none does."""
    polls = polls_needed(historian.source, historian.events(seed, 1))
    plain = list(plain_plans(polls, seed))
    trial = next((each for each in map(partial(tried, historian), plain) if each.breaches), None)
    if trial is not None:
        return trial
    done = courses(historian.run(plain[0]), historian.source)
    plans = chain.from_iterable(PHASES[phase](done, polls, seed) for phase in phases)
    return next((each for each in map(partial(tried, historian), plans) if each.breaches), None)


@pytest.fixture
def search():
    return first_broken
