import pytest

from qradar_builder.lint.selection import ALL, Selection


@pytest.mark.parametrize(
    ("select", "ignore", "runs"),
    [
        ((), (), True),
        (("workflow",), (), True),
        (("workflow/a",), (), True),
        (("workflow/b",), (), False),
        (("dsm",), (), False),
        ((), ("workflow",), False),
        ((), ("workflow/a",), False),
        ((), ("workflow/b",), True),
        (("workflow",), ("workflow/a",), False),
        (("workflow/a",), ("workflow",), True),
        (("workflow/a",), ("workflow/a",), False),
    ],
)
def test_the_narrower_word_counts(select, ignore, runs):
    assert Selection(frozenset(select), frozenset(ignore)).has("workflow/a") is runs


def test_without_a_word_every_rule_runs():
    assert ALL.has("workflow/a")


FAMILY, RULE = frozenset({"workflow"}), frozenset({"workflow/a"})


def test_what_a_file_ignores_runs_and_is_not_shown():
    selection = Selection(ignore=frozenset({"qid"})).of_repository(frozenset(), FAMILY)
    assert (selection.runs("workflow/a"), selection.has("workflow/a")) == (True, False)
    assert (selection.runs("qid/a"), selection.has("qid/a")) == (False, False)
    assert selection.ignored_by("workflow/a") == "workflow"
    # The command line says so too, so what the file says does not matter.
    assert not Selection(ignore=FAMILY).of_repository(frozenset(), FAMILY).runs("workflow/a")


@pytest.mark.parametrize(
    ("command", "package", "repository", "shown"),
    [
        ((), (), (), {"workflow/a", "qid/a"}),
        ((), (), FAMILY, {"workflow/a"}),
        ((), FAMILY, frozenset({"qid"}), {"workflow/a"}),
        (frozenset({"qid"}), FAMILY, FAMILY, {"qid/a"}),
    ],
)
def test_the_nearest_select_counts(command, package, repository, shown):
    selection = Selection(frozenset(command)).of_repository(frozenset(repository), frozenset())
    selection = selection.of_package(frozenset(package), frozenset())
    assert {rule for rule in ("workflow/a", "qid/a") if selection.has(rule)} == shown


def test_a_rule_that_the_command_selects_is_shown_where_a_file_ignores_its_family():
    assert Selection(RULE).of_repository(frozenset(), FAMILY).has("workflow/a")
    assert not Selection(RULE).of_repository(frozenset(), RULE).has("workflow/a")
