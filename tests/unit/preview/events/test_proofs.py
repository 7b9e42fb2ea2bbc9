"""Coverage by what is kept of each expression is what it is when each sample is counted by itself."""

import pytest

from qradar_builder.preview.events import proofs as proofs_module
from qradar_builder.preview.events.edits import Edits
from qradar_builder.preview.events.parsing import Reader
from qradar_builder.preview.events.proofs import Proofs
from qradar_builder.preview.events.samples import Dropped, samples_of
from qradar_builder.preview.package.workspace import Workspace
from qradar_builder.preview.protocol.editing import Edit
from qradar_builder.testing.events.coverage import EventCoverage
from qradar_builder.testing.events.expression_trials import ExpressionTrials
from tools.followed_pages import ROOT

TYPES = {
    "client-events": "beyondtrust-epm",
    "activity-audits": "beyondtrust-epm",
    "session-events": "beyondtrust-remote-support",
    "access-sessions": "beyondtrust-pra",
    "xsense-alerts": "defender-for-iot",
}
CHANGES = (
    ("name", "nbme"),
    ("json: '/", 'json: \'/"x"'),
    ("\\d", "\\D"),
    ("EventCategory", "GroupName"),
    ("qid: ", "sample: "),
)


@pytest.fixture(params=list(TYPES))
def world(request, monkeypatch):
    """A log source type of the repository with its samples."""
    monkeypatch.chdir(ROOT)
    workspace = Workspace(ROOT / "content" / TYPES[request.param])
    return workspace, workspace.state(), request.param


def one_by_one(reader, samples):
    """Count each sample by itself."""
    coverage = EventCoverage(reader.definition)
    trials = {}
    for sample in samples:
        parser = reader._for(sample)
        if sample.receipt not in trials:
            trials[sample.receipt] = ExpressionTrials(parser)
        event = parser.parse(sample.payload.text, sample.built_in)
        coverage.count(event, trials[sample.receipt].tried(sample.payload.text, event))
    return coverage


def figures(coverage):
    """Everything that coverage says; which of several refused values is told depends on the order."""
    proofs = [
        (one.name, one.kind, one.text, one.tried, one.matched, one.won, bool(one.refused))
        for one in (*coverage.fields, *coverage.properties)
    ]
    mappings = [(one.event_id, one.category, hits) for one, hits in coverage.mappings.items()]
    return coverage.samples, proofs, mappings


def test_it_is_the_same_before_and_after_edits(world):
    workspace, state, key = world
    samples = samples_of(state, key, Dropped()).samples
    assert samples
    proofs = Proofs(samples)
    path = f"log_source_types/{key}.yaml"
    text = workspace.read(path).text
    tried = 0
    for old, new in (("", ""), *CHANGES, ("", "")):
        edit = Edit(path=path, text=text.replace(old, new, 7) if old else text)
        reader = Edits(workspace).edited(state, key, [edit]).reader
        if reader is None:
            continue
        tried += 1
        parsed = reader.parse_all(proofs, lambda: True)
        assert figures(parsed.coverage) == figures(one_by_one(Reader(reader.definition), samples))
    assert tried >= 3


def test_only_what_changed_is_tried_again(asked, monkeypatch):
    """A view is made for each expression that is tried, and payload."""
    body = {
        "edits": [
            {
                "path": "log_source_types/alerts.yaml",
                "text": asked.get("api/files/log_source_types/alerts.yaml").json()["text"],
            }
        ]
    }
    asked.get("api/events/alerts")
    known = asked.application.events.known("alerts")
    before = dict(known.proofs._kept)
    assert asked.post("api/events/alerts/try", body).json()["ok"]
    assert known.proofs._kept == before
    body["edits"][0]["text"] = body["edits"][0]["text"].replace("user=", "login=")
    assert asked.post("api/events/alerts/try", body).json()["ok"]
    assert len(known.proofs._kept) == len(before) + 1
    monkeypatch.setattr(proofs_module, "_MOST_KEPT", 3)
    body["edits"][0]["text"] = body["edits"][0]["text"].replace("login=", "l=")
    assert asked.post("api/events/alerts/try", body).json()["ok"]
    assert len(known.proofs._kept) <= 3


def test_calculations_are_counted_by_the_values_of_events(asked, folder):
    path = folder / "log_source_types/alerts.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "properties:\n",
        "properties:\n"
        "  - {name: Acme Size, type: numeric, expressions: {json: '/\"size\"'}}\n"
        "  - {name: Acme Double, type: numeric, expressions: "
        "{calculated: {first: Acme Size, operator: MULTIPLY, second: 2}}}\n",
    )
    path.write_text(text, encoding="utf-8")
    asked.workspace.refresh()
    asked.post("api/events/alerts/dropped", {"name": "x", "text": '{"type": "block", "kind": "net", "size": 4}'})
    found = asked.get("api/events/alerts").json()
    assert found["findings"] == [], found["findings"]
    names = {each["name"]: (each["tried"], each["won"]) for each in found["coverage"]["expressions"]}
    assert names["Acme Double 1"] == (4, 1)
    answer = asked.get("api/events/alerts/0").json()
    assert {each["name"]: each["text"] for each in answer["properties"]}["Acme Double"] == "8"
