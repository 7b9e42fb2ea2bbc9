"""Compiles everything in a workflow that can be compiled before it runs, and says what does not compile.

Text that holds templates is only known when it is expanded: of such a text the templates are compiled, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from builder.javalang.date_error import JavaDateError
from builder.javalang.date_formatter import compile_formatter
from builder.javalang.date_zone import zone_of
from builder.javalang.regex import JavaRegexError, compile_pattern
from builder.jpath import (
    Environment,
    JPathError,
    JPathVersionError,
    compile_condition,
    compile_path,
    compile_template,
)
from builder.model.workflow_elements import ACTIONS, TESTS
from builder.model.workflow_grammar import TextKind
from builder.text.shown import cut
from builder.workflow.check_parameters import check_parameters
from builder.workflow.compile import CompileError, compile_workflow
from builder.workflow.stretch import Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from builder.findings import Findings
    from builder.model.workflow import Element, Workflow
    from builder.model.workflow_grammar import Attribute, ElementSpec

_SHOWN: Final = 60


def check_workflow(workflow: Workflow, findings: Findings) -> None:
    """Compile every expression, condition, template, date pattern, time zone, regex and XPath of a workflow.

    Its parameters are checked, too. What QRadar would refuse when it comes to it is an error; what only this tool
    cannot run is a warning.
    """
    before = findings.errors
    check_parameters(workflow, findings)
    checks = _Checks(Environment(workflow.schema), findings)
    for element, spec in _elements(workflow):
        for attribute in spec.attributes:
            text = element.get(attribute.name)
            if text is not None:
                checks.attribute(element, attribute, text)
        if element.text is not None:
            checks.template(element, "text", element.text)
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


def _elements(workflow: Workflow) -> Iterator[tuple[Element, ElementSpec]]:
    """Every element below the actions and tests, with its row in the table of the language."""
    waiting = [(test, TESTS[test.name]) for test in reversed(workflow.tests)]
    waiting += [(action, ACTIONS[action.name]) for action in reversed(workflow.actions)]
    while waiting:
        element, spec = waiting.pop()
        yield element, spec
        for child in reversed(element.children):
            inner = ACTIONS[child.name] if spec.block else spec.child(child.name)
            assert inner is not None
            waiting.append((child, inner))


class _Checks:
    def __init__(self, environment: Environment, findings: Findings) -> None:
        self._environment = environment
        self._findings = findings

    def attribute(self, element: Element, attribute: Attribute, text: str) -> None:
        """Compile the text of an attribute as what it is."""
        name = attribute.name
        if attribute.kind is TextKind.PATH:
            self._compile(element, name, text, lambda: compile_path(text, self._environment))
        elif attribute.kind is TextKind.CONDITION:
            self._compile(element, name, text, lambda: self._condition(text))
        elif attribute.kind is TextKind.TEMPLATE and self.template(element, name, text):
            self._constant(element, name, text)

    def template(self, element: Element, name: str, text: str) -> bool:
        """Compile the templates in a text. True where there are none, so that the text is known as it stands."""
        constant = False

        def compiled() -> None:
            nonlocal constant
            constant = compile_template(text, self._environment).is_constant

        self._compile(element, name, text, compiled)
        return constant

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

    def _constant(self, element: Element, name: str, text: str) -> None:
        """Compile a text without templates as what its action takes it for."""
        if element.name in {"FormatDate", "ParseDate"} and name in {"pattern", "timeZone"}:
            self._date(element, name, text)
        elif (element.name, name) in {("RegexCapture", "pattern"), ("Split", "delimiter")}:
            self._regex(element, name, text)
        elif (element.name, name) == ("XPathQuery", "xPathQuery"):
            try:
                etree.XPath(text)
            except etree.XPathError as error:
                message = f"`{cut(text, _SHOWN)}` is not XPath: {error}"
                self._findings.add("workflow/xpath", element.at(name), message)

    def _date(self, element: Element, name: str, text: str) -> None:
        try:
            if name == "pattern":
                compile_formatter(text)
            else:
                zone_of(text)
        except JavaDateError as error:
            rule = "workflow/date-pattern" if name == "pattern" else "workflow/time-zone"
            if error.kind == "unsupported":
                rule = "workflow/not-runnable"
            whole = element.at(name)
            origin = Stretch(whole, name, text, error.index, error.index + 1) if name == "pattern" else whole
            what = "date pattern" if name == "pattern" else "time zone"
            message = f"the {what} `{cut(text, _SHOWN)}` does not hold: {error.message}"
            self._findings.add(rule, origin, message, help=error.help or None)

    def _regex(self, element: Element, name: str, text: str) -> None:
        try:
            groups = compile_pattern(text).group_count
        except JavaRegexError as error:
            rule = "workflow/regex" if error.kind == "invalid" else "workflow/not-runnable"
            origin = Stretch(element.at(name), name, text, error.index, error.index + 1)
            message = f"the pattern `{cut(text, _SHOWN)}` does not compile: {error.message}"
            self._findings.add(rule, origin, message, help=error.help or None)
            return
        if element.name == "RegexCapture" and groups != 1:
            message = f"the pattern `{cut(text, _SHOWN)}` has {groups or 'no'} capture group{'s' if groups > 1 else ''}"
            advice = "put the part to save into the only ( ), and write (?: ) for other groups"
            self._findings.add("workflow/regex-group", element.at(name), message, help=advice)
