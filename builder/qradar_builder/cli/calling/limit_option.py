"""The option `--limit NAME=NUMBER`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import Any


class LimitOption(click.ParamType[tuple[str, int]]):
    """Takes the name of a limit of runs and its number."""

    name = "NAME=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Read the text. Fails where there is no limit of the name, or no integer from 1 on."""
        from qradar_builder.workflow.engine.limits import limit_in

        if isinstance(value, tuple):
            return value
        try:
            return limit_in(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
