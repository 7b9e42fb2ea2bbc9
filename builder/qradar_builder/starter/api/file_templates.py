"""The texts of the files that a new package begins with, as Jinja templates beside this module."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from qradar_builder.source.yaml.text import entries, entry, flow, item, scalar
from qradar_builder.starter.api.flow import jpath
from qradar_builder.text.yaml import double_quoted

_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)


def rendered(template: str, **facts: Any) -> str:
    """A template with its facts, tidied: no blank at the end of a line, no two blank lines in a row."""
    text = _environment().get_template(template).render(**facts)
    return _BLANK_LINES.sub("\n\n", _TRAILING_BLANKS.sub("", text)).strip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("qradar_builder.starter"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is YAML: the filters below are its escaping
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "scalar": lambda value: scalar(value, in_flow=False),
        "quoted": double_quoted,
        "flow": flow,
        "entry": lambda value, name, indent=0: entry(name, value, indent),
        "entries": entries,
        "item": item,
        "jpath": jpath,
    }
    return environment
