"""Reads the actions and tests of a workflow from YAML, as the table of the language has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.document import MAX_NESTING, Element
from qradar_builder.model.workflow.elements import ACTIONS, TESTS_IN_YAML
from qradar_builder.model.workflow.problems import Problem, action_problems, did_you_mean, unknown_action
from qradar_builder.source.workflow.heads import action_of, run_head
from qradar_builder.source.workflow.parts import ElementReader, comments_above
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.scalars import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.workflow.fragments import Fragments, Scope


class ActionReader:
    """Reads elements. What is wrong becomes a finding; the elements are of use only if there was none."""

    def __init__(self, version: SchemaVersion, fragments: Fragments, findings: Findings) -> None:
        self._version = version
        self._fragments = fragments
        self._findings = findings
        self._elements = ElementReader(version, fragments, findings)

    def block(
        self, node: Node, holder: ElementSpec, origin: Origin, scope: Scope, depth: int = 0
    ) -> tuple[Element, ...]:
        """The actions of a list, fragments expanded. `holder` holds them, `depth` blocks lie around it."""
        if not isinstance(node, Sequence):
            message = f"`{holder.block}` must be a list of actions, not {node.kind}"
            self._findings.add("yaml/wrong-type", scope.origin(node), message, help="start each action with `- `")
            return ()
        if depth >= MAX_NESTING:
            message = f"actions are nested more than {MAX_NESTING} levels deep"
            self._findings.add("workflow/nesting", scope.origin(node), message)
            return ()
        items = list(self._actions(node, scope, depth))
        # What could not be read may have been an If, so an Else after it is not called wrong.
        names = [action.name if action else "If" for action in items]
        for problem in action_problems(holder, names, self._version):
            action = None if problem.at is None else items[int(problem.at)]
            self._add(problem, action.origin if action else origin)
        return tuple(action for action in items if action)

    def tests(self, node: Sequence, scope: Scope) -> Iterator[Element]:
        """The tests of a list."""
        self._elements.forget_calls()
        for item in node.items:
            entry = next(iter(item), None) if isinstance(item, Mapping) and len(item.entries) == 1 else None
            if entry is None:
                message = "a test must be a mapping with the name of the test as its key"
                self._findings.add(
                    "workflow/action-form", scope.origin(item), message, help="write `- DNSResolutionTest: {host: …}`"
                )
                continue
            comments = comments_above(scope, item, node)
            text, key, content = entry
            names = text.split(", ")
            for number, name in enumerate(names, start=1):
                spec = TESTS_IN_YAML.get(name)
                if spec is None:
                    advice = did_you_mean(name, TESTS_IN_YAML)
                    message = f"there is no test {name}"
                    self._findings.add("workflow/unknown-test", scope.origin(key), message, help=advice)
                    continue
                closing = scope.remarks.inside(item, node.start.column) if number == len(names) else ()
                yield self._elements.read(spec, key, content, scope, head={}, comments=comments, closing=closing)
                comments = ()

    def _actions(self, node: Sequence, scope: Scope, depth: int) -> Iterator[Element | None]:
        """The actions of a list, fragments expanded; None for each item that cannot be read, with its finding."""
        for item in node.items:
            comments = comments_above(scope, item, node)
            if isinstance(item, Mapping) and "use" in item.entries:
                yield from self._use(item, scope, comments, depth)
            elif isinstance(item, Mapping) and _is_run(item):
                yield from self._run(item, scope, comments)
            else:
                action = self._action(item, scope, comments, depth)
                closing = scope.remarks.inside(item, node.start.column)
                yield replace(action, closing=closing) if action and closing else action

    def _run(self, item: Mapping, scope: Scope, comments: tuple[str, ...]) -> Iterator[Element]:
        """The actions of a mapping that has one for each key, such as `Set: {/a: 1, /b: 2}`."""
        name, _, content = next(iter(item))
        assert isinstance(content, Mapping)
        for _, key, part in content:
            comments += scope.remarks.above(key.start.line, key.start.column)
            closing = scope.remarks.inside(part, key.start.column)
            head = run_head(ACTIONS[name], key)
            yield self._elements.read(ACTIONS[name], key, part, scope, head=head, comments=comments, closing=closing)
            comments = ()

    def _use(self, item: Mapping, scope: Scope, comments: tuple[str, ...], depth: int) -> Iterator[Element | None]:
        for name, key, _ in item:
            if name not in {"use", "with"}:
                message = f"`{name}` is not allowed next to `use`"
                self._findings.add(
                    "yaml/unknown-key",
                    scope.origin(key),
                    message,
                    help="put it into a separate list item that starts with `- `",
                )
        entered = self._fragments.enter(item, scope)
        if entered is None:
            yield None
            return
        actions, inner = entered
        for action in self._actions(actions, inner, depth):
            yield _with_comments(action, comments) if action and comments else action
            comments = ()

    def _action(self, item: Node, scope: Scope, comments: tuple[str, ...], depth: int) -> Element | None:
        if isinstance(item, Scalar) and value(item) is not None:
            name = action_of(item.text)
            if name is None:
                self._report_name(item.text, scope.origin(item))
                return None
            # A name by itself, such as `- ClearStatus`, or with its head.
            if ACTIONS[name].block:
                self._add(next(action_problems(ACTIONS[name], (), self._version)), scope.origin(item))
            return self._elements.read(ACTIONS[name], item, None, scope, comments=comments)
        if not isinstance(item, Mapping) or not item.entries:
            message = "an action must be a mapping with the name of the action as its key"
            self._findings.add("workflow/action-form", scope.origin(item), message)
            return None
        heads = [name for name in item.entries if action_of(name)]
        if len(heads) != 1:
            self._report_heads(item, heads, scope)
            return None
        spec = ACTIONS[str(action_of(heads[0]))]
        key, content = item.entries[heads[0]]
        listed = _is_listed(spec, heads[0], content)
        block = None if listed or heads[0] != spec.name else spec.block
        beside = [name for name in item.entries if name not in {heads[0], block}]
        for name in beside:
            self._report_beside(spec, name, scope.origin(item.entries[name][0]))
        if beside:
            return None
        element = self._elements.read(spec, key, None if listed else content, scope, comments=comments)
        return replace(element, children=self._own_block(item, heads[0], scope, depth)) if spec.block else element

    def _own_block(self, item: Mapping, name: str, scope: Scope, depth: int) -> tuple[Element, ...]:
        """The actions of an action by its key: right under it, or under `then` or `do`."""
        spec = ACTIONS[str(action_of(name))]
        key, content = item.entries[name]
        if _is_listed(spec, name, content):
            return self.block(content, spec, scope.origin(key), scope, depth + 1)
        entry = item.entries.get(str(spec.block))
        if entry is not None:
            return self.block(entry[1], spec, scope.origin(entry[0]), scope, depth + 1)
        # Actions that stand in a wrong place are called that, and not missing.
        misplaced = isinstance(content, Sequence) or (isinstance(content, Mapping) and spec.block in content.entries)
        if not misplaced:
            self._add(next(action_problems(spec, (), self._version)), scope.origin(key))
        return ()

    def _report_heads(self, item: Mapping, heads: list[str], scope: Scope) -> None:
        if heads:
            first, second = heads[:2]
            message = f"{first} and {second} are in the same list item"
            place = scope.origin(item.entries[second][0])
            self._findings.add("workflow/action-form", place, message, help="start each action with `- `")
            return
        name = next((name for name in item.entries if name not in {"then", "do", "with"}), next(iter(item.entries)))
        self._report_name(name, scope.origin(item.entries[name][0]))

    def _report_name(self, text: str, origin: Origin) -> None:
        name = text.partition(" ")[0]
        if name not in ACTIONS:
            self._add(unknown_action(name or text), origin)
            return
        form = f"`- {name}: {ACTIONS[name].shorthand}`" if ACTIONS[name].shorthand else f"`- {name}`"
        message = f"nothing can be behind the name {name} in the key"
        self._findings.add("workflow/action-form", origin, message, help=f"write {form}")

    def _report_beside(self, spec: ElementSpec, name: str, origin: Origin) -> None:
        if spec.attribute(name) or spec.child(name) or name == spec.body:
            message = f"`{name}` is next to {spec.name}, but must be inside it"
            self._findings.add("yaml/unknown-key", origin, message, help=f"indent `{name}` more than {spec.name}")
            return
        known = f"only `{spec.block}` is allowed next to it" if spec.block else "start each action with `- `"
        self._findings.add("yaml/unknown-key", origin, f"`{name}` is not allowed next to {spec.name}", help=known)

    def _add(self, problem: Problem, origin: Origin) -> None:
        self._findings.add(problem.rule, origin, problem.message, help=problem.help or None)


def _with_comments(element: Element, comments: tuple[str, ...]) -> Element:
    return replace(element, comments=comments + element.comments)


def _is_listed(spec: ElementSpec, name: str, content: Node) -> bool:
    """Whether the actions of an action are right under its key, which has all of its attributes."""
    return isinstance(content, Sequence) and spec.block is not None and (name != spec.name or not spec.attributes)


def _is_run(item: Mapping) -> bool:
    """Whether an item is one mapping of paths, of an action that may stand several times in a row."""
    if len(item.entries) != 1:
        return False
    name, _, content = next(iter(item))
    is_paths = isinstance(content, Mapping) and next(iter(content.entries), "").startswith(("/", "./", "$"))
    return is_paths and name in ACTIONS and ACTIONS[name].runs
