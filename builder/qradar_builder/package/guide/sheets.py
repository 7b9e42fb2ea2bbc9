"""The sheets of a package's guide: which files they are, and what makes them."""

from __future__ import annotations

from qradar_builder.quick.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the guide that is a file of its own, in two forms."""

    name: str
    template: str
    title: str
    """With the name and the version of the extension in it."""
    kind: str
    """What it is, as the top of the page says."""
    scripts: tuple[str, ...]

    @property
    def markdown(self) -> str:
        """The name of its Markdown file."""
        return f"{self.name}.md"

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"{self.name}.html"

    def file(self, *, for_page: bool) -> str:
        """The name of its page or of its Markdown file."""
        return self.page if for_page else self.markdown


INSTALL = Sheet("INSTALL", "install.md.j2", "Installing {name} {version}", "install guide", ("copy.js",))
MAPPINGS = Sheet("MAPPINGS", "mappings.md.j2", "Mappings of {name} {version}", "mappings", ("filter.js",))
NOTES = Sheet("NOTES", "notes.md.j2", "Notes on {name} {version}", "notes", ("copy.js",))
SHEETS = (INSTALL, MAPPINGS, NOTES)

MAPPINGS_TABLE = "MAPPINGS.csv"
"""All event mappings as a table, for people who read either form."""
