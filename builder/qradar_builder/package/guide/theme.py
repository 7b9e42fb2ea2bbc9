"""The templates of the install guide, and a theme's in their place."""

from __future__ import annotations

import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from qradar_builder.findings import Location
from qradar_builder.package.guide.log_sources import in_words, may_show_default
from qradar_builder.package.guide.markdown import (
    cell_code,
    cell_with_code,
    code,
    code_spans,
    is_mail,
    mail_link,
    page_cell_code,
    page_cell_with_code,
    paragraphs,
    plain,
    with_code,
)
from qradar_builder.source.files import MAX_BYTES, NotRegularError, OutsideError, display_name, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2 import Environment
    from jinja2.runtime import Context

DEFAULT = "default"
"""The folder under which a theme finds our own templates."""
_PACKAGE = __package__
_OURS = Path(__file__).parent / "templates"
_FOR_PAGE = "for_page"


class ThemeError(Exception):
    """A theme's template or file does not work; the text says why."""

    def __init__(self, location: Location, message: str) -> None:
        super().__init__(message)
        self.location = location


class Templates:
    """Renders templates by name: those of a theme first, a folder, and else our own."""

    def __init__(self, theme: Path | None = None) -> None:
        """Raises ThemeError for a theme that has nothing in it that could take the place of anything."""
        self._theme = theme
        if theme is not None and not any((theme / name).is_file() for name in _names()):
            raise ThemeError(Location(display_name(theme)), "there is no template or style sheet of the guide in it")
        own = PackageLoader(_PACKAGE)
        folders = [] if theme is None else [_ThemeLoader(theme)]
        self._loader = ChoiceLoader([*folders, own, PrefixLoader({DEFAULT: own})])
        self._markdown = self._environment(_MARKDOWN_FILTERS, autoescape=False)
        self._html = self._environment({"with_code": _html_with_code, "is_mail": is_mail}, autoescape=True)

    def markdown(self, name: str, values: Mapping[str, object], *, for_page: bool) -> str:
        """Markdown: for any reader, or for the parser that makes the page. Raises ThemeError."""
        return self._render(self._markdown, name, {**values, _FOR_PAGE: for_page})

    def html(self, name: str, values: Mapping[str, object]) -> str:
        """HTML, in which every value is escaped. Raises ThemeError."""
        return self._render(self._html, name, values)

    def text(self, name: str) -> str:
        """A file as it is, such as a style sheet. Raises ThemeError."""
        try:
            return self._loader.get_source(self._html, name)[0]
        except (OSError, UnicodeDecodeError, TemplateError) as error:
            raise self._error(error, name) from error

    def _environment(self, filters: Mapping[str, Callable[..., object]], *, autoescape: bool) -> SandboxedEnvironment:
        environment = SandboxedEnvironment(
            loader=self._loader,
            undefined=StrictUndefined,
            # Markdown has an escaping of its own, which the filters do.
            autoescape=autoescape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= filters
        return environment

    def _render(self, environment: SandboxedEnvironment, name: str, values: Mapping[str, object]) -> str:
        try:
            return environment.get_template(name).render(values)
        except Exception as error:
            # Templates of others may fail in any way; if one of ours does, that is ours to mend.
            if self._theme is None:
                raise
            raise self._error(error, name) from error

    def _error(self, error: Exception, name: str) -> ThemeError:
        """Where in a theme it went wrong, as far as that is known, and why."""
        assert self._theme is not None
        if isinstance(error, TemplateSyntaxError):
            file, line = Path(error.filename or self._theme / name), error.lineno
        else:
            frames = [
                (Path(frame.filename), frame.lineno or 1)
                for frame in traceback.extract_tb(error.__traceback__)
                if _lies_in(Path(frame.filename), self._theme)
            ]
            file, line = frames[-1] if frames else (self._theme / name, 1)
        return ThemeError(Location(display_name(file), line), _why(error))


class _ThemeLoader(BaseLoader):
    """The files of a theme: regular ones, and none that a link leads out to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja2's signature
        """The text and the path of a template, which stays as it is."""
        path = self._folder / template
        try:
            with open_regular(path, self._folder) as file:
                content = file.read(MAX_BYTES)
        except OutsideError as error:
            raise TemplateError(f"{template} points outside the theme") from error
        except NotRegularError as error:
            raise TemplateError(f"{template} is not a readable file") from error
        except (FileNotFoundError, NotADirectoryError):
            raise TemplateNotFound(template) from None
        return content.decode(), str(path), lambda: True


@cache
def own_templates() -> Templates:
    """The templates without a theme."""
    return Templates()


@pass_context
def _cell_code(context: Context, text: object) -> str:
    return page_cell_code(text) if context.get(_FOR_PAGE) else cell_code(text)


@pass_context
def _cell_with_code(context: Context, text: object) -> str:
    return page_cell_with_code(text) if context.get(_FOR_PAGE) else cell_with_code(text)


def _html_with_code(text: str) -> Markup:
    """Text as HTML that stands for itself but for its code spans."""
    parts = [Markup()]
    end = 0
    for start, stop, content in code_spans(text):
        parts += [escape(text[end:start]), Markup("<code>{}</code>").format(content)]
        end = stop
    return Markup().join([*parts, escape(text[end:])])


_MARKDOWN_FILTERS: Mapping[str, Callable[..., object]] = {
    "plain": plain,
    "with_code": with_code,
    "paragraphs": paragraphs,
    "code": code,
    "cell_code": _cell_code,
    "cell_with_code": _cell_with_code,
    "mail_link": mail_link,
    "in_words": in_words,
    "may_show_default": may_show_default,
}


def _names() -> Iterator[str]:
    """The names of our own templates, style sheets and scripts."""
    return (path.relative_to(_OURS).as_posix() for path in _OURS.rglob("*") if path.is_file())


def _lies_in(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _why(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template `{error.name}`"
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8"
    if isinstance(error, RecursionError):
        return "it includes or extends itself, or nests too deep"
    if isinstance(error, TemplateError):
        return str(error.message)
    return f"{type(error).__name__}: {error}"
