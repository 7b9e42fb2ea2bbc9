"""The fault table: every call of a deployment goes wrong in every way. No item twice, none lost, no secret shown."""

from __future__ import annotations

from collections import Counter

import pytest

from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.deployment.run import Deployment, Stage, State
from qradar_builder.console.model.faults import Effect, Kind, Rule
from qradar_builder.console.plan.run import Outcome
from qradar_builder.findings import Findings
from tests.model_console import Model
from tests.scripted_console import TOKEN

TABLES = (
    "types", "lsx", "qids", "mappings", "properties", "property_expressions", "property_json_expressions",
    "property_leef_expressions", "property_cef_expressions", "property_aql_expressions",
    "property_calculated_expressions", "rows", "sets", "set_entries", "groups",
)  # fmt: skip
KINDS = [each for each in Kind if each is not Kind.HOOK]
MOST_RUNS = 4


class KilledError(BaseException):
    """The process ends."""


def kill():
    raise KilledError


def content(model):
    """What the console has, by what people call it, with how often it is there."""
    found = Counter()
    for table in TABLES:
        for each in model.state[table]:
            name = next(str(each[key]) for key in ("name", "identifier", "value", "uuid", "_key") if each.get(key))
            event = each.get("log_source_event_id"), each.get("log_source_event_category")
            # Identities that the console gives are its own.
            own = table.startswith("property_") or table == "mappings"
            found[table, *event, "" if own and table != "mappings" else name] += 1
    found.update(("extension", each["name"], each["status"]) for each in model.state["extensions"])
    return found


def deploy(model, full, folder):
    """One run. Gives all text that it showed, and whether it came to its end."""
    told = []
    findings = Findings()
    deployment = Deployment(model.session(told.append, task_timeout=60.0), full)
    try:
        outlook = deployment.outlook(findings)
        ended = outlook is not None and deployment.may_continue(outlook, findings)
        if ended and not outlook.is_done:
            deployment.run(outlook, folder, told.append, staged=False)
    except ConsoleError as error:
        told.append(error.message)
        error.tell("host", findings)
        ended = False
    except KilledError:
        ended = False
    told += [*deployment.progress.lines(), *(f"{each.message} {each.help}" for each in findings)]
    return "\n".join(told), ended


@pytest.fixture(scope="module")
def clean(full, tmp_path_factory):
    """What a deployment without a fault leaves, and its calls."""
    model = Model()
    assert deploy(model, full, tmp_path_factory.mktemp("clean"))[1]
    return content(model), list(model.sent)


def heals(full, clean, rule, folder):
    """Deploy with a fault, then without, until it ends. Gives what was shown by the first run."""
    model = Model()
    model.console.faults.add(rule)
    shown, ended = deploy(model, full, folder)
    assert TOKEN not in shown
    for _ in range(MOST_RUNS):
        if ended:
            break
        more, ended = deploy(model, full, folder)
        assert TOKEN not in more
    assert ended, f"{rule}: {shown}\n---\n{more}"
    assert content(model) == clean[0], rule
    if rule.call.startswith("GET "):
        return shown
    # And one more run has nothing to do.
    before = len(model.writes)
    assert deploy(model, full, folder)[1]
    assert set(model.writes[before:]) <= {"POST /config/extension_management/extension_export_tasks"}
    return shown


def rules(calls, kind, effects):
    """A rule for each call that reads, and for each one that writes in its place, before and after its effect."""
    seen = Counter()
    for call in calls:
        reads = call.startswith("GET ")
        for effect in [Effect.NONE] if reads else effects:
            if not reads or not seen[call]:
                yield Rule(call, kind, effect, skip=seen[call], hook=kill if kind is Kind.HOOK else None)
        seen[call] += 1


@pytest.mark.parametrize("kind", [*KINDS, Kind.HOOK])
def test_a_deployment_heals_from_every_fault_of_every_call(full, clean, kind, tmp_path):
    tried = 0
    for rule in rules(clean[1], kind, Effect):
        heals(full, clean, rule, tmp_path)
        tried += 1
    assert tried > len(set(clean[1]))


