"""Brings the pictures of the preview, which its browser tests make, into the manual.

Run it by `python -m tools.preview_pictures`.

They change only by this command, as two machines never draw letters alike.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PICTURES: Final = ROOT / ".build" / "pictures"
"""Where the tests leave pictures of what they have seen."""
MANUAL: Final = ROOT / "docs" / "images"
NAMES: Final = tuple(
    f"preview-{view}-{scheme}.png" for view in ("events", "workflows", "package") for scheme in ("light", "dark")
)


def bring(pictures: Path = PICTURES, manual: Path = MANUAL) -> list[str]:
    """Copy the wide pictures of all views. Give the names of those that are missing; then nothing is copied."""
    sources = {name: pictures / name.replace("-light", "-wide-light").replace("-dark", "-wide-dark") for name in NAMES}
    missing = [path.name for path in sources.values() if not path.is_file()]
    if not missing:
        for name, path in sources.items():
            shutil.copyfile(path, manual / name)
    return missing


def main() -> int:
    """Bring them, or say which are missing."""
    missing = bring()
    for name in missing:
        print(f"{PICTURES / name} is missing: run `make browser` first", file=sys.stderr)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
