"""Where the links and images of a package's own documents lead, as seen from the install guide."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from qradar_builder.findings import Location
from qradar_builder.source.files import display_name, is_inside, read_bytes
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings

DOCS = "docs"
GUIDE = f"{DOCS}/guide.md"
CHANGES = "CHANGELOG.md"
WHAT_CHANGED = "#what-changed"
"""The heading of the guide below which the change log stands."""
IMAGES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The kinds of images that a page shows, by the ends of their names."""
_SCHEMES = {"http", "https", "mailto"}
_MOST_BYTES = 4 * 1024 * 1024
"""The largest file that goes into a guide, in bytes."""
_LOOKED_AT = 10_000
"""In how many characters of a line the place of a link is looked for."""
_SHOWN = 80
"""How much of a target a finding shows, in characters."""
_NOT_IN_A_PATH = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(slots=True)
class Linked:
    """What the documents of a package lead to."""

    files: dict[str, bytes] = field(default_factory=dict)
    """What is copied beside the guide, by path: all of it lies below `docs/`."""
    anchors: dict[str, Location] = field(default_factory=dict)
    """Headings of the guide, such as `#network`, with the place of a link to them."""


class Links:
    """Resolves the links of one document. What leads nowhere is a finding, and only its text stays."""

    def __init__(self, folder: Path, path: str, text: str, linked: Linked, findings: Findings) -> None:
        """`path` is that of the document in the package `folder`; what it leads to is put into `linked`."""
        self._folder = folder
        self._path = path
        self._name = display_name(folder / path)
        self._lines = text.split("\n")
        self._linked = linked
        self._findings = findings
        # A text may be written more than once, and each mistake is said once.
        self._known: dict[tuple[str, int], str | None] = {}
        self._html: set[tuple[str, int]] = set()

    def link(self, href: str, line: int) -> str | None:
        """Where a link leads in the guide, or None."""
        if (href, line) not in self._known:
            self._known[href, line] = self._link(href, line)
        return self._known[href, line]

    def image(self, src: str, line: int) -> str | None:
        """The path of an image in the guide, or None."""
        key = (f"!{src}", line)
        if key not in self._known:
            self._known[key] = self._image(src, line)
        return self._known[key]

    def html(self, text: str, line: int) -> None:
        """Say once that HTML is not taken as such."""
        if (text, line) not in self._html:
            self._html.add((text, line))
            first = text.strip().split("\n")[0]
            self._findings.add("guide/html", self.place(first, line), f"`{fitted(first, _SHOWN)}` is shown as text")

    def _link(self, href: str, line: int) -> str | None:
        scheme = _scheme(href)
        if scheme is None or scheme in _SCHEMES:
            return href if scheme else self._inside(href, line)
        self._findings.add("guide/scheme", self.place(href, line), f"the link `{fitted(href, _SHOWN)}` is removed")
        return None

    def _inside(self, href: str, line: int) -> str | None:
        place = self.place(href, line)
        path, _, fragment = href.partition("#")
        if not path:
            return self._anchor(fragment, place) if fragment else self._nowhere(href, place)
        resolved = self._resolved(path)
        if resolved == GUIDE:
            return self._anchor(fragment, place) if fragment else "#"
        if resolved == CHANGES:
            return WHAT_CHANGED
        return self._copied(href, resolved, place)

    def _anchor(self, fragment: str, place: Location) -> str:
        self._linked.anchors.setdefault(f"#{fragment}", place)
        return f"#{fragment}"

    def _image(self, src: str, line: int) -> str | None:
        place = self.place(src, line)
        if _scheme(src) is not None:
            message = f"the image `{fitted(src, _SHOWN)}` is not in the package, and is removed"
            self._findings.add("guide/image", place, message)
            return None
        resolved = self._resolved(src)
        if resolved is not None and PurePosixPath(resolved).suffix.lower() not in IMAGES:
            message = f"`{fitted(src, _SHOWN)}` is not an image that every browser shows, and is removed"
            self._findings.add("guide/image", place, message, help=f"use one of {', '.join(sorted(IMAGES))}")
            return None
        return self._copied(src, resolved, place)

    def _resolved(self, href: str) -> str | None:
        """The path in the package that a relative link leads to; None for one that leads out of it."""
        path = unquote(href.partition("#")[0].partition("?")[0])
        if _NOT_IN_A_PATH.search(path) or path.startswith("/"):
            return None
        resolved = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), path))
        return None if resolved.startswith("../") or resolved == ".." else resolved

    def _copied(self, href: str, path: str | None, place: Location) -> str | None:
        if path is None or not path.startswith(f"{DOCS}/"):
            return self._nowhere(href, place, f"points outside {DOCS}/", f"put the file in {DOCS}/")
        file = self._folder / path
        if not _is_there(file, self._folder / DOCS):
            return self._nowhere(href, place)
        if path not in self._linked.files:
            content = read_bytes(file, display_name(file), self._findings, limit=_MOST_BYTES, within=self._folder)
            if content is None:
                return None
            self._linked.files[path] = content
        return quote(path)

    def _nowhere(self, href: str, place: Location, why: str = "has no target", advice: str | None = None) -> str | None:
        self._findings.add("guide/link", place, f"the link `{fitted(href, _SHOWN)}` {why}, and is removed", help=advice)
        return None

    def place(self, text: str, line: int) -> Location:
        """Where a text is in a line; the line where it is not found."""
        source = self._lines[line - 1] if line <= len(self._lines) else ""
        start = source.find(text, 0, _LOOKED_AT)
        if start < 0 or not text:
            return Location(self._name, line)
        return Location(self._name, line, start + 1, line, start + 1 + len(text))


def _scheme(href: str) -> str | None:
    """The scheme of a link, `//` for one that leaves it to the page, or None for a relative one."""
    if href.startswith(("//", "\\")):
        return "//"
    try:
        return urlsplit(href).scheme.lower() or None
    except ValueError:
        return "?"


def _is_there(file: Path, folder: Path) -> bool:
    """Whether there is such a file, and no symbolic link leads out of the folder."""
    try:
        return file.is_file() and is_inside(file, folder)
    except (OSError, ValueError):
        return False
