"""Makes example values by the schemas of an API document. The same schema and number give the same value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.pages import MINUTE
from qradar_builder.starter.events.columns import words_of
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from qradar_builder.starter.openapi.document import ApiDocument

_MOST_DEPTH: Final = 8
_MOST_VALUES: Final = 2000
_MOST_SCHEMAS: Final = 20_000
_USERS: Final = ("alice", "bob", "carol", "admin")
_FIRST: Final = CLOCK - 45 * MINUTE + 125


class Examples:
    """Makes examples for one document. It gives up on what nests too deep or holds too much: null stands there."""

    def __init__(self, document: ApiDocument) -> None:
        self._document = document
        self._left = _MOST_VALUES
        self._schemas_left = _MOST_SCHEMAS

    def value(self, schema: Any, number: int, name: str = "", depth: int = 0) -> Any:
        """An example of a schema; `number`, from 0, tells several of them apart. Raises UnknownReference."""
        if depth == 0:
            self._left, self._schemas_left = _MOST_VALUES, _MOST_SCHEMAS
        self._left -= 1
        if depth > _MOST_DEPTH or self._left < 0:
            return None
        schema = self.merged(schema)
        for key in ("const", "example", "default"):
            if schema.get(key) is not None:
                return schema[key]
        for key in ("examples", "enum"):
            several = schema.get(key)
            if isinstance(several, list) and several:
                return several[number % len(several)]
        kind = kind_of(schema)
        if kind == "object":
            properties = schema.get("properties")
            found = {
                key: self.value(member, number, str(key), depth + 1)
                for key, member in (properties.items() if isinstance(properties, dict) else ())
            }
            return {key: each for key, each in found.items() if each is not None}
        if kind == "array":
            item = self.value(schema.get("items"), number, name, depth + 1)
            return [] if item is None else [item]
        return _scalar(kind, schema, name, number)

    def merged(self, schema: Any, depth: int = 0) -> dict[str, Any]:
        """A schema with those that it is made of: all of `allOf`, the first of `oneOf` and `anyOf` that is not null."""
        self._schemas_left -= 1
        found = self._document.resolved(schema)
        if not isinstance(found, dict) or depth > _MOST_DEPTH or self._schemas_left < 0:
            return {}
        several = found.get("allOf")
        parts = list(several) if isinstance(several, list) else []
        for key in ("oneOf", "anyOf"):
            several = found.get(key)
            if isinstance(several, list):
                parts += [each for each in several if not (isinstance(each, dict) and each.get("type") == "null")][:1]
        if not parts:
            return found
        merged: dict[str, Any] = {}
        properties: dict[str, Any] = {}
        for part in (*(self.merged(each, depth + 1) for each in parts), found):
            merged |= part
            if isinstance(part.get("properties"), dict):
                properties |= part["properties"]
        return merged | ({"properties": properties} if properties else {})

    def most_choices(self, schema: Any, depth: int = 0) -> int:
        """How many values the longest `enum` of a schema and its members has."""
        if depth == 0:
            self._schemas_left = _MOST_SCHEMAS
        if depth > _MOST_DEPTH or self._schemas_left < 0:
            return 0
        found = self.merged(schema)
        own = len(found["enum"]) if isinstance(found.get("enum"), list) else 0
        properties = found.get("properties")
        members = properties.values() if isinstance(properties, dict) else ()
        return max([own, *(self.most_choices(each, depth + 1) for each in members)])


def kind_of(schema: dict[str, Any]) -> str:
    """The type of a schema; of several, the first that is not null."""
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None)
    if isinstance(kind, str):
        return kind
    return "object" if "properties" in schema else "array" if "items" in schema else "string"


def _scalar(kind: str, schema: dict[str, Any], name: str, number: int) -> Any:
    words = words_of(name)
    form = str(schema.get("format", ""))
    if kind == "boolean":
        return False
    if kind in {"integer", "number"}:
        return _number(words, form, schema, number)
    if kind != "string":
        return None
    moment = _FIRST + number * MINUTE
    by_form = {
        "date-time": iso_utc(moment, brief=True),
        "date": iso_utc(moment, brief=True)[:10],
        "uuid": f"00000000-0000-4000-8000-{number + 1:012d}",
        "ipv4": f"192.0.2.{10 + number % 200}",
        "ipv6": f"2001:db8::{10 + number % 200:x}",
        "email": f"{_USERS[number % len(_USERS)]}@example.com",
        "uri": f"https://www.example.com/{number + 1}",
        "hostname": "host.example.com",
    }
    if form in by_form:
        return by_form[form]
    last = words.split()[-1:] or [""]
    if last[0] in {"time", "timestamp", "at", "date"}:
        return by_form["date-time"]
    if last[0] in {"ip", "address"}:
        return by_form["ipv4"]
    if last[0] in {"user", "username", "login"} or words == "actor name":
        return _USERS[number % len(_USERS)]
    if last[0] in {"id", "uuid", "guid"}:
        return by_form["uuid"]
    # Kinds of things come again, so that they can be told from what is unique.
    return f"{words or 'text'} {number % 2 + 1}"


def _number(words: str, form: str, schema: dict[str, Any], number: int) -> int:
    if "port" in words.split():
        return 443 if "dest" in words or "target" in words else 50_000 + number
    if words.split()[-1:] in (["time"], ["timestamp"], ["at"], ["date"]):
        moment = _FIRST + number * MINUTE
        return moment if form == "int64" else moment // 1000
    least = schema.get("minimum")
    return (int(least) if isinstance(least, int | float) and not isinstance(least, bool) else 0) + 1 + number % 3
