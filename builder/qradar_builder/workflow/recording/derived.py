"""Whether what an expression gives is made of a secret: a part of one, its length, how it compares.

The known secrets in the State are replaced by another text, and the expression is evaluated there, too. A result that
differs is made of a secret. So is what an operator or a function gives whose operands differ, whatever it gives: that a
guess is wrong says something about the secret, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import JPathError, Missing, compile_expression, compile_template, parse
from qradar_builder.jpath.syntax.tree import Bracket, Comparison, Exists, Path, children, levels
from qradar_builder.secrets.shown import MARK, Secrets
from qradar_builder.secrets.values import is_credential
from qradar_builder.workflow.recording.shown import shown_value
from qradar_builder.workflow.recording.tree import same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.jpath import Environment
    from qradar_builder.jpath.syntax.tree import Key, Node

_OTHER: Final = "Zk4vQ8mXw2Tn6Rb1Yh9d"
"""What is put in place of a secret."""
_MOST_NODES: Final = 200
"""An expression with more operators than this is not taken apart."""
_SHOWN: Final = 4000
"""Characters of values that are compared."""
_FAILED: Final = ("failed",)
"""The value of what cannot be evaluated."""


class Doubles:
    """A State, and the same State with other secrets."""

    def __init__(self, state: dict[str, Any], secrets: Secrets, environment: Environment) -> None:
        self.state = state
        self.other: dict[str, Any] = dict(state)
        """Only what the expressions read that were asked about is replaced."""
        self._other_secrets = Secrets([_OTHER])
        self._secrets = secrets
        self._environment = environment
        self._replaced: set[str] = set()
        self._values: dict[str, tuple[Any, Any]] = {}

    def of_expression(self, text: str, *, is_used: bool = False) -> bool:
        """Whether what an expression gives is made of a secret. Raises JPathError.

        With `is_used`, whether what is made of it is: whether a condition holds, a date.
        """
        tree = parse(text)
        self._replace(tree)
        if all(self.other[name] is self.state[name] for name in _first_keys(tree) if name in self.state):
            return False
        if sum(map(len, levels(tree))) > _MOST_NODES:
            return True
        if is_used and not isinstance(tree, Exists) and self._differs(tree):
            return True
        value, other = (
            shown_value(each, secrets, most=_SHOWN).text
            for each, secrets in zip(self._pair(str(tree)), (self._secrets, self._other_secrets), strict=True)
        )
        return value != other or (self._is_made(tree) and MARK not in value)

    def of_template(self, text: str) -> bool:
        """Whether one of the templates in a text gives what is made of a secret. Raises JPathError."""
        parts = compile_template(text, self._environment).parts
        return any(not isinstance(part, str) and self._of_hole(part, text) for part in parts)

    def _of_hole(self, hole: Any, text: str) -> bool:
        source = ""
        for part in hole.parts:
            if isinstance(part, str):
                source += part
                continue
            if self._of_hole(part, text):
                return True
            # What it gives becomes a part of the expression, and says what that reads.
            inner = compile_template(text[part.start : part.end], self._environment)
            source += inner.expand(self.state)
            if inner.expand(self.other) != inner.expand(self.state):
                return True
        return self.of_expression(source)

    def _replace(self, tree: Node) -> None:
        """Replace the secrets in what an expression reads."""
        for name in _first_keys(tree):
            if name in self.state and name not in self._replaced:
                self._replaced.add(name)
                self.other[name] = self._double(self.state[name], name)
                self._values.clear()

    def _double(self, value: Any, name: str) -> Any:
        """A value with other secrets; the value itself where it has none."""
        if isinstance(value, str):
            if is_credential(name, value):
                return _OTHER
            clean = self._secrets.redact(value)
            return value if clean == value else clean.replace(MARK, _OTHER)
        if not self._has_secret(value):
            return value
        if isinstance(value, dict):
            return {self._double(key, ""): self._double(each, key) for key, each in value.items()}
        return [self._double(each, name) for each in value]

    def _has_secret(self, value: Any) -> bool:
        """Whether an object or an array may have a secret: most have none, and are looked at as a whole."""
        texts: list[str] = []
        waiting = [value]
        while waiting:
            current = waiting.pop()
            if isinstance(current, dict):
                texts += current
                waiting += current.values()
                if any(isinstance(each, str) and is_credential(key, each) for key, each in current.items()):
                    return True
            elif isinstance(current, list):
                waiting += current
            elif isinstance(current, str):
                if current in self._secrets:
                    return True
                texts.append(current)
        whole = "\n".join(texts)
        return self._secrets.redact(whole) != whole

    def _is_made(self, node: Node) -> bool:
        """Whether what an expression gives is made of a secret, and not only read."""
        if isinstance(node, Path):
            return any(self._chooses(node, at) for at, step in enumerate(node.steps) if isinstance(step, Bracket))
        operands = children(node)
        if any(self._is_made(each) for each in operands):
            return True
        if isinstance(node, Exists):
            return False
        return any(self._differs(each, whole=isinstance(node, Comparison)) for each in operands)

    def _chooses(self, path: Path, at: int) -> bool:
        """Whether the brackets of a path choose by a secret."""
        bracket = path.steps[at]
        assert isinstance(bracket, Bracket)
        looks = [each for level in levels(bracket.content) for each in level if isinstance(each, Path)]
        if any(self._differs(each) or self._is_made(each) for each in looks if not each.in_element):
            return True
        value, other = self._pair(str(Path(path.steps[:at])))
        if not isinstance(value, list) or not isinstance(other, list):
            # An index leads to a character of a text.
            return not same(value, other)
        steps = [each.steps[0] if each.steps else None for each in looks if each.in_element]
        return len(value) != len(other) or any(
            not same(_member(one, step), _member(another, step))
            for step in steps
            for one, another in zip(value, other, strict=True)
        )

    def _differs(self, node: Node, *, whole: bool = False) -> bool:
        """Whether a value is another one with other secrets. Of an object or an array only with `whole`."""
        if isinstance(node, Path) and node.in_element:
            # What chooses by it is looked at with the brackets that it is in.
            return False
        value, other = self._pair(str(node))
        if not whole and isinstance(value, dict | list) and isinstance(other, dict | list):
            return False
        return not same(value, other)

    def _pair(self, text: str) -> tuple[Any, Any]:
        """The values of an expression, with the secrets and with other ones."""
        found = self._values.get(text)
        if found is None:
            self._environment.bounds.check_time()
            expression = compile_expression(text, self._environment)
            found = self._values[text] = (
                _value(expression.evaluate, self.state),
                _value(expression.evaluate, self.other),
            )
        return found


def _value(evaluate: Callable[[Any], Any], state: dict[str, Any]) -> Any:
    try:
        return evaluate(state)
    except JPathError:
        return _FAILED


def _first_keys(tree: Node) -> Iterator[str]:
    """The keys of the State that an expression reads."""
    for level in levels(tree):
        for node in level:
            if isinstance(node, Path) and not node.in_element and node.steps:
                first = node.steps[0]
                if not isinstance(first, Bracket):
                    yield first.name


def _member(value: Any, step: Key | Bracket | None) -> Any:
    """What a filter looks at in an element, or all that lies below the first step."""
    if step is None or isinstance(step, Bracket):
        return value
    return value.get(step.name, Missing) if isinstance(value, dict) else value
