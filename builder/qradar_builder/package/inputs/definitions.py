"""What the parser runs, made from a package folder: one definition for each log source type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.definition import (
    EventMapping,
    PropertyDefinition,
    PropertyRule,
    Qid,
    TypeDefinition,
    automatic_qids,
)
from qradar_builder.package.folder import load_package
from qradar_builder.package.identity.keys import MESSAGE, UNKNOWN
from qradar_builder.package.identity.numbering import number
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.layout import LOCK_FILE
from qradar_builder.package.resolve.extension import resolve
from qradar_builder.package.written_extension import extension_of
from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY
from qradar_builder.source.files import display_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.model.content import Content, ExpressionOfProperty, LogSourceType, Property, QidRecord
    from qradar_builder.package.folder import LoadedPackage
    from qradar_builder.package.identity.numbering import Numbered


def package_definitions(folder: Path, findings: Findings) -> dict[str, TypeDefinition] | None:
    """Load a package folder, and give its log source types by their keys. None, with findings, where it has errors."""
    before = findings.errors
    package = load_package(folder, findings)
    definitions = loaded_definitions(package, findings)
    return None if findings.errors > before else definitions


def loaded_definitions(package: LoadedPackage, findings: Findings) -> dict[str, TypeDefinition] | None:
    """The log source types of a package that is loaded, by their keys. None, with findings, where it has errors."""
    before = findings.errors
    content = resolve(package, findings)
    path = package.folder / LOCK_FILE
    lock = read_lock(path, display_name(path), findings)
    if content is None or findings.errors > before:
        return None
    numbered, _ = number(content, lock, findings)
    return None if findings.errors > before else content_definitions(content, numbered)


def content_definitions(content: Content, numbered: Numbered) -> dict[str, TypeDefinition]:
    """The definitions of content that is resolved and numbered."""
    return {one.key: _Definer(content, numbered).type(one) for one in content.types}


class _Definer:
    def __init__(self, content: Content, numbered: Numbered) -> None:
        self._content = content
        self._numbered = numbered
        self._qids: dict[int, Qid] = {}

    def type(self, one: LogSourceType) -> TypeDefinition:
        number = self._numbered.types[one.key].number
        stored, unknown = automatic_qids(one.name, number, one.origin)
        for key, record in ((MESSAGE, stored), (UNKNOWN, unknown)):
            identity = self._numbered.automatic_qids.get((one.key, key))
            assert identity is None or identity.number == record.number, "the two records have fixed numbers"
        credibility = one.spec.credibility if one.built_in is None else one.built_in.credibility
        return TypeDefinition(
            name=one.name,
            number=number,
            extension=extension_of(one, number),
            stored=stored,
            unknown=unknown,
            origin=one.origin,
            key=one.key,
            built_in=one.built_in is not None,
            credibility=DEFAULT_CREDIBILITY if credibility is None else credibility,
            mappings=tuple(
                EventMapping(mapping.event_id, mapping.category, self._qid(mapping.qid), mapping.origin)
                for mapping in one.mappings
            ),
            properties=tuple(self._properties(one.key)),
        )

    def _qid(self, record: QidRecord) -> Qid:
        if id(record) not in self._qids:
            number = self._numbered.qid_of(record).number
            self._qids[id(record)] = Qid(
                record.name, record.severity, record.category, record.origin, number, record.key
            )
        return self._qids[id(record)]

    def _properties(self, key: str) -> Iterator[PropertyDefinition]:
        for prop in self._content.properties:
            rules = tuple(self._rule(one) for one in prop.expressions if one.type_key == key)
            if rules:
                yield _property(prop, rules)

    def _rule(self, one: ExpressionOfProperty) -> PropertyRule:
        qid = None if one.qid is None else self._qid(one.qid)
        return PropertyRule(one.spec, one.rank, one.origin, qid, one.category)


def _property(prop: Property, rules: tuple[PropertyRule, ...]) -> PropertyDefinition:
    return PropertyDefinition(
        name=prop.name,
        type=prop.type,
        rules=rules,
        origin=prop.origin,
        optimize=prop.optimize,
        datetime_format=prop.datetime_format,
        locale=prop.locale,
    )
