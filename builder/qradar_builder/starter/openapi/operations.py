"""Finds the operations of an API document that give lists of objects, and tells the likeliest for events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Location
from qradar_builder.starter.answers.forms import EVENTS
from qradar_builder.starter.answers.reading import read_text
from qradar_builder.starter.api.event_list import EVENT_WORDS, EventList, event_lists, likelihood, text_list
from qradar_builder.starter.openapi.body import body_parameters
from qradar_builder.starter.openapi.document import UnknownReference
from qradar_builder.starter.openapi.example import Examples, kind_of
from qradar_builder.starter.openapi.xml_example import xml_example

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.findings import Findings
    from qradar_builder.starter.answers.forms import TextForm
    from qradar_builder.starter.api.slots import Keys
    from qradar_builder.starter.openapi.document import ApiDocument

_METHODS: Final = ("get", "post")
_MOST_TOLD: Final = 10
_TRAIL: Final = re.compile(r"audit", re.IGNORECASE)
_READS: Final = re.compile(r"list|get|search|query|find|fetch|read", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation whose answer holds a list of objects.

    `items` leads to the list, `item` is the schema of an object in it, `body` an example of the answer; `is_given`
    tells whether that stands in the document. `schema` is that of the answer. `has_link` is for answers with a Link
    header. `form` is that of an answer which is text, with the values of its events as `rows`.
    """

    id: str
    method: str
    path: str
    spec: dict[str, Any]
    parameters: tuple[dict[str, Any], ...]
    items: Keys
    item: Any
    schema: Any
    body: Any
    is_given: bool
    has_link: bool
    rank: int
    form: TextForm | None = None
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def label(self) -> str:
        """What people call it: `GET /events (listEvents)`."""
        return f"{self.method} {self.path}" + (f" ({self.id})" if self.id else "")


def list_operations(document: ApiDocument, findings: Findings) -> list[Operation]:
    """The operations that give lists of objects, the likeliest for events first.

    What refers to nothing is left out, with a finding where nothing else is there.
    """
    found: list[Operation] = []
    broken: list[tuple[str, str]] = []
    for path, method, item, spec in _operations(document):
        try:
            operation = _read(document, path, method, item, spec)
        except UnknownReference as error:
            broken.append((f"{method.upper()} {path}", str(error)))
            continue
        if operation is not None:
            found.append(operation)
    if not found:
        for label, reference in broken[:_MOST_TOLD]:
            message = f"{label} refers to `{reference[:200]}`, which is not in the document"
            findings.add("starter/reference", document.place(reference), message)
        if len(broken) > _MOST_TOLD:
            message = f"{len(broken) - _MOST_TOLD} more operations refer to parts that are not in the document"
            findings.add("starter/reference", Location(document.name), message)
        if not broken:
            message = "no operation returns a list of objects as JSON or XML, or has an example with events"
            findings.add("starter/operation", Location(document.name), message)
    return sorted(found, key=lambda each: (-each.rank, len(each.path), each.path, each.method))


def choose(operations: list[Operation], wanted: str, document: ApiDocument, findings: Findings) -> Operation | None:
    """The operation of an id, or of a method and a path such as `GET /events`. None, with a finding, for any other."""
    plain = " ".join(wanted.split()).lower()
    for each in operations:
        if plain in {each.id.lower(), f"{each.method} {each.path}".lower()}:
            return each
    more = ", …" if len(operations) > _MOST_TOLD else ""
    there = ", ".join(each.label for each in operations[:_MOST_TOLD]) + more
    message = f"no operation `{wanted}` returns a list of objects; these operations do: {there}"
    findings.add("starter/operation", Location(document.name), message)
    return None


def _operations(document: ApiDocument) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    for path in document.root["paths"]:
        try:
            item = document.object_at(document.root["paths"], path)
        except UnknownReference:
            continue
        for method in _METHODS:
            spec = item.get(method)
            if isinstance(spec, dict) and isinstance(path, str) and path.startswith("/"):
                yield path, method, item, spec


