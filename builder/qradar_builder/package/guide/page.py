"""Puts the HTML of a sheet into a page: one file that needs no network, and that lets nothing else in."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from qradar_builder.model.extension import ExtensionSpec
    from qradar_builder.package.guide.body import Body
    from qradar_builder.package.guide.sheets import Sheet
    from qradar_builder.package.guide.theme import Templates

_STYLES = ("guide.css", "theme.css")


def make_page(sheet: Sheet, body: Body, extension: ExtensionSpec, templates: Templates) -> str:
    """The whole page of a sheet. Raises ThemeError.

    Its content security policy lets in its own style sheet and script alone.
    """
    # Nothing in a style sheet or script may end its element; a backslash before a slash changes neither.
    style, script = (
        _without_closing_tags("".join(templates.text(name) for name in names)) for names in (_STYLES, sheet.scripts)
    )
    return templates.html(
        "page.html.j2",
        {
            "title": sheet.title.format(name=extension.name, version=extension.version),
            "sheet": sheet,
            "extension": extension,
            "contents": body.contents,
            "body": body.html,
            "style": style,
            "style_hash": _hash(style),
            "script": script,
            "script_hash": _hash(script),
        },
    )


def _without_closing_tags(text: str) -> Markup:
    return Markup(text.replace("</", "<\\/").replace("<!--", "<\\!--"))  # noqa: S704 - it is what stands in the file


def _hash(text: str) -> str:
    """How a content security policy names what stands inline."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
