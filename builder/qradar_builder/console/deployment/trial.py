"""The copy of a release that a dry run uploads: its name tells what it is, so that what is left of one is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Findings
from qradar_builder.package.extension.archive import write_zip_file
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.zip_reader import read_zip_file
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.text.times import OLDEST_IN_A_ZIP

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.console.release.release import Release

_MARK: Final = " (dry run)"
_SIGNATURES: Final = "META-INF/"


def trial_name(release: Release) -> str:
    """What the copy is called on the console."""
    return f"{release.name}{_MARK}"


def write_trial(path: Path, release: Release) -> None:
    """Write the ZIP with another id and name. Its content is the same, so that its preview is."""
    with scratch_folder() as folder:
        archive = read_zip_file(release.zip, release.place, Findings(), folder)
        assert archive is not None, "the release was read before"
        manifest = json.loads(archive.entries[MANIFEST])
        manifest["_id"] = f"{release.hub_id}{_MARK}"
        _rename(manifest["doc"]["extension_manifest"])
        entries: dict[str, bytes | Path] = {**archive.entries, **archive.files}
        entries[MANIFEST] = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
        # A signature is of the content as it was.
        kept = {name: each for name, each in entries.items() if not name.startswith(_SIGNATURES)}
        write_zip_file(path, kept, OLDEST_IN_A_ZIP, deflated=True)


def _rename(manifest: dict[str, Any]) -> None:
    """Give the extension another name, in each language that it has one in."""
    key, locales = manifest.get("extension_name"), manifest.get("locale")
    texts = list(locales.values()) if isinstance(locales, dict) else []
    named = [each for each in texts if isinstance(each, dict) and isinstance(each.get(key), str)]
    for each in named:
        each[key] += _MARK
    if not named and isinstance(key, str):
        manifest["extension_name"] = f"{key}{_MARK}"
