"""Gives every item of a resolved extension its identity."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.package.identity.identities import Identities, Identity
from qradar_builder.package.identity.keys import MESSAGE, UNKNOWN
from qradar_builder.package.identity.lock import BUILT_IN
from qradar_builder.package.identity.mappings import MappedEvents, check_changed
from qradar_builder.package.identity.names import check_names, follow_names
from qradar_builder.package.identity.properties import carry_pinned, check_renamed, one_step
from qradar_builder.package.resolve.events import event_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.content import (
        Content,
        EventMapping,
        ExpressionOfProperty,
        LogSourceType,
        Property,
        QidRecord,
    )
    from qradar_builder.model.log_source_groups import LogSourceGroupSpec
    from qradar_builder.model.reference_data import ReferenceDataSpec
    from qradar_builder.package.identity.known import KnownItems
    from qradar_builder.package.identity.lock import Lock


@dataclass(slots=True)
class Numbered:
    """The identities of an extension's items. Items are looked up by what the content calls them."""

    types: dict[str, Identity] = field(default_factory=dict)
    extensions: dict[str, Identity] = field(default_factory=dict)
    """By log source type, the log source extension's."""
    qids: dict[int, Identity] = field(default_factory=dict)
    """By the `id()` of the record; `number` is the QID number."""
    automatic_qids: dict[tuple[str, str], Identity] = field(default_factory=dict)
    mappings: dict[tuple[str, str, str], Identity] = field(default_factory=dict)
    """By log source type, event id and event category."""
    automatic_mappings: dict[tuple[str, str], Identity] = field(default_factory=dict)
    properties: dict[str, Identity] = field(default_factory=dict)
    expressions: dict[int, Identity] = field(default_factory=dict)
    """By the `id()` of the expression."""
    protocols: dict[tuple[str, int], Identity] = field(default_factory=dict)
    """By log source type and protocol number."""
    groups: dict[str, Identity] = field(default_factory=dict)
    reference_data: dict[str, Identity] = field(default_factory=dict)

    def qid_of(self, record: QidRecord) -> Identity:
        """The identity of a QID record."""
        return self.qids[id(record)]

    def expression_of(self, expression: ExpressionOfProperty) -> Identity:
        """The identity of a property expression."""
        return self.expressions[id(expression)]


def number(content: Content, lock: Lock | None, findings: Findings) -> tuple[Numbered, Identities]:
    """Give every item its identity, from the lock or anew. An identity that would change is a finding."""
    identities = Identities(content.extension, lock, findings)
    before = findings.errors
    keys = _follow_renamed(content, identities)
    carry_pinned(content.properties, identities.known)
    for kind, names in _names(content).items():
        follow_names(kind, {key: name for key, (name, _) in names.items()}, identities.known)
    identities.known.expect(set(_named_keys(content, keys)))
    _check_mappings(content, keys, identities.known, findings)
    numbered = Numbered()
    for one in content.types:
        _number_type(one, identities, numbered)
    for one in content.types:
        for record in one.qids:
            _number_qid(record, one, keys, identities, numbered)
        for mapping in one.mappings:
            _number_mapping(one, mapping, identities, numbered)
    for record in content.records:
        numbered.qids[id(record)] = identities.qid(_qid_key(record, keys), BUILT_IN, record)
    texts = {
        prop.name: {(one.type_key, text) for one in prop.expressions for text in _fingerprints(one)}
        for prop in content.properties
    }
    check_renamed(content.properties, texts, identities.known, findings)
    for prop in content.properties:
        _number_property(prop, identities, numbered)
    _number_named(content, identities, numbered, findings)
    if findings.errors == before:
        identities.reports.report_clashes()
    return numbered, identities


def _names(content: Content) -> dict[str, dict[str, tuple[str, Origin]]]:
    """The names of the items that a console knows by them, with their places, by kind and key."""
    kinds: tuple[tuple[str, Mapping[str, LogSourceGroupSpec | ReferenceDataSpec]], ...] = (
        ("group", content.groups),
        ("reference-data", content.reference_data),
    )
    return {
        kind: {key: (item.name, content.named_places[kind, key]) for key, item in items.items()}
        for kind, items in kinds
    }


