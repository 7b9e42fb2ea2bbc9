"""Deployments against the model: what is told, what is done, and that a second one changes nothing."""

from __future__ import annotations

import shutil

import pytest

from qradar_builder.console.check.run import check
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.deployment.backup import read_backup
from qradar_builder.console.deployment.foretelling import Action
from qradar_builder.console.deployment.run import Deployment, Stage, State
from qradar_builder.console.model.faults import Effect, Kind, Rule
from qradar_builder.console.plan.run import Outcome
from qradar_builder.console.verification.items import verify_items
from qradar_builder.findings import Findings
from qradar_builder.reference.console_api.description import description
from tests.console_releases import built, changed, package, release
from tests.model_console import Model


def deployed(model, given, folder, *, staged=False, hear=None, **options):
    """Deploy, and give the deployment with its outlook."""
    findings = Findings()
    deployment = Deployment(model.session(hear), given, **options)
    outlook = deployment.outlook(findings)
    assert outlook is not None, [each.message for each in findings]
    assert deployment.may_continue(outlook, findings), [each.message for each in findings]
    if not outlook.is_done or staged:
        deployment.run(outlook, folder, lambda _: None, staged=staged)
    return deployment, outlook


def test_a_first_deployment_adds_everything(full, tmp_path):
    model = Model()
    deployment, outlook = deployed(model, full, tmp_path)
    assert outlook.count(Action.ADD) == len(outlook.items)
    assert outlook.mismatches == ()
    assert all(each.words for each in outlook.items if each.item.table != "fgroup")
    assert {each.outcome for each in outlook.plan} == {Outcome.MISSING}
    assert {each.outcome for each in deployment.plan_run.done} == {Outcome.MADE}
    states = deployment.progress.states
    assert states[Stage.INSTALL] is states[Stage.PLAN] is State.DONE
    assert states[Stage.BACKUP] is states[Stage.STAGED] is State.NOT_NEEDED
    assert verify_items(model.session(), full).differences == ()
    assert list(tmp_path.iterdir()) == []
    entries = {each["value"] for each in model.state["set_entries"]}
    assert entries == {"one", "two", "three"}


def test_a_second_deployment_changes_nothing(full, tmp_path):
    model = Model()
    deployed(model, full, tmp_path)
    model.sent.clear()
    _, outlook = deployed(model, full, tmp_path)
    assert outlook.is_done
    assert outlook.comparison.changes == ()
    assert model.writes == ["POST /config/extension_management/extension_export_tasks"]


EXTENSIONS = "/config/extension_management/extensions"


def test_a_dry_run_sends_reads_and_the_preview_of_a_copy_that_does_not_stay(full, tmp_path):
    model = Model()
    findings = Findings()
    outlook = Deployment(model.session(), full, is_dry=True).outlook(findings)
    assert model.writes == [f"POST {EXTENSIONS}", f"POST {EXTENSIONS}/1", f"DELETE {EXTENSIONS}/1"]
    assert len(model.state["extensions"]) == 0
    assert all(each.words for each in outlook.items if each.item.table != "fgroup")
    assert outlook.count(Action.ADD) == len(outlook.items)
    assert not outlook.has_parsing
    assert outlook.comparison.changes
    deployed(model, full, tmp_path)
    model.sent.clear()
    outlook = Deployment(model.session(), full, is_dry=True).outlook(findings)
    assert model.writes == []
    assert outlook.is_done
    assert [each.change for each in outlook.comparison.changes] == []


def test_an_extension_that_is_uploaded_already_is_previewed_and_stays(full):
    model = Model()
    model.console.faults.add(Rule(f"POST {EXTENSIONS}/1", Kind.RESET))
    with pytest.raises(ConsoleError):
        Deployment(model.session(), full).outlook(Findings())
    model.sent.clear()
    assert Deployment(model.session(), full, is_dry=True).outlook(Findings()) is not None
    assert model.writes == [f"POST {EXTENSIONS}/1"]
    assert [each["name"] for each in model.state["extensions"]] == ["Acme Gateway"]


@pytest.mark.parametrize("is_dry", [True, False])
def test_the_copy_of_a_dry_run_that_was_killed_is_removed_by_the_next_run(full, is_dry):
    class KilledError(BaseException):
        pass

    def kill():
        raise KilledError

    model = Model()
    model.console.faults.add(Rule(f"POST {EXTENSIONS}/1", Kind.HOOK, Effect.FIRST, hook=kill))
    with pytest.raises(KilledError):
        Deployment(model.session(), full, is_dry=True).outlook(Findings())
    assert [each["name"] for each in model.state["extensions"]] == ["Acme Gateway (dry run)"]
    assert Deployment(model.session(), full, is_dry=is_dry).outlook(Findings()) is not None
    assert [each["name"] for each in model.state["extensions"]] == ([] if is_dry else ["Acme Gateway"])


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.TIMEOUT, Kind.ERROR, Kind.HTML, Kind.TRUNCATED])
@pytest.mark.parametrize("call", [f"POST {EXTENSIONS}", f"POST {EXTENSIONS}/1", f"DELETE {EXTENSIONS}/1"])
@pytest.mark.parametrize("effect", [Effect.NONE, Effect.FIRST])
def test_a_dry_run_that_goes_wrong_leaves_nothing_behind_its_next_run(full, kind, call, effect):
    model = Model()
    model.console.faults.add(Rule(call, kind, effect))
    try:
        Deployment(model.session(), full, is_dry=True).outlook(Findings())
    except ConsoleError:
        Deployment(model.session(), full, is_dry=True).outlook(Findings())
    assert len(model.state["extensions"]) == 0


