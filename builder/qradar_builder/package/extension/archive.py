"""ZIP files that are the same bytes for the same content, on every machine."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING

from qradar_builder.text.times import OLDEST_IN_A_ZIP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Entries = Mapping[str, bytes | Path | Callable[[IO[bytes]], None]]

_UNIX = 3
_MODE = 0o100644
_LATEST = 4_354_819_198_000
"""The end of 2107 in epoch milliseconds: a ZIP knows no later time."""


def write_zip(entries: Entries, time: int, *, deflated: bool = False) -> bytes:
    """An archive of the entries, by name: bytes, files, or what writes them.

    `time` is what every entry gets, in epoch milliseconds. Entries are stored, not deflated, if nothing else is asked
    for: what a compressor makes of the same content depends on its version.
    """
    buffer = BytesIO()
    _write(buffer, entries, time, deflated=deflated)
    return buffer.getvalue()


def write_zip_file(path: Path, entries: Entries, time: int, *, deflated: bool = False) -> None:
    """Write such an archive to a file, piece by piece; else as `write_zip`."""
    with path.open("wb") as file:
        _write(file, entries, time, deflated=deflated)


def _write(target: IO[bytes], entries: Entries, time: int, *, deflated: bool) -> None:
    method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    moment = datetime.fromtimestamp(min(max(time, OLDEST_IN_A_ZIP), _LATEST) // 1000, UTC)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    with zipfile.ZipFile(target, "w", method) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, stamp)
            info.create_system = _UNIX
            info.external_attr = _MODE << 16
            info.compress_type = method
            content = entries[name]
            if isinstance(content, Path):
                with content.open("rb") as source, archive.open(info, "w", force_zip64=False) as entry:
                    copyfileobj(source, entry)
            elif isinstance(content, bytes):
                archive.writestr(info, content)
            else:
                with archive.open(info, "w", force_zip64=False) as entry:
                    content(entry)
