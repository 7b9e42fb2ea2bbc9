"""Brings what a console changed of parsing, properties, groups and types into the files of a package, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.model import Kind
from qradar_builder.console.release.items import JSON, REGEX

if TYPE_CHECKING:
    from qradar_builder.comparison.change import Change
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.console.drift.imported import ImportedContent
    from qradar_builder.console.drift.sources import Sources
    from qradar_builder.console.release.release import Release
    from qradar_builder.model.content import LogSourceType, Property

_OF_PROPERTY: Final = {
    "type": "type",
    "optimized": "optimize",
    "description": "description",
    "date format": "datetime_format",
    "locale": "locale",
}
"""The keys of a property by its attributes."""
_OF_COLLECTION: Final = {
    "kind": "kind",
    "element type": "element_type",
    "time to live": "time_to_live",
    "expires after": "expires_after",
    "key label": "key_label",
    "value label": "value_label",
}
_NOT_IN_A_ZIP: Final = frozenset({"leef", "cef", "xml", "nvp", "list", "aql", "calculated"})


class ItemChanges:
    """Takes changes of a comparison from the console to the release back, each by the item that it belongs to.

    `imported` is what an import makes of the console's export: an item is written as it is there.
    """

    def __init__(
        self,
        release: Release,
        comparison: Comparison,
        sources: Sources,
        imported: ImportedContent,
    ) -> None:
        assert release.content is not None, "changes go into a package folder"
        self._content = release.content
        self._identities = {row.get("id") for table in (REGEX, JSON) for row in release.rows(table)}
        """The identities of the expressions that the release has."""
        self._sources = sources
        self._imported = imported
        self._names = {new: old for old, new in comparison.renames.get(Kind.TYPE, {}).items()}
        """What the console calls log source types, by what the release calls them."""

    def take(self, change: Change) -> bool:
        """Take a change back. False where only a person can."""
        if not change.path:
            return False
        label = change.path[0].label
        match change.path[0].kind:
            case Kind.TYPE:
                one = next((each for each in self._content.types if each.name == label), None)
                return one is not None and self._type(one, change)
            case Kind.PROPERTY:
                return self._property(label, change)
            case Kind.GROUP:
                return self._group(label, change)
            case Kind.REFERENCE_DATA:
                return self._collection(label, change)
        return False

    def _type(self, one: LogSourceType, change: Change) -> bool:
        mine = self._sources.yaml_of_type(one.key)
        if mine is None:
            return False
        if change.operation is Operation.RENAMED and len(change.path) == 1:
            return _put(mine, "name", change.old)
        theirs = self._theirs(one)
        if theirs is None:
            return False
        if len(change.path) == 1:
            return change.attribute == "credibility" and _put(mine, "credibility", change.old)
        match change.path[1].kind:
            case Kind.PROTOCOL:
                return all([_copy(theirs, mine, "protocol"), _copy(theirs, mine, "protocols")])
            case Kind.MODIFIER:
                return _copy(theirs, mine, "modifiers")
            case Kind.FIELD if one.extension_xml is None:
                fields = mine.setdefault("parsing", {})
                return isinstance(fields, dict) and _copy(theirs.get("parsing") or {}, fields, change.path[1].label)
        return False

    def _theirs(self, one: LogSourceType) -> dict[str, Any] | None:
        """The log source type as the console has it."""
        number = None if one.built_in is None else one.built_in.id
        return self._imported.log_source_type(self._names.get(one.name, one.name), number)

    def _property(self, label: str, change: Change) -> bool:
        """A property, its attributes in each file that describes it, or its expressions for a log source type."""
        prop = next((each for each in self._content.properties if _shown_name(each) == label), None)
        if len(change.path) == 1 and change.operation is Operation.CHANGED:
            key = _OF_PROPERTY.get(str(change.attribute))
            entries = [] if prop is None or key is None else list(self._entries(prop))
            # Only the value that goes without saying is not written.
            value = None if change.old in {"", False} else change.old
            return bool(entries) and all(_put(entry, str(key), value) for entry in entries)
        types = self._content.types
        if len(change.path) > 1:
            types = tuple(one for one in types if one.name == change.path[1].label)
        done = [self._expressions(one, label, prop) for one in types if self._concerns(one, label, prop)]
        return bool(done) and all(done)

    def _concerns(self, one: LogSourceType, label: str, prop: Property | None) -> bool:
        theirs = self._theirs(one)
        is_there = theirs is not None and self._imported.property_of(theirs, label) is not None
        return is_there or (prop is not None and any(each.type_key == one.key for each in prop.expressions))

    def _entries(self, prop: Property) -> list[dict[str, Any]]:
        found = []
        for one in self._content.types:
            rows = (self._sources.yaml_of_type(one.key) or {}).get("properties") or []
            found += [row for row in rows if isinstance(row, dict) and row.get("name") == prop.name]
        return found

    def _expressions(self, one: LogSourceType, label: str, prop: Property | None) -> bool:
        """The expressions of a property for a type: those that a ZIP carries are the console's, others stay."""
        mine, theirs = self._sources.yaml_of_type(one.key), self._theirs(one)
        if mine is None or theirs is None:
            return False
        rows = mine.setdefault("properties", [])
        name = label if prop is None else prop.name
        row = next((each for each in rows if isinstance(each, dict) and each.get("name") == name), None)
        there = self._imported.property_of(theirs, label)
        old = [] if row is None else _as_list(row.get("expressions"))
        kept = [each for each in old if not _is_in_a_zip(each)]
        new: list[Any] = []
        for number, each in enumerate(_as_list((there or {}).get("expressions")), 1):
            written = self._written(one, theirs, each)
            if written is None:
                return False
            same = next((mine for mine in old if _comparable(mine) == _comparable(written)), None)
            identity = self._imported.identity_of(theirs, label, number)
            new.append(same if same is not None else self._pinned(written, identity))
        expressions = [*new, *kept]
        if not expressions:
            rows[:] = [each for each in rows if each is not row]
            _put(mine, "properties", rows or None)
            return True
        if row is None:
            row = {"name": name, **{key: value for key, value in (there or {}).items() if key != "expressions"}}
            identity = self._imported.property_identity(label)
            if identity is not None:
                row["id"] = identity
            rows.append(row)
        is_alone = len(expressions) == 1 and not isinstance(row.get("expressions"), list)
        row["expressions"] = expressions[0] if is_alone else expressions
        return True

    def _pinned(self, written: dict[str, Any], identity: str | None) -> dict[str, Any]:
        """An expression that the console alone has keeps its identity there, so that no release adds it again."""
        return written if identity is None or identity in self._identities else {**written, "uuid": identity}

    def _written(self, one: LogSourceType, theirs: dict[str, Any], expression: dict[str, Any]) -> dict[str, Any] | None:
        """An expression of an import with the package's own key of the QID record. None where there is none."""
        if "qid" not in expression:
            return dict(expression)
        name = self._imported.record_name(theirs, str(expression["qid"]))
        records = [*one.qids, *self._content.records]
        keys = [each.key for each in records if each.name == name and not each.event_keys]
        return None if len(keys) != 1 else {**expression, "qid": keys[0]}

    def _group(self, label: str, change: Change) -> bool:
        rows = self._sources.yaml("log_source_groups.yaml") or {}
        found = [key for key, row in rows.items() if isinstance(row, dict) and row.get("name") == label]
        if len(found) != 1 or change.operation is not Operation.CHANGED:
            return False
        if change.attribute == "parent" and change.old is not None:
            above = [key for key, row in rows.items() if isinstance(row, dict) and row.get("name") == change.old]
            return len(above) == 1 and _put(rows[found[0]], "parent", above[0])
        return change.attribute in {"parent", "description"} and _put(rows[found[0]], str(change.attribute), change.old)

    def _collection(self, label: str, change: Change) -> bool:
        rows = self._sources.yaml("reference_data.yaml") or {}
        row = next((each for each in rows.values() if isinstance(each, dict) and each.get("name") == label), None)
        theirs = self._imported.collection(label)
        key = _OF_COLLECTION.get(str(change.attribute))
        return row is not None and theirs is not None and key is not None and _copy(theirs, row, key)


def _shown_name(prop: Property) -> str:
    return prop.name if prop.shipped is None else prop.shipped.name


def _as_list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def _is_in_a_zip(expression: Any) -> bool:
    return isinstance(expression, dict) and _NOT_IN_A_ZIP.isdisjoint(expression) and "format" not in expression


def _comparable(expression: dict[str, Any]) -> dict[str, Any]:
    """An expression without its identity, and with what goes without saying."""
    plain = {key: getattr(value, "text", value) for key, value in expression.items() if key != "uuid"}
    return {"capture_group": 1, "enabled": True} | plain


def _put(where: dict[str, Any], name: str, value: Any) -> bool:
    if value is None:
        where.pop(name, None)
    else:
        where[name] = value
    return True


def _copy(theirs: dict[str, Any], mine: dict[str, Any], name: str) -> bool:
    return _put(mine, name, theirs.get(name))
