"""Where the files of a package are, and what is a package. Nothing is read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION_FILE = "extension.yaml"
LOCK_FILE = "identity.lock.yaml"
EVENTS_SUFFIX = ".events.csv"
LSX_SUFFIX = ".lsx.xml"
EXTRA = "extra"
"""What an import kept: the folder is read where an extension is put together."""
KEPT_ROWS = "content.xml"
"""In `extra/`: the rows that the package has no place for."""

FOLDERS = {
    "log_source_types": (".yaml", EVENTS_SUFFIX, LSX_SUFFIX),
    "workflows": (".yaml", ".xml"),
    "fragments": (".yaml",),
    "log_sources": (".yaml",),
}
FILES = (EXTENSION_FILE, "qids.yaml", "log_source_groups.yaml", "reference_data.yaml", LOCK_FILE)


def built_workflows(archive: Path) -> Path:
    """The folder in which a build puts workflows and their parameter values, next to a ZIP."""
    return archive.with_suffix("") / "workflows"


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; a path that the system does not take is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def find_packages(root: Path) -> list[Path]:
    """The package folders right below a folder, by name."""
    return sorted(path.parent for path in root.glob(f"*/{EXTENSION_FILE}")) if is_folder(root) else []


def is_package(path: Path) -> bool:
    """Whether a folder is meant as a package."""
    try:
        return (path / EXTENSION_FILE).is_file() or any((path / name).is_dir() for name in FOLDERS)
    except (OSError, ValueError):
        return False
