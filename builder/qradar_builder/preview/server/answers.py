"""Answers as JSON, and bodies of requests by their models."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import orjson
from pydantic import ValidationError
from starlette.responses import Response

from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from qradar_builder.preview.protocol.message import Answer, Request

R = TypeVar("R", bound="Request")

_JSON = "application/json"
_MOST_TOLD = 5


def answered(answer: Answer, status: int = 200) -> Response:
    """An answer as JSON. Half a surrogate pair, which no JSON of UTF-8 can carry, becomes the replacement sign."""
    dumped = answer.model_dump(mode="python")
    try:
        body = orjson.dumps(dumped)
    except TypeError:
        body = orjson.dumps(_whole(dumped))
    return Response(body, status, media_type=_JSON)


def problem_response(refusal: Refusal) -> Response:
    """The answer to a request that is refused."""
    return answered(refusal.body, refusal.status)


def read_body(model: type[R], body: bytes) -> R:
    """The body of a request by its model. Raises Refusal."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        told = [f"{'.'.join(map(str, each['loc'])) or 'the body'}: {each['msg']}" for each in error.errors()]
        raise Refusal("preview/request", "; ".join(told[:_MOST_TOLD])[:1000], status=400) from None
    except (ValueError, RecursionError):
        raise Refusal("preview/request", "the body is not JSON") from None


def _whole(value: object) -> object:
    """A value in which each text can be UTF-8, and each number fits in 64 bits."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 53:
        return str(value)
    return value
