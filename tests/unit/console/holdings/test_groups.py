"""Log source groups are compared by place, parent and description."""

import pytest

from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.verification.items import verify_items
from qradar_builder.findings import Findings
from tests.console_releases import built, package, release
from tests.model_console import Model

GROUPS = """\
all: {name: Acme, description: All of Acme}
north: {name: Acme North, description: In the north, parent: all}
"""


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    folder = package(tmp_path_factory.mktemp("groups") / "acme-gateway")
    (folder / "log_source_groups.yaml").write_text(GROUPS, encoding="utf-8")
    built(folder, folder.parent / "out")
    return release(folder)


@pytest.fixture
def model(grouped, tmp_path):
    model = Model()
    deployment = Deployment(model.session(), grouped)
    outlook = deployment.outlook(Findings())
    assert outlook.mismatches == ()
    deployment.run(outlook, tmp_path, lambda _: None, staged=False)
    return model


def told(model, grouped):
    return [each.text for each in verify_items(model.session(), grouped).differences]


def test_groups_that_were_installed_are_no_difference(model, grouped):
    assert told(model, grouped) == []
    outlook = Deployment(model.session(), grouped, is_dry=True).outlook(Findings())
    assert outlook.comparison.changes == ()


@pytest.mark.parametrize(
    ("name", "change", "difference"),
    [
        ("Acme", {"description": "Other"}, "log source group Acme: description is Other, and must be All of Acme"),
        ("Acme North", {"description": None}, "Acme North: description is none, and must be In the north"),
        ("Acme North", {"parent_id": 1}, "log source group Acme North: parent is none, and must be Acme"),
        ("Acme North", {"name": "Acme South"}, "log source group Acme North: missing"),
    ],
)
def test_what_was_changed_of_a_group_is_a_difference(model, grouped, name, change, difference):
    groups = model.state["groups"]
    groups.change(groups.first(name=name)["id"], change)
    (found,) = told(model, grouped)
    assert found.endswith(difference)
    outlook = Deployment(model.session(), grouped, is_dry=True).outlook(Findings())
    assert len(outlook.comparison.changes) == 1


def test_a_group_below_a_group_of_somebody_else_is_named(model, grouped):
    groups = model.state["groups"]
    other = groups.add({"name": "Other", "parent_id": 1, "description": "", "child_group_ids": []})
    groups.change(groups.first(name="Acme North")["id"], {"parent_id": other["id"]})
    assert told(model, grouped) == ["log source group Acme North: parent is Other, and must be Acme"]


def test_groups_that_are_each_others_parent_end(model, grouped):
    groups = model.state["groups"]
    north, top = groups.first(name="Acme North"), groups.first(name="Acme")
    groups.change(top["id"], {"parent_id": north["id"]})
    assert told(model, grouped) == ["log source group Acme: parent is Acme North, and must be none"]