@pytest.fixture
def next_version(tmp_path):
    """The next version of the package: a QID record has another severity."""
    folder = package(tmp_path / "next" / "acme-gateway")
    changed(folder, "extension.yaml", "version: 1.2.3", "version: 1.2.4")
    changed(folder, "log_source_types/alerts.yaml", "category: 4003, severity: 5", "category: 4003, severity: 9")
    built(folder, tmp_path / "out")
    return release(folder)


def severity(model):
    return model.state["qids"].first(name="Acme request blocked")["severity"]


def test_an_upgrade_overwrites_and_can_be_undone(full, next_version, tmp_path):
    model = Model()
    deployed(model, full, tmp_path)
    deployment, outlook = deployed(model, next_version, tmp_path / "backups")
    assert outlook.count(Action.OVERWRITE) == len(outlook.items)
    assert outlook.mismatches == ()
    assert [each.change.attribute for each in outlook.comparison.changes] == ["severity"]
    assert severity(model) == 9
    (folder,) = (tmp_path / "backups").iterdir()
    assert str(folder) in deployment.progress.words[Stage.BACKUP]
    for now in (1_760_000_000_000, 1_760_000_100_000):
        findings = Findings()
        note, restored = read_backup(folder, now, findings)
        assert (note.host, note.release) == ("127.0.0.1", "Acme Gateway 1.2.4")
        deployed(model, restored, tmp_path / "again")
        assert severity(model) == 5
        model.state["qids"].change(model.state["qids"].first(name="Acme request blocked")["id"], {"severity": 7})


def test_items_of_the_console_can_be_kept(full, next_version, tmp_path):
    model = Model()
    deployed(model, full, tmp_path)
    deployment, outlook = deployed(model, next_version, tmp_path / "backups", overwrite=False)
    assert outlook.count(Action.KEEP) == len(outlook.items)
    assert outlook.mismatches == ()
    assert severity(model) == 5
    assert deployment.progress.states[Stage.BACKUP] is State.NOT_NEEDED
    # That they differ is wanted, and a second run has nothing to do.
    assert deployed(model, next_version, tmp_path, overwrite=False)[1].is_done


def test_an_installed_version_that_differs_is_refused(full, tmp_path):
    model = Model()
    deployed(model, full, tmp_path)
    model.state["qids"].change(model.state["qids"].first(name="Acme request blocked")["id"], {"severity": 7})
    findings = Findings()
    deployment = Deployment(model.session(), full)
    assert not deployment.may_continue(deployment.outlook(findings), findings)
    assert [each.rule for each in findings] == ["console/installed"]


def test_another_build_of_the_same_version_is_refused(full, tmp_path):
    model = Model()
    deployed(model, full, tmp_path)
    folder = package(tmp_path / "next" / "acme-gateway")
    changed(folder, "log_source_types/alerts.yaml", "Acme request blocked", "Acme request was blocked")
    built(folder, tmp_path / "out")
    with pytest.raises(ConsoleError) as caught:
        Deployment(model.session(), release(folder)).outlook(Findings())
    assert caught.value.rule == "console/same-version"


def test_a_property_of_somebody_else_ends_the_deployment_before_any_write(full):
    model = Model()
    model.state["properties"].add({"name": "Acme Policy", "identifier": "other", "username": "alice", "_columns": {}})
    findings = Findings()
    deployment = Deployment(model.session(), full)
    assert deployment.outlook(findings) is None
    assert model.writes == []
    (finding,) = findings
    assert finding.rule == "console/owner"
    assert "custom property Acme Policy is on the console with the identifier other, made by alice" in finding.message
    assert deployment.progress.states[Stage.CHECK] is State.FAILED


@pytest.mark.parametrize(
    "denied",
    [
        "POST /config/extension_management/extensions",
        "POST /config/extension_management/extension_export_tasks",
        "GET /data_classification/qid_records",
        "POST /config/event_sources/custom_properties/property_leef_expressions",
    ],
)
def test_a_permission_that_is_missing_ends_the_deployment_before_any_write(full, denied):
    model = Model(denied=frozenset({denied}))
    findings = Findings()
    assert Deployment(model.session(), full).outlook(findings) is None
    assert model.writes == []
    assert [each.rule for each in findings] == ["console/permission"]
    assert denied in findings.sorted()[0].message


