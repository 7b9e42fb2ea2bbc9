"""Writes the XML schemas of workflows and parameter values, from the table of the language.

`python -m qradar_builder.workflow.xml.xsd_writer` writes them anew, beside this module.
They accept and refuse what QRadar's own schemas do; there is no published one of V2_1, so ours is V2 with what the
documentation adds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import ACTIONS, PARAMETER_VALUES, WORKFLOW
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.source.output import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.model.workflow.grammar import Attribute, ElementSpec, Slot

_XS = "http://www.w3.org/2001/XMLSchema"
_MANY = {"minOccurs": "0", "maxOccurs": "unbounded"}


def workflow_schema(version: SchemaVersion) -> bytes:
    """The XML schema of a workflow."""
    writer = _Writer(version)
    return _document(version.workflow_namespace, writer.element(WORKFLOW), writer.actions(), *writer.types())


def values_schema(version: SchemaVersion) -> bytes:
    """The XML schema of workflow parameter values."""
    return _document(version.values_namespace, _Writer(version).element(PARAMETER_VALUES))


def file_name(kind: str, version: SchemaVersion) -> str:
    """The name of the file that holds the schema of a kind of document, by the name of its root."""
    return f"{kind}-{version}.xsd"


def generate() -> dict[str, bytes]:
    """Every schema by its file name."""
    files: dict[str, bytes] = {}
    for version in SchemaVersion:
        files[file_name(WORKFLOW.name, version)] = workflow_schema(version)
        files[file_name(PARAMETER_VALUES.name, version)] = values_schema(version)
    return files


def _xs(tag: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{_XS}}}{tag}", attributes, nsmap={"xs": _XS})
    element.extend(children)
    return element


def _document(namespace: str, *parts: etree._Element) -> bytes:
    filled = _xs("simpleType", _xs("restriction", _xs("minLength", value="1"), base="xs:string"), name="filled")
    root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS, "w": namespace})
    root.set("targetNamespace", namespace)
    root.set("elementFormDefault", "qualified")
    root.extend((*parts, filled))
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


class _Writer:
    """Writes what one version of the language has."""

    def __init__(self, version: SchemaVersion) -> None:
        self._version = version

    def kinds(self, specs: Iterable[ElementSpec]) -> Iterator[ElementSpec]:
        """Those of the elements that the version has."""
        return (spec for spec in specs if spec.since <= self._version)

    def types(self) -> Iterator[etree._Element]:
        """The types that have a name: actions, since they hold actions, and what stands in several places."""
        floating = (spec for action in ACTIONS.values() for slot in action.slots if slot.floats for spec in slot.specs)
        for spec in self.kinds((*ACTIONS.values(), *floating)):
            yield _xs("complexType", *self.content(spec), name=spec.name)

    def element(self, spec: ElementSpec, **occurs: str) -> etree._Element:
        """An element with its type inside."""
        return _xs("element", _note(spec.summary), _xs("complexType", *self.content(spec)), name=spec.name, **occurs)

    def actions(self) -> etree._Element:
        """The group of all actions. One that follows others is tied to the first of those by its place."""
        choice = _xs("choice")
        for spec in self.kinds(ACTIONS.values()):
            if not spec.follows:
                choice.append(self._branch(spec))
        return _xs("group", choice, name="action")

    def _branch(self, spec: ElementSpec) -> etree._Element:
        followers = [other for other in ACTIONS.values() if spec.name in other.follows]
        action = self._reference(spec)
        if not followers:
            return action
        # Only a follower that may follow itself repeats: ElseIf does, Else does not.
        tail = (
            self._reference(other, **(_MANY if other.name in other.follows else {"minOccurs": "0"}))
            for other in followers
        )
        return _xs("sequence", action, *tail)

    @staticmethod
    def _reference(spec: ElementSpec, **occurs: str) -> etree._Element:
        return _xs("element", _note(spec.summary), name=spec.name, type=f"w:{spec.name}", **occurs)

    def content(self, spec: ElementSpec) -> Iterator[etree._Element]:
        """What stands inside the type of an element."""
        attributes = [_attribute(each, self._version) for each in spec.attributes if each.since <= self._version]
        if spec.body == "text":
            yield _xs("simpleContent", _xs("extension", *attributes, base="xs:string"))
            return
        if spec.body == "xml":
            yield _xs("sequence", _xs("any", processContents="skip"))
        elif spec.block:
            yield _xs("sequence", _xs("group", ref="w:action", maxOccurs="unbounded"))
        elif spec.slots:
            yield _xs("sequence", *self._slots(spec))
        yield from attributes

    def _slots(self, spec: ElementSpec) -> Iterator[etree._Element]:
        floating = {
            before: slot
            for number, slot in enumerate(spec.slots)
            if slot.floats and slot.kinds(self._version)
            for before in range(spec.first_of_run(number), number)
        }
        for number, slot in enumerate(spec.slots):
            if not slot.kinds(self._version):
                continue
            if number in floating:
                loose = self._slot(floating[number])
                if number - 1 not in floating:
                    yield self._slot(floating[number])
                yield _xs("sequence", self._slot(slot, minOccurs="1", maxOccurs="1"), loose, **_MANY)
            elif not slot.floats:
                yield self._slot(slot)

    def _slot(self, slot: Slot, **occurs: str) -> etree._Element:
        lowest = {} if slot.required else {"minOccurs": "0"}
        highest = {} if slot.single else {"maxOccurs": "unbounded"}
        times = {name: count for name, count in (occurs or {**lowest, **highest}).items() if count != "1"}
        kinds = slot.kinds(self._version)
        if slot.floats:
            return _xs("choice", *(self._reference(kind) for kind in kinds), **times)
        if len(kinds) == 1:
            return self.element(kinds[0], **times)
        return _xs("choice", *(self.element(kind) for kind in kinds), **times)


def _attribute(attribute: Attribute, version: SchemaVersion) -> etree._Element:
    kind = "xs:string" if attribute.may_be_empty else "w:filled"
    if attribute.kind is TextKind.BOOLEAN:
        kind = "xs:boolean"
    more = {"use": "required"} if attribute.required_in(version) and not attribute.schema_omits else {}
    default = attribute.default_in(version)
    if default is not None:
        more["default"] = default
    return _xs("attribute", _note(attribute.summary), name=attribute.name, type=kind, **more)


def _note(text: str) -> etree._Element:
    words = _xs("documentation")
    words.text = text
    return _xs("annotation", words)


def main() -> None:
    """Write the schemas beside this module."""
    folder = Path(__file__).parent / "schemas"
    for name, content in generate().items():
        replace_file(folder / name, content, print)


if __name__ == "__main__":
    main()
