"""Reads the body that an operation takes, JSON or a form, as parameters with their places in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.slots import Slot, Where, at
from qradar_builder.starter.openapi.example import Examples, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.starter.api.slots import Keys
    from qradar_builder.starter.openapi.document import ApiDocument

_MOST_DEPTH: Final = 4
_MOST_PARAMETERS: Final = 200
_FORM: Final = "x-www-form-urlencoded"


def body_parameters(document: ApiDocument, spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The members of the body as parameters, as the document has those of the query, with their `slot`.

    What is no scalar has a `value` and no schema. Raises UnknownReference.
    """
    if document.is_swagger:
        yield from _of_swagger(document, spec)
        return
    body = document.object_at(spec, "requestBody")
    content = document.object_at(body, "content")
    for where, sign in ((Where.JSON, "json"), (Where.FORM, _FORM)):
        kind = next((each for each in content if sign in str(each).lower()), None)
        if kind is not None:
            media = document.object_at(content, kind)
            example = media.get("example")
            several = document.object_at(media, "examples")
            for each in several:
                example = example if example is not None else document.object_at(several, each).get("value")
            yield from _members(document, media.get("schema"), example, where)
            return


def takes_json(document: ApiDocument, spec: dict[str, Any]) -> bool:
    """Whether the operation takes a JSON body. Raises UnknownReference."""
    if document.is_swagger:
        return any(each.get("in") == "body" for each in _listed(document, spec))
    return any("json" in str(kind).lower() for kind in document.object_at(spec, "requestBody", "content"))


def _of_swagger(document: ApiDocument, spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in _listed(document, spec):
        name = str(each.get("name", ""))
        if each.get("in") == "body":
            yield from _members(document, each.get("schema"), None, Where.JSON)
        elif each.get("in") == "formData" and name:
            yield {**each, "in": "form", "slot": Slot(Where.FORM, (name,), name)}


def _listed(document: ApiDocument, spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    several = spec.get("parameters")
    for each in several if isinstance(several, list) else ():
        found = document.resolved(each)
        if isinstance(found, dict):
            yield found


def _members(document: ApiDocument, schema: Any, example: Any, where: Where) -> Iterator[dict[str, Any]]:
    examples = Examples(document)
    waiting: list[tuple[Keys, Any, bool]] = [((), schema, True)]
    seen: set[Keys] = set()
    count = 0
    while waiting and count < _MOST_PARAMETERS:
        keys, each, is_required = waiting.pop(0)
        count += 1
        found = examples.merged(each)
        properties = found.get("properties")
        kind = kind_of(found)
        if isinstance(properties, dict) and (len(keys) < _MOST_DEPTH if where is Where.JSON else not keys):
            needed = found.get("required")
            needed = needed if isinstance(needed, list) else []
            waiting += [
                ((*keys, str(name)), member, is_required and name in needed) for name, member in properties.items()
            ]
        elif keys:
            seen.add(keys)
            given = at(example, keys)
            is_scalar = kind in {"string", "integer", "number", "boolean"}
            parameter: dict[str, Any] = {
                "name": keys[-1],
                "in": str(where),
                "required": is_required or given is not None,
                "slot": Slot(where, keys, keys[-1], kind not in {"integer", "number"}),
                "description": found.get("description", ""),
            }
            if is_scalar:
                yield parameter | {"schema": found | ({} if given is None else {"example": given})}
            else:
                value = given if given is not None else found.get("example", examples.value(each, 0, keys[-1]))
                yield parameter | {"value": value}
    if isinstance(example, dict):
        # What the schema does not tell of, as it stands.
        for key, value in example.items():
            if not any(each[0] == key for each in seen):
                yield _as_it_is(str(key), value, where)


def _as_it_is(key: str, value: Any, where: Where) -> dict[str, Any]:
    kind = "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"
    slot = Slot(where, (key,), key, kind == "string")
    parameter = {"name": key, "in": str(where), "required": True, "slot": slot, "description": ""}
    if isinstance(value, str | int):
        return parameter | {"schema": {"type": kind, "example": value}}
    return parameter | {"value": value}
