"""Copy, Merge and Delete: what is in the State already is put elsewhere, or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import deep_copy
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.state import size_of
from qradar_builder.workflow.run_choices import COPY_DEPTH, COPY_OF_NOTHING, MERGE_SAME_KEY, MERGE_TARGET

if TYPE_CHECKING:
    from qradar_builder.jpath import StatePath
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step


def compile_copy(element: Element, context: Context) -> Step:
    """Put a copy of one value at another path."""
    source, save = context.path(element, "sourcePath"), context.save(element, "targetPath")
    note = context.environment.note

    def step(run: Run) -> None:
        save(run.state, _copied(source, run, note))

    return step


def compile_merge(element: Element, context: Context) -> Step:
    """Put the items of an array, or the members of an object, into another one."""
    source, target = context.path(element, "sourcePath"), context.path(element, "targetPath")
    save = context.save(element, "targetPath")
    note = context.environment.note

    def step(run: Run) -> None:
        state = run.state
        added = _copied(source, run, note)
        if not isinstance(added, list | dict):
            raise ActionError(f"Not a JSON Array or Object: {described(added)}", "sourcePath")
        there: Any = target.get(state)
        if there is Missing or there is None:
            note(MERGE_TARGET)
            save(state, added)
            return
        kind = "Array" if isinstance(added, list) else "Object"
        if type(there) is not type(added):
            raise ActionError(f"Not a JSON {kind}: {described(there)}", "targetPath", "both must have the same type")
        # What stands there stays there; but a path such as one with a filter in it is refused.
        save(state, there)
        if isinstance(there, list):
            there.extend(added)
        elif isinstance(there, dict):
            if any(key in there for key in added):
                note(MERGE_SAME_KEY)
            there.update(added)

    return step


def compile_delete(element: Element, context: Context) -> Step:
    """Remove what is at a path, if there is anything."""
    path, reporter = context.path(element, "path"), context.reporter

    def step(run: Run) -> None:
        if reporter is None:
            path.delete(run.state)
        else:
            source = path.source(run.state)
            reporter.on_delete(element, source, there=path.delete(run.state))

    return step


def _copied(source: StatePath, run: Run, note: Any) -> Any:
    """A copy of the value at a path. Raises ActionError where there is none."""
    value = source.get(run.state)
    if value is Missing:
        note(COPY_OF_NOTHING)
        message = f"There is nothing at {source.source(run.state)}"
        raise ActionError(message, "sourcePath", "put the action in an If with `exists`")
    if isinstance(value, list | dict):
        note(COPY_DEPTH)
    run.charge(size_of(value))
    return deep_copy(value)


COMPILERS: Final = {"Copy": compile_copy, "Merge": compile_merge, "Delete": compile_delete}
