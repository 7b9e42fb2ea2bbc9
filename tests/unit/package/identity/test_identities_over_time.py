"""Whatever is added, removed, reordered or renamed in whatever order: what survives keeps its identity."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

from hypothesis import example, given, settings, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.package.folder import load_package
from qradar_builder.package.identity.numbering import number
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.resolve.extension import resolve

EXTENSION = {
    "id": "acme",
    "name": "Acme",
    "version": "1.0.0",
    "author": {"name": "Example Corp"},
    "qradar": {"minimum": "7.5.0"},
}
RECORD = {"category": 1002, "severity": 3}


class _Package:
    """A package in memory. Every record carries a token in its description, by which the test knows it."""

    def __init__(self):
        self.types = {}
        self.shared = {}
        self._serial = 0
        self.add_type()

    def _new(self, prefix):
        self._serial += 1
        return f"{prefix}{self._serial}"

    def add_type(self):
        # Keys that sort before and after those that are there.
        key = self._new("abc"[self._serial % 3])
        self.types[key] = {"name": self._new("Type "), "qids": {}, "events": [], "properties": {}}

    def add_record(self, one):
        key = self._new("q")
        one["qids"][key] = {"name": self._new("Name "), "description": key, **RECORD}
        one["events"].append({"id": self._new("e"), "qid": key})

    def add_shared(self, one):
        key = self._new("s")
        self.shared[key] = {"name": self._new("Name "), "description": key, **RECORD}
        one["events"].append({"id": self._new("e"), "qid": key})

    def use_shared(self, one):
        for key in list(self.shared)[:2]:
            one["events"].insert(0, {"id": self._new("e"), "qid": key})

    def add_described(self, one):
        record = {"name": self._new("Name "), "description": self._new("t"), "low_level_category": 1002, "severity": 3}
        one["events"] += [{"id": self._new("e"), **record} for _ in range(2)]

    def add_property(self, one):
        name = self._new("Property ")
        one["properties"][name] = [{"json": f'/"{self._new("k")}"'} for _ in range(2)]

    def add_expression(self, one):
        for expressions in one["properties"].values():
            expressions.insert(0, {"json": f'/"{self._new("k")}"'})

    def rename_type(self, one):
        one["name"] = self._new("Type ")

    def rename_records(self, one):
        names = defaultdict(lambda: self._new("Name "))
        for record in [*one["qids"].values(), *one["events"], *self.shared.values()]:
            if "name" in record:
                record["name"] = names[record["name"]]

    def turn(self, one):
        self.types = dict(reversed(self.types.items()))
        self.shared = dict(reversed(self.shared.items()))
        one["qids"] = dict(reversed(one["qids"].items()))
        one["events"].reverse()
        one["properties"] = {name: texts[::-1] for name, texts in reversed(one["properties"].items())}

    def drop_events(self, one):
        del one["events"][: (len(one["events"]) + 1) // 2]

    def drop_records(self, one):
        for key in list(one["qids"])[::2]:
            del one["qids"][key]
            one["events"] = [event for event in one["events"] if event.get("qid") != key]

    def drop_property(self, one):
        for name in list(one["properties"])[::2]:
            del one["properties"][name]

    def drop_expression(self, one):
        for expressions in one["properties"].values():
            del expressions[1:]

    def drop_type(self, one):
        if len(self.types) > 1:
            self.types = {key: other for key, other in self.types.items() if other is not one}

    def files(self):
        yield "extension.yaml", EXTENSION
        yield "qids.yaml", self.shared
        for key, one in self.types.items():
            yield (
                f"log_source_types/{key}.yaml",
                {
                    "name": one["name"],
                    "parsing": {"EventName": {"json": '/"id"'}},
                    "qids": one["qids"],
                    "events": one["events"],
                    "properties": [{"name": name, "expressions": list_} for name, list_ in one["properties"].items()],
                },
            )


EDITS = sorted(name for name in vars(_Package) if name.split("_")[0] in {"add", "use", "rename", "turn", "drop"})


def _identities(folder):
    """The identities of a build by what the test knows the items by, and those of them that have numbers."""
    findings = Findings()
    content = resolve(load_package(folder, findings), findings)
    lock = read_lock(folder / "identity.lock.yaml", "identity.lock.yaml", findings)
    assert not findings.errors, [found.message for found in findings]
    numbered, identities = number(content, lock, findings)
    assert not findings.errors, [found.message for found in findings]
    (folder / "identity.lock.yaml").write_bytes(identities.lock())
    found = {("type", key): given for key, given in numbered.types.items()}
    for one in content.types:
        found |= {("qid", record.description): numbered.qid_of(record) for record in one.qids}
    found |= {("automatic", *key): given for key, given in numbered.automatic_qids.items()}
    found |= {("event", *key): given for key, given in numbered.mappings.items()}
    found |= {("automatic event", *key): given for key, given in numbered.automatic_mappings.items()}
    found |= {("extension", key): given for key, given in numbered.extensions.items()}
    found |= {("property", key): given for key, given in numbered.properties.items()}
    for prop in content.properties:
        for one in prop.expressions:
            found["expression", prop.name, one.type_key, one.spec.text] = numbered.expression_of(one)
    return found


def _write(folder, package):
    for path in ("qids.yaml", "log_source_types"):
        shutil.rmtree(folder / path, ignore_errors=True)
    for name, data in package.files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data), encoding="utf-8")


@settings(max_examples=100, deadline=None)
@example([[(edit, 0) for edit in EDITS if edit != "drop_type"], [(edit, 1) for edit in EDITS]])
@example([[("add_described", 0)], [("drop_events", 0), ("rename_records", 0)]])
@given(st.lists(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 5)), min_size=1, max_size=5), max_size=5))
def test_identities_are_kept_and_numbers_are_never_given_twice(builds):
    package = _Package()
    known, rows, numbers, types, uuids = {}, {}, {}, {}, {}
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        for edits in [[], *builds]:
            for edit, which in edits:
                if edit == "add_type":
                    package.add_type()
                else:
                    getattr(package, edit)(list(package.types.values())[which % len(package.types)])
            _write(folder, package)
            for item, given in _identities(folder).items():
                # An expression that was edited lives on under its new text, so that only its numbers are its own.
                if item[0] != "expression":
                    assert known.setdefault(item, given) == given
                assert uuids.setdefault(given.uuid, given) == given
                assert rows.setdefault(given.row, given.uuid) == given.uuid
                if item[0] in {"qid", "automatic"}:
                    assert numbers.setdefault(given.number, given.uuid) == given.uuid
                if item[0] == "type":
                    assert types.setdefault(given.number, given.uuid) == given.uuid
