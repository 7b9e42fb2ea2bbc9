"""The rows of a file as a build must give them back, and what is said of those that the package only keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.extra import ARCHIVE
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.package.layout import EXTRA
from qradar_builder.takeover.content.kept import without_password

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.takeover.content.kept import KeptRows

_WORDS = {
    "custom_rule": "rules",
    "customviewparams": "saved searches",
    "saved_search": "asset searches",
    "report": "reports",
    "dashboard": "dashboards",
    "installed_application": "apps",
    "custom_function": "AQL functions",
    "custom_action": "custom actions",
    "sensordevice": "log sources",
}


def wanted_rows(tables: ContentTables, kept: KeptRows | None = None) -> Iterator[Row]:
    """The rows of a file that are in memory, without the values of passwords."""
    for table, rows in tables.tables.items():
        for row in rows:
            yield Row(table, without_password(table, row.columns))
    for row in () if kept is None else kept.fetched.values():
        yield Row("qidmap", row.columns)


def note_kept(
    tables: ContentTables, kept: KeptRows, files: Iterable[str], counts: Mapping[str, int], findings: Findings
) -> None:
    """Say which rows and files are only kept, and which passwords were dropped."""
    for row in kept.passwords:
        message = f"the value of the password {(row.text('name') or '')[:60]!a} is dropped"
        findings.add("import/password", tables.place(row, "value"), message)
    for table, count in sorted(counts.items()):
        named = f" ({_WORDS[table]})" if table in _WORDS else ""
        what, verb = ("1 row of", "is") if count == 1 else (f"{count:,} rows of", "are")
        place = kept.first_of(table)
        first = tables.rows(table)[0].number if place is None else place
        message = f"{what} `{table}`{named} {verb} kept in extra/ unchanged"
        findings.add("import/kept", tables.stream.place(first), message)
    archive = sorted(name for name in files if name.startswith(f"{EXTRA}/{ARCHIVE}/"))
    if archive:
        shown = archive[0].removeprefix(f"{EXTRA}/{ARCHIVE}/")
        more = f" and {len(archive) - 1} more" if len(archive) > 1 else ""
        findings.add("import/kept", Location(tables.name), f"the file {shown[:80]!a}{more} stays in extra/archive/")
