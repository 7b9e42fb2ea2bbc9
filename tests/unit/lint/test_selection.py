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
