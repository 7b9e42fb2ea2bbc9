"""What every command has: options for colours and for how much it says, options in groups, and examples in its help."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.voice import ALWAYS, AUTO, NEVER, detail, voice_of, wanted_color

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COMMON = "Common options"
_OTHER = "Options"


class Command(click.Command):
    """A command. `examples` are its command lines, each with a few words on what it does.

    `sections` gives the names of parameters by the heading of their options; the rest has no heading of its own.
    """

    def __init__(
        self,
        *arguments: Any,
        examples: Sequence[tuple[str, str]] = (),
        sections: Mapping[str, Sequence[str]] | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.examples = tuple(examples)
        self.sections = dict(sections or {})
        self.params += common_options()

    def section_of(self, option: click.Option) -> str:
        """The heading that an option stands under."""
        if option.name in _COMMON_NAMES or "--help" in option.opts:
            return COMMON
        return next((title for title, names in self.sections.items() if option.name in names), _OTHER)

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; with `-v` it says how long it took."""
        began = time.monotonic()
        try:
            return super().invoke(ctx)
        finally:
            detail(f"{ctx.info_name} took {time.monotonic() - began:.1f} s")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options below their headings, the common ones last."""
        format_sections(self, ctx, formatter, {_OTHER: [], **{title: [] for title in self.sections}}, self.section_of)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the epilog."""
        write_examples(self.examples, formatter)
        super().format_epilog(ctx, formatter)


def write_examples(examples: Sequence[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    """Write command lines, each with a few words on what it does."""
    if not examples:
        return
    with formatter.section("Examples"):
        for line, text in examples:
            formatter.write_text(f"{text}:")
            formatter.indent()
            # A command line is never broken: it is there to be copied.
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
            formatter.dedent()


def format_sections(
    command: click.Command,
    ctx: click.Context,
    formatter: click.HelpFormatter,
    titles: dict[str, list[tuple[str, str]]],
    title_of: Callable[[click.Option], str],
) -> None:
    """Write the options of a command below the headings that `title_of` gives them."""
    rows = {**titles, COMMON: []}
    for each in command.get_params(ctx):
        record = each.get_help_record(ctx)
        if record is not None and isinstance(each, click.Option):
            rows[title_of(each)].append(record)
    for title, records in rows.items():
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


def common_options() -> list[click.Parameter]:
    """The options that every command has, and that go before its name as well."""
    return [
        click.Option(
            ["--color"],
            type=click.Choice([AUTO, ALWAYS, NEVER]),
            expose_value=False,
            callback=_take_color,
            help="Write in colors: auto means on a terminal, unless NO_COLOR, FORCE_COLOR or TERM=dumb say otherwise.",
        ),
        click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_take, help="Say errors only."),
        click.Option(["-v", "--verbose"], is_flag=True, expose_value=False, callback=_take, help="Say more."),
    ]


_COMMON_NAMES = frozenset({"color", "quiet", "verbose"})


def _take_color(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    voice = voice_of(ctx)
    voice.color = value or voice.color
    ctx.color = wanted_color(voice.color)


def _take(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        assert option.name is not None
        setattr(voice_of(ctx), option.name, True)
    voice = voice_of(ctx)
    if voice.quiet and voice.verbose:
        raise click.UsageError("give either --quiet or --verbose", ctx)
