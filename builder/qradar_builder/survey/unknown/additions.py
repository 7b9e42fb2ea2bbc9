"""Adds expressions, event mappings and QID records to the YAML of a log source type; all else stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Findings
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.node import Mapping, Node, Sequence
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.source.yaml.splicing import Spliced
from qradar_builder.source.yaml.text import flow, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.starter.log_source_type.mappings import MappingProposal, QidProposal

_EVENT_ID = "EventName"
_REVIEW = "Review: no word of the event tells its category"


class NoPlaceError(Exception):
    """The file is written in a way that nothing can be added to it. The message is for people."""


def with_event_ids(text: str, expressions: Iterable[dict[str, Any]]) -> str:
    """The text with expressions of the event id behind those that are there. Raises NoPlaceError."""
    for expression in expressions:
        text = _with_event_id(text, flow(expression))
    return text


def with_mappings(text: str, mappings: Iterable[MappingProposal], qids: Iterable[QidProposal]) -> str:
    """The text with event mappings and their records. Raises NoPlaceError.

    What nobody is sure of is marked in a comment, as in a package that `init` makes.
    """
    records = [(each.key, flow(_record(each)), "" if each.is_sure else f"  # {_REVIEW}") for each in qids]
    if records:
        text = _with_records(text, records)
    items = [flow(_mapping(each)) for each in mappings]
    return _with_items(text, items) if items else text


def _with_event_id(text: str, value: str) -> str:
    spliced, parsing = Spliced(text), _root(text).get("parsing")
    if parsing is None:
        return spliced.with_block("parsing", f"{_EVENT_ID}: {value}", is_list=False)
    if not isinstance(parsing, Mapping):
        raise NoPlaceError("`parsing` has no fields")
    if _EVENT_ID not in parsing.entries:
        return spliced.with_entry(parsing, _EVENT_ID, value)
    key, there = parsing.entries[_EVENT_ID]
    if isinstance(there, Sequence):
        return spliced.with_item(there, value)
    if spliced.is_flow(parsing):
        return spliced.replaced(there, f"[{flow(plain(there))}, {value}]")
    return spliced.as_list(there, key.start.column, value)


def _with_records(text: str, records: list[tuple[str, str, str]]) -> str:
    spliced, there = Spliced(text), _root(text).get("qids")
    (key, first, comment), *others = records
    if there is not None and not isinstance(there, Mapping):
        raise NoPlaceError("`qids` is not a mapping")
    if there is not None and spliced.is_flow(there):
        rest = "".join(f", {scalar(name)}: {value}" for name, value, _ in others)
        return spliced.with_entry(there, key, f"{first}{rest}")
    indent = "  " if there is None else " " * there.start.column
    rest = "".join(f"\n{indent}{scalar(name)}: {value}{note}" for name, value, note in others)
    block = _as_in(text, f"{first}{comment}{rest}")
    if there is None:
        return spliced.with_block("qids", f"{scalar(key)}: {block}", is_list=False)
    return spliced.with_entry(there, key, block)


def _with_items(text: str, items: list[str]) -> str:
    spliced, there = Spliced(text), _root(text).get("events")
    if there is None:
        return spliced.with_block("events", _as_in(text, "\n  - ".join(items)), is_list=True)
    if not isinstance(there, Sequence):
        raise NoPlaceError("`events` is not a list")
    if spliced.is_flow(there):
        return spliced.with_item(there, ", ".join(items))
    return spliced.with_item(there, _as_in(text, f"\n{' ' * there.start.column}- ".join(items)))


def _as_in(text: str, added: str) -> str:
    """Lines that end as those of the text."""
    return added.replace("\n", "\r\n") if "\r\n" in text else added


def _root(text: str) -> Mapping:
    root = _parsed(text)
    if not isinstance(root, Mapping):
        raise NoPlaceError("the file has no keys")
    return root


def _parsed(text: str) -> Node:
    document = parse_document(text, "the file", Findings())
    if document is None:
        raise NoPlaceError("the file is not YAML")
    return document.root


def declared_records(text: str) -> tuple[set[str], set[str]]:
    """The keys and names of the QID records of a log source type, in lowercase letters. Raises NoPlaceError."""
    tree: Any = plain(_root(text))
    return _keys_and_names(tree.get("qids"))


def shared_records(text: str) -> tuple[set[str], set[str]]:
    """The same of the file of records that all log source types share. It may have none."""
    document = parse_document(text, "the file", Findings())
    return _keys_and_names(None if document is None else plain(document.root))


def _keys_and_names(records: Any) -> tuple[set[str], set[str]]:
    found = records if isinstance(records, dict) else {}
    names = {str(each.get("name", "")).lower() for each in found.values() if isinstance(each, dict)}
    return {str(key).lower() for key in found}, names


def check_added(before: str, after: str, *, event_ids: int, mappings: int, records: int) -> None:
    """See that so much was added and that nothing else is different. Raises NoPlaceError."""
    old: Any = plain(_parsed(before))
    new: Any = plain(_parsed(after))
    expected = {key: value for key, value in new.items() if key not in {"parsing", "events", "qids"}}
    if expected != {key: value for key, value in old.items() if key not in {"parsing", "events", "qids"}}:
        raise NoPlaceError("the file is written in a way that nothing can be added to it")
    found = [
        _grown(_list_of(old), _list_of(new)),
        _grown(list(old.get("events") or []), list(new.get("events") or [])),
        _grown(list((old.get("qids") or {}).items()), list((new.get("qids") or {}).items())),
    ]
    others = [{k: v for k, v in (each.get("parsing") or {}).items() if k != _EVENT_ID} for each in (old, new)]
    if found != [event_ids, mappings, records] or others[0] != others[1]:
        raise NoPlaceError("the file is written in a way that nothing can be added to it")


def _list_of(tree: dict[str, Any]) -> list[Any]:
    found = (tree.get("parsing") or {}).get(_EVENT_ID, [])
    return found if isinstance(found, list) else [found]


def _grown(old: list[Any], new: list[Any]) -> int:
    """By how much a list has grown; -1 where its start is another one."""
    return len(new) - len(old) if new[: len(old)] == old else -1


def _record(proposal: QidProposal) -> dict[str, Any]:
    return {"name": proposal.name, "category": proposal.category, "severity": proposal.severity}


def _mapping(proposal: MappingProposal) -> dict[str, Any]:
    category = {} if proposal.category is None else {"category": proposal.category}
    return {"id": proposal.event_id, **category, "qid": proposal.qid}
