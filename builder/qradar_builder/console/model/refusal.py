"""How the model refuses a call: the HTTP status, IBM's unique code and a message, in IBM's error body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.serving.messages import Answer

if TYPE_CHECKING:
    from qradar_builder.serving.messages import Headers

REASONS: Final = {
    400: "The request was malformed",
    401: "You are unauthorized to access the requested resource.",
    403: "Your account is not authorized to access the requested resource",
    404: "We could not find the resource you requested.",
    405: "The method is not supported for the requested resource",
    409: "The request could not be completed due to a conflict with the current state of the resource",
    412: "A precondition of the request is not met",
    415: "The media type of the request is not supported",
    416: "The requested range cannot be satisfied",
    422: "The request was well-formed but was unable to be followed due to semantic errors",
    429: "Too many requests",
    500: "Unexpected internal server error",
    503: "The service is not available at the moment",
}


class Refused(Exception):  # noqa: N818 - what the console does
    """A call is refused. `code` is IBM's unique code, or one of semantics.py where IBM documents none."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def error_body(status: int, code: int, message: str) -> dict[str, Any]:
    """The JSON of an error."""
    return {
        "http_response": {"code": status, "message": REASONS.get(status, "")},
        "code": code,
        "description": "",
        "details": {},
        "message": message,
    }


def error_answer(status: int, code: int, message: str, headers: Headers = ()) -> Answer:
    """The answer of an error."""
    body = json.dumps(error_body(status, code, message), ensure_ascii=False).encode()
    return Answer(status, body, (("Content-Type", "application/json;charset=UTF-8"), *headers))
