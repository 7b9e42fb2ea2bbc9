"""Installs the items of an extension: first it is found out what happens to each, then all of it is done, or nothing.

Choices: semantics.IDENTITIES, semantics.NUMBERS, semantics.ACTIONS, semantics.CLASHES.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.content.groups import Groups, is_group
from qradar_builder.console.model.content.items import EXPRESSIONS, Item, items
from qradar_builder.console.model.content.records import (
    expression_record,
    lsx_record,
    mapping_record,
    property_record,
    qid_record,
    type_record,
)
from qradar_builder.console.model.state.made import automatic_records, new_set
from qradar_builder.reference.number_blocks import BLOCK, FIRST_CUSTOM_TYPE, FIRST_NUMBER, first_qid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.state.state import State
    from qradar_builder.package.extension.content_reader import ContentTables

ADD, OVERWRITE, SKIP = "ADD", "OVERWRITE", "SKIP"
_AUTOMATIC: Final = 2
"""How many QID records of a custom type are made with it."""


class Clash(Exception):  # noqa: N818 - what happened
    """The extension cannot be installed: a name belongs to something else."""


@dataclass(slots=True)
class _Plan:
    """What happens to each item. The maps lead from numbers of the extension to those of the console."""

    found: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    types: dict[int, int] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    qids: dict[int, int] = field(default_factory=dict)


class Installation:
    """The installation of one content XML."""

    def __init__(self, state: State, tables: ContentTables, *, overwrite: bool, now: int) -> None:
        self._state = state
        self._items = list(items(tables))
        self._protocols = _protocols(tables)
        self._groups = Groups(state, self._items)
        self._overwrite = overwrite
        self._now = now
        self._plan = _Plan()

    def preview(self) -> list[dict[str, Any]]:
        """The results: each item with its action. Raises Clash."""
        self._prepare()
        return [
            {
                "content_type_id": each.content_type,
                "content_type_name": each.table,
                "name": each.name,
                "action": self._action(number),
            }
            for number, each in enumerate(self._items)
        ]

    def install(self) -> list[dict[str, Any]]:
        """Do it, and give the results. Raises Clash before anything is changed."""
        results = self.preview()
        made: list[int] = []
        for number, item in enumerate(self._items):
            write = self._overwrite or self._plan.found[number] is None
            if item.table == "sensordevicetype" and self._plan.found[number] is None and item.is_custom_type:
                made.append(self._plan.types[item.number("id")])
            self._do(number, item, write=write)
        for number in made:
            record = self._state["types"].get(number)
            assert record is not None
            automatic_records(self._state, number, record["name"], self._now)
        return results

    def _action(self, number: int) -> str:
        if self._plan.found[number] is None:
            return ADD
        return OVERWRITE if self._overwrite else SKIP

    def _prepare(self) -> None:
        taken: set[int] = set()
        for item in self._items:
            if item.table == "sensordevicetype":
                found = self._known_type(item)
                number = self._number_of_type(item, taken) if found is None else found["id"]
                taken.add(number)
                self._plan.types[item.number("id")] = number
        for number, item in enumerate(self._items):
            self._plan.found[number] = self._known(item)

    def _known(self, item: Item) -> dict[str, Any] | None:
        """The record of the console that is the same item. Raises Clash where its name belongs to another."""
        if item.table == "sensordevicetype":
            return self._known_type(item)
        if item.table == "device_ext":
            return self._first("lsx", "uuid", item.text("uuid")) or self._first("lsx", "name", item.text("name"))
        if item.table == "qidmap":
            return self._known_qid(item)
        if item.table == "dsmevent":
            return self._known_mapping(item)
        if item.table == "ariel_regex_property":
            return self._known_property(item)
        if item.table in EXPRESSIONS:
            return self._first(EXPRESSIONS[item.table], "identifier", item.text("id"))
        if is_group(item):
            return self._groups.known(item)
        return self._state["rows"].first(_table=item.table, _key=_key(item))

    def _known_type(self, item: Item) -> dict[str, Any] | None:
        types = self._state["types"]
        if not item.is_custom_type:
            found = types.get(item.number("id"))
            return found if found is not None and not found["custom"] else None
        found = self._first("types", "uuid", item.text("uuid"))
        if found is None and not item.text("uuid"):
            found = next((each for each in types if each["_internal_name"] == item.text("devicetypename")), None)
        name = item.text("devicetypedescription")
        other = next((each for each in types.find(name=name) if each is not found), None)
        if other is not None:
            text = (
                f"the log source type {name[:200]!r} is on the console with another uuid (its number is {other['id']})"
            )
            raise Clash(text)
        return found

    def _number_of_type(self, item: Item, taken: set[int]) -> int:
        """The number of a new type: its own where it is free, else the next free one."""
        types, number = self._state["types"], item.number("id")
        while number in taken or types.get(number) is not None:
            number = number + 1 if number >= FIRST_CUSTOM_TYPE else FIRST_CUSTOM_TYPE
        return number

    def _known_qid(self, item: Item) -> dict[str, Any] | None:
        if item.text("uuid"):
            found = self._first("qids", "uuid", item.text("uuid"))
            if found is not None:
                return found
        number, place = self._moved(item.number("qid"))
        if not item.text("uuid") or place < _AUTOMATIC:
            return self._state["qids"].first(qid=number)
        return None

    def _moved(self, qid: int) -> tuple[int, int]:
        """The number of a QID in the block that its type has on the console, and its place in the block.

        The block that records on built-in types share has no automatic records.
        """
        type_id, place = divmod(qid - FIRST_NUMBER, BLOCK)
        if type_id < FIRST_CUSTOM_TYPE:
            return qid, BLOCK
        return first_qid(self._plan.types.get(type_id, type_id)) + place, place

    def _known_mapping(self, item: Item) -> dict[str, Any] | None:
        found = self._first("mappings", "uuid", item.text("uuid"))
        if found is not None:
            return found
        type_id = self._plan.types.get(item.number("devicetypeid"), item.number("devicetypeid"))
        return next(
            iter(
                self._state["mappings"].find(
                    log_source_event_id=item.text("deviceeventid"),
                    log_source_type_id=type_id,
                    log_source_event_category=item.text("deviceeventcategory"),
                    custom_event=item.text("customevent") == "true",
                )
            ),
            None,
        )

    def _known_property(self, item: Item) -> dict[str, Any] | None:
        properties = self._state["properties"]
        found = properties.first(identifier=item.text("id"))
        name = item.text("propertyname")
        other = next((each for each in properties.find(name=name) if each is not found), None)
        if other is not None:
            raise Clash(f"the custom property {name[:200]!r} is on the console with the id {other['identifier']}")
        return found

    def _first(self, table: str, field_name: str, value: str) -> dict[str, Any] | None:
        return self._state[table].first(**{field_name: value}) if value else None

    def _do(self, number: int, item: Item, *, write: bool) -> None:
        """Install one item, and note which number it has."""
        found = self._plan.found[number]
        if item.table == "device_ext":
            kept = self._put("lsx", found, lsx_record(item, self._plan.types), write=write)
            self._plan.extensions[item.text("id")] = kept["id"]
        elif item.table == "sensordevicetype":
            self._do_type(item, found, write=write)
        elif item.table == "qidmap":
            self._do_qid(item, found, write=write)
        elif item.table == "dsmevent":
            target = self._plan.records.get(item.text("qidmapid"))
            if target is not None:
                self._put("mappings", found, mapping_record(item, self._plan.types, target), write=write)
        elif item.table == "ariel_regex_property":
            self._put("properties", found, property_record(item, self._now), write=write)
        elif item.table in EXPRESSIONS:
            record = expression_record(item, self._plan.types, self._plan.qids, self._now)
            self._put(EXPRESSIONS[item.table], found, record, write=write)
        elif is_group(item):
            self._groups.put(item, self._now, write=write)
        else:
            self._do_other(item, found, write=write)

    def _do_type(self, item: Item, found: Mapping[str, Any] | None, *, write: bool) -> None:
        extension = self._plan.extensions.get(item.text("extension_id"))
        protocols = self._protocols.get(item.text("id"), [])
        known = [each for each in protocols if self._state["protocols"].get(each) is not None]
        record = type_record(item, extension, known)
        if found is not None and not item.is_custom_type:
            # Of a built-in type, an extension changes the log source extension alone.
            record = {"log_source_extension_id": extension}
            write = write or found.get("log_source_extension_id") is None
        number = self._plan.types[item.number("id")]
        self._put("types", found, record, write=write, number=number)

    def _do_qid(self, item: Item, found: Mapping[str, Any] | None, *, write: bool) -> None:
        if found is None:
            qid, _ = self._moved(item.number("qid"))
            while self._state["qids"].first(qid=qid) is not None:
                qid += 1
        else:
            qid = found["qid"]
        kept = self._put("qids", found, qid_record(item, qid), write=write)
        self._plan.records[item.text("id")] = kept["id"]
        self._plan.qids[item.number("qid")] = qid

    def _do_other(self, item: Item, found: Mapping[str, Any] | None, *, write: bool) -> None:
        self._put(
            "rows", found, {"_table": item.table, "_key": _key(item), "_columns": dict(item.columns)}, write=write
        )
        if item.table == "reference_data" and item.text("collection_type") == "0" and item.text("name"):
            sets = self._state["sets"]
            if sets.first(name=item.text("name")) is None:
                kind = _ELEMENTS.get(item.text("element_type"), "ALN")
                sets.add(new_set(item.text("name"), kind, now=self._now))

    def _put(
        self,
        table: str,
        found: Mapping[str, Any] | None,
        record: dict[str, Any],
        *,
        write: bool,
        number: int | None = None,
    ) -> dict[str, Any]:
        if found is None:
            return self._state[table].add(record, number)
        kept = self._state[table].get(found["id"])
        assert kept is not None
        return self._state[table].change(found["id"], record) if write else kept


def _key(item: Item) -> str:
    """What a row of another table is known by: its uuid, or its name, or its number."""
    columns = {"reference_data": ("name",), "fgroup": ("name", "parent_id"), "custom_function": ("namespace", "name")}
    if item.table in columns:
        return "/".join(item.text(column) for column in columns[item.table])
    return next((text for column in ("uuid", "id", "name") if (text := item.text(column))), "")


def _protocols(tables: ContentTables) -> dict[str, list[int]]:
    """The protocols of each type, by its number in the file."""
    found: dict[str, list[int]] = {}
    for row in tables.rows("sensordeviceprotocols"):
        number = row.text("sensorprotocolid") or ""
        if number.isascii() and number.isdigit():
            found.setdefault(row.text("sensordevicetypeid") or "", []).append(int(number))
    return found


_ELEMENTS: Final = {"0": "ALN", "1": "NUM", "2": "IP", "3": "PORT", "4": "ALNIC"}