def _read(
    document: ApiDocument, path: str, method: str, item: dict[str, Any], spec: dict[str, Any]
) -> Operation | None:
    responses = document.object_at(spec, "responses")
    answer = next((document.object_at(responses, key) for key in ("200", "2XX", "default") if key in responses), None)
    if answer is None:
        return None
    found = _text(document, answer)
    if found is not None:
        form, body, rows, is_given = found
        events = text_list(form, body[EVENTS], rows)
        return _operation(
            document, (path, method, item, spec), events, (None, None, body), is_given=is_given, rows=rows
        )
    schema, given = _content(document, answer)
    examples = Examples(document)
    body = given if given is not None else examples.value(schema, 0)
    lists = list(event_lists(body))
    if not lists and given is None:
        return None
    if not lists:
        body, given = examples.value(schema, 0), None
        lists = list(event_lists(body))
    if not lists:
        return None
    best = max(lists, key=lambda each: (likelihood(each, "", 1), -len(each.keys)))
    shapes = (_item_schema(Examples(document), schema, best.keys), schema, body)
    has_link = any(str(name).lower() == "link" for name in document.object_at(answer, "headers"))
    return _operation(document, (path, method, item, spec), best, shapes, is_given=given is not None, has_link=has_link)


def _operation(
    document: ApiDocument,
    place: tuple[str, str, dict[str, Any], dict[str, Any]],
    best: EventList,
    shapes: tuple[Any, Any, Any],
    *,
    is_given: bool,
    has_link: bool = False,
    rows: Sequence[dict[str, Any]] = (),
) -> Operation:
    """The operation of a path, with its rank. `shapes` are the schemas of an event and of the answer, and its body."""
    path, method, item, spec = place
    names = f"{path} {spec.get('operationId', '')}"
    rank = 2 * likelihood(best, path, 2) + 3 * bool(EVENT_WORDS.search(names)) + 4 * (method == "get")
    rank -= 4 * path.count("{")
    rank += bool(_TRAIL.search(names))
    rank += bool(_READS.search(str(spec.get("operationId", ""))))
    return Operation(
        id=str(spec.get("operationId", "")),
        method=method.upper(),
        path=path,
        spec=spec,
        parameters=(*_parameters(document, item, spec), *body_parameters(document, spec)),
        items=best.keys,
        item=shapes[0],
        schema=shapes[1],
        body=shapes[2],
        is_given=is_given,
        has_link=has_link,
        rank=rank,
        form=best.form,
        rows=tuple(rows),
    )


def _text(
    document: ApiDocument, answer: dict[str, Any]
) -> tuple[TextForm, dict[str, Any], list[dict[str, Any]], bool] | None:
    """The events of an answer that is XML, CSV or lines alone, by its example, else by the schema of XML."""
    content = document.object_at(answer, "content")
    if document.is_swagger or any("json" in str(kind).lower() and "nd" not in str(kind).lower() for kind in content):
        return None
    for kind in content:
        media = document.object_at(content, kind)
        given = _example_of(document, media)
        text = given if isinstance(given, str) else None
        if text is None and "xml" in str(kind).lower():
            text = xml_example(document, media.get("schema"))
        found = None if text is None else read_text(text)
        if found is not None:
            return (*found, isinstance(given, str))
    return None


def _example_of(document: ApiDocument, media: dict[str, Any]) -> Any:
    """The example that stands beside a schema; None where there is none."""
    given = media.get("example")
    several = document.object_at(media, "examples")
    for each in several:
        given = given if given is not None else document.object_at(several, each).get("value")
    return given


def _content(document: ApiDocument, answer: dict[str, Any]) -> tuple[Any, Any]:
    """The schema of an answer, and the example that stands beside it; None where there is none."""
    if document.is_swagger:
        examples = document.object_at(answer, "examples")
        return answer.get("schema"), examples.get("application/json")
    content = document.object_at(answer, "content")
    kind = next((each for each in content if "json" in str(each).lower() or each == "*/*"), None)
    if kind is None:
        return None, None
    media = document.object_at(content, kind)
    return media.get("schema"), _example_of(document, media)


def _item_schema(examples: Examples, schema: Any, keys: Keys) -> Any:
    for key in keys:
        properties = examples.merged(schema).get("properties")
        schema = properties.get(key) if isinstance(properties, dict) else None
    found = examples.merged(schema)
    return found.get("items") if kind_of(found) == "array" else None


def _parameters(document: ApiDocument, item: dict[str, Any], spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parameters of an operation; those of its path hold where it has none of that name itself."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for owner in (item, spec):
        several = owner.get("parameters")
        for each in several if isinstance(several, list) else ():
            parameter = document.resolved(each)
            if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
                found[(parameter["name"], str(parameter.get("in")))] = parameter
    yield from found.values()
