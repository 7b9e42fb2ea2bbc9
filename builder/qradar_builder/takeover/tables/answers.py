"""Saved answers of QRadar's REST API: which resource each item is of.

An answer is an item, a list of items, pages of them one after the other, or objects and lists that contain these.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from qradar_builder.findings import Findings

_DEEPEST = 8
"""How deep items may be in lists and objects."""
_SPACE = re.compile(r"\s*")
_MOST_SHOWN = 100
_EXPRESSION = "regex_property_identifier"
_LANGUAGE = re.compile(r"leef|cef|xml|aql|json")
_LANGUAGES = "`leef`, `cef`, `aql`, `xml` or `json`"
_MARKS = {
    "dsm_event_mappings": {"log_source_event_id", "log_source_event_category", "qid_record_id"},
    "regex_properties": {"property_type", "use_for_rule_engine", "datetime_format"},
    "log_source_types": {"protocol_types", "supported_language_ids", "default_protocol_id"},
    "calculated_properties": {"first_operand", "second_operand"},
    "log_sources": {"type_id", "protocol_type_id"},
    "low_level_categories": {"high_level_category_id"},
}
"""Fields by one of which an item is known as one of a resource (REST API 14.0 to 26.0). Others do not have it."""
_UNREAD = ("calculated_properties", "log_source_extensions", "log_sources", "low_level_categories")
"""Resources that are known, and that no package is made of."""
_READ = "log source types, event mappings, QID records, custom properties and their expressions"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a resource such as `qid_records`, with the name of its file."""

    resource: str
    fields: dict[str, Any]
    file: str


@dataclass(slots=True)
class _Reading:
    """What is found in a file."""

    file: str
    items: list[Item] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    """How many items of each resource are known and not read."""
    unnamed: int = 0
    """How many expressions do not tell their language."""
    strange: int = 0
    """How many items are of no resource that is known."""
    wrapped: bool = False
    """Whether there is an object that is no item."""
    refusal: str = ""
    """What the console said instead of an answer."""

    @property
    def tells(self) -> bool:
        """Whether anything of the REST API is in it."""
        return bool(self.items or self.unread or self.unnamed or self.refusal)


def read_answers(text: str, name: str, findings: Findings) -> list[Item] | None:
    """The items of a file, which may be none, also after an error. None, without a finding, where it is no answer."""
    try:
        documents = _documents(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        findings.add("import/json", Location(name, line, column), f"is not readable JSON: {str(error)[:100]}")
        return []
    reading = _Reading(name)
    stem = re.split(r"[/\\!]", name)[-1].rpartition(".")[0]
    for document in documents:
        _read(document, (stem.lower(),), reading)
    if (reading.strange or reading.wrapped) and not reading.tells:
        return None
    return reading.items if _is_read(reading, findings) else []


def _documents(text: str) -> list[Any]:
    """JSON, or several documents one after the other, such as JSON Lines or pages."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    place = _end_of_space(text, 0)
    while place < len(text) or not found:
        document, place = decoder.raw_decode(text, place)
        found.append(document)
        place = _end_of_space(text, place)
    return found


def _end_of_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    assert match is not None
    return match.end()


def _read(value: Any, hints: tuple[str, ...], reading: _Reading, *, listed: bool = False) -> None:
    """Look for items. `hints` are the names that a value has, the nearest first."""
    if isinstance(value, list) and len(hints) < _DEEPEST:
        for each in value:
            _read(each, hints, reading, listed=True)
    elif isinstance(value, dict):
        if "http_response" in value:
            reading.refusal = reading.refusal or _refusal(value)
        elif (resource := _resource(value, hints)) is not None:
            _take(resource, value, reading)
        elif len(hints) < _DEEPEST and any(isinstance(each, dict | list) for each in value.values()):
            reading.wrapped = True
            for key, each in value.items():
                if isinstance(each, dict | list):
                    _read(each, (key.lower(), *hints), reading)
        elif listed:
            reading.strange += 1
        else:
            reading.wrapped = True
    else:
        reading.strange += 1


def _take(resource: str, fields: dict[str, Any], reading: _Reading) -> None:
    if not resource:
        reading.unnamed += 1
    elif resource in _UNREAD:
        reading.unread[resource] = reading.unread.get(resource, 0) + 1
    else:
        reading.items.append(Item(resource, fields, reading.file))


def _resource(item: dict[str, Any], hints: tuple[str, ...]) -> str | None:
    """The resource of an item. Empty for an expression whose language nothing tells, None for what is no item."""
    if _EXPRESSION in item:
        return _resource_of_expression(item, hints)
    found = next((resource for resource, marks in _MARKS.items() if marks & item.keys()), None)
    if found is not None:
        return found
    if "qid" in item and item.keys() & {"low_level_category_id", "severity", "name"}:
        return "qid_records"
    if item.keys() >= {"id", "name"}:
        if "custom" in item or "log_source_types" in hints:
            return "log_source_types"
        return "log_source_extensions" if "log_source_extensions" in hints or "use_condition" in item else None
    return None


def _resource_of_expression(item: dict[str, Any], hints: tuple[str, ...]) -> str:
    if "regex" in item:
        return "property_expressions"
    if "first_operand" in item:
        return "property_calculated_expressions"
    if "delimiter_pair" in item:
        return "property_nvp_expressions"
    if "delimiter" in item:
        return "property_genericlist_expressions"
    text = str(item.get("expression"))
    is_path = text.startswith("/") or "{/" in text
    fitting = ("xml", "json") if is_path else ("leef", "cef", "aql")
    named = (found for hint in hints for found in _LANGUAGE.findall(hint) if found in fitting)
    language = next(named, "json" if is_path else "")
    return f"property_{language}_expressions" if language else ""


def _refusal(value: dict[str, Any]) -> str:
    response = value["http_response"]
    code = response.get("code") if isinstance(response, dict) else None
    said = value.get("message") or (response.get("message") if isinstance(response, dict) else "")
    return f"{code or ''} {said or ''}".strip()[:_MOST_SHOWN] or "without a message"


def _is_read(reading: _Reading, findings: Findings) -> bool:
    """Whether the items can be taken. Findings say what else there is."""
    place = Location(reading.file)
    if reading.refusal:
        message = f"is not an answer but an error of the REST API: {reading.refusal!a}"
        findings.add(
            "import/json", place, message, help="save the answer again, with a token that is allowed to read it"
        )
        return False
    if reading.unnamed:
        does, are = ("does", "it is") if reading.unnamed == 1 else ("do", "they are")
        message = f"{counted(reading.unnamed, 'expression')} {does} not tell in which language {are} written"
        advice = f"give the file a name with {_LANGUAGES} in it, as the address of the answer has"
        findings.add("import/json", place, message, help=advice)
        return False
    if reading.strange:
        are = "is" if reading.strange == 1 else "are"
        message = f"{counted(reading.strange, 'item')} {are} of no known resource of the REST API"
        findings.add("import/json", place, message)
        return False
    for resource, number in reading.unread.items():
        message = f"{counted(number, 'item')} of `{resource}` {'are' if number > 1 else 'is'} not read"
        findings.add("import/skipped", place, message, help=f"an import of answers reads {_READ}")
    return True
