"""Gives every item of a resolved extension its identity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from builder.package.identity import BUILT_IN, Identities, Identity
from builder.package.resolve_events import event_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.findings import Findings
    from builder.model.content import Content, EventMapping, ExpressionOfProperty, LogSourceType, Property, QidRecord
    from builder.package.lock import Lock

MESSAGE, UNKNOWN = ":message", ":unknown"
"""The keys of the two records, and their mappings, that QRadar makes with every custom type."""


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
    _follow_renamed(content, identities)
    identities.expect(set(_named_keys(content, identities)))
    numbered = Numbered()
    for one in content.types:
        _number_type(one, identities, numbered)
    for one in content.types:
        for record in one.qids:
            _number_qid(record, one, identities, numbered)
        for mapping in one.mappings:
            _number_mapping(one, mapping, identities, numbered)
    for prop in content.properties:
        _number_property(prop, identities, numbered)
    for key, group in content.groups.items():
        numbered.groups[key] = identities.get(f"group/{key}", name=group.name)
    for key, spec in content.reference_data.items():
        numbered.reference_data[key] = identities.get(f"reference-data/{key}", name=spec.name)
    return numbered, identities


def qid_key(record: QidRecord, identities: Identities) -> str:
    """The key of a record in the lock. One that mappings describe is known by any of them that the lock knows."""
    scope = "qid/*" if record.scope is None else f"qid/{record.scope}"
    for key in record.event_keys:
        if identities.is_locked(f"{scope}/{key}"):
            return f"{scope}/{key}"
    return f"{scope}/{record.key}"


def _follow_renamed(content: Content, identities: Identities) -> None:
    """Carry what is known in another way than by its key."""
    for one in content.types:
        if one.built_in is None:
            identities.rescope(f"type/{one.key}", one.spec.uuid)
            identities.reserve_type(f"type/{one.key}", one.spec.type_id)
        else:
            identities.rescope(f"extension/{one.key}", one.spec.extension_uuid)
    for one in content.types:
        _follow_described(one, identities)


def _follow_described(one: LogSourceType, identities: Identities) -> None:
    """Carry records that mappings describe to the keys that they have now.

    A record whose key is a mapping that it still has stays. Another is known by a mapping that it had, or by its name.
    """
    scope = f"qid/{one.key}"
    described = [record for record in one.qids if record.event_keys]
    still_there = {f"{scope}/{key}" for record in described for key in record.event_keys}
    gone = {key: item for key, item in identities.locked(f"{scope}/@").items() if key not in still_there}
    by_event = {event: key for key, item in gone.items() for event in item.events}
    by_name = {item.name: key for key, item in gone.items()}
    new = [each for each in described if not any(identities.is_locked(f"{scope}/{key}") for key in each.event_keys)]
    for_later = []
    for record in new:
        key = next((by_event[key] for key in record.event_keys if by_event.get(key) in gone), None)
        if key is None:
            for_later.append(record)
        else:
            del gone[key]
            identities.rename(key, f"{scope}/{record.key}")
    for record in for_later:
        if by_name.get(record.name) in gone:
            del gone[by_name[record.name]]
            identities.rename(by_name[record.name], f"{scope}/{record.key}")


def _named_keys(content: Content, identities: Identities) -> Iterator[str]:
    for one in content.types:
        yield f"type/{one.key}"
        yield f"extension/{one.key}"
        for record in one.qids:
            yield qid_key(record, identities)
    yield from (f"group/{key}" for key in content.groups)
    yield from (f"reference-data/{key}" for key in content.reference_data)


def _number_type(one: LogSourceType, identities: Identities, numbered: Numbered) -> None:
    if one.built_in is None:
        numbered.types[one.key] = identities.log_source_type(
            f"type/{one.key}", one.name, one.spec.uuid, one.spec.type_id, one.origin
        )
        for place, key in enumerate((MESSAGE, UNKNOWN)):
            numbered.automatic_qids[one.key, key] = identities.automatic_qid(one.key, key, place)
            numbered.automatic_mappings[one.key, key] = identities.get(f"event/{one.key}/{key}")
    else:
        numbered.types[one.key] = Identity("", one.built_in.id, one.built_in.id)
    # A custom type is known by its own name in the lock, an override by that of the built-in type.
    name = None if one.built_in is None else one.internal_name
    extension = identities.get(f"extension/{one.key}", one.origin, name=name, pin=one.spec.extension_uuid)
    numbered.extensions[one.key] = extension
    for protocol in one.protocols:
        numbered.protocols[one.key, protocol.id] = identities.get(f"protocol/{one.key}/{protocol.id}")


def _number_qid(record: QidRecord, one: LogSourceType, identities: Identities, numbered: Numbered) -> None:
    block = one.key if one.built_in is None else BUILT_IN
    key = qid_key(record, identities)
    numbered.qids[id(record)] = identities.qid(key, block, record)


def _number_mapping(one: LogSourceType, mapping: EventMapping, identities: Identities, numbered: Numbered) -> None:
    key = f"event/{one.key}/{event_key(mapping.event_id, mapping.category)}"
    identity = identities.get(key, mapping.origin, pin=mapping.uuid)
    numbered.mappings[one.key, mapping.event_id, mapping.category] = identity


def _number_property(prop: Property, identities: Identities, numbered: Numbered) -> None:
    uuid = prop.id or (prop.shipped.id if prop.shipped is not None else identities.property_uuid(prop.name))
    numbered.properties[prop.name] = identities.fixed(f"property/{prop.name}", uuid, prop.origin)
    by_type: dict[str, list[ExpressionOfProperty]] = {}
    for expression in prop.expressions:
        by_type.setdefault(expression.type_key, []).append(expression)
    for type_key, expressions in by_type.items():
        keys = identities.expression_keys(
            f"expression/{type_key}/{_one_step(prop.name)}/", [_fingerprint(one) for one in expressions]
        )
        for key, expression in zip(keys, expressions, strict=True):
            numbered.expressions[id(expression)] = identities.expression(
                key, _fingerprint(expression), expression.spec.uuid, expression.origin
            )


def _one_step(name: str) -> str:
    """A name without slashes: the steps of a key in the lock are parted by them."""
    return name.replace("%", "%25").replace("/", "%2F")


def _fingerprint(expression: ExpressionOfProperty) -> str:
    spec = expression.spec
    parts = [spec.kind, spec.text if spec.calculated is None else spec.calculated.model_dump_json()]
    if expression.qid is not None:
        parts.append(f"qid {expression.qid.key}")
    if expression.category is not None:
        parts.append(f"category {expression.category}")
    return " ".join(parts)