def _number_named(content: Content, identities: Identities, numbered: Numbered, findings: Findings) -> None:
    given = {"group": numbered.groups, "reference-data": numbered.reference_data}
    for kind, names in _names(content).items():
        check_names(kind, names, identities.known, findings)
        for key, (name, _) in names.items():
            given[kind][key] = identities.get(f"{kind}/{key}", name=name)


def _check_mappings(content: Content, keys: Mapping[int, str], known: KnownItems, findings: Findings) -> None:
    """Report mappings that take the place of others."""
    types = [
        MappedEvents(one.key, tuple((mapping, _qid_key(mapping.qid, keys)) for mapping in one.mappings))
        for one in content.types
    ]
    check_changed(types, known, findings)


def _qid_key(record: QidRecord, keys: Mapping[int, str]) -> str:
    """The key of a record in the lock. `keys` are those of records that mappings describe, by the `id()` of each."""
    scope = "*" if record.scope is None else record.scope
    return keys.get(id(record)) or f"qid/{scope}/{record.key}"


def _follow_renamed(content: Content, identities: Identities) -> dict[int, str]:
    """Carry what is known in another way than by its key. The keys of records that mappings describe, by `id()`."""
    living = {f"extension/{one.key}" for one in content.types}
    living |= {f"type/{one.key}" for one in content.types if one.built_in is None}
    for one in content.types:
        if one.built_in is None:
            identities.rescope(f"type/{one.key}", one.spec.uuid, living)
            identities.reserve_type(f"type/{one.key}", one.spec.type_id)
        else:
            identities.rescope(f"extension/{one.key}", one.spec.extension_uuid, living)
        identities.reports.check_target(one.key, None if one.built_in is None else one.internal_name, one.origin)
    return {record: key for one in content.types for record, key in _follow_described(one, identities.known).items()}


