"""A call as the model works on it: the endpoint, the decoded parameters, the body, and who calls in which version."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from qradar_builder.console.model.refusal import Refused
from qradar_builder.console.model.semantics import BAD_PARAMETER, MEDIA_TYPE, NO_RESOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.access import Caller
    from qradar_builder.reference.console_api.endpoints import Endpoint
    from qradar_builder.serving.messages import Request

_FILES: Final = frozenset(
    {"application/zip", "application/xml", "application/x-gzip", "application/octet-stream", "multipart/form-data"}
)
_DEEPEST: Final = 60
_NUMBER: Final = re.compile(r"-?[0-9]{1,19}\Z", re.ASCII)
_OPENING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|([\[{])|([\]}])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the description has. `values` are of path, query and headers, by their names, as texts."""

    endpoint: Endpoint
    version: str
    caller: Caller
    values: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    file_name: str = ""

    def number(self, name: str) -> int:
        """The number of a record that a parameter has. Raises Refused, as for a missing record, where it is none."""
        text = self.values[name]
        if not _NUMBER.match(text):
            codes = [each.unique for each in self.endpoint.codes if each.status == 404 and each.unique is not None]
            raise Refused(404, codes[0] if codes else NO_RESOURCE, f"{name} {text[:60]!r} is not on the console")
        return int(text)

    def text(self, name: str) -> str | None:
        """The value of a parameter; None where it is not given."""
        return self.values.get(name)

    def flag(self, name: str, *, default: bool) -> bool:
        """The value of a parameter that is true or false."""
        return default if name not in self.values else self.values[name].lower() == "true"


@dataclass(frozen=True, slots=True)
class Result:
    """What a route gives: the value of the answer, or its bytes, and the status where it is not the documented one."""

    value: Any = None
    status: int | None = None
    content: bytes | None = None
    media: str = "application/json"
    extent: str | None = None
    """The Content-Range, where the route cuts a part out by itself."""


def query_of(request: Request) -> list[tuple[str, str]]:
    """The parameters of the query, decoded. Raises Refused where they cannot be read."""
    try:
        return parse_qsl(request.query, keep_blank_values=True, strict_parsing=bool(request.query), errors="strict")
    except ValueError:
        raise Refused(422, BAD_PARAMETER, "The query of the URL is not valid") from None


def json_body(request: Request) -> Any:
    """The JSON of the body; None where there is no body. Raises Refused where it is not JSON, or nested too deeply."""
    if not request.body:
        return None
    kind = _kind(request)
    if kind != "application/json":
        raise Refused(415, MEDIA_TYPE, f"The body must be application/json, not {kind or 'of no type'}")
    _check_depth(request.body)
    try:
        return json.loads(request.body, parse_constant=_refuse_constant)
    except ValueError:
        raise Refused(422, BAD_PARAMETER, "The body is not JSON") from None


def file_body(request: Request) -> tuple[bytes | None, str]:
    """The file of the body and its name: the body itself, or the first file of a form. Raises Refused."""
    if not request.body:
        return None, ""
    kind = _kind(request)
    if kind not in _FILES:
        raise Refused(415, MEDIA_TYPE, f"The body must be one of {', '.join(sorted(_FILES))}, not {kind or 'untyped'}")
    if kind != "multipart/form-data":
        return request.body, ""
    head = f"Content-Type: {request.header('Content-Type')}\r\n\r\n".encode()
    for part in BytesParser(policy=HTTP).parsebytes(head + request.body).walk():
        if part.get_filename() or part.get_param("name", header="content-disposition") == "file":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content, part.get_filename() or ""
    raise Refused(422, BAD_PARAMETER, "The form has no file")


def _kind(request: Request) -> str:
    return (request.header("Content-Type") or "").partition(";")[0].strip().lower()


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _check_depth(body: bytes) -> None:
    depth = 0
    for found in _OPENING.finditer(body):
        depth += (found[1] is not None) - (found[2] is not None)
        if depth > _DEEPEST:
            raise Refused(422, BAD_PARAMETER, "The body is nested too deeply")
