"""The time of each expression, measured apart from the others."""

from dataclasses import replace

from qradar_builder.dsm.definition import TypeDefinition, automatic_qids
from qradar_builder.dsm.lsx.model import LogSourceExtension, Matcher, MatchGroup, Pattern
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.profile import ExpressionProfile
from qradar_builder.findings import Location
from qradar_builder.report.expression_costs import costs_text

NOWHERE = Location("")
SLOW = r"(a+)+$"


def profile_of(*patterns):
    matchers = tuple(
        Matcher("UserName", Pattern(f"p{number}", text), number, capture_group="0", origin=Location("t.yaml", number))
        for number, text in enumerate(patterns, 1)
    )
    group = MatchGroup(1, 6001, matchers, ())
    stored, unknown = automatic_qids("Acme", 6001, NOWHERE)
    definition = TypeDefinition("Acme", 6001, LogSourceExtension((group,)), stored, unknown, NOWHERE)
    return ExpressionProfile(Parser(definition, now=lambda: 0))


def test_every_expression_is_run_on_every_payload():
    profile = profile_of("b", "nothing")
    for _ in range(3):
        profile.add("b" * 100)
    assert {(cost.name, cost.payloads, cost.given_up) for cost in profile.ranked()} == {
        ("UserName 1", 3, 0),
        ("UserName 2", 3, 0),
    }


def test_the_slowest_comes_first_and_what_ran_out_of_time_is_counted(monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_search.SECONDS_FOR_EVENT", 0.2)
    profile = profile_of("b", SLOW, "c")
    profile.add("a" * 100_000 + "!")
    first = profile.ranked()[0]
    assert (first.name, first.given_up) == ("UserName 2", 1)
    assert first.seconds == first.longest > 0.05


def test_the_table_has_the_place_of_each_expression():
    profile = profile_of("b", "c")
    profile.add("b")
    lines = costs_text(profile.ranked()).splitlines()
    assert lines[0].split()[:2] == ["share", "mean"]
    assert sorted(line.split()[-1] for line in lines[1:]) == ["t.yaml:1:1", "t.yaml:2:1"]


def test_of_many_expressions_the_slowest_are_shown():
    profile = profile_of(*(f"x{number}" for number in range(30)))
    profile.add("b")
    assert costs_text(profile.ranked()).splitlines()[-1] == "… and 10 expressions that took less time"


def test_a_time_is_told_in_its_own_unit():
    profile = profile_of("b")
    profile.add("b")
    (cost,) = profile.ranked()
    for seconds, told in ((0.0000012, "1.2 µs"), (0.0025, "2.5 ms"), (3.25, "3.2 s")):
        assert told in costs_text([replace(cost, seconds=seconds)])
