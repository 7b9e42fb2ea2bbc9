"""The state of the model: its tables, and the file behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.state.file import StateFile
from qradar_builder.console.model.state.shipped import FIRST_QID_ROW, fill
from qradar_builder.console.model.state.table import Table
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TABLES: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    # name: (first number, indexed fields)
    "extensions": (1, ("_hub_id",)),
    "tasks": (1, ()),
    "exports": (1, ()),
    "types": (FIRST_CUSTOM_TYPE, ("name", "uuid")),
    "lsx": (1, ("name", "uuid")),
    "protocols": (1000, ()),
    "qids": (FIRST_QID_ROW, ("qid", "uuid", "name", "_block")),
    "mappings": (1, ("log_source_type_id", "log_source_event_id", "uuid", "qid_record_id")),
    "properties": (1, ("identifier", "name")),
    "log_sources": (1, ("name", "type_id")),
    "groups": (100_001, ("name", "parent_id")),
    "sets": (1, ("name",)),
    "set_entries": (1, ("collection_id", "value")),
    "low_level_categories": (1, ()),
    "high_level_categories": (1, ()),
    "collectors": (1, ()),
    "languages": (1, ()),
    "searches": (1, ("search_id",)),
    "deploys": (1, ()),
    "rows": (1, ("_table",)),
}
_EXPRESSION_INDEXES: Final = ("identifier", "regex_property_identifier", "log_source_type_id")
_OF_PARSING: Final = frozenset({"types", "lsx", "qids", "mappings", "properties"})
_NOT_KEPT: Final = frozenset({"searches"})
"""Tables that a restart empties."""


class State:
    """All tables by their names. A table that is not known is made when it is first asked for."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the state. Raises WrongState where the file is not one."""
        self._file = None if path is None else StateFile(path)
        self._tables: dict[str, Table] = {}
        self.revision = 0
        """Rises with each change of what parsers are made of."""
        fill(self)
        if self._file is not None:
            for kind, number, record in self._file.records():
                table = self.table(kind)
                if record is None:
                    table.forget(number)
                    table.reserve(number)
                else:
                    table.seed(record, number)

    def table(self, name: str) -> Table:
        """A table."""
        table = self._tables.get(name)
        if table is None:
            is_expressions = name.startswith("property_") and name.endswith("expressions")
            first, indexed = _TABLES.get(name, (1, _EXPRESSION_INDEXES if is_expressions else ()))
            table = self._tables[name] = Table(name, first, indexed, self._written)
        return table

    def __getitem__(self, name: str) -> Table:
        return self.table(name)

    def commit(self) -> None:
        """Keep what was changed."""
        if self._file is not None:
            self._file.commit()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _written(self, kind: str, number: int, record: Mapping[str, Any] | None) -> None:
        if kind in _OF_PARSING or kind.startswith("property_"):
            self.revision += 1
        if self._file is not None and kind not in _NOT_KEPT:
            self._file.write(kind, number, record)
