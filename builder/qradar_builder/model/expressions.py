"""Expressions: how a value is taken from a payload."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, GetJsonSchemaHandler, WithJsonSchema, model_validator

from qradar_builder.model.base import Key, Spec, Text, Uuid, WrittenText, refuse

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Kind(StrEnum):
    """What language an expression is written in."""

    REGEX = "regex"
    JSON = "json"
    LEEF = "leef"
    CEF = "cef"
    XML = "xml"
    NVP = "nvp"
    LIST = "list"
    AQL = "aql"
    CALCULATED = "calculated"


def as_list(found: Any) -> Any:
    """What stands alone is a list of one."""
    return found if isinstance(found, list) else [found]


class OneOrMore:
    """Marks a list that may be written as its only item, for the JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        return {"anyOf": [schema["items"], schema]}


class PayloadExpression(Spec):
    """What the expressions of normalized fields and of custom properties share. Exactly one kind is given."""

    regex: Text | None = None
    """A Java regular expression, searched for in the whole payload."""
    json_path: Text | None = Field(default=None, alias="json")
    """A JSON keypath such as `/"user"/"name"`."""
    leef: Text | None = None
    """A LEEF key such as `usrName`, or a header word such as `$eventid$`."""
    cef: Text | None = None
    """A CEF key such as `suser`, or a header word such as `$id$`."""
    xml: Text | None = None
    """An XML path such as `/"Event"/"User"` or `/"Event"/"User".name`."""
    nvp: Text | None = None
    """The name of a name-value pair."""
    list_item: WrittenText | None = Field(default=None, alias="list")
    """A position in a delimited list, such as `$2`; the first item is `$0`."""
    pair_delimiter: str | None = Field(default=None, min_length=1)
    """What separates name-value pairs."""
    value_delimiter: str | None = Field(default=None, min_length=1)
    """What separates a name from its value."""
    delimiter: str | None = Field(default=None, min_length=1)
    """What separates the items of a list."""

    @property
    def kind(self) -> Kind:
        """What language the expression is written in."""
        return self._kinds()[0]

    @property
    def text(self) -> str:
        """The expression as it is written."""
        return str(self._texts()[self.kind])

    def _texts(self) -> dict[Kind, str | None]:
        return {
            Kind.REGEX: self.regex,
            Kind.JSON: self.json_path,
            Kind.LEEF: self.leef,
            Kind.CEF: self.cef,
            Kind.XML: self.xml,
            Kind.NVP: self.nvp,
            Kind.LIST: self.list_item,
        }

    def _kinds(self) -> list[Kind]:
        return [kind for kind, text in self._texts().items() if text is not None]

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = self._kinds()
        if len(kinds) != 1:
            allowed = ", ".join(f"`{kind}`" for kind in self._texts())
            said = "no kind" if not kinds else " and ".join(f"`{kind}`" for kind in kinds)
            raise refuse(
                "parsing/one-kind",
                f"an expression must have exactly one type, but found {said}",
                f"set one of {allowed}",
            )
        needs = {
            Kind.NVP: ("pair_delimiter", "value_delimiter"),
            Kind.LIST: ("delimiter",),
        }
        wanted = needs.get(kinds[0], ())
        for name in ("pair_delimiter", "value_delimiter", "delimiter"):
            given = getattr(self, name) is not None
            if given != (name in wanted):
                what = "needs" if name in wanted else "does not support"
                raise refuse(
                    "parsing/delimiter",
                    f"the type `{kinds[0]}` {what} `{name}`",
                    f"add `{name}`" if name in wanted else f"remove `{name}`",
                )
        return self


class FieldExpression(PayloadExpression):
    """How a normalized field is read from a payload. It becomes a matcher of the log source extension."""

    capture: WrittenText | None = None
    """What the field gets: a template of captured groups, such as `\\1` or `TCP-\\1`. For regex only; default `\\1`."""
    format: Text | None = None
    """The Java date pattern of the captured text. For DeviceTime only."""
    case_insensitive: bool = False
    """Letters match in either case. For regex only."""
    trim: bool = False
    """White space around is ignored. For regex only."""

    @model_validator(mode="after")
    def _only_for_regex(self) -> Self:
        if self.kind is not Kind.REGEX:
            for name in ("capture", "case_insensitive", "trim"):
                if getattr(self, name):
                    raise refuse(
                        "parsing/option", f"`{name}` is allowed only in expressions of type `regex`", f"remove `{name}`"
                    )
        return self


class Operator(StrEnum):
    """What a calculated property does with its operands."""

    ADD = "ADD"
    SUBTRACT = "SUBTRACT"
    MULTIPLY = "MULTIPLY"
    DIVIDE = "DIVIDE"


Operand = int | Annotated[float, Field(allow_inf_nan=False)] | Text
"""A number, or the name of a numeric property."""


class Calculation(Spec):
    """A calculated property: two operands, each a number or the name of a numeric property."""

    first: Operand
    """The operand before the operator."""
    operator: Annotated[Operator, Field(strict=False)]
    second: Operand
    """The operand behind it."""

    @property
    def text(self) -> str:
        """The calculation as people read it, such as `Bytes Sent ADD 1`."""
        return f"{self.first} {self.operator} {self.second}"


class PropertyExpression(PayloadExpression):
    """How a custom property is read from a payload, and from which events."""

    aql: Text | None = None
    """An AQL expression over the fields of the event."""
    calculated: Calculation | None = None
    """A calculation with numeric properties."""
    capture_group: int | None = Field(default=None, ge=0, le=99)
    """The group of the regex whose text is the value; default 1."""
    format: Text | None = None
    """For regex: a template such as `$1 at $2` instead of one group."""
    enabled: bool = True
    """Whether it is tried."""
    qid: Key | None = None
    """Only events of this QID record."""
    category: Annotated[str | int | None, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]})] = None
    """Only events of this low-level category, by name or number."""
    sample: str | None = None
    """A payload that the expression matches; it is shown in the property's editor."""
    uuid: Uuid | None = None
    """The identity of the expression, where it must be the one of an expression that a console has already."""

    def _texts(self) -> dict[Kind, str | None]:
        return super()._texts() | {
            Kind.AQL: self.aql,
            Kind.CALCULATED: None if self.calculated is None else "calculated",
        }

    @model_validator(mode="after")
    def _options(self) -> Self:
        if self.kind is not Kind.REGEX:
            for name in ("capture_group", "format"):
                if getattr(self, name) is not None:
                    raise refuse(
                        "parsing/option", f"`{name}` is allowed only in expressions of type `regex`", f"remove `{name}`"
                    )
        if self.capture_group is not None and self.format is not None:
            raise refuse(
                "parsing/option", "`capture_group` and `format` cannot be used together", "keep one of the two"
            )
        if self.qid is not None and self.category is not None:
            raise refuse(
                "parsing/selectivity",
                "an expression can apply to a QID or to a category, but not to both",
                "keep `qid` or `category`",
            )
        return self
