"""Extension ZIPs: their files, and the rows of their content XML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.api.result import Result, StrPath, shown
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.package.extension.content_reader import ContentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExtension(Result):
    """What an extension ZIP holds. It is empty where the ZIP cannot be read."""

    files: Mapping[str, bytes]
    """The files by their names in the ZIP."""
    tables: Mapping[str, Sequence[ContentRow]]
    """The rows of the content XML by table, such as `sensordevicetype`; `row.text("id")` is the text of a column."""
    version: str | None
    """The build of the console that the content XML names."""


def read_zip(source: StrPath | bytes, name: str = "extension.zip") -> ReadExtension:
    """Read an extension ZIP, or a content XML alone, from a file or from its bytes; `name` is how findings call bytes.

    Nothing is unpacked to disk. A damaged ZIP, and one that exceeds a limit (2,000 files, 256 MiB a file, 512 MiB in
    total), is a finding. The rows are read, not judged: `check` does that for a file.
    """
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.checks.whole_extension import content_entries
    from qradar_builder.package.extension.content_reader import read_content
    from qradar_builder.package.extension.zip_reader import MAX_TOTAL, read_archive
    from qradar_builder.source.files import display_name, read_bytes

    findings = Findings()
    content: bytes | None
    if isinstance(source, bytes):
        content = source
    else:
        name = display_name(Path(source))
        content = read_bytes(Path(source), name, findings, limit=MAX_TOTAL)
    archive = None if content is None else read_archive(content, name, findings)
    tables: dict[str, list[ContentRow]] = {}
    version = None
    for entry in () if archive is None else content_entries(archive):
        assert archive is not None
        read = read_content(archive.entries[entry], archive.called(entry), findings)
        if read is not None:
            version = version or read.version
            for table, rows in read.tables.items():
                tables.setdefault(table, []).extend(rows)
    return ReadExtension(
        findings=shown(findings),
        files={} if archive is None else archive.entries,
        tables=tables,
        version=version,
    )