def _follow_described(one: LogSourceType, items: KnownItems) -> dict[int, str]:
    """Carry records that mappings describe to the keys that they have now.

    A record is known by its name while the mappings that had it are still there, so that one that parts in two stays
    under its name; else by a mapping that it has or had; at last by its name alone.
    """
    scope = f"qid/{one.key}"
    described = [record for record in one.qids if record.event_keys]
    free = items.locked(f"{scope}/@") if described else {}
    events = {key: {key.removeprefix(f"{scope}/"), *item.events} for key, item in free.items()}
    there = {key for record in described for key in record.event_keys}
    by_event: dict[str, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    for key, item in free.items():
        by_name.setdefault(item.name or "", []).append(key)
        for event in item.events:
            by_event.setdefault(event, []).append(key)

    def of_same_name(record: QidRecord) -> list[str]:
        known = [key for key in by_name.get(record.name, ()) if events[key] & there]
        return sorted(known, key=lambda key: events[key].isdisjoint(record.event_keys))

    ways: tuple[Callable[[QidRecord], Iterable[str]], ...] = (
        of_same_name,
        lambda record: [f"{scope}/{key}" for key in record.event_keys],
        lambda record: [key for event in record.event_keys for key in by_event.get(event, ())],
        lambda record: by_name.get(record.name, ()),
    )
    found: dict[int, str] = {}
    for way in ways:
        for record in described:
            known = None if id(record) in found else next((key for key in way(record) if key in free), None)
            if known is not None:
                del free[known]
                found[id(record)] = known
    keys: dict[int, str] = {}
    carried: dict[str, str] = {}
    for record in described:
        before = found.get(id(record))
        stays = before is not None and before.removeprefix(f"{scope}/") in record.event_keys
        keys[id(record)] = before if before is not None and stays else f"{scope}/{record.key}"
        if before is not None and not stays:
            carried[before] = keys[id(record)]
    items.rename(carried)
    return keys


def _named_keys(content: Content, keys: Mapping[int, str]) -> Iterator[str]:
    for one in content.types:
        if one.built_in is None:
            yield f"type/{one.key}"
        yield f"extension/{one.key}"
        yield from (f"event/{one.key}/{key}" for key in (MESSAGE, UNKNOWN) if one.built_in is None)
        yield from (f"event/{one.key}/{event_key(mapping.event_id, mapping.category)}" for mapping in one.mappings)
        for record in one.qids:
            yield _qid_key(record, keys)
    yield from (_qid_key(record, keys) for record in content.records)
    yield from (f"group/{key}" for key in content.groups)
    yield from (f"reference-data/{key}" for key in content.reference_data)


def _number_type(one: LogSourceType, identities: Identities, numbered: Numbered) -> None:
    if one.built_in is None:
        numbered.types[one.key] = identities.log_source_type(
            f"type/{one.key}", one.name, one.spec.uuid, one.spec.type_id, one.origin
        )
        for place, key in enumerate((MESSAGE, UNKNOWN)):
            numbered.automatic_qids[one.key, key] = identities.automatic_qid(one.key, key, place, one.origin)
            numbered.automatic_mappings[one.key, key] = identities.get(f"event/{one.key}/{key}")
    else:
        numbered.types[one.key] = Identity("", one.built_in.id, one.built_in.id)
    # A custom type is known by its own name in the lock, an override by that of the built-in type.
    name = None if one.built_in is None else one.internal_name
    extension = identities.get(f"extension/{one.key}", one.origin, name=name, pin=one.spec.extension_uuid)
    numbered.extensions[one.key] = extension
    for protocol in one.protocols:
        numbered.protocols[one.key, protocol.id] = identities.get(f"protocol/{one.key}/{protocol.id}")


def _number_qid(
    record: QidRecord, one: LogSourceType, keys: Mapping[int, str], identities: Identities, numbered: Numbered
) -> None:
    block = one.key if one.built_in is None else BUILT_IN
    numbered.qids[id(record)] = identities.qid(_qid_key(record, keys), block, record)


def _number_mapping(one: LogSourceType, mapping: EventMapping, identities: Identities, numbered: Numbered) -> None:
    key = f"event/{one.key}/{event_key(mapping.event_id, mapping.category)}"
    identity = identities.get(key, mapping.origin, pin=mapping.uuid)
    numbered.mappings[one.key, mapping.event_id, mapping.category] = identity


def _number_property(prop: Property, identities: Identities, numbered: Numbered) -> None:
    uuid = prop.id or (prop.shipped.id if prop.shipped is not None else identities.known.property_uuid(prop.name))
    numbered.properties[prop.name] = identities.fixed(f"property/{prop.name}", uuid, prop.origin)
    by_type: dict[str, list[ExpressionOfProperty]] = {}
    for expression in prop.expressions:
        by_type.setdefault(expression.type_key, []).append(expression)
    for type_key, expressions in by_type.items():
        keys = identities.known.expression_keys(
            f"expression/{type_key}/{one_step(prop.name)}/", [_fingerprints(one) for one in expressions]
        )
        for key, expression in zip(keys, expressions, strict=True):
            numbered.expressions[id(expression)] = identities.expression(
                key, _fingerprints(expression)[0], expression.spec.uuid, expression.origin
            )


def _fingerprints(expression: ExpressionOfProperty) -> tuple[str, str]:
    """What an expression is known by: its text with every option that is not what goes without saying; and without."""
    spec = expression.spec
    parts = [spec.kind, spec.text if spec.calculated is None else spec.calculated.model_dump_json()]
    if expression.qid is not None:
        parts.append(f"qid {expression.qid.key}")
    if expression.category is not None:
        parts.append(f"category {expression.category}")
    options: dict[str, object] = {
        "capture_group": None if spec.capture_group == 1 else spec.capture_group,
        "format": spec.format,
        "pair_delimiter": spec.pair_delimiter,
        "value_delimiter": spec.value_delimiter,
        "delimiter": spec.delimiter,
        "enabled": None if spec.enabled else False,
    }
    said = [f"{name} {json.dumps(option)}" for name, option in options.items() if option is not None]
    return " ".join([*parts, *said]), " ".join(parts)
