"""Changes to the State at a path: what Set, Initialize, Add, Delete and every `savePath` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from qradar_builder.jpath.calculation import described, whole_number_of
from qradar_builder.jpath.errors import JPathError, JPathEvaluationError, JPathSyntaxError
from qradar_builder.jpath.expression import run_of
from qradar_builder.jpath.expression_choices import (
    ADD_TO_OTHER,
    EXISTS_NULL,
    TARGET_FILTER,
    TARGET_OUT_OF_RANGE,
    TARGET_ROOT,
    TARGET_THROUGH_OTHER,
)
from qradar_builder.jpath.json.values import Missing
from qradar_builder.jpath.selection import asks_elements
from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.jpath.syntax.tree import Bracket, Key, Path
from qradar_builder.jpath.template import Template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.jpath.environment import Environment
    from qradar_builder.jpath.json.values import JsonValue, MissingType

    State: TypeAlias = dict[str, Any]
    Index: TypeAlias = Callable[[State], int]
    Step: TypeAlias = str | Index
    """A key, or what gives the index."""


_OF_KEYS: Final = 8
"""What a character of a path costs that is written to: at worst every second one is a key of an object of its own."""


class StatePath:
    """A compiled path attribute. Templates in it are expanded at each use.

    All of it takes the State, and raises JPathError. Values are put in as they are, not copied.

    `get(state)` gives the value at the path, or Missing; it may be one of the State itself, and must not be changed.
    `set(state, value)` puts a value at the path; objects on the way are created, arrays are not, and are not made
    longer. `delete(state)` removes what is at the path, an item of an array with its place, and gives whether there
    was anything. `append(state, value)` adds an item to the array at the path, which is created where there is nothing.
    `source(state)` is the path that the templates make of it, `text` the path as written.
    """

    __slots__ = ("_constant", "_note", "_template", "append", "delete", "get", "set", "source", "text")

    def __init__(self, text: str, environment: Environment) -> None:
        self.text = text
        self._template = Template(text, environment)
        self._note = environment.note
        self.source: Callable[[State], str] = self._template.expand
        self._constant = _Target(text, environment) if self._template.is_constant else None
        target = self._constant or _Expanded(self._template, environment)
        self.get: Callable[[State], JsonValue | MissingType] = target.get
        self.set: Callable[[State, JsonValue], None] = target.set
        self.delete: Callable[[State], bool] = target.delete
        self.append: Callable[[State, JsonValue], None] = target.append

    def exists(self, state: State) -> bool:
        """Whether there is a value at the path. Null is none."""
        value = self.get(state)
        if value is None:
            self._note(EXISTS_NULL)
        return value is not None and value is not Missing

    def check_target(self) -> None:
        """Raises JPathError where nothing can ever be put at it. What has templates in it is not looked at."""
        if self._constant is not None:
            self._constant.check_place()

    def doubt(self) -> JPathError | None:
        """What is wrong with it whatever its templates give, as far as trying likely texts can tell; else None."""
        return self._template.doubt(_Target)

    def __repr__(self) -> str:
        return f"StatePath({self.text!r})"


def compile_path(text: str, environment: Environment) -> StatePath:
    """Compile a path attribute, such as `savePath`. Raises JPathError for what is not a path.

    What has templates in it is read as a path only when they are expanded.
    """
    return StatePath(text, environment)


class _Expanded:
    """A path whose templates are expanded at each use."""

    def __init__(self, template: Template, environment: Environment) -> None:
        self._template = template
        self._environment = environment

    def get(self, state: State) -> Any:
        return self._apply(state, lambda target: target.get(state))

    def set(self, state: State, value: Any) -> None:
        self._apply(state, lambda target: target.set(state, value), self._environment.bounds.charge)

    def delete(self, state: State) -> bool:
        found: bool = self._apply(state, lambda target: target.delete(state))
        return found

    def append(self, state: State, value: Any) -> None:
        self._apply(state, lambda target: target.append(state, value), self._environment.bounds.charge)

    def _apply(
        self, state: State, change: Callable[[_Target], Any], charge: Callable[[int], None] | None = None
    ) -> Any:
        source = self._template.expand(state)
        if charge is not None:
            # Each key may be new, and an object of its own.
            charge(_OF_KEYS * len(source))
        try:
            return change(self._environment.remember(_Target, source))
        except JPathError as error:
            raise error.expanded(self._template.text) from None


class _Target:
    """One path, with nothing left to expand."""

    def __init__(self, text: str, environment: Environment) -> None:
        tree = parse(text)
        if not isinstance(tree, Path):
            advice = "a path starts with `/`, as in `/events`"
            raise JPathSyntaxError("This is an expression, not a path", text, tree.start, tree.end, advice)
        self._text = text
        self._path = tree
        self._environment = environment
        self.get = run_of(tree, text, environment)
        self._steps: list[Step] | None = None
        names = [step.name for step in tree.steps if isinstance(step, Key)]
        only_keys = names and len(names) == len(tree.steps)
        self.set = _set_by_keys(names, self._set) if only_keys else self._set

    def _set(self, state: State, value: Any) -> None:
        steps = self._place()
        container: Any = state
        last = len(steps) - 1
        for number, step in enumerate(steps[:-1]):
            inner = self._look(container, step, number, state)
            if inner is None or inner is Missing:
                self._refuse_arrays_after(number)
                inner = {}
                self._put(container, step, number, state, inner)
            container = inner
        self._put(container, steps[last], last, state, value)

    def delete(self, state: State) -> bool:
        steps = self._place()
        container: Any = state
        for number, step in enumerate(steps[:-1]):
            container = self._find(container, step, number, state)
        last = steps[-1]
        if self._find(container, last, len(steps) - 1, state) is Missing:
            return False
        del container[last if isinstance(last, str) else last(state)]
        return True

    def append(self, state: State, value: Any) -> None:
        container: Any = state
        for number, step in enumerate(self._place()):
            container = self._find(container, step, number, state)
        if isinstance(container, list):
            container.append(value)
            return
        self._environment.note(ADD_TO_OTHER)
        if container is not None and container is not Missing:
            raise self._error(f"Not a JSON Array: {described(container)}", len(self._path.steps) - 1)
        self.set(state, [value])

    def check_place(self) -> None:
        """Raises JPathError for a path that cannot be changed, whatever the State holds."""
        self._place()

    def _place(self) -> list[Step]:
        """The steps of a path that can be changed."""
        if self._steps is None:
            if not self._path.steps:
                self._environment.note(TARGET_ROOT)
                raise self._error("You cannot set or remove the whole State", 0, "write a key, as in `/key`")
            self._steps = [
                step.name if isinstance(step, Key) else self._index(step, number)
                for number, step in enumerate(self._path.steps)
            ]
        return self._steps

    def _index(self, bracket: Bracket, number: int) -> Index:
        if asks_elements(bracket.content):
            self._refuse_filter(number)
        content = run_of(bracket.content, self._text, self._environment)

        def index(state: State) -> int:
            wanted = content(state)
            if isinstance(wanted, bool):
                self._refuse_filter(number)
            found = whole_number_of(wanted)
            if found is None:
                raise self._error(f"An index must be an integer, but this is {described(wanted)}", number)
            return found

        return index

    def _find(self, container: Any, step: Step, number: int, state: State) -> Any:
        """What a step leads to; Missing where it has no value."""
        if isinstance(step, str):
            if isinstance(container, list):
                self._refuse(container, number)
            return container.get(step, Missing) if isinstance(container, dict) else Missing
        if not isinstance(container, list):
            return Missing
        index = step(state)
        return container[index] if 0 <= index < len(container) else Missing

    def _look(self, container: Any, step: Step, number: int, state: State) -> Any:
        """What a step leads to, where something can be put there."""
        if isinstance(step, str):
            if not isinstance(container, dict):
                self._refuse(container, number)
            return container.get(step, Missing)
        return container[self._index_in(container, step, number, state)]

    def _put(self, container: Any, step: Step, number: int, state: State, value: Any) -> None:
        if isinstance(step, str):
            if not isinstance(container, dict):
                self._refuse(container, number)
            container[step] = value
        else:
            container[self._index_in(container, step, number, state)] = value

    def _index_in(self, container: Any, step: Index, number: int, state: State) -> int:
        if not isinstance(container, list):
            raise self._error(f"Not a JSON Array: {described(container)}", number)
        index = step(state)
        if not 0 <= index < len(container):
            self._environment.note(TARGET_OUT_OF_RANGE)
            message = f"There is no item {index} in an array of {len(container)}"
            raise self._error(message, number, "Add appends to an array")
        return index

    def _refuse(self, container: Any, number: int) -> NoReturn:
        self._environment.note(TARGET_THROUGH_OTHER)
        if isinstance(container, list):
            message = "An array has no keys that you can set or remove"
            raise self._error(message, number, "write an index, as in `[0]`, or use ForEach")
        raise self._error(f"You cannot set a key in {described(container)}", number)

    def _refuse_filter(self, number: int) -> NoReturn:
        self._environment.note(TARGET_FILTER)
        raise self._error(
            "You cannot set or remove a value at a path with a condition in brackets", number, "write an index"
        )

    def _refuse_arrays_after(self, number: int) -> None:
        """No array is created, so a path that goes into one beyond what there is has no value."""
        for later in range(number + 1, len(self._path.steps)):
            if isinstance(self._path.steps[later], Bracket):
                raise self._error("There is no array to add an item to", later, "set it to `[]` and use Add")

    def _error(self, message: str, number: int, advice: str = "") -> JPathEvaluationError:
        step = self._path.steps[number] if self._path.steps else self._path
        return JPathEvaluationError(message, self._text, step.start, step.end, advice)


def _set_by_keys(names: Sequence[str], slowly: Callable[[State, Any], None]) -> Callable[[State, Any], None]:
    """Sets where all objects on the way are there; anything else is done the slow way."""
    *others, last = names

    def set_value(state: State, value: Any) -> None:
        container: Any = state
        for name in others:
            container = container.get(name) if type(container) is dict else None
        if type(container) is dict:
            container[last] = value
        else:
            slowly(state, value)

    return set_value
