"""Tasks that take time: they wait, run, and are done or failed when the clock says so. No thread works on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.console.model.state.state import State
    from qradar_builder.console.model.state.table import Table

QUEUED, PROCESSING, COMPLETED, FAILED = "QUEUED", "PROCESSING", "COMPLETED", "EXCEPTION"
_OPEN: Final = frozenset({QUEUED, PROCESSING})


class TaskFailed(Exception):  # noqa: N818 - how a task ends
    """The work of a task cannot be done; the text becomes its message."""


Work: TypeAlias = "Callable[[dict[str, Any]], Any]"
"""Does the work of a task, whose arguments are in `_arguments`, and gives its results. Raises TaskFailed."""


class Tasks:
    """The tasks of a console. Each takes `duration` milliseconds; the first quarter of it, it waits."""

    def __init__(self, state: State, now: Callable[[], int], duration: int) -> None:
        self.duration = duration
        self.never_end = False
        """Whether tasks stay in PROCESSING: a fault to test against."""
        self._state = state
        self._now = now
        self._works: dict[str, Work] = {}

    def works(self, works: Mapping[str, Work]) -> None:
        """Say what does the work of each kind of task."""
        self._works.update(works)

    @property
    def _table(self) -> Table:
        return self._state["tasks"]

    def start(self, kind: str, name: str, caller: str, **arguments: Any) -> dict[str, Any]:
        """Begin a task. `kind` says what does its work."""
        now = self._now()
        return self._table.add(
            {
                "name": name,
                "status": QUEUED,
                "message": f"{name} is queued",
                "progress": 0,
                "minimum": 0,
                "maximum": 100,
                "created_by": caller,
                "created": now,
                "started": None,
                "modified": now,
                "completed": None,
                "result_url": None,
                "cancel_requested": False,
                "cancelled_by": None,
                "child_tasks": None,
                "task_components": None,
                "_kind": kind,
                "_arguments": arguments,
                "_results": None,
            }
        )

    def open(self, *kinds: str) -> list[dict[str, Any]]:
        """The tasks of some kinds that have not ended."""
        return [each for each in self._table if each["status"] in _OPEN and each["_kind"] in kinds]

    def settle(self) -> None:
        """Bring every task to where the clock says it is."""
        for task in self._table:
            if task["status"] in _OPEN:
                self._settle(task)

    def _settle(self, task: dict[str, Any]) -> None:
        now = self._now()
        passed = now - task["created"]
        if passed >= self.duration and not self.never_end:
            self._end(task, now)
        elif passed * 4 >= self.duration:
            progress = min(99, passed * 100 // max(1, self.duration))
            if (task["status"], task["progress"]) != (PROCESSING, progress):
                started = task["started"] or now
                changes = {"status": PROCESSING, "progress": progress, "started": started, "modified": now}
                self._table.change(task["id"], {**changes, "message": f"{task['name']} is in progress"})

    def _end(self, task: dict[str, Any], now: int) -> None:
        changes: dict[str, Any] = {"started": task["started"] or now, "modified": now, "completed": now}
        try:
            results = self._works[task["_kind"]](task)
        except TaskFailed as failed:
            changes |= {"status": FAILED, "message": str(failed)}
        else:
            changes |= {"status": COMPLETED, "message": f"{task['name']} is complete", "progress": 100}
            changes |= {"_results": results}
        self._table.change(task["id"], changes)
