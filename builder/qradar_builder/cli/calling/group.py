"""Commands that have commands of their own, which are imported when they run."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import COMMON, common_options, format_sections, write_examples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class LateGroup(click.Group):
    """A group that knows its commands without importing them. `modules` gives the module below `cli` by their names."""

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.modules = dict(modules)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands, in order."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """A command; None where there is none of that name."""
        if cmd_name not in self.modules:
            return None
        command = importlib.import_module(f"qradar_builder.cli.{self.modules[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a name. Says which one is like it where there is none."""
        name = args[0]
        if name not in self.modules and not name.startswith("-") and not ctx.resilient_parsing:
            from qradar_builder.text.nearest import closest

            near = closest(name.lower(), self.modules)
            called = "qradar-builder" if ctx.parent is None else f"qradar-builder {ctx.info_name}"
            hint = f"did you mean `{near}`?" if near else f"`{called} --help` lists the commands"
            ctx.fail(f"There is no command `{name[:100]}`; {hint}")
        return super().resolve_command(ctx, args)


class Group(LateGroup):
    """A command with commands. `commands_of` gives module and summary by their names; `examples` as for a command."""

    def __init__(
        self,
        *arguments: Any,
        commands_of: Mapping[str, tuple[str, str]],
        examples: Sequence[tuple[str, str]] = (),
        **named: Any,
    ) -> None:
        super().__init__(*arguments, modules={name: module for name, (module, _) in commands_of.items()}, **named)
        self.commands_of = dict(commands_of)
        self.examples = tuple(examples)
        self.params += common_options()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options that all of them have."""
        width = max(map(len, self.commands_of))
        with formatter.section("Commands"):
            formatter.write_dl([(name.ljust(width), text) for name, (_, text) in self.commands_of.items()])
        format_sections(self, ctx, formatter, {}, lambda _: COMMON)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(self.examples, formatter)
        super().format_epilog(ctx, formatter)
