"""Selection: what a path leads to, through keys, indexes, projections over arrays, and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from qradar_builder.javalang.utf_16 import length, part
from qradar_builder.jpath.calculation import SHOWN, described, whole_number_of
from qradar_builder.jpath.errors import JPathEvaluationError, JPathVersionError
from qradar_builder.jpath.expression_choices import (
    INDEX_OTHER_TYPE,
    NESTED_PROJECTION,
    OUT_OF_RANGE,
    PATH_THROUGH_NULL,
    PATH_THROUGH_OTHER_TYPE,
    PROJECTION_SKIPS,
)
from qradar_builder.jpath.json.values import Missing
from qradar_builder.jpath.syntax.tree import (
    And,
    Bracket,
    Call,
    Comparison,
    Exists,
    Key,
    Node,
    Not,
    Number,
    Or,
    Path,
    Word,
    children,
)
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from qradar_builder.jpath.closures import Run
    from qradar_builder.jpath.environment import Environment
    from qradar_builder.jpath.errors import JPathError
    from qradar_builder.jpath.syntax.tree import Place
    from qradar_builder.reference.choice import Note

    Step: TypeAlias = Callable[[Any, Any, Any], Any]
    """Takes what the path has led to, the State and the element; gives what it leads to next."""
    Slowly: TypeAlias = Callable[[Any], Any]
    """What follows the keys from a value by the general rule."""

_TRUTHS: Final = ("true", "false")
_BETWEEN_LOOKS: Final = 32
"""How many items are looked at from one look at the clock to the next."""


class PartCompiler(Protocol):
    """Compiles what stands in brackets. A selection needs no more of the compiler that it is a part of."""

    environment: Environment

    def value(self, node: Node) -> Run:
        """What gives the value of an expression."""
        ...

    def condition_of_filter(self, bracket: Bracket) -> Run:
        """What gives whether the condition in brackets holds for an element."""
        ...

    def placed(self, error: JPathError, place: Place) -> JPathError:
        """An error, at its place in the source unless it has one."""
        ...


def compile_selection(path: Path, compiler: PartCompiler) -> Run:
    """What gives the value at a path, or Missing."""
    names = [step.name for step in path.steps if isinstance(step, Key)]
    if len(names) == len(path.steps):
        note = compiler.environment.note
        return _keys_of_element(names, note) if path.in_element else _keys_of_state(names, note)
    steps = [compile_step(step, compiler) for step in path.steps]
    in_element = path.in_element

    def select(root: Any, element: Any = Missing) -> Any:
        value = element if in_element else root
        for step in steps:
            value = step(value, root, element)
            if value is Missing:
                return value
        return value

    return select


def asks_elements(node: Node) -> bool:
    """Whether what stands in brackets is a condition by its form, rather than an index."""
    if isinstance(node, Comparison | Exists | Not | And | Or) or (isinstance(node, Word) and node.text in _TRUTHS):
        return True
    if isinstance(node, Call) and node.function == "empty":
        return True
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Path) and each.in_element:
            return True
        # An `@` in further brackets stands for the elements that those look at.
        waiting.extend(() if isinstance(each, Path) else children(each))
    return False


def member(value: Any, name: str, note: Note) -> Any:
    """What a key leads to from a value."""
    if isinstance(value, dict):
        return value.get(name, Missing)
    if isinstance(value, list):
        return _project(value, name, note)
    if value is not Missing:
        note(PATH_THROUGH_NULL if value is None else PATH_THROUGH_OTHER_TYPE)
    return Missing


def compile_step(step: Key | Bracket, compiler: PartCompiler) -> Step:
    """What takes one step of a path."""
    if isinstance(step, Key):
        return _key(step.name, compiler.environment.note)
    if asks_elements(step.content):
        condition, environment = compiler.condition_of_filter(step), compiler.environment
        return _filter(_every if _asks_more(step.content) else _each, condition, environment)
    return _index(step, compiler)


def _keys_of_state(names: Sequence[str], note: Note) -> Run:
    def slowly(root: Any) -> Any:
        for name in names:
            root = member(root, name, note)
        return root

    if not names:
        return lambda root, element=Missing: root  # noqa: ARG005 - every closure takes both
    return _QUICK.get(len(names), _many_keys)(names, slowly)


# The plain form is tried first. It fails on whatever is not an object that has the key.


def _one_key(names: Sequence[str], slowly: Slowly) -> Run:
    [one] = names

    def select(root: Any, element: Any = Missing) -> Any:  # noqa: ARG001 - every closure takes both
        try:
            return root[one]
        except (KeyError, TypeError):
            return slowly(root)

    return select


def _two_keys(names: Sequence[str], slowly: Slowly) -> Run:
    one, two = names

    def select(root: Any, element: Any = Missing) -> Any:  # noqa: ARG001 - every closure takes both
        try:
            return root[one][two]
        except (KeyError, TypeError):
            return slowly(root)

    return select


def _three_keys(names: Sequence[str], slowly: Slowly) -> Run:
    one, two, three = names

    def select(root: Any, element: Any = Missing) -> Any:  # noqa: ARG001 - every closure takes both
        try:
            return root[one][two][three]
        except (KeyError, TypeError):
            return slowly(root)

    return select


def _many_keys(names: Sequence[str], slowly: Slowly) -> Run:
    def select(root: Any, element: Any = Missing) -> Any:  # noqa: ARG001 - every closure takes both
        value = root
        try:
            for name in names:
                value = value[name]
        except (KeyError, TypeError):
            return slowly(root)
        return value

    return select


_QUICK: Final = {1: _one_key, 2: _two_keys, 3: _three_keys}


def _keys_of_element(names: Sequence[str], note: Note) -> Run:
    of_state = _keys_of_state(names, note)
    return lambda root, element=Missing: of_state(element)  # noqa: ARG005 - every closure takes both


def _project(items: list[Any], name: str, note: Note) -> list[Any]:
    try:
        return [item[name] for item in items]
    except (KeyError, TypeError):
        pass
    found = []
    for item in items:
        if isinstance(item, dict):
            if name in item:
                found.append(item[name])
            else:
                note(PROJECTION_SKIPS)
        elif isinstance(item, list):
            note(NESTED_PROJECTION)
            found.append(_project(item, name, note))
        else:
            note(PROJECTION_SKIPS)
    return found


def _key(name: str, note: Note) -> Step:
    def step(value: Any, root: Any, element: Any) -> Any:  # noqa: ARG001 - every step takes all three
        try:
            return value[name]
        except (KeyError, TypeError):
            return member(value, name, note)

    return step


def _asks_more(node: Node) -> bool:
    """Whether a condition may take longer the more there is beside the element: it has calls, filters, other paths."""
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Call):
            return True
        if isinstance(each, Path):
            if not each.in_element or not all(isinstance(step, Key) for step in each.steps):
                return True
        else:
            waiting.extend(children(each))
    return False


def _each(items: list[Any], condition: Run, root: Any, environment: Environment) -> list[Any]:  # noqa: ARG001 - as `_every`
    return [item for item in items if condition(root, item)]


def _every(items: list[Any], condition: Run, root: Any, environment: Environment) -> list[Any]:
    """As `_each`, with a look at the clock on the way: filters in filters take time by the power of their number."""
    found: list[Any] = []
    for start in range(0, len(items), _BETWEEN_LOOKS):
        environment.bounds.check_time()
        found += [item for item in items[start : start + _BETWEEN_LOOKS] if condition(root, item)]
    return found


def _filter(pick: Callable[..., list[Any]], condition: Run, environment: Environment) -> Step:
    note = environment.note

    def step(value: Any, root: Any, element: Any) -> Any:  # noqa: ARG001 - a filter looks at elements of its own
        if isinstance(value, list):
            return pick(value, condition, root, environment)
        note(PATH_THROUGH_NULL if value is None else PATH_THROUGH_OTHER_TYPE)
        return Missing

    return step


def _index(bracket: Bracket, compiler: PartCompiler) -> Step:
    content = compiler.value(bracket.content)
    note = compiler.environment.note
    item = _Item(bracket, compiler)
    if isinstance(bracket.content, Number) and bracket.content.text.isdigit():
        number = int(bracket.content.text)

        def fixed(value: Any, root: Any, element: Any) -> Any:  # noqa: ARG001 - every step takes all three
            return value[number] if type(value) is list and number < len(value) else item.of(value, number)

        return fixed

    def step(value: Any, root: Any, element: Any) -> Any:
        wanted = content(root, element)
        if wanted is True or wanted is False:
            # A condition that asks nothing of the elements holds for all of them or for none.
            return (list(value) if wanted else []) if isinstance(value, list) else Missing
        index = whole_number_of(wanted)
        if type(wanted) is not int:
            note(INDEX_OTHER_TYPE)
        if index is None:
            message = f"An index must be an integer, but `{cut(str(bracket.content), SHOWN)}` is {described(wanted)}"
            raise compiler.placed(JPathEvaluationError(message), bracket)
        return item.of(value, index)

    return step


class _Item:
    """What an index leads to."""

    def __init__(self, bracket: Bracket, compiler: PartCompiler) -> None:
        self._bracket = bracket
        self._compiler = compiler
        self._note = compiler.environment.note

    def of(self, value: Any, index: int) -> Any:
        """The item of an array or the character of a text; Missing where there is none."""
        if isinstance(value, list):
            if 0 <= index < len(value):
                return value[index]
            self._note(OUT_OF_RANGE)
        elif isinstance(value, str):
            return self._character(value, index)
        else:
            self._note(PATH_THROUGH_NULL if value is None else PATH_THROUGH_OTHER_TYPE)
        return Missing

    def _character(self, text: str, index: int) -> Any:
        schema = self._compiler.environment.schema
        if schema < SchemaVersion.V2:
            message = f"An index into text requires schema V2, but the workflow has {schema}"
            raise self._compiler.placed(JPathVersionError(message, advice="change the namespace to V2"), self._bracket)
        if not 0 <= index < length(text):
            self._note(OUT_OF_RANGE)
            return Missing
        return part(text, index, index + 1)
