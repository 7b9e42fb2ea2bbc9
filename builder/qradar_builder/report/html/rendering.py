"""Makes HTML of templates: every value is escaped, and made visible where it has characters that cannot be seen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from qradar_builder.report.html.visible import visible
from qradar_builder.text.shown import counted, cut

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_NAME: Final = 300


def fragment(name: str, values: Mapping[str, object]) -> Markup:
    """A part of a page, by the name of its template."""
    # What a template makes is safe: it escapes all that it is given.
    return Markup(_environment().get_template(f"{name}.html.j2").render(values))  # noqa: S704


def page(title: str, body: Markup) -> str:
    """A whole page around a fragment."""
    style = Markup(style_sheet())  # noqa: S704 - a file of ours
    return _environment().get_template("page.html.j2").render(title=title, body=body, style=style)


@cache
def style_sheet() -> str:
    """The rules that fragments are shown by."""
    environment = _environment()
    assert environment.loader is not None, "templates are files of ours"
    return environment.loader.get_source(environment, "style.css")[0]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"counted": counted, "with_code": _with_code, "cut": _cut}
    return environment


def _cut(text: str) -> str:
    """A name that someone gave, cut where it is very long."""
    return cut(text, _LONGEST_NAME)


def _with_code(text: str) -> Markup:
    """A sentence of ours with what is between ticks as code."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return escape(visible(text))
    pieces = [Markup("<code>{}</code>").format(each) if odd % 2 else escape(each) for odd, each in enumerate(parts)]
    return Markup().join(pieces)


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
