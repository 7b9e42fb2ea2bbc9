"""What is left out of a comparison changes nothing of what it finds."""

import pytest

from qradar_builder.comparison.model import Kind
from qradar_builder.console.bulk import changes, readings
from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.verification.items import verify_items
from qradar_builder.findings import Findings
from tests.model_console import Model


def record(model, name="Acme request blocked"):
    return model.state["qids"].first(name=name)


def mapping(model, event="block"):
    return model.state["mappings"].first(log_source_event_id=event, log_source_event_category="Acme")


def nothing(model):
    """Everything is as it was deployed."""


def severity(model):
    model.state["qids"].change(record(model)["id"], {"severity": 9})


def description(model):
    model.state["qids"].change(record(model, "Acme request allowed")["id"], {"description": "Theirs"})


def name(model):
    model.state["qids"].change(record(model)["id"], {"name": "Something else"})


def name_of_another(model):
    model.state["qids"].change(record(model)["id"], {"name": "Acme request allowed"})


def moved(model):
    model.state["mappings"].change(mapping(model)["id"], {"qid_record_id": record(model, "Acme request allowed")["id"]})


def other_event(model):
    model.state["mappings"].change(mapping(model)["id"], {"log_source_event_id": "blocked"})


def swapped(model):
    one, other = record(model), record(model, "Acme request allowed")
    model.state["qids"].change(one["id"], {"name": other["name"]})
    model.state["qids"].change(other["id"], {"name": one["name"]})


def one_more(model):
    old = mapping(model)
    model.state["mappings"].add({**old, "log_source_event_id": "deny", "uuid": "0da4a88b-774e-4b0a-afdb-3dddadc24503"})


def other_record(model):
    added = model.state["qids"].add(
        {**record(model), "qid": 1_005_000_000, "uuid": "0da4a88b-774e-4b0a-afdb-3dddadc24504"}
    )
    model.state["mappings"].change(mapping(model)["id"], {"qid_record_id": added["id"]})


def one_less(model):
    model.state["mappings"].remove(mapping(model)["id"])


def no_record(model):
    model.state["mappings"].remove(mapping(model, "allow")["id"])
    model.state["qids"].remove(record(model, "Acme request allowed")["id"])


def expression(model):
    one = next(each for each in model.state["property_json_expressions"] if each["qid"] not in {None, -1})
    model.state["property_json_expressions"].change(one["id"], {"qid": record(model, "Acme login failed")["qid"]})


CHANGES = [
    nothing, severity, description, name, moved, other_event, one_more, other_record, one_less,
    no_record, expression,
]  # fmt: skip


@pytest.fixture(scope="module")
def deployed(full, tmp_path_factory):
    def deployed():
        model = Model()
        deployment = Deployment(model.session(), full)
        deployment.run(deployment.outlook(Findings()), tmp_path_factory.mktemp("backups"), str, staged=False)
        return model

    return deployed


def texts(verified):
    return [each.text for each in verified.differences]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_differences_are_those_of_a_whole_comparison(deployed, full, change):
    model = deployed()
    change(model)
    whole = texts(verify_items(model.session(), full))
    found = texts(verify_items(model.session(), full, whole=False))
    assert sorted(found) == sorted(whole)
    assert bool(found) is (change is not nothing)


@pytest.mark.parametrize("change", [*CHANGES, swapped, name_of_another], ids=lambda change: change.__name__)
@pytest.mark.parametrize("size", [1, 1000])
def test_very_many_differences_are_found_in_parts(deployed, full, monkeypatch, change, size):
    model = deployed()
    change(model)
    found = texts(verify_items(model.session(), full, whole=False))
    monkeypatch.setattr(readings, "MOST_HELD", 0)
    monkeypatch.setattr(changes, "_AT_ONCE", size)
    in_parts = verify_items(model.session(), full, whole=False)
    assert sorted(texts(in_parts)) == sorted(found)
    assert len(in_parts.comparison.changes) == len(found)
    levels = [each.level for each in in_parts.comparison.changes]
    assert levels == sorted(levels, reverse=True)
    assert tuple(in_parts.comparison.changes[:1]) == tuple(in_parts.comparison.changes)[:1]


def test_a_name_that_another_record_has_is_one_difference(deployed, full):
    """In a whole comparison, the label of the other record changes, too."""
    model = deployed()
    name_of_another(model)
    (found,) = texts(verify_items(model.session(), full, whole=False))
    assert found == "QID record Acme request blocked: name is Acme request allowed, and must be Acme request blocked"


def test_what_is_the_same_is_not_held(deployed, full):
    found = verify_items(deployed().session(), full, whole=False)
    for side in (found.comparison.old, found.comparison.new):
        (one,) = side.root.named(Kind.TYPE).values()
        assert set(side.root.named(Kind.QID)) == {"Acme request blocked"}
        assert {each.get("QID record") for each in one.named(Kind.MAPPING).values()} == {"Acme request blocked"}
    assert found.lists.qids != []
