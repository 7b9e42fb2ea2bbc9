"""What the ZIP and the files beside it will hold, and which identities are new. Nothing is written here."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from qradar_builder.api import build
from qradar_builder.findings import Findings
from qradar_builder.lint.config import find_config, read_config
from qradar_builder.lint.run import check_places
from qradar_builder.package.layout import LOCK_FILE
from qradar_builder.preview.protocol.package import (
    ContentFile,
    ContentItem,
    ContentsAnswer,
    FragmentAnswer,
    LintAnswer,
)
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.node import Mapping, Scalar
from qradar_builder.source.yaml.reader import MAX_NODES_OF_RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.package.build import Built
    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.protocol.problems import FindingMessage

MOST_ITEMS: Final = 20_000
"""How many items are listed, the new ones first."""
_GUIDE: Final = "INSTALL.html"
_LEFT_OUT: Final = ("script", "style", "link", "meta", "noscript")


class Contents:
    """The build of a workspace, in memory, made anew where a file has changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._made: tuple[int, Built | None, list[FindingMessage]] | None = None

    def contents(self) -> ContentsAnswer:
        """The files and items of the build; none where the package has errors, which are among the findings."""
        built, findings = self._built()
        if built is None:
            return ContentsAnswer(zip_name="", files=[], items=[], findings=findings)
        files = [ContentFile(name=built.zip_name, size=len(built.zip))]
        files += [
            ContentFile(name=f"{built.stem}/{name}", size=len(data)) for name, data in sorted(built.files.items())
        ]
        items = sorted(_items(built), key=lambda item: (not item.new, item.kind, item.name))
        return ContentsAnswer(zip_name=built.zip_name, files=files, items=items[:MOST_ITEMS], findings=findings)

    def guide(self) -> FragmentAnswer:
        """The install guide as HTML, without what only a page of its own needs."""
        built, findings = self._built()
        if built is None or _GUIDE not in built.files:
            return FragmentAnswer(title="There is no guide while the package has errors", html="", findings=findings)
        page = html.document_fromstring(built.files[_GUIDE])
        etree.strip_elements(page, *_LEFT_OUT, with_tail=False)
        found = page.find(".//main")
        inner = page if found is None else found
        # The page of the preview has a main part already.
        inner.tag = "div"
        inner.attrib.clear()
        title = page.findtext(".//title") or built.stem
        return FragmentAnswer(title=title, html=html.tostring(inner, encoding="unicode"), findings=findings)

    def lint(self) -> LintAnswer:
        """The findings of lint, as the nearest `lint.toml` selects them."""
        findings = Findings()
        path = find_config(self._workspace.folder.resolve())
        config = None if path is None else read_config(path, findings)
        if not findings.errors:
            findings, _ = check_places([self._workspace.folder], config=config)
        return LintAnswer(findings=self._workspace.paths.messages(findings))

    def _built(self) -> tuple[Built | None, list[FindingMessage]]:
        with self._lock:
            revision = self._workspace.revision
            if self._made is None or self._made[0] != revision:
                made = build(self._workspace.folder)
                findings = self._workspace.paths.messages(made.findings)
                built = next(iter(made.packages.values()), None) if made.ok else None
                self._made = revision, built, findings
            return self._made[1], self._made[2]


def _items(built: Built) -> Iterator[ContentItem]:
    """The entries of the lock that the build would write."""
    document = parse_document(built.lock.decode(), LOCK_FILE, Findings(), most=MAX_NODES_OF_RECORDS)
    items = document.root.get("items") if document is not None and isinstance(document.root, Mapping) else None
    new = frozenset(built.new_identities)
    for key, _, item in items if isinstance(items, Mapping) else ():
        values = (
            {name: each.text for name, _, each in item if isinstance(each, Scalar)} if isinstance(item, Mapping) else {}
        )
        if values.get("gone") == "true":
            continue
        kind, _, rest = key.partition("/")
        row = item.text if isinstance(item, Scalar) else values.get("row", "")
        identity = values.get("uuid") or (f"number {values['number']}" if "number" in values else f"row {row}")
        yield ContentItem(kind=kind, name=values.get("name") or rest, identity=identity, new=key in new)
