"""The schema of a spec says of each field what its source says."""

from pydantic import Field

from qradar_builder.model.base import Spec
from qradar_builder.source.documented_schema import documented_schema


class Above(Spec):
    """What the other inherits."""

    inherited: str
    """From above."""


class Below(Above):
    """A spec."""

    plain: str
    """One line."""
    several: int = 3
    """The first line,
    and the second."""
    bare: str = ""
    properties: dict[str, str] = Field(default_factory=dict, alias="props")
    """By their names."""
    # A text that is no docstring of a field:
    other: str = "text"


def test_fields_have_their_docstrings():
    properties = documented_schema(Below)["properties"]
    assert {name: field.get("description") for name, field in properties.items()} == {
        "inherited": "From above.",
        "plain": "One line.",
        "several": "The first line,\nand the second.",
        "bare": None,
        "props": "By their names.",
        "other": None,
    }
