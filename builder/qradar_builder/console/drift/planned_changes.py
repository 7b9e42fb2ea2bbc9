"""Brings property expressions that no ZIP carries from a console into the files of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.plan.run import Outcome
from qradar_builder.model.expressions import Kind
from qradar_builder.package.rest_plan import left_out
from qradar_builder.reference.categories import UnknownCategory, category

if TYPE_CHECKING:
    from qradar_builder.console.drift.sources import Sources
    from qradar_builder.console.holdings.other_expressions import OtherExpression
    from qradar_builder.console.plan.run import Done
    from qradar_builder.console.release.release import Release
    from qradar_builder.console.verification.items import Verified
    from qradar_builder.model.content import LogSourceType, Property

_STEP: Final = "create-expression-"
_ANY: Final = {None, -1}
_DELIMITERS: Final = {
    "delimiter_pair": "pair_delimiter",
    "delimiter_name_value": "value_delimiter",
    "delimiter": "delimiter",
}


class PlannedChanges:
    """The changes of the REST plan. `taken` says what was brought in, `left` what only a person can."""

    def __init__(self, release: Release, verified: Verified, sources: Sources) -> None:
        assert release.content is not None, "changes go into a package folder"
        self._content = release.content
        self._verified = verified
        self._sources = sources
        self.taken: list[str] = []
        self.left: list[str] = []

    def make(self) -> None:
        """Make all changes in the sources."""
        planned = list(left_out(self._content))
        for done in self._verified.plan:
            if done.outcome is Outcome.THERE:
                continue
            number = done.step.id.removeprefix(_STEP)
            is_ours = done.step.id.startswith(_STEP) and number.isdecimal() and int(number) <= len(planned)
            is_taken = is_ours and done.outcome is Outcome.MISSING and self._drop(*planned[int(number) - 1])
            self._note(_words(done), is_taken=is_taken)
        for each in self._verified.others:
            self._note(f"{each.words}: added on the console", is_taken=self._add(each))

    def _note(self, text: str, *, is_taken: bool) -> None:
        (self.taken if is_taken else self.left).append(text)

    def _drop(self, prop: Property, expression: Any) -> bool:
        """Take an expression out that the console has no more."""
        rows = (self._sources.yaml_of_type(expression.type_key) or {}).get("properties") or []
        row = next((each for each in rows if isinstance(each, dict) and each.get("name") == prop.name), None)
        if row is None:
            return False
        old = row["expressions"] if isinstance(row["expressions"], list) else [row["expressions"]]
        spec = expression.spec
        kept = [each for each in old if not _is_same(each, spec.kind, spec.text if spec.calculated is None else None)]
        if len(kept) != len(old) - 1:
            return False
        if kept:
            row["expressions"] = kept
        else:
            rows[:] = [each for each in rows if each is not row]
            if not rows:
                del (self._sources.yaml_of_type(expression.type_key) or {})["properties"]
        return True

    def _add(self, other: OtherExpression) -> bool:
        """Add an expression that only the console has, to a property that the package has or to a new one."""
        one = next((each for each in self._content.types if each.name == other.of_type), None)
        document = None if one is None else self._sources.yaml_of_type(one.key)
        written = None if one is None else self._written(one, other)
        if document is None or written is None:
            return False
        names = {each.name: each for each in self._content.properties}
        known = next((name for name, each in names.items() if other.of_property in {name, _shown_name(each)}), None)
        rows = document.setdefault("properties", [])
        name = known if known is not None else other.of_property
        row = next((each for each in rows if isinstance(each, dict) and each.get("name") == name), None)
        if row is None:
            row = {"name": name, "expressions": written}
            if known is None:
                row["id"] = other.record["regex_property_identifier"]
                row |= self._attributes(other.record["regex_property_identifier"])
            rows.append(row)
            return True
        old = row["expressions"] if isinstance(row["expressions"], list) else [row["expressions"]]
        row["expressions"] = [*old, written]
        return True

    def _attributes(self, identifier: str) -> dict[str, Any]:
        """What the console says of a property that the package does not have."""
        record = next((each for each in self._verified.lists.properties if each.get("identifier") == identifier), {})
        found = {"type": record.get("property_type"), "optimize": record.get("use_for_rule_engine") or None}
        found |= {"description": record.get("description") or None}
        return {key: value for key, value in found.items() if value not in {None, "string"}}

    def _written(self, one: LogSourceType, other: OtherExpression) -> dict[str, Any] | None:
        """An expression as a package has it. None where it cannot."""
        record = other.record
        found: dict[str, Any] = {}
        if other.kind is Kind.CALCULATED:
            operands = [_operand(record.get(name)) for name in ("first_operand", "second_operand")]
            if None in operands:
                return None
            found[other.kind] = {"first": operands[0], "operator": record.get("operator"), "second": operands[1]}
        else:
            found[other.kind] = record.get("expression")
        names = {
            "delimiter_pair": "pair_delimiter",
            "delimiter_name_value": "value_delimiter",
            "delimiter": "delimiter",
        }
        found |= {key: record[name] for name, key in names.items() if record.get(name)}
        if record.get("enabled") is False:
            found["enabled"] = False
        if record.get("qid") not in _ANY:
            key = self._key_of(one, record["qid"])
            if key is None:
                return None
            found["qid"] = key
        elif record.get("low_level_category_id") not in _ANY:
            try:
                found["category"] = category(record["low_level_category_id"]).qualified_name
            except UnknownCategory:
                return None
        if isinstance(record.get("payload"), str) and record["payload"].strip():
            found["sample"] = record["payload"]
        return {str(key): value for key, value in found.items()}

    def _key_of(self, one: LogSourceType, qid: int) -> str | None:
        """The package's key of the QID record of that number on the console."""
        name = next((each.get("name") for each in self._verified.lists.qids if each.get("qid") == qid), None)
        records = [*one.qids, *self._content.records]
        keys = [each.key for each in records if each.name == name and not each.event_keys]
        return keys[0] if len(keys) == 1 else None


def _words(done: Done) -> str:
    return f"{done.step.purpose.removeprefix('Create ')}: {done.outcome} on the console"


def _shown_name(prop: Property) -> str:
    return prop.name if prop.shipped is None else prop.shipped.name


def _is_same(written: Any, kind: Kind, text: str | None) -> bool:
    found = written.get(kind.value) if isinstance(written, dict) else None
    return found is not None and (text is None or getattr(found, "text", found) == text)


def _operand(found: Any) -> float | str | None:
    if not isinstance(found, dict):
        return None
    value = found.get("numeric_value") if found.get("type") == "STATIC" else found.get("property_name")
    return value if isinstance(value, int | float | str) else None
