"""Checks the parameter values of a log source together with the workflow that uses them, as its page does on save."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings, Severity
from qradar_builder.jpath import Environment, JPathError, compile_template
from qradar_builder.model.workflow.elements import elements_of
from qradar_builder.model.workflow.grammar import Meaning, TextKind
from qradar_builder.workflow.check.constants import ConstantChecks
from qradar_builder.workflow.xml.values_reader import check_values

if TYPE_CHECKING:
    from qradar_builder.findings.finding import Finding
    from qradar_builder.model.workflow.document import Element, ParameterValue, ParameterValues, Workflow
    from qradar_builder.model.workflow.grammar import Attribute

_WITH_SCHEME = re.compile(r"\s*https?://", re.IGNORECASE)
_FIRST_KEY = re.compile(r"/['\"]?([^/\[\]'\"$]+)")
_OPEN: Final = "${"


def check_pair(workflow: Workflow, values: ParameterValues, findings: Findings) -> None:
    """Report values that are missing or not declared, and those that make an attribute wrong which uses them."""
    check_values(workflow, values, findings)
    check_use(workflow, values, findings)


def check_use(workflow: Workflow, values: ParameterValues, findings: Findings) -> None:
    """Report values that make an attribute wrong which uses them, each once.

    An attribute is looked at with the one value in its place. What an action writes over is not looked at.
    """
    secret = {parameter.name for parameter in workflow.parameters if parameter.secret}
    declared = {parameter.name for parameter in workflow.parameters}
    given = {each.name: each for each in values.values if each.value and each.name in declared - _written(workflow)}
    environment = Environment(workflow.schema)
    for element, spec in elements_of(workflow):
        for attribute in spec.attributes:
            text = element.get(attribute.name) or ""
            if attribute.kind is not TextKind.TEMPLATE or _OPEN not in text:
                continue
            for name in [name for name in given if _used(name).search(text)]:
                problem = _problem(element, attribute, text, given[name], environment)
                if problem is not None:
                    _report(given.pop(name), element, attribute, problem, findings, is_secret=name in secret)


def _written(workflow: Workflow) -> set[str]:
    """The keys of the State that an action may put something at."""
    targets = (
        element.get(attribute.name) or ""
        for element, spec in elements_of(workflow)
        for attribute in spec.attributes
        if attribute.meaning is Meaning.TARGET
    )
    return {match[1] for target in targets if (match := _FIRST_KEY.match(target))}


def _used(name: str) -> re.Pattern[str]:
    return re.compile(rf"\$\{{\s*/(?:{re.escape(name)}|'{re.escape(name)}')\s*\}}")


def _problem(
    element: Element, attribute: Attribute, text: str, value: ParameterValue, environment: Environment
) -> Finding | None:
    """What is wrong with an attribute once the value is put into it."""
    if _OPEN in value.value:
        return None
    problems = Findings()
    checks = ConstantChecks(problems)
    try:
        template = compile_template(_used(value.name).sub(lambda _: value.value, text), environment)
        known = template.folded()
    except JPathError:
        return None
    if known is not None:
        checks.attribute(element, attribute, known)
    elif attribute.meaning is Meaning.URL:
        checks.url(element, attribute.name, template)
    return next(iter(problems), None)


def _report(
    value: ParameterValue,
    element: Element,
    attribute: Attribute,
    problem: Finding,
    findings: Findings,
    *,
    is_secret: bool,
) -> None:
    rule = "workflow/parameter-value" if problem.severity is Severity.ERROR else "workflow/test-value"
    message = f"the value of `{value.name}` does not fit `{attribute.name}` of {element.name}"
    advice: str | None = problem.help
    if attribute.meaning in (Meaning.URL, Meaning.HOST) and _WITH_SCHEME.match(value.value):
        advice = "write only the host, without https://"
    if not is_secret:
        message += f": {problem.message.partition(': ')[2] or problem.message}"
    findings.add(
        rule, value.at("value"), message, help=advice, related=[(element.at(attribute.name), "the value is used here")]
    )
