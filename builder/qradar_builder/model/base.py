"""What all specs share: strictness, and the kinds of text that they are made of."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""A key: the stable name of an item, from which its identity derives."""


KEY_LIMIT = 100
"""The longest key: keys become parts of file names."""


def is_key(text: str) -> bool:
    """Whether a text is a key."""
    return len(text) <= KEY_LIMIT and KEY.match(text) is not None


class Spec(BaseModel):
    """A part of what people write. Unknown keys and wrong types are refused; nothing is converted in silence."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def refuse(rule: str, message: str, help: str | None = None) -> PydanticCustomError:  # noqa: A002 - as in a finding
    """The error that a spec raises to become a finding of that rule. Braces in the texts stay as they are."""
    context = {"help": help, "message": message} if help is not None else {"message": message}
    return PydanticCustomError(rule, "{message}", context)


def _as_written(found: Any) -> Any:
    return getattr(found, "text", found)


Text = Annotated[str, Field(min_length=1)]
"""Text that is not empty."""

UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

Uuid = Annotated[str, Field(pattern=UUID_PATTERN)]
"""A UUID in small letters."""


def _line(text: str) -> str:
    if not text.strip() or "\n" in text or "\r" in text:
        raise refuse("yaml/wrong-value", "a name must be one line that is not empty", "write the name on one line")
    return text


Line = Annotated[str, AfterValidator(_line), WithJsonSchema({"type": "string", "minLength": 1})]
"""A name that people read: one line, and not only blanks."""

WrittenText = Annotated[
    str,
    BeforeValidator(_as_written),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "number"]}),
]
"""Text that may look like a number, such as an event id; it stays as it is written."""


def _key(text: str) -> str:
    if not is_key(text):
        raise refuse(
            "file/key",
            f"`{text[:KEY_LIMIT]}` is not a key: use at most {KEY_LIMIT} lowercase letters, digits, and single hyphens",
            "write it like `client-events`",
        )
    return text


Key = Annotated[str, AfterValidator(_key), WithJsonSchema({"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"})]
"""The key of an item."""
