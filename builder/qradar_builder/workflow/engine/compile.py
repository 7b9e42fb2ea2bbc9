"""Compiles a workflow, once, into steps: one after the other, with jumps where actions hold others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Environment, Missing
from qradar_builder.jpath.json.values import deep_copy
from qradar_builder.model.workflow.document import MAX_NESTING, SchemaVersion
from qradar_builder.workflow.engine.actions import COMPILERS
from qradar_builder.workflow.engine.context import CompileProblem, Context
from qradar_builder.workflow.engine.credentials import sign_in_of
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.limits import LimitReached
from qradar_builder.workflow.engine.state import size_of
from qradar_builder.workflow.engine.steps import END, SMALL, Loop
from qradar_builder.workflow.run_choices import FOR_EACH_CHANGED, FOR_EACH_NOTHING, FOR_EACH_OBJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.reference.choice import Note
    from qradar_builder.workflow.engine.reporter import Reporter
    from qradar_builder.workflow.engine.steps import Run, Step

_CHAIN: Final = ("ElseIf", "Else")
_NO_MORE: Final = object()


class CompileError(Exception):
    """A workflow cannot be compiled; `problems` are all that was found, in the order of the document."""

    def __init__(self, problems: Sequence[CompileProblem]) -> None:
        super().__init__("; ".join(f"{each.origin.locate()}: {each.message}" for each in problems))
        self.problems = tuple(problems)


class CompiledWorkflow:
    """A workflow as steps. `elements` has the action of each step; one run at a time may use it."""

    __slots__ = ("code", "elements", "environment", "loops", "reporter", "sign_in", "workflow")

    def __init__(self, workflow: Workflow, layout: _Layout, context: Context) -> None:
        self.workflow = workflow
        self.environment = context.environment
        self.reporter = context.reporter
        self.sign_in = context.sign_in
        self.code = tuple(layout.code)
        self.elements = tuple(layout.elements)
        self.loops = tuple(layout.loops)

    def take_place_in(self, now: Callable[[], int], random: Callable[[], float]) -> None:
        """Have the runs that follow take the time (epoch milliseconds) and chance (0 up to but not 1) of a world."""
        self.environment.now, self.environment.random = now, random


def compile_workflow(
    workflow: Workflow,
    *,
    now: Callable[[], int] | None = None,
    random: Callable[[], float] | None = None,
    reporter: Reporter | None = None,
    default_zone: str = "UTC",
) -> CompiledWorkflow:
    """Compile a workflow. Raises CompileError with every problem that is found.

    `now` gives epoch milliseconds and `random` numbers from 0 up to but not including 1; without them they are those of
    the machine. `default_zone` holds for dates without timeZone. A reporter watches every run of what is compiled.
    """
    given: dict[str, Any] = {"now": now, "random": random}
    environment = Environment(
        workflow.schema, observer=reporter, **{name: each for name, each in given.items() if each is not None}
    )
    return compile_in(environment, workflow, reporter, default_zone)


def compile_in(
    environment: Environment, workflow: Workflow, reporter: Reporter | None, default_zone: str = "UTC"
) -> CompiledWorkflow:
    """As `compile_workflow`, in an environment that may have compiled texts of the workflow before."""
    context = Context(environment, reporter, default_zone, sign_in_of(workflow))
    layout = _Layout(context)
    layout.block(workflow.actions, 0)
    if context.problems:
        raise CompileError(context.problems)
    layout.end(workflow.actions)
    return CompiledWorkflow(workflow, layout, context)


class _Layout:
    """Lays actions out as steps. A step whose jump leads forward is put in when it is known where to."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.code: list[Step] = []
        self.elements: list[Element] = []
        self.loops: list[Loop] = []

    def block(self, actions: Sequence[Element], depth: int) -> None:
        """Lay out a sequence of actions. How deep they lie is bounded by the readers, and made sure of here."""
        place = 0
        while place < len(actions):
            element = actions[place]
            place += 1
            if depth >= MAX_NESTING:
                problem = f"actions are nested more than {MAX_NESTING} levels deep"
                self._context.problems.append(CompileProblem(element.origin, element.name, "", problem))
                return
            if element.name == "If":
                chain = [element]
                while place < len(actions) and actions[place].name in _CHAIN:
                    chain.append(actions[place])
                    place += 1
                self._choice(chain, depth)
            elif element.name in _LOOPS:
                _LOOPS[element.name](self, element, depth)
            else:
                self._action(element)

    def end(self, actions: Sequence[Element]) -> None:
        """The last step of all."""
        self._put(actions[-1], lambda _: END)

    def _action(self, element: Element) -> None:
        compiler = COMPILERS.get(element.name)
        if compiler is None:
            message = f"{element.name} is not allowed here" if element.name in _CHAIN else f"there is no {element.name}"
            self._context.problems.append(CompileProblem(element.origin, element.name, "", message))
            return
        self._put(element, self._told(element, compiler(element, self._context)))

    def _choice(self, chain: Sequence[Element], depth: int) -> None:
        leave = []
        for element in chain:
            if element.name == "Else":
                if self._context.reporter is not None:
                    self._put(element, self._told(element, lambda _: None))
                self.block(element.children, depth + 1)
                continue
            holds = self._context.condition(element)
            fork = self._put(element)
            self.block(element.children, depth + 1)
            if element is not chain[-1]:
                leave.append(self._put(element))
            self.code[fork] = self._told(element, _unless(holds, len(self.code)))
        for step in leave:
            self.code[step] = _jump(len(self.code))

    def _while(self, element: Element, depth: int) -> None:
        number = self._loop(element)
        self._put(element, _reset(number))
        first = self._put(element)
        holds = self._context.condition(element)
        self.block(element.children, depth + 1)
        self._put(element, _jump(first))
        turn = _counted(_unless(holds, len(self.code)), number, element, self._context.reporter)
        self.code[first] = self._told(element, turn)
        self.loops[number] = Loop(element, first - 1, len(self.code))

    def _do_while(self, element: Element, depth: int) -> None:
        number = self._loop(element)
        start = self._put(element, self._told(element, _reset(number)))
        first = self._put(element, _counted(lambda _: None, number, element, self._context.reporter))
        holds = self._context.condition(element)
        self.block(element.children, depth + 1)
        self._put(element, self._told(element, _when(holds, first)))
        self.loops[number] = Loop(element, start, len(self.code))

    def _for_each(self, element: Element, depth: int) -> None:
        context = self._context
        number = self._loop(element)
        start = self._put(element, self._told(element, _begin(element, number, context)))
        save = context.save(element, "item")
        step = self._put(element)
        self.block(element.children, depth + 1)
        self._put(element, _jump(step))
        self.code[step] = _next_item(element, number, save, len(self.code), context)
        self.loops[number] = Loop(element, start, len(self.code))

    def _loop(self, element: Element) -> int:
        self.loops.append(Loop(element, 0, 0))
        return len(self.loops) - 1

    def _put(self, element: Element, step: Step = lambda _: None) -> int:
        self.code.append(step)
        self.elements.append(element)
        return len(self.code) - 1

    def _told(self, element: Element, step: Step) -> Step:
        """The step, with the reporter told of its action."""
        reporter = self._context.reporter
        if reporter is None:
            return step

        def told(run: Run) -> Any:
            reporter.on_action(element)
            return step(run)

        return told


