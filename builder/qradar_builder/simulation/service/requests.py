"""A request as a simulated source sees it: its path, parameters, headers and body."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import regex

from qradar_builder.http.headers import header
from qradar_builder.http.request_text import body_text, decoded_pairs, json_value
from qradar_builder.http.url import read_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.model.simulation.endpoints import ParameterSpec

_PATIENCE = 1.0


class Asked:
    """A request, read once. Raises CallFailed for a URL that no request can have."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.url = read_url(request.url)
        self.path = self.url.path

    @property
    def method(self) -> str:
        """The method."""
        return self.request.method

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the query, decoded."""
        return decoded_pairs(self.url.query)

    @cached_property
    def body(self) -> str:
        """The body as text; empty without one."""
        return body_text(self.request.headers, self.request.body) if self.request.body else ""

    @cached_property
    def form(self) -> tuple[tuple[str, str], ...]:
        """The fields of a form in the body."""
        return () if self.body[:1] in "{[" else decoded_pairs(self.body)

    @cached_property
    def json(self) -> Any:
        """The JSON of the body; None without one."""
        found = json_value(self.body) if self.body else None
        return None if found is None else found[0]

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return header(self.request.headers, name.lower())

    def cookie(self, name: str) -> str | None:
        """The value of a cookie."""
        pairs = (part.strip().partition("=") for part in (self.header("cookie") or "").split(";"))
        return next((value for key, _, value in pairs if key == name), None)

    def value(self, parameter: ParameterSpec) -> str | None:
        """The value of a parameter. None where it is not there, or its pattern is not found."""
        values = self._values(parameter)
        if len(values) < parameter.occurrence:
            return None
        value = values[parameter.occurrence - 1]
        if parameter.pattern is None:
            return value
        try:
            found = regex.search(parameter.pattern, value, timeout=_PATIENCE)
        except TimeoutError:
            return None
        return None if found is None else found[1]

    def _values(self, parameter: ParameterSpec) -> Sequence[str]:
        name = parameter.parameter
        if parameter.place == "query":
            return [value for key, value in self.query if key == name]
        if parameter.place == "form":
            return [value for key, value in self.form if key == name]
        if parameter.place == "header":
            return [value for key, value in self.request.headers if key.lower() == name.lower()]
        found = value_at(self.json, name)
        return [] if found is None else [found if isinstance(found, str) else str(found)]


def value_at(value: Any, path: str) -> Any:
    """The value at a path of keys and indexes, such as /filter/0/from. None where there is none."""
    for key in path.strip("/").split("/"):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value
