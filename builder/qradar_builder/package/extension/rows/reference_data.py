"""Reference data collections, without their elements: no export has shown how a ZIP carries those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.model.reference_data import CollectionKind, ElementType, Expiry, interval
from qradar_builder.package.extension.rows.row import Row, flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.package.extension.rows.row import NumberedContent

# The codes of QRadar's own tables: exports of 7.3.1 show some of them, the order of its REST API names the rest.
_KINDS = {
    CollectionKind.SET: "0",
    CollectionKind.MAP: "1",
    CollectionKind.MAP_OF_SETS: "2",
    CollectionKind.TABLE: "3",
}
_ELEMENT_TYPES = {
    ElementType.ALN: "0",
    ElementType.NUM: "1",
    ElementType.IP: "2",
    ElementType.PORT: "3",
    ElementType.ALNIC: "4",
}
_EXPIRIES = {Expiry.FIRST_SEEN: "0", Expiry.LAST_SEEN: "1"}


def reference_data(source: NumberedContent) -> Iterator[Row]:
    """A row for each collection. Its time to live is the one column of all that has parts."""
    for key, spec in source.content.reference_data.items():
        columns: dict[str, str | dict[str, str]] = {
            "created_time": str(source.time),
            "tenant_info": "0",
            "timeout_type": "0" if spec.time_to_live is None else _EXPIRIES[spec.expires_after],
            "element_type": _ELEMENT_TYPES[spec.element_type],
            "collection_type": _KINDS[spec.kind],
            "is_table": flag(spec.kind is CollectionKind.TABLE),
            "bulk_update_timestamp": "0",
            "current_count": "0",
            "name": spec.name,
            "id": str(source.numbered.reference_data[key].row),
        }
        if spec.key_label:
            columns["key1_label"] = spec.key_label
        if spec.value_label:
            columns["value_label"] = spec.value_label
        numbers = None if spec.time_to_live is None else interval(spec.time_to_live)
        if numbers is not None:
            columns["time_to_live"] = _time_to_live(numbers)
        yield Row("reference_data", columns)


def _time_to_live(numbers: tuple[int, ...]) -> dict[str, str]:
    years, months, days, hours, minutes, seconds = numbers
    return {
        "type": "interval",
        "value": f"{years} years {months} mons {days} days {hours} hours {minutes} mins {seconds}.00 secs",
        "days": str(days),
        "hours": str(hours),
        "minutes": str(minutes),
        "months": str(months),
        "seconds": f"{seconds}.0",
        "years": str(years),
    }
