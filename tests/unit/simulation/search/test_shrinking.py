"""A history with many faults becomes the one fault that matters, early."""

from dataclasses import replace

from qradar_builder.simulation.history.checks import breaches
from qradar_builder.simulation.history.faults import Fault, Plan
from qradar_builder.simulation.search.shrinking import Shrinker

# It loses what comes while the source fails: the bookmark is the clock.
ACTIONS = """\
  - Initialize: {path: /bookmark, value: "0"}
  - CallEndpoint:
      url: https://${/host}/events
      method: GET
      savePath: /answer
      QueryParameter: {from: "${/bookmark}", to: "${time()}"}
  - Set: {path: /bookmark, value: "${time()}"}
  - ForEach: {item: /event, items: /answer/body}
    do:
      - PostEvent: {path: /event}
"""
SOURCE = {
    "events": {"template": {"id": "${id}"}},
    "lists": [
        {
            "path": "/events",
            "body": "${events}",
            "from": {"parameter": "from", "format": "ms"},
            "to": {"parameter": "to", "format": "ms", "inclusive": False},
        }
    ],
}


def test_one_fault_is_left_in_the_first_poll(package, subjects):
    historian = subjects(package(ACTIONS, SOURCE))[0].historian()
    assert not breaches(historian.run(Plan(10)), historian.source)
    harmless = tuple(Fault(poll, 1, "reset") for poll in (2, 5, 9))
    noise = tuple(Fault(poll, 5, "http-500") for poll in range(1, 30))
    long = Plan(60, (*noise, *harmless, Fault(20, 1, "http-500")), stretch=14)
    plan, breach = Shrinker(historian, "proof/lost").shortest(long)
    assert breach.rule == "proof/lost"
    assert plan.faults == (Fault(1, 1, "http-500"),)
    assert plan.stretch == 1
    assert plan.polls < 8


def test_what_cannot_be_shorter_stays(package, subjects):
    historian = subjects(package(ACTIONS, SOURCE))[0].historian()
    plan = Plan(5, (Fault(1, 1, "http-500"),))
    shortest, _ = Shrinker(historian, "proof/lost", most=0).shortest(plan)
    assert shortest == replace(plan)
