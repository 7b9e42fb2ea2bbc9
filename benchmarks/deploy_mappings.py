"""How much memory the commands of a console hold, by the number of event mappings."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from benchmarks.exported_rows import log_source_type, mapped_record
from benchmarks.measure import Measure, run

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEW, _MANY, _VERY_MANY = 1_000, 10_000, 50_000
_MOST: Final = 1.3
"""The target: how many times the memory for 1,000 mappings more of them may take."""


def measures() -> Iterator[Measure]:
    """Peak memory of each command for 1,000 mappings, and how many times that it is for more of them."""
    peaks: dict[str, dict[int, float]] = {}
    for count in (_FEW, _MANY, _VERY_MANY):
        with tempfile.TemporaryDirectory() as name, served(Path(name)) as folder:
            write_release(folder / "doors.zip", count)
            write_backup(folder / "backup", folder / "doors.zip")
            for title, arguments in (
                ("dry run", ["deploy", "doors.zip", "--dry-run"]),
                ("first deployment", ["deploy", "doors.zip", "--yes"]),
                ("second deployment", ["deploy", "doors.zip", "--yes"]),
                ("restoration", ["deploy", "--restore", "backup", "--yes"]),
                ("verify", ["verify", "doors.zip", "--events", "0"]),
                ("drift", ["drift", "doors.zip"]),
            ):
                profiles = ["--profiles", "console-model/console.toml"]
                peaks.setdefault(title, {})[count] = run(["console", *arguments, *profiles], folder).peak
    for title, found in peaks.items():
        yield Measure(f"console, {title}, {_FEW:,} mappings, peak memory", found[_FEW], "MiB")
        for count in (_MANY, _VERY_MANY):
            yield Measure(f"console, {title}, {count:,} mappings, times that", found[count] / found[_FEW], "x", _MOST)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Path]:
    """A model in a process of its own, whose files are in the folder."""
    command = [sys.executable, "-m", "qradar_builder.cli", "console", "serve", "--port", "0", "--syslog-port", "0"]
    process = subprocess.Popen([*command, "--task-time", "0"], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("Stop it"):
            assert process.poll() is None, "the model ended"
        yield folder
    finally:
        process.kill()
        process.communicate()


def write_release(path: Path, count: int) -> None:
    """An extension ZIP with a log source type and so many QID records, with a mapping each."""
    head = log_source_type(uuid=UUID(int=2**102, version=4))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.txt", json.dumps(_manifest()))
        with archive.open("doors.xml", "w", force_zip64=True) as file:
            file.write(f"<content>\n<qradarversion>2021.6.10.20241008193358</qradarversion>\n{head}".encode())
            for number in range(count):
                file.write(mapped_record(number).encode())
            file.write(b"</content>\n")


def write_backup(folder: Path, release: Path) -> None:
    """What a deployment that overwrites the release leaves."""
    folder.mkdir()
    shutil.copyfile(release, folder / "overwritten.zip")
    note = {"version": 1, "host": "127.0.0.1", "release": "Acme Doors 1.0.0", "time": 1_750_000_000_000}
    (folder / "restore.json").write_text(json.dumps(note))


def _manifest() -> dict[str, object]:
    extension = {
        "extension_name": "extension.name",
        "locale": {"en-US": {"extension.name": "Acme Doors"}},
        "supported_language_set": ["en-US"],
        "version": "1.0.0",
        "min_qradar_version": "7.5.0",
    }
    return {"_id": "acme-doors", "doc": {"extension_manifest": extension}}