def test_a_console_that_is_too_old_is_told_before_any_write(full):
    model = Model(version="14.0")
    findings = Findings()
    assert Deployment(model.session(), full).outlook(findings) is None
    assert model.writes == []
    (found,) = findings
    assert found.rule == "console/too-old"
    assert "the console has 7.4.1 (2020.3.0." in found.message


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The package for an old console, which has no workflow."""
    folder = package(tmp_path_factory.mktemp("old") / "acme-gateway")
    for name in ("workflows", "log_sources", "fragments"):
        shutil.rmtree(folder / name)
    changed(folder, "extension.yaml", "minimum: 7.5.0", "minimum: 7.3.3")
    built(folder, folder.parent / "dist")
    return release(folder)


@pytest.mark.parametrize("version", description().versions)
def test_every_version_of_the_api_takes_what_it_has(old, tmp_path, version):
    model = Model(version=version)
    deployment, outlook = deployed(model, old, tmp_path)
    lacking = {each.step.purpose for each in outlook.plan if each.outcome is Outcome.LACKING}
    if version == "14.0":
        assert len(lacking) == 3
        assert all("aql" in each or "calculated" in each or "reference set" in each for each in lacking)
    else:
        assert lacking == set()
    assert deployment.progress.states[Stage.PLAN] is State.DONE
    assert deployed(model, old, tmp_path)[1].is_done
    # What is skipped by name is no error of a check before.
    findings = Findings()
    lines = [*check(model.session(), old, findings).lines()]
    assert findings.errors == 0
    assert {each.rule for each in findings} <= {"console/lacking-later", "console/old-rpm"}
    assert any(each.startswith("partly ") for each in lines) is (version == "14.0")


def test_staged_changes_are_deployed_only_on_request(full, tmp_path):
    model = Model()
    deployed(model, full, tmp_path)
    assert "POST /staged_config/deploy_status" not in model.sent
    deployment, _ = deployed(model, full, tmp_path, staged=True)
    assert model.sent.count("POST /staged_config/deploy_status") == 1
    assert deployment.progress.states[Stage.STAGED] is State.DONE


def test_another_deployment_of_the_same_build_may_be_quicker(full, tmp_path):
    model = Model()
    slow = Deployment(model.session(), full)
    outlook = slow.outlook(Findings())
    deployed(model, full, tmp_path / "quick")
    slow.run(outlook, tmp_path / "slow", str, staged=False)
    assert {slow.progress.states[stage] for stage in (Stage.INSTALL, Stage.PLAN)} == {State.DONE}
    assert len(list(model.state["extensions"])) == 1
    assert verify_items(model.session(), full).differences == ()


def test_progress_is_told(full, tmp_path):
    told, model = [], Model()
    deployed(model, full, tmp_path, hear=told.append)
    assert any(each.startswith("install: PROCESSING") for each in told)
    count = sum(step.method != "GET" for step in full.plan.steps)
    steps = [each.partition(":")[0] for each in told if each.startswith("REST plan, step ")]
    assert steps == [f"REST plan, step {number} of {count}" for number in range(1, count + 1)]
    told.clear()
    deployed(model, full, tmp_path, hear=told.append)
    assert not any(each.startswith("REST plan") for each in told)


def test_a_zip_is_deployed_with_the_plan_beside_it(kept_package, tmp_path):
    shutil.copytree(kept_package.parent / "dist", tmp_path / "dist")
    given = release(tmp_path / "dist" / "acme-gateway-1.2.3.zip")
    model = Model()
    deployed(model, given, tmp_path / "backups")
    assert verify_items(model.session(), given).differences == ()


def test_ten_thousand_mappings_go_in_a_few_calls(tmp_path):
    """They go in one ZIP. What is looked up goes a hundred at a time, or page by page."""
    folder = package(tmp_path / "acme-gateway")
    table = folder / "log_source_types/alerts.events.csv"
    rows = "".join(f"event {number},Acme,,Acme event {number},3,4002\n" for number in range(10_000))
    table.write_text(table.read_text(encoding="utf-8") + rows, encoding="utf-8")
    built(folder, tmp_path / "dist")
    given, told, model = release(folder), [], Model()
    deployed(model, given, tmp_path, hear=told.append)
    assert len(list(model.state["mappings"])) == 10_005
    assert len(model.writes) <= 10
    assert len(model.sent) <= 3 * 100
    assert any(each.startswith("install: PROCESSING") for each in told)
    model.sent.clear()
    assert deployed(model, given, tmp_path)[1].is_done
    assert len(model.writes) == 1
    assert len(model.sent) <= 3 * 100
