"""Reads an API document, OpenAPI 3 or Swagger 2, and follows the references inside it. Nothing is fetched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from qradar_builder.findings import Location
from qradar_builder.http.request_text import shallow
from qradar_builder.source.files import decode, display_name, read_bytes
from qradar_builder.source.line_starts import position
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings

_MOST_STEPS: Final = 50


class UnknownReference(Exception):  # noqa: N818 - as the other unknown names
    """A reference that has no value; the text is the reference."""


@dataclass(frozen=True, slots=True)
class ApiDocument:
    """An API document as plain values. `name` is what findings call it; `text` is for the places of findings."""

    name: str
    root: dict[str, Any]
    text: str

    @property
    def is_swagger(self) -> bool:
        """Whether it is Swagger 2."""
        return "swagger" in self.root

    def resolved(self, value: Any) -> Any:
        """The value, or what it refers to, however often. Raises UnknownReference."""
        for _ in range(_MOST_STEPS):
            reference = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(reference, str):
                return value
            value = self._target(reference)
        raise UnknownReference(str(reference))

    def object_at(self, value: Any, *keys: str) -> dict[str, Any]:
        """The object below some keys, references followed on the way; empty where there is none."""
        for key in keys:
            value = self.resolved(value)
            value = value.get(key) if isinstance(value, dict) else None
        value = self.resolved(value)
        return value if isinstance(value, dict) else {}

    def place(self, text: str) -> Location:
        """Where a text first stands in the document."""
        start = self.text.find(text)
        if start < 0:
            return Location(self.name)
        return Location(self.name, *position(self.text, start))

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            raise UnknownReference(reference)
        value: Any = self.root
        for step in reference[2:].split("/"):
            # RFC 6901: what the URI escapes is undone first, then what the pointer escapes.
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                raise UnknownReference(reference)
        return value


def read_api_document(path: Path, findings: Findings) -> ApiDocument | None:
    """Read an API document, JSON or YAML. None, with a finding, where it is none."""
    name = display_name(path)
    content = read_bytes(path, name, findings)
    text = None if content is None else decode(content, name, findings)
    if text is None:
        return None
    root: Any
    if text.lstrip().startswith("{"):
        try:
            root = json.loads(text)
        except json.JSONDecodeError as error:
            findings.add("starter/api-document", Location(name, error.lineno, error.colno), f"is not JSON: {error.msg}")
            return None
        except (ValueError, RecursionError):
            findings.add("starter/api-document", Location(name), "is not readable JSON")
            return None
    else:
        document = parse_document(text, name, findings)
        if document is None:
            return None
        root = plain(document.root)
    version = str(root.get("openapi", root.get("swagger", ""))) if isinstance(root, dict) else ""
    if not version.startswith(("3.", "2.0")) or not isinstance(root.get("paths"), dict) or not shallow(root):
        what = f"its version is `{version[:20]}`" if version else "it has no version"
        findings.add(
            "starter/api-document", Location(name), f"is not an OpenAPI 3 or Swagger 2 document with paths: {what}"
        )
        return None
    return ApiDocument(name, root, text)