_LOOPS: Final = {"While": _Layout._while, "DoWhile": _Layout._do_while, "ForEach": _Layout._for_each}  # noqa: SLF001


def _jump(target: int) -> Step:
    return lambda _: target


def _unless(holds: Callable[[Any], bool], target: int) -> Step:
    def step(run: Run) -> int | None:
        return None if holds(run.state) else target

    return step


def _when(holds: Callable[[Any], bool], target: int) -> Step:
    def step(run: Run) -> int | None:
        return target if holds(run.state) else None

    return step


def _reset(number: int) -> Step:
    def step(run: Run) -> None:
        run.turns[number] = 0

    return step


def _counted(step: Step, number: int, element: Element, reporter: Reporter | None) -> Step:
    """The step, counted as a turn of a loop where it does not leave it."""

    def counted(run: Run) -> Any:
        signal = step(run)
        if signal is None:
            turn = run.turns[number] = run.turns[number] + 1
            if turn > run.limits.turns:
                raise LimitReached(f"{element.name} has run {run.limits.turns} times", "turns")
            if run.written > run.allowance:
                run.measure()
            if reporter is not None:
                reporter.on_turn(element, turn)
        return signal

    return counted


def _begin(element: Element, number: int, context: Context) -> Step:
    items, note, reporter = context.path(element, "items"), context.environment.note, context.reporter
    objects = context.schema >= SchemaVersion.V2

    def step(run: Run) -> None:
        found = items.get(run.state)
        if found is Missing or found is None:
            note(FOR_EACH_NOTHING)
            found = []
        elif isinstance(found, dict) and objects:
            note(FOR_EACH_OBJECT)
            found = list(found.values())
        elif not isinstance(found, list):
            advice = "from V2, ForEach also accepts objects" if isinstance(found, dict) else ""
            raise ActionError(f"Not a JSON Array: {described(found)}", "items", advice)
        run.turns[number] = 0
        # It goes through what is there now, whatever its actions do to the array.
        run.iterators[number] = iter(tuple(found)) if reporter is None else _watched(found, note)

    return step


def _watched(items: list[Any], note: Note) -> Iterator[Any]:
    before = tuple(items)
    yield from before
    if len(items) != len(before):
        note(FOR_EACH_CHANGED)


def _next_item(element: Element, number: int, save: Callable[[Any, Any], None], after: int, context: Context) -> Step:
    reporter = context.reporter

    def step(run: Run) -> int | None:
        item: Any = next(run.iterators[number], _NO_MORE)
        if item is _NO_MORE:
            run.iterators[number] = iter(())
            return after
        turn = run.turns[number] = run.turns[number] + 1
        if turn > run.limits.turns:
            raise LimitReached(f"{element.name} has run {run.limits.turns} times", "turns")
        is_tree = type(item) is dict or type(item) is list
        size = size_of(item) if is_tree else SMALL
        run.written += size
        if run.written > run.allowance:
            run.measure(size)
        if is_tree:
            item = deep_copy(item)
        if reporter is not None:
            reporter.on_turn(element, turn)
        save(run.state, item)
        return None

    return step
