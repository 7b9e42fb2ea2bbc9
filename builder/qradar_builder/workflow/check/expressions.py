"""Compiles everything in a workflow that can be compiled before it runs, and says what does not compile.

Text that holds templates is only known when it is expanded: of such a text the templates are compiled, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import (
    Environment,
    JPathError,
    JPathVersionError,
    compile_condition,
    compile_path,
    compile_template,
)
from qradar_builder.model.workflow.elements import elements_of
from qradar_builder.model.workflow.grammar import Meaning, TextKind
from qradar_builder.text.shown import cut
from qradar_builder.workflow.check.constants import ConstantChecks
from qradar_builder.workflow.check.parameters import check_parameters
from qradar_builder.workflow.check.stretch import Stretch
from qradar_builder.workflow.engine.compile import CompileError, compile_workflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.model.workflow.grammar import Attribute, ElementSpec

_SHOWN: Final = 60


def check_workflow(workflow: Workflow, findings: Findings) -> None:
    """Compile every expression, condition, template, date pattern, time zone, regex and XPath of a workflow.

    Its parameters are checked, too. What QRadar would refuse when it comes to it is an error; what only this tool
    cannot run is a warning.
    """
    before = findings.errors
    check_parameters(workflow, findings)
    checks = _Checks(Environment(workflow.schema), findings)
    for element, spec in elements_of(workflow):
        checks.element(element, spec)
    if findings.errors == before:
        _check_actions(workflow, findings)


def _check_actions(workflow: Workflow, findings: Findings) -> None:
    """Compile the actions as a run does, which knows what values each of them takes."""
    try:
        compile_workflow(workflow)
    except CompileError as error:
        for problem in error.problems:
            what = f"`{problem.attribute}` of {problem.element}" if problem.attribute else problem.element
            findings.add(
                "workflow/action-value", problem.origin, f"{what}: {problem.message}", help=problem.help or None
            )


class _Checks:
    def __init__(self, environment: Environment, findings: Findings) -> None:
        self._environment = environment
        self._findings = findings
        self._constants = ConstantChecks(findings)

    def element(self, element: Element, spec: ElementSpec) -> None:
        """Compile the texts of an element as what they are, and check those that are known already."""
        constants: dict[str, str] = {}
        for attribute in spec.attributes:
            text = element.get(attribute.name)
            known = None if text is None else self._attribute(element, attribute, text)
            if known is not None:
                constants[attribute.name] = known
                self._constants.attribute(element, attribute, known)
        self._constants.element(element, spec, constants, self._known)
        if element.text is not None:
            self._compile(
                element, "text", element.text, lambda: compile_template(element.text or "", self._environment)
            )

    def _attribute(self, element: Element, attribute: Attribute, text: str) -> str | None:
        """Compile the text of an attribute. Gives what it always is; None where that is not known."""
        name = attribute.name
        if attribute.kind is TextKind.PATH:
            self._compile(element, name, text, lambda: self._path(text, attribute))
        elif attribute.kind is TextKind.CONDITION:
            self._compile(element, name, text, lambda: self._condition(text))
        elif attribute.kind is TextKind.TEMPLATE:
            found: list[str | None] = []
            self._compile(element, name, text, lambda: found.append(self._template(element, attribute, text)))
            return next(iter(found), None)
        return None

    def _known(self, text: str) -> str | None:
        """What a text always is; None where that is not known, or it is no template."""
        try:
            return compile_template(text, self._environment).folded()
        except JPathError:
            return None

    def _path(self, text: str, attribute: Attribute) -> None:
        compile_path(text, self._environment)
        known = compile_template(text, self._environment).folded()
        if known is None:
            return
        path = compile_path(known, self._environment)
        if attribute.meaning is Meaning.TARGET:
            path.check_target()

    def _template(self, element: Element, attribute: Attribute, text: str) -> str | None:
        template = compile_template(text, self._environment)
        known = template.folded()
        if known is None and attribute.meaning is Meaning.URL:
            self._constants.url(element, attribute.name, template)
        return known

    def _condition(self, text: str) -> None:
        doubt = compile_condition(text, self._environment).doubt()
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
