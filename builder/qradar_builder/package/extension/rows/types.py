"""Log source types, their categories, extensions and protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.extension.device_ext import encoded_document
from qradar_builder.package.extension.rows.row import Row, flag
from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY, device_categories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.model.content import LogSourceType
    from qradar_builder.package.extension.rows.row import NumberedContent

_CUSTOM_CATEGORY = 5
"""SW/Integration: the device category of every custom type."""
_CUSTOM_DSM = "4000"
"""The number of the generic DSM that runs custom types."""
_BUILT_IN_CREDIBILITY = 8
"""What most built-in types have, for those that no export shows."""


def sensordevicetype(source: NumberedContent, extensions: Mapping[str, bytes]) -> Iterator[Row]:
    """A row for each log source type. That of a built-in type is QRadar's own, with the extension beside."""
    for one in source.content.types:
        built_in = one.built_in
        identity = source.numbered.types[one.key]
        credibility = one.spec.credibility if built_in is None else built_in.credibility
        default = DEFAULT_CREDIBILITY if built_in is None else _BUILT_IN_CREDIBILITY
        columns = {
            "extension_id": str(source.numbered.extensions[one.key].row),
            "uniqueperhost": "false",
            "devicetypecredibility": str(default if credibility is None else credibility),
            "uuid": identity.uuid,
            "dsmparameter": "" if built_in is None else built_in.dsm_parameter,
            "devicecategoryid": str(_category(one)),
            "devicetypedescription": one.name,
            "defaultlanguageid": "1",
            "id": str(identity.number),
            "devicetypename": one.internal_name,
            "devicetypeoverride": _CUSTOM_DSM if built_in is None else "0",
            "mask": "0" if built_in is None else str(built_in.mask),
        }
        if one.key not in extensions:
            del columns["extension_id"]
        if built_in is not None:
            del columns["uuid"]
        yield Row("sensordevicetype", columns)


def sensordevicecategory(source: NumberedContent) -> Iterator[Row]:
    """A row for each device category that a type has."""
    used = {_category(one) for one in source.content.types}
    for category in device_categories():
        if category.id in used:
            yield Row(
                "sensordevicecategory",
                {
                    "categorydescription": category.description,
                    "categoryname": category.name,
                    "id": str(category.id),
                },
            )


def device_ext(source: NumberedContent, extensions: Mapping[str, bytes]) -> Iterator[Row]:
    """A row for each log source extension, which `extensions` holds by the type's key."""
    for one in source.content.types:
        if one.key in extensions:
            identity = source.numbered.extensions[one.key]
            yield Row(
                "device_ext",
                {
                    "xml": encoded_document(extensions[one.key]),
                    "use_condition": "0",
                    "name": extension_name(one),
                    "description": "",
                    "id": str(identity.row),
                    "uuid": identity.uuid,
                    "enabled": "true",
                },
            )


def extension_name(one: LogSourceType) -> str:
    """What QRadar calls the log source extension of a type."""
    return f"{one.internal_name}_ext"


def sensorprotocol(source: NumberedContent) -> Iterator[Row]:
    """A row for each protocol that a type has, as QRadar's own table holds it."""
    used = {protocol.id: protocol for one in source.content.types for protocol in one.protocols}
    for number in sorted(used):
        yield Row("sensorprotocol", dict(used[number].columns))


def sensordeviceprotocols(source: NumberedContent) -> Iterator[Row]:
    """A row for each protocol of each type."""
    for one in source.content.types:
        for protocol in one.protocols:
            yield Row(
                "sensordeviceprotocols",
                {
                    "sensorprotocolid": str(protocol.id),
                    "sensordevicetypeid": str(source.numbered.types[one.key].number),
                    "documented": flag(one.built_in is not None),
                    "id": str(source.numbered.protocols[one.key, protocol.id].row),
                },
            )


def _category(one: LogSourceType) -> int:
    return _CUSTOM_CATEGORY if one.built_in is None else one.built_in.category_id or _CUSTOM_CATEGORY
