"""Makes the query of a flow from the parameters of an operation, and what an administrator must give for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.secrets.names import is_secret_name
from qradar_builder.starter.api.event_time import printed_form
from qradar_builder.starter.api.flow import Empty, FlowParameter, QueryPart, Role
from qradar_builder.starter.api.pages import MINUTE
from qradar_builder.starter.api.parameters import NAMES, NO_SECRET
from qradar_builder.starter.api.query_roles import CURSOR, OFFSET, PAGE_NUMBER, SINCE, SIZE, UNTIL
from qradar_builder.starter.api.request_body import plain
from qradar_builder.starter.api.slots import Slot, Where, named, put
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.openapi.example import Examples, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.starter.openapi.document import ApiDocument
    from qradar_builder.starter.openapi.operations import Operation

_ASKED: Final = frozenset({"query", *Where})
_SINCE: Final = "2026-01-05T08:00:00.000Z"
_UNTIL: Final = "2026-01-05T09:00:00.000Z"
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9]+")
_ISO_WORDS: Final = re.compile(r"iso.?8601|rfc.?3339", re.IGNORECASE)
_EPOCH_WORDS: Final = re.compile(r"unix|epoch", re.IGNORECASE)
_OF_STATE: Final = frozenset(
    {"url", "event", "response", "page", "since", "until", "bookmark", "message", "posted_count", "event_time"}
    | {"access_token", "token_response"}
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def slot_of(parameter: Mapping[str, Any]) -> Slot:
    """Where a call has a parameter of the document."""
    found: Slot | None = parameter.get("slot")
    return named(parameter["name"]) if found is None else found


def query_of(document: ApiDocument, operation: Operation) -> tuple[list[QueryPart], list[FlowParameter]]:
    """The parameters of the query and of the body, each with an example, and those of the workflow that they need."""
    parts: list[QueryPart] = []
    own: list[FlowParameter] = []
    for parameter in operation.parameters:
        if parameter.get("in") not in _ASKED or "value" in parameter:
            continue
        name, slot = parameter["name"], slot_of(parameter)
        value = _example(document, parameter)
        if value is None and parameter.get("required") is True:
            own.append(own_parameter(name, document, operation))
            value = f"${{/{own[-1].name}}}"
        role = Role.SIZE if SIZE.search(name) and (value or "").isdigit() else Role.FIXED
        empty = Empty.BLANK if parameter.get("required") is True else Empty.OMITTED
        parts.append(QueryPart(name, role, value or "", slot, empty))
    return parts, own


def json_body(operation: Operation, parts: Iterable[QueryPart], own: Iterable[FlowParameter]) -> Any:
    """The JSON body with all that does not change, as far as it is required. `own` are parameters of the workflow."""
    templates = {f"${{/{each.name}}}" for each in own}
    body: Any = {}
    for parameter in operation.parameters:
        if parameter.get("in") == Where.JSON and "value" in parameter and parameter.get("required") is True:
            body = put(body, slot_of(parameter).keys, plain(parameter["value"]))
    for part in parts:
        if part.role is Role.FIXED and part.where is Where.JSON and part.slot is not None:
            schemas = (each.get("schema") for each in operation.parameters if each.get("slot") == part.slot)
            schema: dict[str, Any] = next((each for each in schemas if isinstance(each, dict)), {})
            value = part.value if part.value in templates else plain(_typed(part.value, kind_of(schema)))
            body = put(body, part.slot.keys, value)
    return body


def _typed(text: str, kind: str) -> Any:
    if kind == "boolean":
        return text.lower() == "true"
    try:
        return int(text) if kind == "integer" else float(text) if kind == "number" else text
    except ValueError:
        return text


def _example(document: ApiDocument, parameter: dict[str, Any]) -> str | None:
    """What a parameter of the query may be: for what is known by its name, else only what the document says."""
    name, schema = parameter["name"], _schema(document, parameter)
    is_number = kind_of(schema) in {"integer", "number"}
    said = next(
        (each for each in (parameter.get("example"), schema.get("example"), schema.get("default")) if each is not None),
        None,
    )
    is_time = schema.get("format") == "date-time" or (said is not None and printed_form(str(said)) is not None)
    if said is None or not is_time:
        words = f"{schema.get('format', '')} {parameter.get('description', '')}"
        moment = _told_time(name, words)
        if moment is not None and kind_of(schema) in {"string", "integer", "number"}:
            return moment
    if is_time and (SINCE.search(name) or UNTIL.search(name)):
        usual = _UNTIL if UNTIL.search(name) and not SINCE.search(name) else _SINCE
        return str(said) if said is not None and printed_form(str(said)) else usual
    if kind_of(schema) == "boolean" and said is None and parameter.get("required") is True:
        return "false"
    if SIZE.search(name) and is_number:
        most = schema.get("maximum")
        return str(said if isinstance(said, int) else min(100, most) if isinstance(most, int) else 100)
    if PAGE_NUMBER.search(name) and is_number:
        return str(said if isinstance(said, int) else 1)
    if OFFSET.search(name) and is_number:
        return str(said if isinstance(said, int) else 0)
    if CURSOR.search(name) and (parameter.get("required") is not True or "slot" in parameter):
        return ""
    several = schema.get("enum")
    if said is None and isinstance(several, list) and several:
        said = several[0]
    return None if said is None or isinstance(said, dict | list) else str(said)


def _told_time(name: str, words: str) -> str | None:
    """An example of a parameter whose description tells that it is a time since or until when events are asked for."""
    is_until = bool(UNTIL.search(name) and not SINCE.search(name))
    if CURSOR.search(name) or not (is_until or SINCE.search(name)):
        return None
    if _ISO_WORDS.search(words):
        return _UNTIL if is_until else _SINCE
    if _EPOCH_WORDS.search(words):
        moment = CLOCK if is_until else CLOCK - 60 * MINUTE
        return str(moment if "milli" in words.lower() else moment // 1000)
    return None


def _schema(document: ApiDocument, parameter: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter; that of Swagger 2 is the parameter itself."""
    return (
        parameter
        if document.is_swagger and "schema" not in parameter
        else Examples(document).merged(parameter.get("schema"))
    )


def own_parameter(name: str, document: ApiDocument, operation: Operation) -> FlowParameter:
    """The parameter of the workflow for one of the API that has no value of its own."""
    parameter = next((each for each in operation.parameters if each["name"] == name), {"name": name})
    example = Examples(document).value(_schema(document, parameter), 0, name)
    text = "example" if example is None or isinstance(example, dict | list) else str(example)
    own = parameter_name(name)
    label = own.replace("_", " ").title()
    described = parameter.get("description")
    description = (
        " ".join(described.split()) if isinstance(described, str) and described.split() else f"{label} of the API"
    )
    if is_secret_name(name):
        return FlowParameter(own, label, description[:300], NO_SECRET, secret=True)
    return FlowParameter(own, label, description[:300], re.sub(r"[^\w.@:-]", "-", text))


def parameter_name(name: str) -> str:
    """What a parameter of the API is called in the workflow: never as one that every flow has."""
    words = _NO_NAME.sub("_", _CAMEL.sub("_", name)).strip("_").lower()
    return f"api_{words}" if not words or words in NAMES | _OF_STATE else words


def page_names(examples: Mapping[Slot, str]) -> list[str]:
    """The parameters that ask for a page, by their names; `examples` are the values of the parameters."""
    return [
        slot.name
        for slot, value in examples.items()
        if not value.startswith("$") and any(each.search(slot.name) for each in (CURSOR, PAGE_NUMBER, OFFSET))
    ]
