"""Builds the manual as a site: `python -m tools.site [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.site.build import ManualError, build


def main(arguments: list[str]) -> int:
    """Build the site into a folder, `site` by default. An old site in it goes."""
    folder = Path(arguments[0] if arguments else "site")
    try:
        pages, records = build(folder)
    except ManualError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder}: {pages} pages, {records} sections that the search finds")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
