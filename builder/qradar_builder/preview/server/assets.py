"""The files of the page: those that are built, by their names; no other file can be asked for.

The build puts them flat into `preview/page/built/`. `index.html` names the others as `assets/<name>`, and has
`__NONCE__` where the nonce of the content security policy goes.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from typing import Final

_KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_INDEX: Final = "index.html"
_NONCE: Final = "__NONCE__"
_NOT_BUILT: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Preview</title>
<p>The page of the preview is not built in this installation.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file with its content type."""

    content: bytes
    kind: str


class Assets:
    """The built files, read once."""

    def __init__(self) -> None:
        built = resources.files("qradar_builder.preview").joinpath("page", "built")
        self._files: dict[str, Asset] = {}
        self._index = _NOT_BUILT
        if not built.is_dir():
            return
        for each in built.iterdir():
            suffix = f".{each.name.rpartition('.')[2]}"
            # A file that is built just now may be gone again.
            with suppress(FileNotFoundError):
                if each.name == _INDEX:
                    self._index = each.read_text(encoding="utf-8")
                elif suffix in _KINDS and each.is_file():
                    self._files[each.name] = Asset(each.read_bytes(), _KINDS[suffix])

    def find(self, name: str) -> Asset | None:
        """A file by its name."""
        return self._files.get(name)

    def page(self, nonce: str) -> str:
        """The page, with the nonce of its content security policy."""
        return self._index.replace(_NONCE, nonce)
