"""The install guide of a package, for the administrator of a console: `INSTALL.md`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from builder.package.guide_facts import (
    MOST_EVENTS,
    in_words,
    log_source_facts,
    type_facts,
    workflow_facts,
)
from builder.package.markdown import cell_code, code, paragraphs, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.package.rows.row import Source

_TEMPLATE = "install.md.j2"
_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)


def install_guide(source: Source, files: Sequence[str]) -> str:
    """The guide as Markdown. `files` are the paths, relative to the guide, of the other files in its folder.

    It takes for granted that the ZIP lies beside that folder and that the folder has the sums of all of them.

    The same package gives the same text, byte for byte.
    """
    content = source.content
    types = type_facts(source, files)
    workflows = workflow_facts(content)
    text = (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            content=content,
            extension=content.extension,
            types=types,
            workflows=workflows,
            log_sources=log_source_facts(content, types, workflows),
            left_out=[
                (one, prop, fact)
                for one in types
                for prop in one.properties
                for fact in prop.expressions
                if not fact.in_zip
            ],
            filled_sets=[spec for spec in content.reference_data.values() if spec.elements],
            files=files,
            zip_name=f"{content.extension.id}-{content.extension.version}.zip",
            most_events=MOST_EVENTS,
        )
    )
    return _BLANK_LINES.sub("\n\n", _TRAILING_BLANKS.sub("", text)).strip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("builder.package"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is Markdown: the filters below are its escaping
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "plain": plain,
        "paragraphs": paragraphs,
        "code": code,
        "cell_code": cell_code,
        "in_words": in_words,
    }
    return environment
