"""What all requests and answers share: they are closed, and nothing in them is converted in silence."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """A part of a request or an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Request(Message):
    """The body of a request. Fields with a default may be left out."""


class Answer(Message):
    """The body of an answer, or a part of it. Every field is in it."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)
