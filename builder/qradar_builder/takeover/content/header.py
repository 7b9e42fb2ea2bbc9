"""From a manifest to `extension.yaml`, and what of the manifest a package has no place for."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.model.extension import VERSION
from qradar_builder.reference.versions import UnknownVersion, qradar_version, qradar_versions
from qradar_builder.source.yaml.text import entries, scalar
from qradar_builder.takeover.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.findings import Findings

_STAMP = re.compile(r"-(?:\d{14}|\d{8,14})\Z")
_OWN_STEM = re.compile(
    r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<version>(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2})\Z", re.ASCII
)
_LOOSE = re.compile(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?", re.ASCII)
_LANGUAGE = "en-US"
_UNKNOWN_AUTHOR = "Unknown"
_WIDTH = 116
_MOST_BYTES = 1024 * 1024
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(slots=True)
class Header:
    """What `extension.yaml` says."""

    id: str
    name: str
    version: str = "1.0.0"
    author: str = _UNKNOWN_AUTHOR
    email: str = ""
    minimum: str = ""
    description: str = ""
    document: Mapping[str, Any] | None = field(default=None, repr=False)
    """The manifest as it was."""

    def text(self) -> str:
        """The file."""
        lines = [
            f"id: {scalar(self.id)}",
            f"name: {scalar(self.name, in_flow=False)}",
            f"version: {self.version}",
            entries({"author": {"name": self.author, "email": self.email}}),
            f"qradar: {{minimum: {scalar(self.minimum)}}}",
        ]
        if self.description:
            lines.append(entries({"description": self.description}))
        return "\n".join(lines) + "\n"


def header_of(
    name: str, manifest: bytes | None, exported: str | None, findings: Findings, *, called: str = "manifest.txt"
) -> Header:
    """The header of an extension whose content XML has that file name. `exported` is its `qradarversion`."""
    stem = name.replace("\\", "/").rpartition("/")[2].removesuffix(".xml")
    own = _OWN_STEM.fullmatch(stem)
    plain = _STAMP.sub("", stem) or stem
    header = Header(id=own["id"] if own else key_of(plain, "extension"), name=plain.strip() or "Extension")
    document = None if manifest is None else read_manifest(manifest, called, findings)
    fields = _fields(document)
    header.document = document
    header.name = _line(_localized(fields, "extension_name")) or header.name
    header.description = " ".join(_localized(fields, "extension_long_description").split("\r\n"))
    if own is None:
        header.id = key_of(header.name, header.id)
    header.author = _line(_text(fields, "authored_by")) or header.author
    header.email = _text(fields, "authored_by_email")
    header.version = _version(_text(fields, "version"), called, findings)
    header.minimum = _minimum(_text(fields, "min_qradar_version"), exported)
    return header


def manifest_fields(made: Mapping[str, Any], document: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a manifest that a build does not write by itself, but for those that the YAML says."""
    return {} if document is None else _difference(made, document, ())


_SAID = frozenset({"version", "authored_by", "authored_by_email"})


def _difference(made: Mapping[str, Any], wanted: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    is_manifest = path[-1:] == ("extension_manifest",)
    for name, value in wanted.items():
        own = made.get(name)
        if own == value or (is_manifest and name in _SAID and own is not None):
            continue
        if isinstance(value, dict) and isinstance(own, dict):
            inner = _difference(own, value, (*path, name))
            if inner:
                kept[name] = inner
        elif path[-1:] == (_LANGUAGE,) and name in made and isinstance(own, str):
            # The name and the description are those of `extension.yaml`.
            continue
        else:
            kept[name] = value
    return kept | {name: None for name in made if name not in wanted and not (is_manifest and name in _SAID)}


def _manifest_text(content: bytes, called: str, findings: Findings) -> str:
    """The text of a manifest, also in UTF-16, and in what editors of Windows write where it is not UTF-8."""
    try:
        is_utf_16 = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
        return content.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        findings.add("import/manifest", Location(called), "is not UTF-8, but is used anyway, as Windows-1252")
        return content.decode("windows-1252", errors="replace")


def read_manifest(content: bytes, called: str, findings: Findings) -> dict[str, Any] | None:
    """The document of a manifest, sloppy ones too: with single quotes, or commas behind the last item."""
    if len(content) > _MOST_BYTES:
        findings.add("file/too-large", Location(called), "is larger than 1024 KiB")
        return None
    text = _manifest_text(content, called, findings)
    plain = _TRAILING_COMMA.sub(r"\1", text)
    for form in (text, plain, _TRAILING_COMMA.sub(r"\1", _double_quoted(plain))):
        try:
            document = json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
        if not isinstance(document, dict):
            break
        if not _is_strict(text):
            message = "is not strict JSON, but is used anyway"
            findings.add("import/manifest", Location(called), message)
        return document
    findings.add("import/manifest", Location(called), "is not readable JSON, and is ignored")
    return None


def _is_strict(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _double_quoted(text: str) -> str:
    """A text whose single quotes around keys and values are double ones."""
    return re.sub(r"(?<=[{\[,:\s])'((?:[^'\\\"]|\\.)*)'(?=\s*[:,}\]])", lambda match: json.dumps(match[1]), text)


def _fields(document: Mapping[str, Any] | None) -> Mapping[str, Any]:
    inner = (document or {}).get("doc")
    found = inner.get("extension_manifest") if isinstance(inner, dict) else None
    return found if isinstance(found, dict) else {}


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _localized(fields: Mapping[str, Any], name: str) -> str:
    """A text of the manifest, which may be a key into its texts by language."""
    key = _text(fields, name)
    locale = fields.get("locale")
    texts = locale.get(_LANGUAGE) if isinstance(locale, dict) else None
    found = texts.get(key) if isinstance(texts, dict) else None
    if isinstance(found, str):
        return found
    return "" if key.startswith("extension.") else key


def _line(text: str) -> str:
    return " ".join(text.split())


def _version(text: str, called: str, findings: Findings) -> str:
    if VERSION.fullmatch(text):
        return text
    loose = _LOOSE.fullmatch(text)
    version = ".".join(str(int(part or 0)) for part in loose.groups()) if loose else "1.0.0"
    if text:
        message = f"the version {text[:40]!a} is not MAJOR.MINOR.PATCH, and becomes {version}"
        findings.add("import/manifest", Location(called), message)
    return version


def _minimum(wanted: str, exported: str | None) -> str:
    for text in (wanted, exported or ""):
        try:
            version = qradar_version(text)
        except UnknownVersion:
            continue
        try:
            return version.label if qradar_version(version.label).build == version.build else version.build
        except UnknownVersion:
            return version.build
    return qradar_versions()[0].label
