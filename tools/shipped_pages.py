"""The reference of what QRadar itself has: normalized fields, low-level categories, built-in log source types."""

from __future__ import annotations

from itertools import groupby

from qradar_builder.reference.categories import categories, default_severity
from qradar_builder.reference.log_source_types import BuiltInType, log_source_types
from qradar_builder.reference.normalized_fields import FIELDS
from tools.markdown import anchored, table

_FIELDS = """\
# Normalized fields

The keys of `parsing` in a log source type, which are case-sensitive. Fields of identity describe a user or host and go
to the asset profiler.
"""

_CATEGORIES = """\
# Low-level categories

A QID record has one of these as its `category`: by name, by `High level / Name` if the name is in several
blocks, or by number. A record without a severity has the severity of its category; if the table has none, set one.
"""

_TYPES = """\
# Built-in log source types

What `overrides` may name, by name or number.
"""


def shipped_pages() -> dict[str, str]:
    """The pages by their paths below docs/."""
    return {"reference/fields.md": _fields(), "reference/categories.md": _categories(), "reference/types.md": _types()}


def _fields() -> str:
    rows = [
        (anchored(f"field-{each.name}", each.name), each.value_type, each.label, "yes" if each.identity else "")
        for each in FIELDS
    ]
    return f"{_FIELDS}\n{table(('field', 'value', 'in the DSM Editor', 'identity'), rows)}"


def _categories() -> str:
    parts = [_CATEGORIES]
    for block, members in groupby(categories(), key=lambda each: each.high_level_name):
        rows = [(str(each.id), each.name or "", str(default_severity(each) or "")) for each in members]
        parts.append(f"## {block}\n\n{table(('number', 'name', 'severity'), rows)}")
    return "\n".join(parts)


def _types() -> str:
    rows = [(str(each.id), each.display_name or each.name, ", ".join(_others(each))) for each in log_source_types()]
    return f"{_TYPES}\n{table(('number', 'name', 'also found as'), rows)}"


def _others(built_in: BuiltInType) -> list[str]:
    return [name for name in (built_in.name, *built_in.former_names) if name != built_in.display_name]
