"""Files that a case names: they lie in the folder of its package."""

from __future__ import annotations

from pathlib import Path


def package_file(name: str, folder: Path, package: Path) -> Path:
    """The file of that name, relative to `folder`. Raises OSError where it lies outside of the package."""
    try:
        path = Path(folder, name).resolve()
    except (ValueError, RuntimeError) as error:
        # A zero byte; links in a circle.
        raise OSError(None, str(error)) from None
    if not path.is_relative_to(package.resolve()):
        raise OSError(None, "it is outside the package folder")
    return path
