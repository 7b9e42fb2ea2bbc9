"""Reads an extension that is uploaded: the content XML with its rows, and what the manifest says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Findings
from qradar_builder.package.extension.checks.whole_extension import content_entries
from qradar_builder.package.extension.content_reader import read_content
from qradar_builder.package.extension.tar_reader import is_tar, read_tar
from qradar_builder.package.extension.zip_reader import read_archive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.package.extension.content_reader import ContentTables

_MANIFEST: Final = "manifest.txt"
_LANGUAGES: Final = ("en-US", "en")
_LONGEST_MANIFEST: Final = 1024 * 1024


class NotValid(Exception):  # noqa: N818 - what is wrong with it
    """The extension is not valid. `in_manifest` says whether its manifest is the reason."""

    def __init__(self, message: str, *, in_manifest: bool = False) -> None:
        super().__init__(message)
        self.in_manifest = in_manifest


@dataclass(frozen=True, slots=True)
class Upload:
    """An extension. Without a manifest, it has no id, the name of its file, and the exporting build as its version."""

    hub_id: str | None
    name: str
    version: str
    description: str
    author: str | None
    email: str | None
    languages: tuple[str, ...]
    minimum: str | None
    tables: ContentTables


def read_upload(content: bytes, file_name: str) -> Upload:
    """Read a ZIP, a TAR.GZ or a content XML alone. Raises NotValid."""
    findings = Findings()
    name = file_name.replace("\\", "/").rpartition("/")[2][:200] or "extension.xml"
    archive = (read_tar if is_tar(content) else read_archive)(content, name, findings)
    if archive is None:
        raise NotValid(_first(findings, "The file cannot be read"))
    entries = content_entries(archive) if not archive.bare else list(archive.entries)
    if len(entries) != 1:
        raise NotValid("The file has no content XML" if not entries else "The file has several content XML")
    tables = read_content(archive.entries[entries[0]], archive.called(entries[0]), findings)
    if tables is None:
        raise NotValid(_first(findings, "The content XML cannot be read"))
    written = archive.entries.get(_MANIFEST)
    if written is None:
        plain = entries[0] if archive.bare else name
        return Upload(None, plain, tables.version or "", "", None, None, (), None, tables)
    return _with_manifest(written, tables)


def _with_manifest(written: bytes, tables: ContentTables) -> Upload:
    document = _manifest(written)
    manifest = document.get("doc", {}).get("extension_manifest") if isinstance(document.get("doc"), dict) else None
    hub_id = document.get("_id")
    if not isinstance(manifest, dict) or not isinstance(hub_id, str) or not hub_id:
        raise NotValid("The manifest has no _id or no doc.extension_manifest", in_manifest=True)
    version = manifest.get("version")
    if not isinstance(version, str) or not version:
        raise NotValid("The manifest has no version", in_manifest=True)
    languages = manifest.get("supported_language_set", [])
    locale = _locale(manifest)
    name = _text(manifest, locale, "extension_name")
    if not name:
        raise NotValid("The manifest has no name in its locale", in_manifest=True)
    return Upload(
        hub_id,
        name,
        version,
        _text(manifest, locale, "extension_long_description"),
        _optional(manifest, "authored_by"),
        _optional(manifest, "authored_by_email"),
        tuple(each for each in languages if isinstance(each, str)) if isinstance(languages, list) else (),
        _optional(manifest, "min_qradar_version"),
        tables,
    )


def _manifest(written: bytes) -> dict[str, Any]:
    if len(written) > _LONGEST_MANIFEST:
        raise NotValid("The manifest is too long", in_manifest=True)
    try:
        document = json.loads(written.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotValid("The manifest is not JSON", in_manifest=True) from None
    if not isinstance(document, dict):
        raise NotValid("The manifest is not a JSON object", in_manifest=True)
    return document


def _locale(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    locales = manifest.get("locale")
    if not isinstance(locales, dict):
        return {}
    found: Any = next((locales[each] for each in (*_LANGUAGES, *locales) if isinstance(locales.get(each), dict)), {})
    return found if isinstance(found, dict) else {}


def _text(manifest: Mapping[str, Any], locale: Mapping[str, Any], name: str) -> str:
    """A text that the manifest refers to by its key in the locale."""
    key = manifest.get(name)
    found = locale.get(key) if isinstance(key, str) else None
    return found if isinstance(found, str) else ""


def _optional(manifest: Mapping[str, Any], name: str) -> str | None:
    value = manifest.get(name)
    return value if isinstance(value, str) else None


def _first(findings: Findings, otherwise: str) -> str:
    return next((each.message for each in findings), otherwise)
