"""QID records and event mappings."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, RootModel, WithJsonSchema, model_validator

from qradar_builder.model.base import Key, Spec, Text, Uuid, WrittenText, refuse

NAME_LIMIT = 255
DESCRIPTION_LIMIT = 2048

CategoryName = Annotated[
    str | int,
    AfterValidator(lambda given: getattr(given, "text", given)),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]
"""A low-level category by its name, by `High level / Name` or by its number."""

Severity = Annotated[int, Field(ge=0, le=10)]


class QidSpec(Spec):
    """A QID record: the event as people see it, with its severity and low-level category."""

    name: Annotated[Text, Field(max_length=NAME_LIMIT)]
    """The name of the event, as people see it."""
    category: CategoryName
    """The low-level category, by name, by `High level / Name` or by number."""
    severity: Severity | None = None
    """0 to 10; without it the category's default."""
    description: Annotated[str, Field(max_length=DESCRIPTION_LIMIT)] = ""
    """What the event means."""
    uuid: Uuid | None = None
    """The identity, where it must be the one of a record that a console has already."""


class QidFile(RootModel[dict[Key, QidSpec]]):
    """What `qids.yaml` says: QID records by their keys, shared by the log source types of the extension."""


class EventRow(Spec):
    """An event mapping: event id and event category, as parsed, lead to a QID record.

    The record is named by its key, or described in place by name, low-level category and severity.
    """

    id: WrittenText
    """The event id, as the parsing gives it."""
    category: WrittenText = "unknown"
    """The event category, as the parsing gives it; `unknown` where it gives none."""
    qid: Key | None = None
    """The key of a QID record of this file or of `qids.yaml`."""
    name: Annotated[Text, Field(max_length=NAME_LIMIT)] | None = None
    """The name of the record, instead of `qid`."""
    low_level_category: CategoryName | None = None
    """With `name`: the low-level category of the record."""
    severity: Severity | None = None
    """With `name`: the severity of the record; without it the category's default."""
    description: Annotated[str, Field(max_length=DESCRIPTION_LIMIT)] | None = None
    """With `name`: what the event means."""
    uuid: Uuid | None = None
    """The identity, where it must be the one of a mapping that a console has already."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        described = [
            name
            for name in ("name", "low_level_category", "severity", "description")
            if getattr(self, name) is not None
        ]
        if self.qid is not None and described:
            raise refuse(
                "event/one-record",
                f"`qid` refers to a record, but {', '.join(f'`{name}`' for name in described)} describes another one",
                "keep only `qid`, or describe the record here without `qid`",
            )
        if self.qid is None and (self.name is None or self.low_level_category is None):
            raise refuse(
                "event/one-record",
                "the mapping has no QID record",
                "add `qid` with the key of a record, or `name`, `low_level_category` and optionally `severity`",
            )
        return self
