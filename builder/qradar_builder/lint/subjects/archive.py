"""A finished extension as rules see it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables
    from qradar_builder.package.extension.zip_reader import Archive

MANIFEST = "manifest.txt"
_MOST = 4 * 1024 * 1024
_LAST_BUILT_IN = 4000


@dataclass(frozen=True, slots=True, eq=False)
class ArchiveSubject:
    """An extension ZIP, or a content XML alone (`archive.bare`), with the tables of its content XML."""

    archive: Archive
    tables: ContentTables

    @property
    def manifest(self) -> dict[str, Any] | None:
        """What the manifest says of the extension; None where there is none, or it is no JSON object."""
        whole = self._whole_manifest()
        inner = (whole.get("doc") or {}).get("extension_manifest") if isinstance(whole.get("doc"), dict) else None
        return inner if isinstance(inner, dict) else None

    @property
    def hub_id(self) -> str | None:
        """The id under which a console knows the extension, where the manifest has one."""
        found = self._whole_manifest().get("_id")
        return found if isinstance(found, str) else None

    @property
    def manifest_place(self) -> Location:
        """The place of the manifest as a whole."""
        return Location(self.archive.called(MANIFEST))

    def manifest_text(self, key: str) -> str:
        """A text of the manifest by its key, translated where the key only names it; empty where there is none."""
        manifest = self.manifest or {}
        value = manifest.get(key)
        locale = manifest.get("locale")
        english = locale.get("en-US") if isinstance(locale, dict) else None
        if isinstance(english, dict) and isinstance(value, str) and value in english:
            value = english[value]
        return value.strip() if isinstance(value, str) else ""

    def custom_types(self) -> list[ContentRow]:
        """The rows of custom log source types."""
        rows = self.tables.rows("sensordevicetype")
        return [row for row in rows if (text := row.text("id") or "").isdecimal() and int(text) > _LAST_BUILT_IN]

    def _whole_manifest(self) -> dict[str, Any]:
        content = self.archive.entries.get(MANIFEST, b"")
        try:
            found = json.loads(content) if len(content) <= _MOST else None
        except (ValueError, RecursionError):
            found = None
        return found if isinstance(found, dict) else {}
