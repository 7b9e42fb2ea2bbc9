"""Watches runs and keeps their steps: what each did, and what it changed in the State."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Bounds, Environment, JPathError, Missing, compile_expression, parse
from qradar_builder.jpath.syntax.tree import Key, Path
from qradar_builder.workflow.engine.credentials import CREDENTIALS, written_credentials
from qradar_builder.workflow.engine.reporter import Reporter
from qradar_builder.workflow.engine.state import size_of
from qradar_builder.workflow.recording.conditions import seen
from qradar_builder.workflow.recording.nodes import nodes_of
from qradar_builder.workflow.recording.recording import Recording
from qradar_builder.workflow.recording.step import RecordedRun, RecordedStep, SeenCall
from qradar_builder.workflow.recording.tree import Change, Tree, kept, same, value_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.jpath import JsonValue
    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.effects import Event, Outcome
    from qradar_builder.workflow.recording.nodes import Node
    from qradar_builder.workflow.recording.step import SeenCondition
    from qradar_builder.workflow.recording.tree import Keys

MOST_STEPS: Final = 20_000
MOST_BYTES: Final = 128_000_000
"""How much memory the values of a recording take, roughly."""
_LARGEST_BODY: Final = 256 * 1024
"""How much of the body of a message is kept, in bytes."""
_MOST_TEXTS: Final = 64
_LONGEST_TEXT: Final = 20_000


@dataclass(slots=True)
class _Open:
    """The step that is going on."""

    node: Node
    at: int
    turn: int | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    condition: SeenCondition | None = None
    calls: list[SeenCall] = field(default_factory=list)
    touched: list[tuple[str, Any, bool]] = field(default_factory=list)
    """Paths with the values that were put there, and whether those are items that were appended."""
    posted: tuple[Event, ...] = ()
    waited: int | None = None
    log: tuple[str, str] | None = None
    status: tuple[str | None, str] | None = None


class Recorder(Reporter):
    """Keeps the runs of one workflow, one after the other, up to a bound on steps and on the size of values.

    `now` gives epoch milliseconds; it is asked at each step. Whoever makes the runs calls `finish` after each.
    `recording` is what has been kept so far; nothing in it is redacted, and `secrets` are what must be taken out.
    """

    def __init__(
        self,
        workflow: Workflow,
        secrets: Secrets,
        now: Callable[[], int],
        *,
        most_steps: int = MOST_STEPS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        nodes = nodes_of(workflow)
        self._nodes = {id(node.element): node for node in nodes}
        self.secrets = secrets
        for text in written_credentials(workflow):
            secrets.add_made(text)
        self._now = now
        self._most_steps, self._left = most_steps, most_bytes
        self._environment = Environment(workflow.schema, now=now, random=lambda: 0.0)
        self._steps: list[RecordedStep] = []
        self._runs: list[RecordedRun] = []
        self._cut = ""
        self._root: dict[str, Any] = {}
        self._tree = Tree({})
        self._before: dict[str, Any] = {}
        self._first = 0
        self._began = 0
        self._open: _Open | None = None
        self._workflow = workflow
        self._all_nodes = tuple(nodes)

    @property
    def recording(self) -> Recording:
        """What has been kept of the runs that are finished."""
        return Recording(
            self._workflow, self._all_nodes, tuple(self._steps), tuple(self._runs), self.secrets, self._cut
        )

    def finish(self, outcome: Outcome, mismatch: str, state: dict[str, Any]) -> None:
        """Close the run that has ended. `state` is what QRadar keeps; `mismatch` is what is wrong with the requests."""
        self._close(mismatch or ("" if outcome.status == "ok" else outcome.message))
        # After a run that could not even begin there is none to speak of, but it has an outcome.
        after = self._shared(state) if not self._cut else {}
        began = self._began or self._now()
        self._runs.append(
            RecordedRun(len(self._runs), began, self._first, len(self._steps), outcome, mismatch, self._before, after)
        )
        self._first, self._began, self._before = len(self._steps), 0, {}

    def on_begin(self, root: dict[str, JsonValue]) -> None:
        """Keep the State that a run begins with."""
        self._root, self._began = root, self._now()
        self._before = self._shared(root) if not self._cut else {}
        self._tree = Tree(self._before)

    def on_action(self, element: Element) -> None:
        """Begin a step."""
        self._close()
        self._open = _Open(self._nodes[id(element)], self._now())

    def on_turn(self, element: Element, turn: int) -> None:
        """Begin a step, unless the condition of the loop has begun it."""
        if element.name != "While" or self._open is None:
            self._close()
            self._open = _Open(self._nodes[id(element)], self._now())
        self._open.turn = turn

    def on_text(self, element: Element, attribute: str, text: str) -> None:
        """Keep what templates came out as."""
        if (element.name, attribute) in CREDENTIALS:
            self.secrets.add(text)
        if self._open is not None and len(self._open.texts) < _MOST_TEXTS:
            owner = "" if element is self._open.node.element else f"{element.name} {element.get('name') or ''}".strip()
            self._open.texts.append((f"{owner} {attribute or 'body'}".strip(), self._text(text)))

    def missing(self, path: str) -> None:
        """Keep that a path led nowhere."""
        if self._open is not None and len(self._open.missing) < _MOST_TEXTS:
            self._open.missing[self._text(path)] = None

    def on_condition(self, element: Element, source: str, outcome: bool) -> None:  # noqa: ARG002 - as the hook has it
        """Keep how a condition came out, and the values of its parts."""
        if self._open is not None and not self._cut:
            self._environment.bounds = Bounds()
            found = self._open.condition = seen(source, outcome, self._root, self._environment)
            self._charge(len(source) + sum(size_of(part.value) for part in found.parts if part.value is not Missing))

    def on_set(self, element: Element, path: str, value: JsonValue) -> None:
        """Keep where a value was put. What it is afterwards is looked at when the step is over, as for Merge."""
        if self._open is not None:
            is_item = element.name == "Add" and path.endswith("[]")
            self._open.touched.append((path.removesuffix("[]") if is_item else path, value, is_item))

    def on_delete(self, element: Element, path: str, *, there: bool) -> None:  # noqa: ARG002 - as the hook has it
        """Keep what was removed."""
        if self._open is not None and there:
            self._open.touched.append((path, Missing, False))

    def on_request(self, element: Element, request: HttpRequest) -> None:  # noqa: ARG002 - as the hook has it
        """Keep what is sent, also where no response comes."""
        if self._open is not None and not self._cut:
            body = request.body or b""
            small = request if len(body) <= _LARGEST_BODY else replace(request, body=body[:_LARGEST_BODY])
            self._charge(min(len(body), _LARGEST_BODY) + len(request.url))
            self._open.calls.append(SeenCall(small, None, len(body)))

    def on_call(self, element: Element, request: HttpRequest, response: HttpResponse) -> None:  # noqa: ARG002 - as the hook has it
        """Keep the response."""
        if self._open is not None and self._open.calls:
            size = len(response.body)
            small = response if size <= _LARGEST_BODY else replace(response, body=response.body[:_LARGEST_BODY])
            self._charge(min(size, _LARGEST_BODY))
            self._open.calls[-1] = replace(self._open.calls[-1], response=small, body_size=size)

    def on_post(self, element: Element, events: tuple[Event, ...]) -> None:  # noqa: ARG002 - as the hook has it
        """Keep the events."""
        if self._open is not None and not self._cut:
            self._charge(sum(len(event.payload) for event in events))
            self._open.posted = events

    def on_sleep(self, element: Element, milliseconds: int) -> None:  # noqa: ARG002 - as the hook has it
        """Keep how long the run waits."""
        if self._open is not None:
            self._open.waited = milliseconds

    def on_log(self, element: Element, level: str, message: str) -> None:  # noqa: ARG002 - as the hook has it
        """Keep the line of the log."""
        if self._open is not None:
            self._open.log = level, self._text(message)

    def on_status(self, element: Element, level: str | None, message: str) -> None:  # noqa: ARG002 - as the hook has it
        """Keep the status."""
        if self._open is not None:
            self._open.status = level, self._text(message)

    def _close(self, failure: str = "") -> None:
        """Keep the step that is over."""
        step, self._open = self._open, None
        if step is None or self._cut:
            return
        if len(self._steps) >= self._most_steps:
            self._cut = f"the recording stops after {self._most_steps:,} steps"
            return
        changes = tuple(change for touched in step.touched for change in self._changes(*touched, step.node.element))
        if self._left < 0:
            self._cut = f"the recording stops after {len(self._steps):,} steps: its values are too large"
            return
        self._steps.append(
            RecordedStep(
                len(self._steps),
                len(self._runs),
                step.node,
                step.at,
                step.turn,
                tuple(step.texts),
                tuple(step.missing),
                step.condition,
                tuple(step.calls),
                changes,
                step.posted,
                step.waited,
                step.log,
                step.status,
                failure,
            )
        )

    def _changes(self, path: str, value: Any, is_item: bool, element: Element) -> list[Change]:
        """What a touched path changed, against the State as it was known."""
        keys = self._keys(path)
        if keys is None:
            return []
        found = self._change(keys, value, is_item=is_item, merges=element.name == "Merge")
        changes = [found] if found is not None else self._first_key(keys[0])
        for change in changes:
            self._charge(0 if change.after is Missing else size_of(change.after))
            self._tree.apply(change)
        return changes

    def _change(self, keys: Keys, value: Any, *, is_item: bool, merges: bool) -> Change | None:
        """The change at a place; None where it does not explain how the State is now."""
        before, now = self._tree.get(keys), value_at(self._root, keys)
        if isinstance(before, list) and isinstance(now, list) and (is_item or merges) and len(now) >= len(before):
            return Change(keys, Missing, kept(now[len(before) :]), appended=True)
        if value is Missing:
            above, there = self._tree.get(keys[:-1]), value_at(self._root, keys[:-1])
            if isinstance(above, dict) and isinstance(there, dict) and now is Missing and before is not Missing:
                return Change(keys, before, Missing)
            return None
        if now is Missing or (now is not value and not merges and not is_item):
            return None
        # Objects on the way may be new, too.
        length = next((n for n in range(1, len(keys)) if self._tree.get(keys[:n]) in (Missing, None)), len(keys))
        return Change(keys[:length], self._tree.get(keys[:length]), kept(value_at(self._root, keys[:length])))

    def _first_key(self, key: str | int) -> list[Change]:
        """The change of all that is under one key of the State."""
        before, now = self._tree.get((key,)), value_at(self._root, (key,))
        if same(before, now):
            return []
        return [Change((key,), before, kept(now))]

    def _keys(self, path: str) -> Keys | None:
        """The keys and indexes of a path. None for what is none, which cannot have been changed."""
        try:
            tree = parse(path)
            if not isinstance(tree, Path) or not tree.steps or not isinstance(tree.steps[0], Key):
                return None
            keys: list[str | int] = []
            for step in tree.steps:
                if isinstance(step, Key):
                    keys.append(step.name)
                    continue
                index = compile_expression(str(step.content), self._environment).evaluate(self._root)
                if not isinstance(index, int) or isinstance(index, bool):
                    return (keys[0],)
                keys.append(index)
        except JPathError:
            return (keys[0],) if keys else None
        return tuple(keys)

    def _shared(self, root: dict[str, Any]) -> dict[str, Any]:
        """A copy of a State that shares with the one that is known what is the same in both."""
        known = self._tree.root
        copied: dict[str, Any] = {}
        for key, value in root.items():
            if key in known and same(known[key], value):
                copied[key] = known[key]
            else:
                self._charge(size_of(value))
                copied[key] = kept(value)
        return copied

    def _text(self, text: str) -> str:
        """A text that is kept, up to a bound."""
        kept_text = text[:_LONGEST_TEXT]
        self._charge(len(kept_text))
        return kept_text

    def _charge(self, size: int) -> None:
        self._left -= size
