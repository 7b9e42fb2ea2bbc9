"""Writes expressions and event mappings into the files of a log source type; comments and order stay."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Findings
from qradar_builder.model.base import is_key
from qradar_builder.preview.refusal import Refusal
from qradar_builder.reference.normalized_fields import UnknownField, normalized_field
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.source.yaml.splicing import Spliced
from qradar_builder.source.yaml.text import flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.preview.protocol.editing import ExpressionRequest, MappingRequest, NewQid

    Holder = Callable[[Any], tuple[dict[str, Any], str]]

_LONGEST: Final = 10_000
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY: Final = 60


def with_expression(text: str, request: ExpressionRequest) -> str:
    """The text of a log source type with an expression put in place of another, or after the last. Raises Refusal."""
    value = _on_one_line(request.expression)
    if request.property:
        return _with_property(text, request, value)
    try:
        normalized_field(request.field)
    except UnknownField as error:
        raise Refusal("preview/place", str(error), "choose a normalized field, or a custom property") from None
    root, spliced = _root(text), Spliced(text)
    parsing, name = root.get("parsing"), request.field
    if parsing is None:
        _need_new(request.at)
        after = spliced.with_block("parsing", f"{name}: {value}", is_list=False)
        return _checked(text, after, lambda tree: tree.update(parsing={name: _plain(value)}))
    if not isinstance(parsing, Mapping):
        raise _no_place("`parsing` has no fields")
    if name not in parsing.entries:
        _need_new(request.at)
        after = spliced.with_entry(parsing, name, value)
        return _checked(text, after, lambda tree: tree["parsing"].update({name: _plain(value)}))
    key, there = parsing.entries[name]
    return _among(text, there, key.start.column, request.at, value, lambda tree: (tree["parsing"], name))


def with_mapping(text: str, request: MappingRequest, qid: str) -> str:
    """The text of a log source type with a mapping to the record of a key. Raises Refusal."""
    pair = {"id": request.event_id, **({"category": request.event_category} if request.event_category else {})}
    value = flow({**pair, "qid": qid})
    events, spliced = _root(text).get("events"), Spliced(text)
    if events is None:
        after = spliced.with_block("events", value, is_list=True)
        return _checked(text, after, lambda tree: tree.update(events=[_plain(value)]))
    if not isinstance(events, Sequence):
        raise _no_place("`events` is not a list")
    return _checked(text, spliced.with_item(events, value), lambda tree: tree["events"].append(_plain(value)))


def with_row(text: str, request: MappingRequest, qid: str | None) -> str:
    """The text of an event table with one more row: to the record of a key, or with the new one. Raises Refusal."""
    columns = columns_of(text)
    row = {"id": request.event_id, "category": request.event_category}
    if qid is not None:
        row["qid"] = qid
    elif request.new is not None:
        new = request.new
        row |= {"name": new.name, "severity": str(new.severity), "low_level_category": new.low_level_category}
        row["description"] = new.description
    missing = [name for name, value in row.items() if value and name not in columns]
    if missing:
        raise _no_place(f"the event table has no column {', '.join(f'`{name}`' for name in missing)}")
    end = "\r\n" if "\r\n" in text else "\n"
    line = io.StringIO()
    csv.DictWriter(line, columns, restval="", extrasaction="ignore", lineterminator=end).writerow(row)
    joint = "" if text.endswith(("\n", "\r")) else end
    return f"{text}{joint}{line.getvalue()}"


def columns_of(text: str) -> list[str]:
    """The columns of an event table. Raises Refusal."""
    try:
        return next(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True), [])
    except csv.Error as error:
        raise _no_place(f"the event table cannot be read ({error})") from None


def with_record(text: str, key: str, new: NewQid, *, shared: bool) -> str:
    """The text of a log source type, or of the `shared` file of records, with a QID record. Raises Refusal."""
    record: dict[str, Any] = {"name": new.name, "category": new.low_level_category, "severity": new.severity}
    if new.description:
        record["description"] = new.description
    # What nobody is sure of is marked, as in a package that `init` makes.
    comment = f"   # Review: {' '.join(new.review.split())}" if new.review.strip() else ""
    root, spliced = _root(text), Spliced(text)
    qids = root if shared else root.get("qids")
    if qids is None:
        after = spliced.with_block("qids", f"{key}: {flow(record)}{comment}", is_list=False)
        return _checked(text, after, lambda tree: tree.update(qids={key: record}))
    if not isinstance(qids, Mapping):
        raise _no_place("`qids` is not a mapping")
    value = flow(record) if spliced.is_flow(qids) else f"{flow(record)}{comment}"

    def change(tree: Any) -> None:
        (tree if shared else tree["qids"]).update({key: record})

    return _checked(text, spliced.with_entry(qids, key, value), change)


def has_records(text: str) -> bool:
    """Whether the file of a log source type has QID records. Raises Refusal."""
    return "qids" in _root(text).entries


def key_of(name: str, taken: set[str]) -> str:
    """A key for a QID record of that name, which no other one has."""
    key = _NO_KEY.sub("-", name.lower())[:_LONGEST_KEY].strip("-") or "event"
    number, other = 1, key
    while other in taken:
        number += 1
        other = f"{key}-{number}"
    assert is_key(other), "it is made of lowercase letters and digits"
    return other


def _with_property(text: str, request: ExpressionRequest, value: str) -> str:
    properties, spliced = _root(text).get("properties"), Spliced(text)
    new = f"{{name: {flow(request.field)}, expressions: {value}}}"
    if properties is None:
        _need_new(request.at)
        after = spliced.with_block("properties", new, is_list=True)
        return _checked(text, after, lambda tree: tree.update(properties=[_plain(new)]))
    if not isinstance(properties, Sequence):
        raise _no_place("`properties` is not a list")
    for index, each in enumerate(properties.items):
        name = each.get("name") if isinstance(each, Mapping) else None
        if isinstance(each, Mapping) and isinstance(name, Scalar) and name.text == request.field:
            if "expressions" not in each.entries:
                raise _no_place(f"the property `{request.field}` has no `expressions`")
            key, there = each.entries["expressions"]
            holder = lambda tree, index=index: (tree["properties"][index], "expressions")  # noqa: E731 - as a value
            return _among(text, there, key.start.column, request.at, value, holder)
    _need_new(request.at)
    return _checked(text, spliced.with_item(properties, new), lambda tree: tree["properties"].append(_plain(new)))


def _among(text: str, there: Node, indent: int, at: int, value: str, holder: Holder) -> str:  # noqa: PLR0917 - one call, twice
    """The text with an expression among those of a field: in place of one, or after the last.

    `holder` gives for a tree the mapping that has the field, and its key. `indent` is that of the key.
    """
    spliced = Spliced(text)
    items = there.items if isinstance(there, Sequence) else [there]
    if at > len(items):
        raise _no_place(f"there are only {len(items)} expressions")
    if at:
        after = spliced.replaced(items[at - 1], value)
    elif isinstance(there, Sequence):
        after = spliced.with_item(there, value)
    else:
        after = spliced.as_list(there, indent, value)

    def change(tree: Any) -> None:
        mapping, name = holder(tree)
        found = mapping[name] if isinstance(mapping[name], list) else [mapping[name]]
        changed = [*found[: at - 1], _plain(value), *found[at:]] if at else [*found, _plain(value)]
        mapping[name] = changed if isinstance(mapping[name], list) or not at else changed[0]

    return _checked(text, after, change)


def _checked(before: str, after: str, change: Callable[[Any], None]) -> str:
    """The new text, where it says what the old one says with that change. Raises Refusal."""
    expected = _plain(before)
    change(expected)
    document = parse_document(after, "after", Findings())
    if document is None or plain(document.root) != expected:
        # An anchor, say, whose value other places share.
        raise _no_place("the file is written in a way that the page cannot change")
    return after


def _plain(text: str) -> Any:
    document = parse_document(text, "value", Findings())
    assert document is not None, "it has been read before"
    return plain(document.root)


def _root(text: str) -> Mapping:
    findings = Findings()
    document = parse_document(text, "the file", findings)
    if document is None:
        raise Refusal("preview/broken", f"the file is not YAML: {next(iter(findings)).message}")
    if not isinstance(document.root, Mapping):
        raise _no_place("the file has no keys")
    return document.root


def _on_one_line(expression: str) -> str:
    """An expression as YAML on one line, as it was written where it is a mapping in braces. Raises Refusal."""
    if len(expression) > _LONGEST:
        raise Refusal("preview/too-large", f"an expression has at most {_LONGEST:,} characters")
    findings = Findings()
    document = parse_document(expression, "the expression", findings)
    if document is None:
        raise Refusal("preview/request", f"the expression is not YAML: {next(iter(findings)).message}", status=422)
    value = plain(document.root)
    if not isinstance(value, dict) or not value:
        raise Refusal("preview/request", "an expression is a mapping such as {json: '/\"user\"'}", status=422)
    text = expression.strip()
    is_as_written = text.isprintable() and text.startswith("{") and text.endswith("}")
    return text if is_as_written else flow(value)


def _need_new(at: int) -> None:
    if at:
        raise _no_place("there is no such expression")


def _no_place(message: str) -> Refusal:
    return Refusal("preview/place", message)
