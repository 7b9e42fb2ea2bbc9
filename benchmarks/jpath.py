"""How fast JPath is evaluated, beside python-jsonpath on the same queries and the same values."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import jsonpath
from jsonpath.function_extensions import ExpressionType, FilterFunction

from benchmarks.measure import Measure
from qradar_builder.jpath import Environment, compile_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EVENTS = 1000
_STATE: dict[str, Any] = {
    "response": {
        "status_code": 200,
        "body": {
            "next": "abc",
            "events": [
                {"id": number, "type": "login" if number % 3 else "logout", "start": number, "end": number * 2}
                for number in range(_EVENTS)
            ],
        },
    },
}
_ROUNDS = 5


def measures() -> Iterator[Measure]:
    """For each kind of query its microseconds, and their share of the peer's; below 20 % is five times faster."""
    yield from _pair("path", "/response/body/next", "$.response.body.next", repeat=5000)
    yield from _pair("projection", "/response/body/events/id", "$.response.body.events[*].id", repeat=20)
    yield from _pair("filter", "/response/body/events[@id = 500]", "$.response.body.events[?@.id == 500]", repeat=10)
    yield from _pair(
        "filter of two conditions",
        "/response/body/events[@type = 'login' and @id > 900]",
        "$.response.body.events[?@.type == 'login' && @.id > 900]",
        repeat=10,
    )
    yield from _pair(
        "arithmetic in a filter",
        "/response/body/events[@end - @start * 2 + 1 = 1]",
        "$.response.body.events[?add(sub(@.end, mul(@.start, 2)), 1) == 1]",
        repeat=10,
    )


def _pair(kind: str, ours: str, theirs: str, *, repeat: int) -> Iterator[Measure]:
    evaluate = compile_expression(ours, Environment()).evaluate
    query = _peer().compile(theirs)
    found = evaluate(_STATE)
    if (found if isinstance(found, list) else [found]) != query.findall(_STATE):
        raise AssertionError(f"{ours} and {theirs} do not find the same")
    mine, other = _seconds(lambda: evaluate(_STATE), repeat), _seconds(lambda: query.findall(_STATE), repeat)
    yield Measure(f"JPath {kind}", mine * 1e6, "µs")
    yield Measure(f"JPath {kind}, of python-jsonpath's time", 100 * mine / other, "%", 20.0)


def _seconds(run: Callable[[], object], repeat: int) -> float:
    """The least seconds of one run, over a few rounds."""
    least = float("inf")
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        for _ in range(repeat):
            run()
        least = min(least, (time.perf_counter() - begin) / repeat)
    return least


class _Calculation(FilterFunction):
    """Arithmetic for python-jsonpath, which has none of its own: a function as its users would add one."""

    arg_types = [ExpressionType.VALUE, ExpressionType.VALUE]  # noqa: RUF012 - the base class has it so
    return_type = ExpressionType.VALUE

    def __init__(self, calculate: Callable[[int, int], int]) -> None:
        self._calculate = calculate

    def __call__(self, left: int, right: int) -> int:
        return self._calculate(left, right)


def _peer() -> jsonpath.JSONPathEnvironment:
    environment = jsonpath.JSONPathEnvironment()
    environment.function_extensions["add"] = _Calculation(lambda left, right: left + right)
    environment.function_extensions["sub"] = _Calculation(lambda left, right: left - right)
    environment.function_extensions["mul"] = _Calculation(lambda left, right: left * right)
    return environment
