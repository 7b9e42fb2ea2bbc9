"""Checks workflow XML and parameter values XML against the schema of their version, as QRadar does on save."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

from lxml import etree

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import PARAMETER_VALUES, WORKFLOW
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.workflow.xml.xsd_writer import file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element, _LogEntry

    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.xml.reader import XmlDocument

_INSTANCE = {"xsi": "http://www.w3.org/2001/XMLSchema-instance"}
_TYPED = etree.XPath(
    "//*[(@xsi:type or @xsi:nil) and not(ancestor::*[local-name()='XmlRequestBody'])]", namespaces=_INSTANCE
)


def validate_workflow_xml(document: XmlDocument, findings: Findings) -> SchemaVersion | None:
    """Check a workflow. Gives its version; None, with findings, where QRadar would refuse it."""
    return _validate(document, WORKFLOW, findings)


def validate_values_xml(document: XmlDocument, findings: Findings) -> SchemaVersion | None:
    """Check workflow parameter values. Gives their version; None, with findings, where QRadar would refuse them."""
    return _validate(document, PARAMETER_VALUES, findings)


def identify(document: XmlDocument, spec: ElementSpec, findings: Findings) -> SchemaVersion | None:
    """The version of a workflow or of parameter values, by namespace. None, with a finding, where it is not one."""
    name = etree.QName(document.root)
    if name.localname != spec.name:
        message = f"is not a {spec.name}: its root is `{name.localname}`"
        findings.add("workflow/root", document.place(document.root), message)
        return None
    known = {namespace(spec, version): version for version in SchemaVersion}
    version = known.get(name.namespace or "")
    if version is None:
        found = (
            f"`{name.namespace}` is not a namespace of {spec.name}" if name.namespace else "the namespace is missing"
        )
        advice = f"{_near(name.namespace, known)}write xmlns= one of {', '.join(known)}"
        findings.add("workflow/version", document.place(document.root), found, help=advice)
    return version


def namespace(spec: ElementSpec, version: SchemaVersion) -> str:
    """The namespace of a kind of document in a version."""
    return version.workflow_namespace if spec is WORKFLOW else version.values_namespace


def _near(found: str | None, known: dict[str, SchemaVersion]) -> str:
    advice = did_you_mean(found.strip(), known) if found else ""
    return f"{advice} Or " if advice.startswith("did you mean") else ""


def _validate(document: XmlDocument, spec: ElementSpec, findings: Findings) -> SchemaVersion | None:
    version = identify(document, spec, findings)
    if version is None:
        return None
    before = findings.errors
    for element in cast("list[_Element]", _TYPED(document.root)):
        message = f"`xsi:` attributes are not allowed on {etree.QName(element).localname}"
        findings.add("workflow/schema", document.place(element), message, help="remove it")
    if findings.errors == before:
        schema = _schema(spec.name, version)
        if not schema.validate(document.root):
            # What names mistakes takes long to load, and most documents have none.
            from qradar_builder.workflow.xml.explain import explain  # noqa: PLC0415 - see above

            explain(document, spec, version, _complaints(document.root, schema), findings)
    return version if findings.errors == before else None


def _complaints(root: _Element, schema: etree.XMLSchema) -> Iterator[tuple[_Element, str]]:
    """The elements that break the schema, each with the validator's own words."""
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    for entry in cast("Iterable[_LogEntry]", schema.error_log):
        found = root.getroottree().xpath(entry.path, namespaces=prefixes) if entry.path else []
        yield next(iter(cast("list[_Element]", found)), root), entry.message


@cache
def _schema(kind: str, version: SchemaVersion) -> etree.XMLSchema:
    """The schema, compiled when it is first needed."""
    file = resources.files(__package__) / "schemas" / file_name(kind, version)
    return etree.XMLSchema(etree.fromstring(file.read_bytes()))
