"""A log source type: how its events are parsed, which properties they have and what they mean."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from qradar_builder.model.base import Key, Line, Spec, Text, Uuid, WrittenText, refuse
from qradar_builder.model.events import EventRow, QidSpec
from qradar_builder.model.expressions import FieldExpression, OneOrMore, PropertyExpression, as_list

TYPE_NAME_LIMIT = 241
"""The longest name of a log source type, in characters (QRadar REST API 26.0)."""

NameOrNumber = Annotated[str | int, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]})]
"""Something that QRadar ships, by its name or number."""


class PropertyType(StrEnum):
    """The type of a custom property."""

    STRING = "string"
    NUMERIC = "numeric"
    IP = "ip"
    PORT = "port"
    TIME = "time"


class PropertySpec(Spec):
    """A custom event property and how this log source type fills it."""

    name: Text
    """Its name, by which searches and rules know it."""
    type: Annotated[PropertyType, Field(strict=False)] | None = None
    """`string` where it is not said, or the type of the shipped property of that name."""
    optimize: bool = False
    """Parse it in the pipeline, so that rules, indexes and forwarding can use it."""
    description: str = ""
    """What the value means; shown in the console."""
    datetime_format: Text | None = None
    """For the type `time`: the Java date pattern."""
    locale: Text | None = None
    """For the type `time`: the language tag of month and day names, such as `en-US`."""
    id: Text | None = None
    """The identity, where it must be the one of a property that a console has already.

    Properties that QRadar ships are found by their names.
    """
    expressions: Annotated[list[PropertyExpression], BeforeValidator(as_list), OneOrMore(), Field(min_length=1)]
    """Tried in this order; the first value wins."""

    @model_validator(mode="after")
    def _time_needs_format(self) -> Self:
        given = self.datetime_format is not None and self.locale is not None
        if self.type is PropertyType.TIME and not given:
            raise refuse(
                "property/time-format",
                f"the property `{self.name}` has the type `time` but no `datetime_format` with `locale`",
                "add both, for example `datetime_format: yyyy-MM-dd HH:mm:ss` and `locale: en-US`",
            )
        if self.type is not PropertyType.TIME and (self.datetime_format is not None or self.locale is not None):
            raise refuse(
                "property/time-format",
                f"the property `{self.name}` has a date format but not the type `time`",
                "add `type: time`, or remove `datetime_format` and `locale`",
            )
        return self


class SendIdentity(StrEnum):
    """Whether identity goes to the asset profiler."""

    USE_DSM_RESULTS = "UseDSMResults"
    SEND_IF_ABSENT = "SendIfAbsent"
    ALWAYS = "OverrideAndAlwaysSend"
    NEVER = "OverrideAndNeverSend"


class EventModifier(Spec):
    """Refines one event, or all events whose id a regex matches; it follows the field matchers."""

    event: WrittenText | None = None
    """The event id as parsed; makes an `event-match-single`."""
    regex: Text | None = None
    """A Java regular expression that runs on the event id; makes an `event-match-multiple`."""
    capture_group: int | None = Field(default=None, ge=0, le=99)
    """With `regex`: the group whose text becomes the event id."""
    category: WrittenText | None = None
    """The event category for the QID search."""
    severity: int | None = Field(default=None, ge=1, le=10)
    """The severity of the event."""
    send_identity: Annotated[SendIdentity, Field(strict=False)] = SendIdentity.USE_DSM_RESULTS
    look_up_qid: bool = True
    """Look the QID up again with the parsed event id and category (`force-qidmap-lookup-on-fixup`)."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.event is None) == (self.regex is None):
            raise refuse(
                "parsing/modifier", "a modifier must apply to either one `event` or a `regex`", "set one of the two"
            )
        if self.event is not None and self.capture_group is not None:
            raise refuse("parsing/modifier", "`capture_group` is allowed only with `regex`", "remove `capture_group`")
        return self


class LogSourceTypeSpec(Spec):
    """What `log_source_types/<key>.yaml` says."""

    name: Annotated[Line, Field(max_length=TYPE_NAME_LIMIT)] | None = None
    """The name that the console shows; for an override the built-in type has its own."""
    overrides: NameOrNumber | None = None
    """The built-in log source type whose parsing is changed, by its number or name."""
    description: str = ""
    """For the documentation of the package; the console has no place for it."""
    protocol: NameOrNumber | None = None
    """The protocol by which its events usually arrive."""
    protocols: list[NameOrNumber] = Field(default_factory=list)
    """Further protocols that a log source of this type may use. Syslog and Forwarded are always among them."""
    credibility: int | None = Field(default=None, ge=0, le=10)
    """The default credibility of its log sources; 5 where it is not said."""
    type_id: int | None = Field(default=None, ge=4001, le=8580)
    """The type's number, where it must be the one that a console has already."""
    uuid: Uuid | None = None
    """The identity, where it must be the one of a type that a console has already."""
    extension_uuid: Uuid | None = None
    """The identity of the log source extension, where it must be the one that a console has already."""
    parsing: dict[str, Annotated[list[FieldExpression], BeforeValidator(as_list), OneOrMore(), Field(min_length=1)]] = (
        Field(default_factory=dict)
    )
    """Expressions by normalized field. Several are tried in order, and the first value is used."""
    modifiers: list[EventModifier] = Field(default_factory=list)
    """What refines events once their fields are parsed."""
    properties: list[PropertySpec] = Field(default_factory=list)
    """Custom properties."""
    events: list[EventRow] = Field(default_factory=list)
    """Event mappings; they can also be in `<key>.events.csv` next to this file."""
    qids: dict[Key, QidSpec] = Field(default_factory=dict)
    """QID records by their keys."""

    @model_validator(mode="after")
    def _custom_or_override(self) -> Self:
        if self.overrides is None and self.name is None:
            raise refuse(
                "type/name", "the log source type has no `name`", "add `name:`, or `overrides:` for a built-in type"
            )
        if self.overrides is not None:
            for key in ("name", "type_id", "uuid", "credibility"):
                if getattr(self, key) is not None:
                    raise refuse("type/override", f"`{key}` belongs to a custom log source type", f"remove `{key}`")
        return self
