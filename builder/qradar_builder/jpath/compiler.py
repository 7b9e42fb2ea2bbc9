"""Compiles syntax trees into closures."""

from __future__ import annotations

import operator
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from qradar_builder.jpath import closures
from qradar_builder.jpath.calculation import calculate, divide, operand, remainder
from qradar_builder.jpath.comparison import equal, ordered, truth, unequal
from qradar_builder.jpath.errors import (
    JPathError,
    JPathEvaluationError,
    JPathLimitError,
    JPathSyntaxError,
    JPathVersionError,
)
from qradar_builder.jpath.expression_choices import (
    DIVISION_BY_ZERO,
    EXISTS_NULL,
    MISSING_IN_ARITHMETIC,
    OVERFLOW,
    PATH_ARGUMENT,
    TEXT_IN_ARITHMETIC,
    UNARY_MINUS,
)
from qradar_builder.jpath.functions.table import FUNCTIONS, PATH, Function, advice_on
from qradar_builder.jpath.json.values import Missing
from qradar_builder.jpath.selection import compile_selection
from qradar_builder.jpath.syntax.tree import (
    And,
    Arithmetic,
    Bracket,
    Call,
    Comparison,
    Exists,
    Negation,
    Node,
    Not,
    Number,
    Or,
    Path,
    Text,
    Word,
)
from qradar_builder.model.workflow.document import SchemaVersion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.jpath.closures import Run
    from qradar_builder.jpath.environment import Environment
    from qradar_builder.jpath.syntax.tree import Place

_WORDS: Final = {"true": True, "false": False, "null": None}
_OPERATIONS: Final = {**closures.PLAIN_ARITHMETIC, "/": divide, "%": remainder}
_INFINITE: Final = float("inf")
_SIZED: Final = (str, list)
_LARGE: Final = 10_000
"""The size of a value that takes time worth a look at the clock."""


