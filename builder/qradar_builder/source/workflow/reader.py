"""Reads a workflow from YAML: one node for one XML element, in IBM's own names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.document import ListComments, Parameter, SchemaVersion, Workflow
from qradar_builder.model.workflow.elements import PARAMETER, WORKFLOW
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.model.workflow.problems import BOOLEANS, attribute_problems, did_you_mean
from qradar_builder.source.workflow.actions import ActionReader
from qradar_builder.source.workflow.fragments import Fragments, FragmentsTooLargeError, Scope
from qradar_builder.source.workflow.parts import comments_above
from qradar_builder.source.workflow.remarks import Remarks
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.scalars import value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping as AbstractMapping

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.yaml.document import YamlDocument

LATEST = SchemaVersion.V2_1
"""The schema of a workflow that names none."""
FLAGS = ("required", "secret")
"""What may be behind the name of a parameter that is written as a key."""
LISTS = {"parameters": "Parameters", "actions": "Actions", "tests": "Tests"}
"""The lists of a workflow, with the names of their elements."""
PARTS = ("schema", *LISTS)
"""The keys of a workflow that are not attributes of its XML."""


def read_workflow_yaml(
    document: YamlDocument, fragments: AbstractMapping[str, YamlDocument], findings: Findings
) -> Workflow | None:
    """Read a workflow; `fragments` are those that it may use, by key. None, with findings, where it does not hold."""
    before = findings.errors
    try:
        workflow = _Reader(document, Fragments(fragments, findings), findings).workflow()
    except FragmentsTooLargeError:
        return None
    return workflow if findings.errors == before else None


class _Reader:
    """Reads one document."""

    def __init__(self, document: YamlDocument, fragments: Fragments, findings: Findings) -> None:
        self._scope = Scope(document, Remarks(document))
        self._fragments = fragments
        self._findings = findings

    def workflow(self) -> Workflow | None:
        root = self._scope.document.root
        if not isinstance(root, Mapping):
            message = f"a workflow must be a mapping, not {root.kind}"
            self._findings.add("yaml/wrong-type", self._scope.origin(root), message)
            return None
        origin = self._scope.origin(root)
        version = self._schema(root.get("schema"))
        known = (*(attribute.name for attribute in WORKFLOW.attributes), *PARTS)
        texts, places = self._attributes(WORKFLOW, root, origin, known)
        reader = ActionReader(version, self._fragments, self._findings)
        holder = WORKFLOW.child("Actions")
        assert holder is not None
        entry = root.entries.get("actions")
        actions: tuple[Element, ...] = ()
        if entry is None or _is_nothing(entry[1]):
            message = "a workflow must contain at least one action"
            self._findings.add("workflow/no-actions", origin, message, help="add `actions:`")
        else:
            actions = reader.block(entry[1], holder, self._scope.origin(entry[0]), self._scope)
        remarks = self._scope.remarks
        workflow = Workflow(
            name=texts.get("name", ""),
            version=texts.get("version", ""),
            schema=version,
            description=texts.get("description"),
            minimum_recurrence=texts.get("minimumRecurrence"),
            parameters=tuple(self._parameters(root.get("parameters"))),
            actions=actions,
            tests=tuple(self._tests(reader, root.get("tests"))),
            origin=origin,
            places=places,
            comments=remarks.above(root.start.line, root.start.column),
            around=self._around(root),
            ending=remarks.ending(),
            closing=remarks.behind(),
        )
        for place in remarks.unused():
            message = "the comment is not at a place where the XML can have it"
            self._findings.add("workflow/comment-place", place, message)
        return workflow

    def _around(self, root: Mapping) -> dict[str, ListComments]:
        """The comments of the lists, by the names of their elements."""
        found: dict[str, ListComments] = {}
        for name, key, node in root:
            if name in LISTS:
                before = self._scope.remarks.above(key.start.line, key.start.column, marked=True)
                comments = ListComments(before, self._scope.remarks.closing(key, node))
                if comments != ListComments():
                    found[LISTS[name]] = comments
        return found

    def _schema(self, node: Node | None) -> SchemaVersion:
        if node is None:
            return LATEST
        text = node.text if isinstance(node, Scalar) else ""
        if text in SchemaVersion.__members__:
            return SchemaVersion(text)
        advice = did_you_mean(text, SchemaVersion)
        message = f"the schema version {text} does not exist".rstrip()
        self._findings.add("workflow/version", self._scope.origin(node), message, help=advice)
        return LATEST

    def _parameters(self, node: Node | None) -> Iterator[Parameter]:
        if isinstance(node, Mapping):
            for _, key, item in node:
                closing = self._scope.remarks.inside(item, key.start.column)
                yield replace(self._short_parameter(key, item), closing=closing)
            return
        sequence = self._list(node, "parameters")
        for item in sequence.items if sequence else ():
            origin = self._scope.origin(item)
            if not isinstance(item, Mapping):
                message = f"a parameter must be a mapping, not {item.kind}"
                self._findings.add("yaml/wrong-type", origin, message, help="write `- {name: …, label: …}`")
                continue
            assert sequence is not None
            closing = self._scope.remarks.inside(item, sequence.start.column)
            parameter = self._parameter(item, {}, origin, comments_above(self._scope, item, sequence))
            yield replace(parameter, closing=closing)

    def _short_parameter(self, key: Scalar, item: Node) -> Parameter:
        """A parameter by its name, with what is true of it behind that: `name required secret: label`."""
        origin = self._scope.origin(key)
        name, *words = key.text.split(" ")
        given = {"name": name}
        for word in words:
            if word in FLAGS and word not in given:
                given[word] = "true"
            else:
                message = f"`{word}` is not valid behind the name of a parameter"
                advice = "write the name, then `required`, `secret` or both, such as `token required secret: API token`"
                self._findings.add("yaml/unknown-key", origin, message, help=advice)
        comments = self._scope.remarks.above(key.start.line, key.start.column)
        if isinstance(item, Mapping):
            return self._parameter(item, given, origin, comments)
        text = self._fragments.text(item, "label", self._scope)
        given["label"] = "?" if text is None else text
        return self._parameter(Mapping(item.start, item.end), given, self._scope.origin(item), comments)

    def _parameter(
        self,
        item: Mapping,
        given: dict[str, str],
        origin: Origin,
        comments: tuple[str, ...],
    ) -> Parameter:
        """A parameter from the attributes that its mapping has, and those that its key gives already."""
        known = tuple(attribute.name for attribute in PARAMETER.attributes if attribute.name not in given)
        texts, places = self._attributes(PARAMETER, item, origin, known, given)
        return Parameter(
            name=texts.get("name", ""),
            label=texts.get("label", ""),
            description=texts.get("description"),
            required=BOOLEANS.get(texts.get("required", ""), False),
            written=_written(item),
            secret=BOOLEANS.get(texts.get("secret", ""), False),
            default=texts.get("default"),
            origin=origin,
            places=places,
            comments=comments,
        )

    def _tests(self, reader: ActionReader, node: Node | None) -> Iterator[Element]:
        sequence = self._list(node, "tests")
        return reader.tests(sequence, self._scope) if sequence else iter(())

    def _list(self, node: Node | None, name: str) -> Sequence | None:
        if isinstance(node, Sequence):
            return node
        if node is not None and not _is_nothing(node):
            message = f"`{name}` must be a list, not {node.kind}"
            self._findings.add("yaml/wrong-type", self._scope.origin(node), message)
        return None

    def _attributes(
        self,
        spec: ElementSpec,
        node: Mapping,
        origin: Origin,
        known: tuple[str, ...],
        given: AbstractMapping[str, str] | None = None,
    ) -> tuple[dict[str, str], dict[str, Origin]]:
        """The attributes of a mapping as text, with their places, and those that are given already.

        Other keys must be among those that are known.
        """
        texts: dict[str, str] = dict(given or {})
        places: dict[str, Origin] = {}
        for name, key, part in node:
            attribute = spec.attribute(name)
            if attribute is None or name in (given or {}):
                if name not in known:
                    message = f"`{name}` is not a valid key here"
                    advice = did_you_mean(name, known)
                    self._findings.add("yaml/unknown-key", self._scope.origin(key), message, help=advice)
                continue
            text = self._fragments.text(part, name, self._scope)
            if text is not None and attribute.kind is TextKind.BOOLEAN:
                text = text.lower() if isinstance(part, Scalar) and isinstance(value(part), bool) else text
            # What could not be read is not called missing as well; the finding is there already.
            texts[name] = ("false" if attribute.kind is TextKind.BOOLEAN else "?") if text is None else text
            places[name] = self._scope.origin(part)
        for problem in attribute_problems(spec, texts, LATEST):
            place = places.get(str(problem.at), origin)
            self._findings.add(problem.rule, place, problem.message, help=problem.help)
        return texts, places


def _written(item: Mapping) -> dict[str, str]:
    """The truth values that stand in quotes: they go into the XML as they are written."""
    values = {name: item.get(name) for name in FLAGS}
    quoted = {name: node.text for name, node in values.items() if isinstance(node, Scalar) and not node.plain}
    return {name: text for name, text in quoted.items() if text != "true"}


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and value(node) is None
