"""The description of the whole API: loaded when first asked for, it finds the endpoint of a method and a path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from qradar_builder.reference.console_api.endpoints import Body, Code, Endpoint, Parameter, Place, version_key
from qradar_builder.reference.console_api.required_fields import REQUIRED_FIELDS
from qradar_builder.reference.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.reference.console_api.shapes import Shape

_VALUE: Final = "{}"


@dataclass(frozen=True, slots=True)
class Match:
    """The endpoint that a path belongs to, and the decoded values of the parameters in the path."""

    endpoint: Endpoint
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Description:
    """The API. `releases` gives the QRadar release of each version, oldest first; `states` the words of each status."""

    releases: Mapping[str, str]
    states: Mapping[str, tuple[str, ...]]
    endpoints: tuple[Endpoint, ...]
    _tree: Mapping[str, Any]

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that are known, oldest first."""
        return tuple(self.releases)

    def match(self, method: str, path: str) -> Match | None:
        """The endpoint of a method and a path below `/api`, percent-encoded. None where the API has no such path."""
        parts = [unquote(part) for part in path.strip("/").split("/")]
        found = _walk(self._tree, parts, method)
        if found is None:
            return None
        endpoint, values = found
        names = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
        return Match(endpoint, dict(zip(names, values, strict=True)))

    def methods(self, path: str) -> tuple[str, ...]:
        """The methods that a path has."""
        methods = ("GET", "POST", "PATCH", "PUT", "DELETE")
        return tuple(each for each in methods if self.match(each, path) is not None)

    def endpoint(self, method: str, path: str) -> Endpoint:
        """The endpoint whose path is written as in the description. Raises KeyError where there is none."""
        return _by_key()[f"{method} {path}"]

    def newest(self, offered: Sequence[str]) -> str | None:
        """The newest version that is known and offered; None where there is none."""
        known = [each for each in offered if each in self.releases]
        return max(known, key=version_key, default=None)


def _walk(node: Mapping[str, Any], parts: Sequence[str], method: str) -> tuple[Endpoint, list[str]] | None:
    """Follow the parts of a path. A word of the path goes before a parameter."""
    if not parts:
        endpoint = node.get("", {}).get(method)
        return None if endpoint is None else (endpoint, [])
    if parts[0] in node and parts[0] not in ("", _VALUE):
        found = _walk(node[parts[0]], parts[1:], method)
        if found is not None:
            return found
    if _VALUE in node and parts[0]:
        found = _walk(node[_VALUE], parts[1:], method)
        if found is not None:
            return found[0], [parts[0], *found[1]]
    return None


@cache
def description() -> Description:
    """The shipped description."""
    data = shipped("console_api.json")
    shapes = [row["shape"] for row in data["shapes"]]
    endpoints = tuple(_endpoint(row, shapes) for row in data["endpoints"])
    tree: dict[str, Any] = {}
    for endpoint in endpoints:
        node = tree
        for part in endpoint.path.strip("/").split("/"):
            node = node.setdefault(_VALUE if part.startswith("{") else part, {})
        node.setdefault("", {})[endpoint.method] = endpoint
    releases = {row["version"]: row["release"] for row in data["versions"]}
    return Description(releases, {row["of"]: tuple(row["states"]) for row in data["states"]}, endpoints, tree)


@cache
def _by_key() -> Mapping[str, Endpoint]:
    return {each.key: each for each in description().endpoints}


def _endpoint(row: Mapping[str, Any], shapes: Sequence[Shape]) -> Endpoint:
    return Endpoint(
        row["id"],
        row["method"],
        row["path"],
        tuple(row["versions"]),
        tuple(_parameter(each) for each in row["parameters"]),
        tuple(Code(*each) for each in row["codes"]),
        _body(row, shapes),
        shapes[row["answer"]] if "answer" in row else None,
        tuple(row.get("produces", ("application/json",))),
        row.get("since", {}),
        row.get("deprecated", False),
        tuple(row.get("permissions", ())),
    )


def _parameter(row: Mapping[str, Any]) -> Parameter:
    return Parameter(
        row["name"], Place(row["in"]), row["type"], row.get("required", False), row.get("since"), row.get("until")
    )


def _body(row: Mapping[str, Any], shapes: Sequence[Shape]) -> Body | None:
    if "body" not in row:
        return None
    body, ours = row["body"], REQUIRED_FIELDS.get(f"{row['method']} {row['path']}", ())
    documented = tuple(body.get("required", ()))
    required = (*documented, *(name for name in ours if name not in documented))
    return Body(body["name"], shapes[body["shape"]] if "shape" in body else None, required, not ours)
