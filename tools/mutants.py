"""Mutation testing of the lint rules: how many small changes to their code the examples notice.

`python -m tools.mutants [RULE or FAMILY…]` prints the changes that no example notices, and the share that they notice.
`--places` writes tests/conformance/lint/places.json instead: where each rule finds its bad example.
"""

from __future__ import annotations

import ast
import copy
import inspect
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.lint.registry import lint_rules
from tests.unit.lint.examples import PLACES, looked_at, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from qradar_builder.lint.rule import LintRule

_MOST_STEPS: Final = 200_000
"""Lines that a changed rule may run before it counts as endless, which is noticed."""
_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class _EndlessError(Exception):
    """A changed rule does not end."""


def main(arguments: list[str]) -> int:
    """Run the command. 1 where fewer than 85 % of the changes are noticed."""
    if arguments == ["--places"]:
        PLACES.write_text(json.dumps(_all_places(), indent=1) + "\n", encoding="utf-8")
        return 0
    noticed = total = 0
    for rule in lint_rules().values():
        if arguments and rule.id not in arguments and rule.id.partition("/")[0] not in arguments:
            continue
        for line, text, is_noticed in mutants(rule):
            total += 1
            noticed += is_noticed
            if not is_noticed:
                print(f"{rule.id}:{line}: {text}")
    share = noticed / total if total else 1.0
    print(f"{noticed} of {total} changes are noticed, {share:.1%}")
    return int(share < 0.85)


def mutants(rule: LintRule[Any]) -> Iterator[tuple[int, str, bool]]:
    """Each change to the code of a rule: its line, what the line becomes, and whether an example notices it."""
    module = inspect.getmodule(rule.check)
    assert module is not None
    tree = ast.parse(inspect.getsource(module))
    with tempfile.TemporaryDirectory() as folder:
        given = looked_at(rule, Path(folder))
        expected = [(name, _places(rule.check, subjects)) for name, subjects in given]
        for line, text, changed in _changed(tree):
            names: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
            try:
                exec(compile(changed, str(module.__file__), "exec"), names)  # noqa: S102  # the rule itself, changed
                check = names["RULE"].check
                same = all(
                    _places(check, subjects) == places
                    for (_, subjects), (_, places) in zip(given, expected, strict=True)
                )
            except Exception:  # noqa: BLE001  # a changed rule may do anything, and is noticed by it
                same = False
            yield line, text, not same


def _places(check: Any, subjects: list[Any]) -> list[str]:
    """Where a rule finds something. Raises _EndlessError where it does not end."""
    steps = 0
    module = check.__code__.co_filename

    def count(frame: FrameType, *_: object) -> Any:
        nonlocal steps
        if frame.f_code.co_filename != module:
            return None
        steps += 1
        if steps > _MOST_STEPS:
            raise _EndlessError
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return places_of(check, subjects)
    finally:
        sys.settrace(before)


def _all_places() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for rule in lint_rules().values():
        with tempfile.TemporaryDirectory() as folder:
            given = looked_at(rule, Path(folder))
            found[rule.id] = {name: places for name, one in given if (places := places_of(rule.check, one))}
    return found


def _changed(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Copies of a module with one change each, in what is executed: not in its metadata, nor in messages."""
    for number, node in enumerate(ast.walk(tree)):
        for change in range(len(_changes(node))):
            whole = copy.deepcopy(tree)
            target = next(each for place, each in enumerate(ast.walk(whole)) if place == number)
            if not _in_function(tree, node):
                break
            _changes(target)[change]()
            ast.fix_missing_locations(whole)
            yield getattr(node, "lineno", 0), ast.unparse(target)[:100], whole


def _in_function(tree: ast.Module, node: ast.AST) -> bool:
    """Whether a node is in a function, and not how many characters of a text a message shows."""
    for each in ast.walk(tree):
        match each:
            case ast.Call(func=ast.Name(id="fitted"), args=[_, *widths]) if any(node is width for width in widths):
                return False
    functions = (each for each in tree.body if isinstance(each, ast.FunctionDef))
    return any(inner is node for function in functions for inner in ast.walk(function))


def _changes(node: ast.AST) -> list[Callable[[], None]]:  # noqa: C901  # a table of kinds of nodes
    """What may be changed in a node, as functions that change it in place."""

    def put(**fields: Any) -> Callable[[], None]:
        def change() -> None:
            for name, value in fields.items():
                setattr(node, name, value)

        return change

    match node:
        case ast.Compare(ops=ops):
            others = [
                [_COMPARED[type(op)]() if place == each else op for each, op in enumerate(ops)]
                for place in range(len(ops))
            ]
            return [put(ops=other) for other in others]
        case ast.BoolOp(op=ast.And()):
            return [put(op=ast.Or())]
        case ast.BoolOp(op=ast.Or()):
            return [put(op=ast.And())]
        case ast.If(test=test) | ast.IfExp(test=test):
            return [put(test=ast.UnaryOp(ast.Not(), test))]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [put(operand=ast.UnaryOp(ast.Not(), operand))]
        case ast.Constant(value=bool(value)):
            return [put(value=not value)]
        case ast.Constant(value=int(value)):
            return [put(value=value + 1)]
        case ast.BinOp(op=ast.Add()):
            return [put(op=ast.Sub())]
        case ast.BinOp(op=ast.Sub()):
            return [put(op=ast.Add())]
        case _:
            return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
