"""Checks a call against the description: what of it a version of the API does not have, or misses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.endpoints import Place
from qradar_builder.reference.console_api.shapes import misfits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qradar_builder.reference.console_api.endpoints import Endpoint, Parameter

_INTEGER: Final = re.compile(r"-?[0-9]{1,19}\Z", re.ASCII)
_WIDEST: Final = 2**63


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a call. `place` is path, query, header or body; `name` is that of the parameter or field."""

    place: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.name} {self.text}" if self.name else f"{self.place} {self.text}"


def check_call(
    method: str,
    path: str,
    version: str,
    *,
    query: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    body: Any = None,
) -> list[Problem]:
    """What is wrong with a call for a version. `path` is below `/api`; `body` is parsed JSON, or the bytes of a file.

    Headers that are no parameter of any endpoint are passed over.
    """
    match = description().match(method, path)
    if match is None or not match.endpoint.is_in(version):
        return [Problem("path", path, f"is not in version {version} of the API with the method {method}")]
    endpoint = match.endpoint
    return [
        *parameter_problems(endpoint, version, match.values, query, headers or {}),
        *body_problems(endpoint, version, body),
    ]


def parameter_problems(
    endpoint: Endpoint,
    version: str,
    values: Mapping[str, str],
    query: Sequence[tuple[str, str]],
    headers: Mapping[str, str],
) -> Iterator[Problem]:
    """What is wrong with the parameters of a call: unknown, repeated, missing, or of another type."""
    known = {(each.place, each.name): each for each in endpoint.parameters_in(version)}
    of_headers = {name.lower(): name for name in _header_names()}
    given: dict[tuple[Place, str], str] = {(Place.PATH, name): value for name, value in values.items()}
    for name, value in query:
        if (Place.QUERY, name) in given:
            yield Problem(Place.QUERY, name, "is given twice")
        given[Place.QUERY, name] = value
    for name, value in headers.items():
        if name.lower() in of_headers:
            given[Place.HEADER, of_headers[name.lower()]] = value
    for (place, name), value in given.items():
        parameter = known.get((place, name))
        if parameter is None:
            yield Problem(place, name, f"is not a parameter of {endpoint.key} in version {version}")
        elif text := _wrong_value(parameter, value):
            yield Problem(place, name, text)
    for key, parameter in known.items():
        if parameter.required and key not in given:
            yield Problem(parameter.place, parameter.name, "is required")


def body_problems(endpoint: Endpoint, version: str, body: Any) -> Iterator[Problem]:
    """What is wrong with the body of a call: none or one too many, unknown and missing fields, other types."""
    if endpoint.body is None:
        if body is not None:
            yield Problem("body", "", f"is not part of {endpoint.key}")
        return
    if body is None:
        if endpoint.method != "DELETE":
            yield Problem("body", "", "is required")
        return
    shape = endpoint.body_in(version)
    if shape is None or isinstance(body, bytes):
        if (shape is None) is not isinstance(body, bytes):
            yield Problem("body", "", f"must be {'a file' if shape is None else 'JSON'}")
        return
    yield from (Problem("body", each.path, each.text) for each in misfits(shape, body))
    for path, record in _records(body):
        for name in endpoint.body.required:
            if record.get(name) is None:
                yield Problem("body", f"{path}/{name}", "is required")


def _records(body: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    items = [(f"[{number}]", each) for number, each in enumerate(body)] if isinstance(body, list) else [("", body)]
    yield from ((path, each) for path, each in items if isinstance(each, dict))


def _wrong_value(parameter: Parameter, value: str) -> str | None:
    if parameter.type == "Integer" and not (_INTEGER.match(value) and -_WIDEST <= int(value) < _WIDEST):
        return "must be an integer"
    if parameter.type == "Boolean" and value.lower() not in ("true", "false"):
        return "must be true or false"
    return None


@cache
def _header_names() -> frozenset[str]:
    parameters = (each for endpoint in description().endpoints for each in endpoint.parameters)
    return frozenset(each.name for each in parameters if each.place is Place.HEADER)
