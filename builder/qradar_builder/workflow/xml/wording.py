"""What `xmlschema` says of each element that breaks a schema: better words than those of libxml2, but slowly."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

from lxml import etree
from xmlschema import XMLResource, XMLSchema

from qradar_builder.workflow.xml.xsd_writer import file_name

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import ElementSpec

_MOST: Final = 100
"""How many complaints are read: the validator takes ever longer for each."""


def reasons(root: _Element, spec: ElementSpec, version: SchemaVersion) -> dict[_Element, str]:
    """The first reason for each element of a document that the schema of its kind and version refuses.

    The document must have no `xsi:type`: `xmlschema` raises on types that it does not know.
    """
    # xmlschema takes a comment inside of text for a child, so it sees the tree without comments.
    bare = deepcopy(root)
    etree.strip_tags(bare, etree.Comment, etree.ProcessingInstruction)
    whole = dict(zip(bare.iter(etree.Element), root.iter(etree.Element), strict=True))
    told: dict[_Element, str] = {}
    for error in islice(_schema(spec.name, version).iter_errors(XMLResource(bare, allow="none")), _MOST):
        found = cast("_Element | None", error.elem)  # an element of the tree that it was given
        if error.reason:
            told.setdefault(root if found is None else whole[found], error.reason)
    return told


@cache
def _schema(kind: str, version: SchemaVersion) -> XMLSchema:
    """The schema, built when it is first needed: that takes some tenths of a second."""
    file = resources.files(__package__) / "schemas" / file_name(kind, version)
    return XMLSchema(file.read_text(encoding="utf-8"), allow="none")
