"""The content XML: every row of the extension, in the order and form of QRadar's own exporter."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from lxml import etree

from qradar_builder.package.extension.rows import events, groups, properties, types
from qradar_builder.package.extension.rows.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.package.extension.rows.row import NumberedContent

_MOST_FORMS: Final = 256
"""How many combinations of a table and its columns are kept."""


def rows(source: NumberedContent, extensions: Mapping[str, bytes]) -> Iterator[Row]:
    """All rows. `extensions` holds the log source extensions by the keys of their types.

    The order is that of exports by the REST exporter (7.3.3 to 7.5.0); the importer resolves references over the
    whole document.
    """
    yield from types.sensorprotocol(source)
    yield from events.dsmevent(source)
    yield from types.sensordevicecategory(source)
    yield from properties.ariel_regex_property(source)
    yield from types.sensordevicetype(source, extensions)
    yield from events.qidmap(source)
    yield from properties.ariel_property_json_expression(source)
    yield from types.device_ext(source, extensions)
    yield from properties.ariel_property_expression(source)
    yield from types.sensordeviceprotocols(source)
    if source.content.reference_data:
        # Few packages have reference data.
        from qradar_builder.package.extension.rows.reference_data import reference_data  # noqa: PLC0415 - see above

        yield from reference_data(source)
    yield from groups.fgroup_type(source)
    yield from groups.fgroup(source)


def write_content_xml(build: str, content: Iterator[Row]) -> bytes:
    """The document as UTF-8, for the QRadar build that is stated as the exporting one, if any."""
    buffer = BytesIO()
    write_content_file(buffer, build, content)
    return buffer.getvalue()


def write_content_file(target: IO[bytes], build: str, content: Iterator[Row]) -> None:
    """Write such a document row by row."""
    with etree.xmlfile(target, encoding="UTF-8") as document:
        document.write_declaration()
        with document.element("content"):
            if build:
                version = etree.Element("qradarversion")
                version.text = build
                document.write("\n\t", version)
            for row in content:
                document.write("\n\t", element_of(row))
            document.write("\n")
    target.write(b"\n")


def element_of(row: Row) -> etree._Element:
    """A row as an element, each column on a line."""
    element = etree.Element(row.table)
    element.text = "\n\t\t"
    for name, value in row.columns.items():
        column = etree.SubElement(element, name)
        column.tail = "\n\t\t"
        if isinstance(value, str):
            column.text = value
            continue
        for part, text in value.items():
            etree.SubElement(column, part).text = text
    if len(element):
        element[-1].tail = "\n\t"
    else:
        element.text = None
    return element


def text_of(table: str, columns: Mapping[str, str | Mapping[str, str]]) -> str:
    """What `element_of` gives, as text; many times faster. The values are such as XML can carry."""
    try:
        values = "".join(columns.values())  # type: ignore[arg-type]  # columns that have parts are handled below
    except TypeError:
        return _serialized(table, columns)
    form = _form(table, tuple(columns))
    if not form or "&" in values or "<" in values or ">" in values or "\r" in values:
        return _serialized(table, columns)
    return form % tuple(columns.values())


@lru_cache(maxsize=_MOST_FORMS)
def _form(table: str, names: tuple[str, ...]) -> str:
    """A row as text, with `%s` for each value; empty where it is not so simple."""
    whole = "".join(names)
    # A name in braces is one with a namespace. XML has no percent signs in names.
    if not names or "{" in table or "{" in whole or "%" in table or "%" in whole:
        return ""
    values = "".join(f"\n\t\t<{name}>%s</{name}>" for name in names)
    return f"\n\t<{table}>{values}\n\t</{table}>"


def _serialized(table: str, columns: Mapping[str, str | Mapping[str, str]]) -> str:
    return "\n\t" + etree.tostring(element_of(Row(table, columns)), encoding="unicode")
