"""Checks workflow XML and parameter values XML against the schema of their version, as QRadar does on save."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import PARAMETER_VALUES, WORKFLOW
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.workflow.xml.explain import explain
from qradar_builder.workflow.xml.xsd_writer import file_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xmlschema
    from lxml.etree import _Element

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


_MOST_COMPLAINTS: Final = 100
"""How many mistakes in one document are explained: the validator takes ever longer for each."""


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
    if findings.errors == before and not _fast_schema(spec.name, version).validate(document.root):
        # Only a document without `xsi:type` is safe to give to xmlschema, which raises on types that it does not know.
        every = _complaints(document.root, _schema(spec.name, version))
        complaints = list(islice(every, _MOST_COMPLAINTS + 1))
        if len(complaints) > _MOST_COMPLAINTS:
            message = f"more than {_MOST_COMPLAINTS} elements are wrong; the rest is not checked"
            findings.add("workflow/schema", document.place(document.root), message, help="fix these first")
        explain(document, spec, version, complaints, findings)
    return version if findings.errors == before else None


def _complaints(root: _Element, schema: xmlschema.XMLSchema) -> Iterator[tuple[_Element, str]]:
    """The elements that break the schema, each with the validator's own words."""
    # xmlschema takes a comment inside of text for a child, so it sees the tree without comments.
    bare = deepcopy(root)
    etree.strip_tags(bare, etree.Comment, etree.ProcessingInstruction)
    whole = dict(zip(bare.iter(etree.Element), root.iter(etree.Element), strict=True))
    from xmlschema import XMLResource  # noqa: PLC0415 - as for the schema

    for error in schema.iter_errors(XMLResource(bare, allow="none")):
        found = cast("_Element | None", error.elem)  # an element of the tree that it was given
        yield root if found is None else whole[found], error.reason or "does not follow the schema"


@cache
def _fast_schema(kind: str, version: SchemaVersion) -> etree.XMLSchema:
    """The schema for libxml2, which says whether a document is good, but not in words that help."""
    file = resources.files(__package__) / "schemas" / file_name(kind, version)
    return etree.XMLSchema(etree.fromstring(file.read_bytes()))


@cache
def _schema(kind: str, version: SchemaVersion) -> xmlschema.XMLSchema:
    """The schema, built when it is first needed: that takes some tenths of a second."""
    file = resources.files(__package__) / "schemas" / file_name(kind, version)
    from xmlschema import XMLSchema  # noqa: PLC0415 - a tenth of a second that most packages need not wait

    return XMLSchema(file.read_text(encoding="utf-8"), allow="none")
