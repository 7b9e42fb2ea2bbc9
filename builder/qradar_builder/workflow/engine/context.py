"""What the compilers of actions share: the attributes of an element, compiled, and the problems found on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.regex.errors import JavaRegexError
from qradar_builder.jpath import (
    JPathError,
    StatePath,
    Template,
    compile_condition,
    compile_path,
    compile_template,
    parse,
)
from qradar_builder.jpath.syntax.tree import Key, Path
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.workflow.engine.failure import ActionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Origin
    from qradar_builder.jpath import Environment
    from qradar_builder.model.workflow.document import Element, SchemaVersion
    from qradar_builder.workflow.engine.credentials import SignIn
    from qradar_builder.workflow.engine.reporter import Reporter
    from qradar_builder.workflow.engine.steps import Read, Save, Text

    T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CompileProblem:
    """What keeps an attribute from ever being right: where, what, and what to do (may be empty)."""

    origin: Origin
    element: str
    attribute: str
    message: str
    detail: str = ""
    help: str = ""


class Context:
    """Compiles attributes in one environment. What cannot be compiled becomes a problem, and the rest goes on."""

    def __init__(self, environment: Environment, reporter: Reporter | None, default_zone: str, sign_in: SignIn) -> None:
        self.environment = environment
        self.reporter = reporter
        self.default_zone = default_zone
        self.sign_in = sign_in
        self.problems: list[CompileProblem] = []

    @property
    def schema(self) -> SchemaVersion:
        """The version of the workflow."""
        return self.environment.schema

    def template(self, element: Element, name: str, default: str = "") -> Template:
        """The template that an attribute is; `default` holds where it is not written."""
        written = element.get(name)
        return self.template_of(element, name, default if written is None else written)

    def template_of(self, element: Element, name: str, text: str) -> Template:
        """The template that a text is; `name` is the attribute that it belongs to."""
        try:
            return self.environment.remember(compile_template, text)
        except JPathError as error:
            self.add(element, name, error)
            return compile_template("", self.environment)

    def text(self, element: Element, name: str, default: str = "") -> Text:
        """What gives the text of an attribute; `default` holds where it is not written."""
        return self.watched_text(element, name, self.template(element, name, default))

    def watched_text(self, element: Element, name: str, template: Template) -> Text:
        """What expands a template of an attribute, told to the reporter if there is one."""
        reporter, expand = self.reporter, template.expand
        if reporter is None or template.is_constant:
            return expand

        def text(state: dict[str, Any]) -> str:
            expanded = expand(state)
            reporter.on_text(element, name, expanded)
            return expanded

        return text

    def made(self, element: Element, name: str, make: Callable[[str], T], default: str = "") -> Callable[..., T]:
        """What gives what `make` makes of the text of an attribute: made once where the text is constant."""
        template = self.template(element, name, default)
        if not template.is_constant:
            expand = self.watched_text(element, name, template)
            return lambda state: make(expand(state))
        try:
            constant = make(template.text)
        except (JPathError, JavaDateError, JavaRegexError, ActionError) as error:
            self.add(element, name, error)
            return lambda state: make(template.text)  # noqa: ARG005 - it is never run, as there is a problem
        return lambda _: constant

    def path(self, element: Element, name: str) -> StatePath:
        """The path that an attribute is."""
        try:
            return self.environment.remember(compile_path, element.get(name) or "")
        except JPathError as error:
            self.add(element, name, error)
            return compile_path("/", self.environment)

    def read(self, element: Element, name: str) -> Read:
        """What gives the value at the path of an attribute."""
        return self.path(element, name).get

    def save(self, element: Element, name: str = "savePath") -> Save:
        """What puts a value at the path of an attribute."""
        path = self.path(element, name)
        reporter = self.reporter
        if reporter is not None:

            def watched(state: dict[str, Any], value: Any) -> None:
                source = path.source(state)
                path.set(state, value)
                reporter.on_set(element, source, value)

            return watched
        key = _only_key(path)
        if key is None:
            return path.set

        def save(state: dict[str, Any], value: Any) -> None:
            state[key] = value

        return save

    def condition(self, element: Element) -> Callable[[dict[str, Any]], bool]:
        """What gives whether the condition of an element holds."""
        try:
            condition = self.environment.remember(compile_condition, element.get("condition") or "")
            problem = condition.doubt()
        except JPathError as error:
            self.add(element, "condition", error)
            return lambda _: False
        if problem is not None:
            self.add(element, "condition", problem)
        reporter = self.reporter
        if reporter is None:
            return condition.holds

        def holds(state: dict[str, Any]) -> bool:
            outcome = condition.holds(state)
            reporter.on_condition(element, condition.source(state), outcome)
            return outcome

        return holds

    def add(self, element: Element, attribute: str, error: Exception) -> None:
        """Record what is wrong with an attribute."""
        detail = error.picture() if isinstance(error, JPathError) and error.text else ""
        message = f"{error.message} near index {error.index}" if isinstance(error, JavaRegexError) else str(error)
        advice = str(getattr(error, "help", ""))
        self.problems.append(
            CompileProblem(element.at(attribute), element.name, attribute, message, detail=detail, help=advice)
        )


def _only_key(path: StatePath) -> str | None:
    """The key of a path that is one key of the root, with nothing to expand; else None."""
    if "${" in path.text:
        return None
    tree = parse(path.text)
    if isinstance(tree, Path) and not tree.in_element and len(tree.steps) == 1 and isinstance(tree.steps[0], Key):
        return tree.steps[0].name
    return None