class Compiler:
    """Compiles the trees of one source text. What is wrong with it is raised as JPathError, with its place there."""

    def __init__(self, text: str, environment: Environment) -> None:
        self._source = text
        self.environment = environment
        self._note = environment.note
        self._filters = 0

    def value(self, node: Node) -> Run:
        """What gives the value of an expression."""
        return self._KINDS[type(node)](self, node)

    def truth(self, node: Node) -> Run:
        """What gives whether a condition holds."""
        run = self.value(node)
        if isinstance(node, Comparison | Exists | Not | And | Or):
            return run
        note = self._note

        def whether(root: Any, element: Any = Missing) -> bool:
            return truth(run(root, element), note)

        return whether

    def _truths(self, node: And | Or) -> Sequence[Run]:
        return closures.timed([self.truth(each) for each in node.operands], self.environment)

    def path(self, node: Path) -> Run:
        """What gives the value at a path, or Missing."""
        select = compile_selection(node, self)
        observer = self.environment.observer
        return select if observer is None or self._filters else closures.watched_path(str(node), select, observer)

    def condition_of_filter(self, bracket: Bracket) -> Run:
        """What gives whether the condition in brackets holds for an element."""
        self._filters += 1
        try:
            return self.truth(bracket.content)
        finally:
            self._filters -= 1

    def placed(self, error: JPathError, place: Place) -> JPathError:
        """An error, at its place in the source unless it has one."""
        return error.placed(self._source, place.start, place.end)

    def _needs(self, since: SchemaVersion, what: str, place: Place) -> None:
        schema = self.environment.schema
        if schema < since:
            message = f"{what} requires schema {since}, but the workflow has {schema}"
            raise self.placed(JPathVersionError(message, advice=f"change the namespace to {since}"), place)

    def _text(self, node: Text) -> Run:
        return closures.constant(node.value)

    def _word(self, node: Word) -> Run:
        return closures.constant(_WORDS[node.text])

    def _not(self, node: Not) -> Run:
        return closures.negated(self.truth(node.operand))

    def _and(self, node: And) -> Run:
        return closures.all_of(self._truths(node))

    def _or(self, node: Or) -> Run:
        return closures.any_of(self._truths(node))

    def _number(self, node: Number) -> Run:
        number = int(node.text) if node.text.isdigit() else float(node.text)
        if number == _INFINITE:
            raise self.placed(JPathSyntaxError("This number is too large"), node)
        return closures.constant(number)

    def _call(self, node: Call) -> Run:
        function = self._function(node)
        environment = self.environment
        apply = partial(function.apply, environment)
        arguments = [self.value(argument) for argument in node.arguments]

        def applied(root: Any, element: Any = Missing) -> Any:
            values = [argument(root, element) for argument in arguments]
            try:
                value = apply(*values)
                if type(value) is str and len(value) > environment.bounds.longest_text:
                    raise JPathLimitError(f"The text has more than {environment.bounds.longest_text} characters")
                if type(value) in _SIZED and len(value) > _LARGE:
                    environment.bounds.check_time()
            except JPathError as error:
                raise self.placed(error, node) from None
            return value

        return applied

    def _function(self, node: Call) -> Function:
        function = FUNCTIONS.get(node.function)
        if function is None:
            message = f"There is no function `{node.function[:80]}`"
            raise self.placed(JPathSyntaxError(message, advice=advice_on(node.function)), node)
        wanted = len(function.parameters)
        if len(node.arguments) != wanted:
            message = f"`{function}` requires {wanted or 'no'} argument{'' if wanted == 1 else 's'}"
            raise self.placed(JPathSyntaxError(f"{message}, not {len(node.arguments)}"), node)
        self._needs(function.since, f"The function `{function.name}`", node)
        if function.parameters[:1] == (PATH,) and not isinstance(node.arguments[0], Path):
            self._note(PATH_ARGUMENT)
        return function

    def _operand(self, value: Any, node: Node) -> int | float:
        try:
            return operand(value, node)
        except JPathEvaluationError as error:
            self._note(MISSING_IN_ARITHMETIC if value is Missing or value is None else TEXT_IN_ARITHMETIC)
            raise self.placed(error, node) from None

    def _negation(self, node: Negation) -> Run:
        run = self.value(node.operand)
        self._note(UNARY_MINUS)

        def negate(root: Any, element: Any = Missing) -> Any:
            number = self._operand(run(root, element), node.operand)
            try:
                # Zero has no sign unless it is a fraction.
                return calculate(operator.sub, 0, number) if isinstance(number, int) else -number
            except JPathEvaluationError as error:
                raise self._uncalculated(error, node, number) from None

        return negate

    def _arithmetic(self, node: Arithmetic) -> Run:
        if node.operator == "%":
            self._needs(SchemaVersion.V2, "The operator `%`", node)
        left, right = self.value(node.left), self.value(node.right)
        operation = _OPERATIONS[node.operator]

        def general(first: Any, second: Any) -> Any:
            one, other = self._operand(first, node.left), self._operand(second, node.right)
            try:
                return calculate(operation, one, other)
            except JPathEvaluationError as error:
                raise self._uncalculated(error, node, other) from None

        if node.operator in closures.PLAIN_ARITHMETIC:
            return closures.calculated(node.operator, left, right, general)
        make = closures.divided if node.operator == "/" else closures.of_both
        return make(left, right, general)

    def _uncalculated(self, error: JPathError, node: Negation | Arithmetic, last: float) -> JPathError:
        by_zero = last == 0 and isinstance(node, Arithmetic) and node.operator in ("/", "%")
        self._note(DIVISION_BY_ZERO if by_zero else OVERFLOW)
        return self.placed(error, node)

    def _comparison(self, node: Comparison) -> Run:
        left, right = self.value(node.left), self.value(node.right)
        rules = {"=": equal, "!=": unequal}
        rule = rules.get(node.operator) or partial(ordered, node.operator)
        general = partial(rule, note=self._note)
        observer = self.environment.observer
        if observer is not None and not self._filters:
            return closures.watched_comparison(str(node), left, right, general, observer)
        if node.operator in rules and isinstance(node.right, Number | Text):
            return closures.equal_to(right(None), left, general, equality=node.operator == "=")
        return closures.compared(node.operator, left, right, general)

    def _exists(self, node: Exists) -> Run:
        run = self.path(node.path)
        note = self._note

        def exists(root: Any, element: Any = Missing) -> bool:
            value = run(root, element)
            if value is None:
                note(EXISTS_NULL)
            return value is not None and value is not Missing

        return exists

    _KINDS: ClassVar[dict[type[Any], Callable[[Compiler, Any], Run]]] = {
        Number: _number,
        Text: _text,
        Word: _word,
        Path: path,
        Call: _call,
        Negation: _negation,
        Arithmetic: _arithmetic,
        Comparison: _comparison,
        Exists: _exists,
        Not: _not,
        And: _and,
        Or: _or,
    }
