"""The files of a package that describe events, as values that are changed and written back with their comments."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Findings
from qradar_builder.package.layout import EVENTS_SUFFIX
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.takeover.update.merging import Merge
from qradar_builder.takeover.update.texts import edited_yaml, merged_csv

if TYPE_CHECKING:
    from pathlib import Path

QIDS: Final = "qids.yaml"
_TYPES: Final = "log_source_types"
OF_RECORD: Final = ("name", "severity", "low_level_category", "description")
"""The columns of a table that describe a record in place; in YAML, `category` is that of the event."""


class Sources:
    """The files of a package. What is changed is in `files` by its path in the package."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._values: dict[str, Any] = {}

    def yaml(self, name: str) -> dict[str, Any] | None:
        """The mapping of a YAML file, to be changed; None where there is no such file."""
        if name not in self._values:
            text = self._text(name)
            document = None if text is None else parse_document(text, name, Findings())
            if document is None:
                return None
            self._values[name] = plain(document.root)
        found = self._values[name]
        return found if isinstance(found, dict) else None

    def yaml_of_type(self, key: str) -> dict[str, Any] | None:
        """The mapping of the YAML file of a log source type, to be changed."""
        return self.yaml(f"{_TYPES}/{key}.yaml")

    def table(self, key: str) -> list[dict[str, str]] | None:
        """The rows of the event table of a log source type, to be changed; None where it has none."""
        name = f"{_TYPES}/{key}{EVENTS_SUFFIX}"
        if name not in self._values:
            text = self._text(name)
            if text is None:
                return None
            self._values[name] = [
                {column: value for column, value in row.items() if column and value}
                for row in csv.DictReader(io.StringIO(text))
            ]
        rows: list[dict[str, str]] = self._values[name]
        return rows

    def events(self, key: str) -> list[dict[str, Any]]:
        """All mappings of a type, from its table or its YAML, to be changed: the list is where new ones go."""
        rows = self.table(key)
        if rows is not None:
            return rows
        found = (self.yaml(f"{_TYPES}/{key}.yaml") or {}).setdefault("events", [])
        assert isinstance(found, list), "the package was read before"
        return found

    def qids(self, key: str | None) -> dict[str, Any]:
        """The records of a type, or those that all types share, by key, to be changed."""
        document = self.yaml(QIDS) if key is None else (self.yaml(f"{_TYPES}/{key}.yaml") or {}).get("qids")
        return document if isinstance(document, dict) else {}

    def changed(self) -> dict[str, bytes]:
        """The files that differ now."""
        found = {}
        for name, value in self._values.items():
            before = self._texts[name]
            after = _written_table(before, value) if name.endswith(EVENTS_SUFFIX) else edited_yaml(before, value)
            if after != before:
                found[name] = after.encode()
        return found

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            path = self._folder / name
            if not path.is_file():
                return None
            self._texts[name] = path.read_text(encoding="utf-8-sig")
        return self._texts[name]


def _written_table(before: str, rows: list[dict[str, str]]) -> str:
    """The table with other rows; lines that stay are as they were."""
    columns = list(dict.fromkeys([*next(csv.reader(io.StringIO(before)), []), *(name for row in rows for name in row)]))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return merged_csv(before, before, text.getvalue(), "", Merge())
