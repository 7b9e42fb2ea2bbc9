"""Which actions and branches of a workflow the cases reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import TrailedOrigin
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.text.shown import cut
from qradar_builder.workflow.engine.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import Element, Workflow

_SHOWN = 80
_FURTHER = {"ElseIf", "Else"}
_BRANCHES = {"If", *_FURTHER}
_NEVER_TAKEN = "its branch never ran"


@dataclass(frozen=True, slots=True)
class Unreached:
    """Actions next to one another, or the inside of one, that nothing reached. `place` is `file:line`."""

    place: str
    what: str
    via: tuple[str, ...] = ()
    """Where the fragment is used, nearest first, as `file:line`."""

    def __str__(self) -> str:
        used = f" (used at {', '.join(self.via)})" if self.via else ""
        return f"{self.place}: {self.what}{used}"


class Coverage(Reporter):
    """Watches runs of one workflow, and keeps which actions were carried out."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._reached: dict[int, int] = {}

    def on_action(self, element: Element) -> None:
        """It was reached."""
        self._reached[id(element)] = self._reached.get(id(element), 0) + 1

    def counts(self) -> tuple[int, int]:
        """How many actions were reached, and how many there are."""
        actions = list(self._actions())
        return sum(id(each) in self._reached for each in actions), len(actions)

    def lines(self) -> Iterator[tuple[Origin, int]]:
        """The places of the actions, and how often each was reached. A fragment's stand there for each of its uses."""
        for each in self._actions():
            yield each.origin, self._reached.get(id(each), 0)

    def unreached(self) -> list[Unreached]:
        """What was not reached, outermost only, in the order of the document."""
        return list(self._unreached(self._workflow.actions))

    def _actions(self) -> Iterator[Element]:
        for action in self._workflow.actions:
            yield from _actions(action)

    def _unreached(self, actions: Sequence[Element]) -> Iterator[Unreached]:
        missed: list[Element] = []
        for element in actions:
            if id(element) not in self._reached:
                if element.name in _FURTHER and not missed:
                    yield _at(element, f"{_text(element)}: {_NEVER_TAKEN}")
                else:
                    missed.append(element)
                continue
            yield from _group(missed)
            missed = []
            if not ACTIONS[element.name].block:
                continue
            if id(element.children[0]) in self._reached:
                yield from self._unreached(element.children)
            else:
                inside = _NEVER_TAKEN if element.name in _BRANCHES else "it never ran its actions"
                yield _at(element, f"{_text(element)}: {inside}")
        yield from _group(missed)


def _actions(action: Element) -> Iterator[Element]:
    """An action and all below it. How deep they lie is bounded by the readers."""
    yield action
    if ACTIONS[action.name].block:
        for child in action.children:
            yield from _actions(child)


def _group(missed: list[Element]) -> Iterator[Unreached]:
    """What is told of actions that stand one after the other: those of one file together."""
    rest = list(missed)
    while rest:
        first = rest[0]
        trail = _via(first)
        file = first.origin.locate().file
        same = 1
        while same < len(rest) and (rest[same].origin.locate().file, _via(rest[same])) == (file, trail):
            same += 1
        more = f" and {same - 1} more up to line {rest[same - 1].origin.locate().line}" if same > 1 else ""
        yield _at(first, f"{_text(first)}{more}")
        rest = rest[same:]


def _at(element: Element, what: str) -> Unreached:
    place = element.origin.locate()
    return Unreached(f"{place.file}:{place.line}", what, _via(element))


def _via(element: Element) -> tuple[str, ...]:
    if not isinstance(element.origin, TrailedOrigin):
        return ()
    places = [place.locate() for place, _ in element.origin.trail()]
    return tuple(f"{place.file}:{place.line}" for place in places)


def _text(element: Element) -> str:
    spec = ACTIONS[element.name]
    name = spec.shorthand or next((each.name for each in spec.attributes if element.get(each.name)), None)
    text = f"{element.name} {element.get(name) or ''}".rstrip() if name else element.name
    return cut(text, _SHOWN)
