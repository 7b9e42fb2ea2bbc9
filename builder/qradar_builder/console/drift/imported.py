"""What an import makes of the export of a console: the files of a package as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Findings
from qradar_builder.reference.custom_properties import custom_property
from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final = "log_source_types/"
_LOCK: Final = "identity.lock.yaml"


class ImportedContent:
    """The files of an import. Nothing of it is written."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._values: dict[str, dict[str, Any]] = {}
        for name, content in files.items():
            if name.endswith(".yaml") and (name.startswith(_TYPES) or "/" not in name):
                self._values[name] = _value(content.decode(), name)
        self._items = self._values.get(_LOCK, {}).get("items") or {}

    def log_source_type(self, name: str, built_in: int | None) -> dict[str, Any] | None:
        """The log source type of that name, or the one that changes the built-in type of that number."""
        for path, found in self._values.items():
            if not path.startswith(_TYPES):
                continue
            if (built_in is None and found.get("name") == name) or (
                built_in is not None and _number(found.get("overrides")) == built_in
            ):
                return found
        return None

    def property_of(self, one: Mapping[str, Any], label: str) -> dict[str, Any] | None:
        """The property of a log source type, by the name that the console shows."""
        rows = one.get("properties") or []
        return next((each for each in rows if label in {each.get("name"), _shipped_name(str(each.get("name")))}), None)

    def property_identity(self, label: str) -> str | None:
        """The identity of a property that QRadar does not ship."""
        return None if _shipped_name(label) is not None else self._identity(f"property/{label}")

    def identity_of(self, one: Mapping[str, Any], label: str, number: int) -> str | None:
        """The identity of an expression, by its place among those of its property, from 1."""
        row = self.property_of(one, label) or {}
        key = next((path[len(_TYPES) : -len(".yaml")] for path, each in self._values.items() if each is one), "")
        name = str(row.get("name")).replace("%", "%25").replace("/", "%2F")
        return self._identity(f"expression/{key}/{name}/{number}")

    def record_name(self, one: Mapping[str, Any], key: str) -> str | None:
        """The name of a QID record, by the key that the import gave it."""
        for records in (one.get("qids"), self._values.get("qids.yaml")):
            row = records.get(key) if isinstance(records, dict) else None
            if isinstance(row, dict) and isinstance(row.get("name"), str):
                return str(row["name"])
        return None

    def collection(self, name: str) -> dict[str, Any] | None:
        """The reference data collection of that name."""
        rows = self._values.get("reference_data.yaml", {}).values()
        return next((each for each in rows if isinstance(each, dict) and each.get("name") == name), None)

    def _identity(self, key: str) -> str | None:
        item = self._items.get(key)
        found = item.get("uuid") if isinstance(item, dict) else None
        return found if isinstance(found, str) else None


def _value(text: str, name: str) -> dict[str, Any]:
    document = parse_document(text, name, Findings())
    found = None if document is None else plain(document.root)
    return found if isinstance(found, dict) else {}


def _shipped_name(name: str) -> str | None:
    try:
        return custom_property(name).name
    except UnknownName:
        return None


def _number(found: Any) -> int | None:
    try:
        return None if found is None else log_source_type(found).id
    except UnknownName:
        return None
