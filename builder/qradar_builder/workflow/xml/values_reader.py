"""Reads workflow parameter values, and checks them against the workflow that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.model.workflow.document import ParameterValue, ParameterValues
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.workflow.xml.schema import validate_values_xml

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.source.xml.reader import XmlDocument


def read_values_xml(content: bytes, name: str, findings: Findings) -> ParameterValues | None:
    """Read parameter values. None, with findings, where they are not well-formed or QRadar would refuse them."""
    before = findings.errors
    document = parse_xml(content, name, findings)
    values = None if document is None else values_of(document, findings)
    return None if findings.errors > before else values


def values_of(document: XmlDocument, findings: Findings) -> ParameterValues | None:
    """As `read_values_xml`, from a document that is parsed already."""
    version = validate_values_xml(document, findings)
    if version is None:
        return None
    values = tuple(
        ParameterValue(
            element.get("name", ""),
            element.get("value", ""),
            origin=document.place(element),
            places={name: document.place(element, name) for name in ("name", "value")},
        )
        for element in document.root.iterchildren(etree.Element)
    )
    return ParameterValues(version, values, origin=document.place(document.root))


def match_values(workflow: Workflow, values: ParameterValues, findings: Findings) -> None:
    """Warn of values that no parameter has, and of another schema version. QRadar has been seen to take both."""
    declared = [parameter.name for parameter in workflow.parameters]
    for value in values.values:
        if value.name not in declared:
            message = f"the workflow declares no parameter `{value.name}`"
            advice = did_you_mean(value.name, declared, "it declares none")
            findings.add("workflow/undeclared-parameter", value.at("name"), message, help=advice)
    if values.schema is not workflow.schema:
        findings.add(
            "workflow/values-version",
            values.origin,
            f"these values have schema {values.schema}, but the workflow has schema {workflow.schema}",
            help=f'write xmlns="{workflow.schema.values_namespace}"',
            related=[(workflow.origin, "the workflow")],
        )


def check_values(workflow: Workflow, values: ParameterValues, findings: Findings) -> None:
    """As `match_values`, and say which required parameters have neither a value nor a default.

    Only for values that a run is to use: the files that ship with a workflow are there to be filled in.
    """
    match_values(workflow, values, findings)
    given = {value.name for value in values.values if value.value}
    for parameter in workflow.parameters:
        if parameter.required and not parameter.default and parameter.name not in given:
            places = [value.at("value") for value in values.values if value.name == parameter.name]
            findings.add(
                "workflow/missing-value",
                places[0] if places else values.origin,
                f"the required parameter `{parameter.name}` has no value",
                help=f"set a value for `{parameter.name}`: {parameter.description or parameter.label}",
                related=[(parameter.origin, "declared here")],
            )
