"""Tells what a path is, by what is in it rather than by what it is called."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qradar_builder.package.extension.zip_reader import MAX_ENTRY, MAX_TOTAL, is_zip
from qradar_builder.package.layout import find_packages, is_package
from qradar_builder.source.files import open_regular
from qradar_builder.source.xml.root import LOOKED_AT, root_name

if TYPE_CHECKING:
    from pathlib import Path


class Kind(Enum):
    """What can be checked; the value is what people call it."""

    PACKAGE = "a package folder"
    PACKAGES = "a folder of packages"
    WORKFLOW = "a workflow XML"
    VALUES = "a parameter values XML"
    LSX = "a log source extension"
    CONTENT = "a content XML"
    ZIP = "an extension ZIP"


LIMITS = {Kind.ZIP: MAX_TOTAL, Kind.CONTENT: MAX_ENTRY}
"""The largest file of a kind, in bytes, where it may be larger than others."""

ROOTS = {
    "Workflow": Kind.WORKFLOW,
    "WorkflowParameterValues": Kind.VALUES,
    "device-extension": Kind.LSX,
    "content": Kind.CONTENT,
}
"""The kinds of XML file, by the name of their root element."""


def kind_of(path: Path) -> Kind | None:
    """What a path is. None where it is nothing that can be checked, is not there or cannot be read."""
    try:
        if path.is_dir():
            if is_package(path):
                return Kind.PACKAGE
            return Kind.PACKAGES if find_packages(path) else None
        with open_regular(path) as file:
            start = file.read(LOOKED_AT)
    except (OSError, ValueError):
        # A path with a NUL in it is a ValueError.
        return None
    if is_zip(start):
        return Kind.ZIP
    root = root_name(start)
    return None if root is None else ROOTS.get(root)


def package_folders_in(path: Path) -> list[Path]:
    """The package folders that a path is or holds; none where it is a file."""
    kind = kind_of(path)
    return [path] if kind is Kind.PACKAGE else find_packages(path) if kind is Kind.PACKAGES else []
