"""Builds the site: Zensical makes the pages, Pagefind the index of the search. Both are strict and offline."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tools.site.records import Record, records

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT: Final = Path(__file__).parent.parent.parent
CONFIG: Final = "mkdocs.yml"
"""The settings of the site. Zensical reads the format of MkDocs."""
THEME: Final = Path("tools", "site", "theme")

_INLINE = re.compile(r"<code>((?!\.?[\w-]+/[\w./-]+\.\w+<)[^<\s]{1,38})</code>")
"""Code in a text that fits a line of a telephone and has no space: an id, a key, an option, and no path of a file."""
_WHOLE = r'<code class="whole">\1</code>'
_PARTS_OF_WORDS: Final = "-_/.@"
"""Characters that Pagefind keeps in words, so that ids and options are found as they are written."""


class ManualError(Exception):
    """The pages cannot become a site. The text says why."""


def build(folder: Path, root: Path = ROOT) -> tuple[int, int]:
    """Build the site of the manual into a folder, which is replaced.

    `root` holds mkdocs.yml, docs/ and the theme. Gives the number of pages and of records in the search index. Raises
    ManualError for whatever a strict build finds, such as a link that leads nowhere; the folder then stays as it was.
    """
    with tempfile.TemporaryDirectory() as workshop:
        site = _pages(root, Path(workshop))
        pages = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
        for page in site.rglob("*.html"):
            _keep_code_whole(page)
        found = [record for page in pages for record in records(page, page.relative_to(site).as_posix())]
        _index(found, Path(workshop, "records"), site / "pagefind")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(site, folder)
    return len(pages), len(found)


def _pages(root: Path, workshop: Path) -> Path:
    """Build the pages in a folder of their own, so that neither a cache nor half a site is left behind."""
    shutil.copytree(root / "docs", workshop / "docs")
    shutil.copytree(root / THEME, workshop / THEME)
    shutil.copy(root / CONFIG, workshop)
    _run("zensical", "build", "--strict", "--config-file", CONFIG, cwd=workshop)
    return workshop / "site"


def _keep_code_whole(page: Path) -> None:
    """Mark short code without spaces, which the style sheet never breaks."""
    text = page.read_text(encoding="utf-8")
    page.write_text(_INLINE.sub(_WHOLE, text), encoding="utf-8")


def _index(found: Iterable[Record], workshop: Path, folder: Path) -> None:
    """Have Pagefind index the records. Each is a file, which takes a hundredth of the time of a message to it."""
    workshop.mkdir()
    for number, record in enumerate(found):
        (workshop / f"{number}.html").write_text(record.html(), encoding="utf-8")
    places = ["--site", str(workshop), "--output-path", str(folder)]
    words = ["--force-language", "en", f"--include-characters={_PARTS_OF_WORDS}"]
    _run("pagefind", *places, *words, cwd=workshop)


def _run(module: str, *arguments: str, cwd: Path) -> None:
    """Run a tool. Raises ManualError with what it says if it fails."""
    done = subprocess.run(  # noqa: S603 - our own tools, with our own arguments
        [sys.executable, "-m", module, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
        raise ManualError(told.partition("Traceback (most recent call last)")[0].strip() or told)
