"""Checks what the rows of a content XML parse events with: log source extensions and property expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.checks import check_group, check_regex
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.model.expressions import Kind
from qradar_builder.package.extension.device_ext import read_document

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables

_FILE_NAME = re.compile(r"[\w .()\[\]-]{1,120}")


def check_expressions(tables: ContentTables, findings: Findings) -> None:
    """Report extensions and expressions that QRadar would not take, or that belong to another log source type."""
    for row in tables.rows("device_ext"):
        _check_extension(row, tables, findings)
    for row in tables.rows("ariel_property_expression"):
        text, group = row.text("regex"), row.text("capturegroup")
        if text is None:
            continue
        pattern = check_regex(text, tables.place(row, "regex"), findings)
        if pattern is not None and group is not None and re.fullmatch(r"\d{1,9}", group, re.ASCII):
            check_group(int(group), pattern, group, tables.place(row, "capturegroup"), findings)
    for row in tables.rows("ariel_property_json_expression"):
        text = row.text("expression")
        found = None if text is None else problem(Kind.JSON, text)
        if found is not None:
            findings.add(found[0], tables.place(row, "expression"), found[1])


def _check_extension(row: ContentRow, tables: ContentTables, findings: Findings) -> None:
    content = read_document(row, tables, findings)
    if content is None:
        return
    called = row.text("name") or ""
    name = called if _FILE_NAME.fullmatch(called) else "device_ext"
    extension = read_lsx(content, f"{tables.name}!{name}.xml", findings)
    users = [one for one in tables.rows("sensordevicetype") if one.text("extension_id") == row.text("id")]
    if not users and not any(one.text("extension_id") == row.text("id") for one in tables.rows("sensordevice")):
        message = f"no log source type has the log source extension `{called[:60]}`"
        findings.add("package/unused-extension", tables.place(row), message)
    if extension is None or not users:
        return
    numbers = {user.text("id") for user in users}
    for group in extension.groups:
        if group.type_id is not None and str(group.type_id) not in numbers:
            wanted = " or ".join(sorted(number for number in numbers if number))
            findings.add(
                "parsing/type-number",
                group.origin,
                f"the match group is for log source type {group.type_id}, but the extension belongs to {wanted}",
                related=[(tables.place(users[0], "id"), "the log source type")],
            )
