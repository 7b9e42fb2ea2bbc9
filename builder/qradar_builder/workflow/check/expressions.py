"""Compiles everything in a workflow that can be compiled before it runs, and says what does not compile.

Text that holds templates is only known when it is expanded: of such a text the templates are compiled, and no more.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import (
    Environment,
    JPathError,
    JPathVersionError,
    compile_condition,
    compile_path,
    compile_template,
)
from qradar_builder.jpath.template import is_constant
from qradar_builder.model.workflow.elements import elements_of
from qradar_builder.model.workflow.grammar import Meaning, TextKind
from qradar_builder.text.shown import cut
from qradar_builder.workflow.check.constants import ConstantChecks
from qradar_builder.workflow.check.parameters import check_parameters
from qradar_builder.workflow.check.stretch import Stretch
from qradar_builder.workflow.engine.compile import CompileError, compile_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Findings
    from qradar_builder.jpath import Template
    from qradar_builder.model.workflow.document import Element, SchemaVersion, Workflow
    from qradar_builder.model.workflow.grammar import Attribute, ElementSpec
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.reporter import Reporter

_SHOWN: Final = 60
_MOST_KNOWN: Final = 8192
"""How many texts are known."""
_LONGEST_KNOWN: Final = 2000


def check_workflow(workflow: Workflow, findings: Findings, reporter: Reporter | None = None) -> CompiledWorkflow | None:
    """Compile every expression, condition, template, date pattern, time zone, regex and XPath of a workflow.

    Its parameters are checked, too. What QRadar would refuse when it comes to it is an error; what only this tool
    cannot run is a warning. Gives what was compiled, for a reporter that is to watch its runs; None where there are
    errors.
    """
    known = _Known(Environment(workflow.schema, observer=reporter))
    return _checked(workflow, known, reporter, findings)


def find_problems(workflow: Workflow, findings: Findings) -> None:
    """As `check_workflow`, where nothing is to run: what is known of a text serves for all workflows of a thread."""
    _checked(workflow, _KNOWN.of(workflow.schema), None, findings)


class _Known:
    """What is known of texts, in whichever workflow they are."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.sound: dict[tuple[int, str], str | None] = {}
        """The texts in which nothing is wrong, by the `id` of their attribute, each with what it always is."""


class _KnownInThread(threading.local):
    """What threads know, each by itself: what is compiled is for one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[SchemaVersion, _Known] = {}

    def of(self, schema: SchemaVersion) -> _Known:
        """What is known of the texts of a version."""
        known = self._known.get(schema)
        if known is None or len(known.sound) > _MOST_KNOWN:
            known = self._known[schema] = _Known(Environment(schema, remembered=_MOST_KNOWN))
        return known


_KNOWN: Final = _KnownInThread()


def _checked(
    workflow: Workflow, known: _Known, reporter: Reporter | None, findings: Findings
) -> CompiledWorkflow | None:
    before = findings.errors
    check_parameters(workflow, findings)
    checks = _Checks(known, findings)
    for element, spec in elements_of(workflow):
        checks.element(element, spec)
    return _compiled(workflow, known.environment, reporter, findings) if findings.errors == before else None


def _compiled(
    workflow: Workflow, environment: Environment, reporter: Reporter | None, findings: Findings
) -> CompiledWorkflow | None:
    """Compile the actions as a run does, which knows what values each of them takes."""
    try:
        return compile_in(environment, workflow, reporter)
    except CompileError as error:
        for problem in error.problems:
            what = f"`{problem.attribute}` of {problem.element}" if problem.attribute else problem.element
            findings.add(
                "workflow/action-value", problem.origin, f"{what}: {problem.message}", help=problem.help or None
            )
        return None


class _Checks:
    def __init__(self, known: _Known, findings: Findings) -> None:
        self._environment = known.environment
        self._sound = known.sound
        self._findings = findings
        self._constants = ConstantChecks(findings)

    def element(self, element: Element, spec: ElementSpec) -> None:
        """Compile the texts of an element as what they are, and check those that are known already."""
        constants: dict[str, str] = {}
        for attribute in spec.attributes:
            text = element.attributes.get(attribute.name)
            if text is None:
                continue
            key = (id(attribute), text)
            constant = self._sound[key] if key in self._sound else self._checked(element, attribute, text, key)
            if constant is not None:
                constants[attribute.name] = constant
        self._constants.element(element, spec, constants, self._known)
        if element.text is not None:
            self._compile(element, "text", element.text, lambda: self._template_of(element.text or ""))

    def _checked(self, element: Element, attribute: Attribute, text: str, key: tuple[int, str]) -> str | None:
        """Check the text of an attribute that is not known as sound. Gives what it always is, or None."""
        before = self._findings.heard
        constant = self._attribute(element, attribute, text)
        if constant is not None:
            self._constants.attribute(element, attribute, constant)
        if self._findings.heard == before and len(text) <= _LONGEST_KNOWN:
            self._sound[key] = constant
        return constant

    def _attribute(self, element: Element, attribute: Attribute, text: str) -> str | None:
        """Compile the text of an attribute. Gives what it always is; None where that is not known."""
        name = attribute.name
        if attribute.kind is TextKind.PATH:
            self._compile(element, name, text, lambda: self._path(text, attribute))
        elif attribute.kind is TextKind.CONDITION:
            self._compile(element, name, text, lambda: self._condition(text))
        elif attribute.kind is TextKind.TEMPLATE:
            if is_constant(text):
                return text
            found: list[str | None] = []
            self._compile(element, name, text, lambda: found.append(self._template(element, attribute, text)))
            return next(iter(found), None)
        return None

    def _known(self, text: str) -> str | None:
        """What a text always is; None where that is not known, or it is no template."""
        try:
            return self._template_of(text).folded()
        except JPathError:
            return None

    def _path(self, text: str, attribute: Attribute) -> None:
        self._environment.remember(compile_path, text)
        known = self._template_of(text).folded()
        if known is None:
            return
        path = self._environment.remember(compile_path, known)
        if attribute.meaning is Meaning.TARGET:
            path.check_target()

    def _template(self, element: Element, attribute: Attribute, text: str) -> str | None:
        template = self._template_of(text)
        known = template.folded()
        if known is None and attribute.meaning is Meaning.URL:
            self._constants.url(element, attribute.name, template)
        return known

    def _template_of(self, text: str) -> Template:
        return self._environment.remember(compile_template, text)

    def _condition(self, text: str) -> None:
        doubt = self._environment.remember(compile_condition, text).doubt()
        if doubt is not None:
            raise doubt

    def _compile(self, element: Element, name: str, text: str, compiled: Callable[[], object]) -> None:
        try:
            compiled()
        except JPathError as error:
            rule = "workflow/too-new" if isinstance(error, JPathVersionError) else "workflow/expression"
            where = element.at(name)
            # What is wrong with a text that templates have been put into has no place in the text as written.
            known = error.expanded_from is None and error.text == text
            origin = Stretch(where, name, text, error.start, error.end) if known else where
            shown = error.text or text
            message = f"{cut(error.message, _SHOWN)} in `{cut(shown, _SHOWN)}`"
            self._findings.add(rule, origin, message, help=error.help or None)