@pytest.mark.parametrize("kind", [Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.HTML, Kind.UNPROCESSABLE])
def test_a_fault_that_lasts_is_told_with_what_was_done(full, clean, kind):
    for call in dict.fromkeys(clean[1]):
        model = Model()
        model.console.faults.add(Rule(call, kind, times=10_000))
        shown, ended = deploy(model, full, None)
        assert not ended
        assert TOKEN not in shown
        assert any(word in shown for word in ("failed", "not known"))
        # A fault before the installation leaves no item.
        if call.startswith("GET /help"):
            assert model.writes == []


def test_a_lost_connection_between_installation_and_plan_is_told_with_what_is_left(full):
    model = Model()
    path = "/config/event_sources/custom_properties/property_leef_expressions"
    model.console.faults.add(Rule(f"POST {path}", Kind.RESET))
    shown, ended = deploy(model, full, None)
    assert not ended
    assert "install         done" in shown
    assert "REST plan       not known" in shown
    assert "left" in shown


def test_a_task_that_never_ends_is_told(full):
    model = Model()
    model.console.tasks.never_end = True
    shown, ended = deploy(model, full, None)
    assert not ended
    assert "the task is still PROCESSING after 60 seconds" in shown
    model.console.tasks.never_end = False
    assert deploy(model, full, None)[1]


def test_two_deployments_at_once_make_nothing_twice(full, clean, tmp_path):
    model = Model()
    results = []

    def another():
        results.append(deploy(model, full, tmp_path)[1])

    # The other one runs as a whole while the first one installs.
    model.console.faults.add(Rule("POST /config/extension_management/extensions/1", Kind.HOOK, skip=1, hook=another))
    ended = deploy(model, full, tmp_path)[1]
    assert results == [True]
    assert ended or deploy(model, full, tmp_path)[1]
    assert content(model) == clean[0]


def test_a_console_that_restarts_in_the_middle_is_waited_for(full, clean, tmp_path):
    """After a restart a console says 503 for a while; a GET is sent again until it answers."""
    model = Model()
    model.console.faults.add(
        Rule("GET /config/extension_management/extensions_task_status/*", Kind.UNAVAILABLE, times=3)
    )
    assert deploy(model, full, tmp_path)[1]
    assert content(model) == clean[0]


@pytest.mark.parametrize(
    ("call", "stage", "what"),
    [
        ("/config/extension_management/extensions_task_status/1", "preview", "preview"),
        ("/config/extension_management/extensions_task_status/2", "install", "install"),
        ("/reference_data_collections/set_bulk_update_tasks/*", "REST plan", "Add 3 elements to the reference set"),
    ],
)
def test_how_a_task_ended_that_cannot_be_followed_is_not_known(full, call, stage, what):
    model = Model()
    model.console.faults.add(Rule(f"GET {call}", Kind.FORBIDDEN, times=10_000))
    shown, ended = deploy(model, full, None)
    assert not ended
    assert f"{stage:<15} not known" in shown
    assert f"; it is not known how this ended: {what}" in shown


def test_a_step_of_the_plan_that_ends_a_run_is_told_apart_from_those_that_are_left(full):
    for kind, word in ((Kind.UNPROCESSABLE, "failed"), (Kind.RESET, "not known")):
        model = Model()
        model.console.faults.add(
            Rule("POST /config/event_sources/custom_properties/property_cef_expressions", kind, times=10)
        )
        deployment = Deployment(model.session(), full)
        outlook = deployment.outlook(Findings())
        with pytest.raises(ConsoleError):
            deployment.run(outlook, None, str, staged=False)
        total = len(outlook.plan)
        made = sum(each.outcome is Outcome.MADE for each in deployment.plan_run.done)
        assert [str(each.outcome) for each in deployment.plan_run.rest] == [word, *["left"] * (total - made - 1)]
        assert deployment.progress.words[Stage.PLAN] == f"{made} created, {total - made - 1} left, 1 {word}"


def test_what_an_interruption_ends_is_not_known(full, tmp_path):
    def interrupt():
        raise KeyboardInterrupt

    model = Model()
    model.console.faults.add(
        Rule("GET /config/extension_management/extensions_task_status/2", Kind.HOOK, hook=interrupt)
    )
    deployment = Deployment(model.session(), full)
    outlook = deployment.outlook(Findings())
    with pytest.raises(KeyboardInterrupt):
        deployment.run(outlook, tmp_path, str, staged=False)
    assert deployment.progress.states[Stage.INSTALL] is State.UNSURE
