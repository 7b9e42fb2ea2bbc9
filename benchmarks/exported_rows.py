"""Rows of content XML for benchmarks: a custom log source type, its QID records and its event mappings."""

from __future__ import annotations

import base64
from typing import Final
from uuid import UUID

TYPE: Final = 4003
"""The number of the log source type."""
_DOCUMENT: Final = (
    '<ns2:device-extension xmlns:ns2="event_parsing/device_extension"><pattern id="P">id=(a)</pattern>'
    '<pattern id="AllEvents">(.*?)</pattern><match-group order="1" device-type-id-override="{}">'
    '<matcher field="EventName" order="1" pattern-id="P" capture-group="\\1" enable-substitutions="true"/>'
    '<event-match-multiple pattern-id="AllEvents" force-qidmap-lookup-on-fixup="true"'
    ' send-identity="UseDSMResults"/></match-group></ns2:device-extension>'
)


def row(table: str, columns: dict[str, object]) -> str:
    """A row of a table, with its columns."""
    return f"<{table}>\n{''.join(f'<{name}>{value}</{name}>' + chr(10) for name, value in columns.items())}</{table}>\n"


def record(number: int) -> str:
    """A QID record of a custom log source type."""
    columns = {
        "id": 101 + number,
        "uuid": UUID(int=2**100 + 1 + number, version=4),
        "qid": 1_002_750_003 + number,
        "qname": f"Door {number} opened",
        "qdescription": f"Somebody opened the door {number}",
        "severity": 2,
        "lowlevelcategory": 3075,
    }
    return row("qidmap", columns)


def mapped_record(number: int) -> str:
    """A QID record with the mapping that leads to it."""
    return record(number) + mapping(number, TYPE, 101 + number, "true", 0)


def mapping(number: int, type_number: int, qid_record: int, custom: str, credibility: int) -> str:
    """An event mapping of a log source type to the row of a QID record."""
    columns = {
        "id": 1000 + number,
        "uuid": UUID(int=number, version=4),
        "devicetypeid": type_number,
        "deviceeventid": f"event-{number}",
        "deviceeventcategory": "audit",
        "qidmapid": qid_record,
        "customevent": custom,
        "credibility": credibility,
        "unravelevent": 0,
    }
    return row("dsmevent", columns)


def log_source_type(number: int = TYPE, name: str = "Doors", **extension: object) -> str:
    """The row of a custom log source type, and that of its extension, which may have more columns."""
    place = number - TYPE
    names = {"devicetypename": f"Acme{name}Custom", "devicetypedescription": f"Acme {name}"}
    numbers = {"devicecategoryid": 5, "devicetypeoverride": 4000, "devicetypecredibility": 5, "extension_id": 3 + place}
    document = base64.b64encode(_DOCUMENT.format(number).encode()).decode()
    uuid = UUID(int=2**101 + place, version=4)
    return row("sensordevicetype", {"id": number, "uuid": uuid, **names, **numbers}) + row(
        "device_ext", {"id": 3 + place, **extension, "name": f"Acme{name}Custom_ext", "xml": document}
    )
