"""Reads one element of a workflow from YAML: its attributes, its body and the children that are not actions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import Element
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.model.workflow.problems import Problem, attribute_problems, child_problems, did_you_mean
from qradar_builder.source.workflow.heads import head_of, name_of, short_forms
from qradar_builder.source.workflow.relative import absolute, base_after, is_relative
from qradar_builder.source.xml.foreign import outer_xml
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.scalars import value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping as AbstractMapping

    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import Attribute, ElementSpec
    from qradar_builder.source.workflow.fragments import Fragments, Scope

_UNREADABLE = "?"
"""Stands for an attribute whose value could not be read, so that it is not called missing as well."""
_XML_DECLARATION = re.compile(r"\A<\?xml\s[^>]*\?>\s*")
OMITTED = " omitIfEmpty"
"""What follows the name of a parameter or header that is left out where its value is empty, in the short form."""


@dataclass(slots=True)
class _Parts:
    """What stands under the key of an element."""

    attributes: dict[str, str] = field(default_factory=dict)
    places: dict[str, Origin] = field(default_factory=dict)
    children: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    body: Node | None = None


class ElementReader:
    """Reads elements. What is wrong becomes a finding; the elements are of use only if there was none."""

    def __init__(self, version: SchemaVersion, fragments: Fragments, findings: Findings) -> None:
        self._version = version
        self._fragments = fragments
        self._findings = findings
        self._base: str | None = None

    def forget_calls(self) -> None:
        """Begin where no call is above that a path could be relative to."""
        self._base = None

    def read(
        self,
        spec: ElementSpec,
        key: Node,
        content: Node | None,
        scope: Scope,
        *,
        head: AbstractMapping[str, Scalar] | None = None,
        comments: tuple[str, ...] = (),
        closing: tuple[str, ...] = (),
    ) -> Element:
        """The element of a key from what stands under it, without its actions: only those hold one another.

        `head` are the attributes in the key; by default those of its short form.
        """
        origin = scope.origin(key)
        if scope.fragment is not None:
            self._fragments.count(origin)
        parts = self._parts(spec, self._head(spec, key, scope) if head is None else head, key, content, scope)
        for problem in attribute_problems(spec, parts.attributes, self._version):
            self._add(problem, parts.places.get(str(problem.at), origin))
        element = Element(
            name=spec.name,
            attributes=parts.attributes,
            children=self._children(spec, origin, parts.children, scope) if spec.slots else (),
            text=self._body(spec, parts.body, origin, scope),
            origin=origin,
            places=parts.places,
            comments=comments,
            closing=closing,
        )
        self._base = base_after(element, self._base)
        return element

    def _head(self, spec: ElementSpec, key: Node, scope: Scope) -> AbstractMapping[str, Scalar]:
        head = head_of(spec, key) if isinstance(key, Scalar) else {}
        if head is not None:
            return head
        message = f"`{key.text}` is not a short form of {spec.name}" if isinstance(key, Scalar) else ""
        self._findings.add("workflow/action-form", scope.origin(key), message, help=_advice(spec))
        return {each.name: Scalar(key.start, key.end, text=_UNREADABLE) for each in spec.attributes if each.required}

    def _parts(
        self,
        spec: ElementSpec,
        head: AbstractMapping[str, Scalar],
        key: Node,
        content: Node | None,
        scope: Scope,
    ) -> _Parts:
        parts = _Parts()
        for name, part in head.items():
            self._put(spec.attribute(name), part, scope, parts)
        only = spec.only_list
        if content is None or (isinstance(content, Scalar) and value(content) is None):
            return parts
        if isinstance(content, Scalar) and head and spec.under:
            self._put(spec.attribute(spec.under), content, scope, parts)
        elif isinstance(content, Scalar) and not head and spec.shorthand:
            parts.attributes.update(spec.implied)
            self._put(spec.attribute(spec.shorthand), content, scope, parts)
        elif only is not None and not _names_child(content, only):
            parts.children[only.name] = (key, content)
        elif not isinstance(content, Mapping):
            self._report_content(spec, content, scope)
            parts.attributes = {each.name: _UNREADABLE for each in spec.attributes if each.required}
        else:
            self._sort(spec, content, scope, parts)
        return parts

    def _sort(self, spec: ElementSpec, content: Mapping, scope: Scope, parts: _Parts) -> None:
        """Tell the attributes, children and the body of an element apart."""
        for name, key, part in content:
            attribute = spec.attribute(name)
            child = name_of(name)
            if name in parts.attributes or child in parts.children:
                twice = child in parts.children
                message = f"{child} is in {spec.name} twice" if twice else f"`{name}` is in the key as well"
                self._findings.add("workflow/action-form", scope.origin(key), message, help="keep one of the two")
            elif attribute is not None or name == spec.body:
                self._put(attribute, part, scope, parts)
            elif spec.child(child):
                parts.children[child] = (key, part)
            else:
                self._report_unknown(spec, name, scope.origin(key))

    def _put(self, attribute: Attribute | None, part: Node, scope: Scope, parts: _Parts) -> None:
        """Read an attribute; or note the body, where it is none."""
        if attribute is None:
            parts.body = part
            parts.places["text"] = scope.origin(part)
            return
        text = self._fragments.text(part, attribute.name, scope)
        written = _UNREADABLE if text is None else self._absolute(text, attribute.kind, part, scope)
        parts.attributes[attribute.name] = written
        parts.places[attribute.name] = scope.origin(part)

    def _absolute(self, text: str, kind: TextKind, part: Node, scope: Scope) -> str:
        """A text whose relative paths are written out."""
        if not is_relative(text, kind):
            return text
        if self._base is not None:
            return absolute(text, kind, self._base)
        message = "the path `./` is relative, and no CallEndpoint above saves its response at one place"
        self._findings.add("workflow/relative-path", scope.origin(part), message)
        return text

    def _report_content(self, spec: ElementSpec, content: Node, scope: Scope) -> None:
        message = f"the content of {spec.name} must be a mapping, not {content.kind}"
        advice = _advice(spec)
        if spec.block and isinstance(content, Sequence):
            advice = f"put the actions under `{spec.block}`, next to {spec.name}"
        self._findings.add("workflow/action-form", scope.origin(content), message, help=advice)

    def _report_unknown(self, spec: ElementSpec, name: str, origin: Origin) -> None:
        if name == spec.block:
            message = f"`{name}` is inside {spec.name}, but must be next to it"
            self._findings.add(
                "workflow/unknown-attribute", origin, message, help=f"indent `{name}` as much as {spec.name}"
            )
            return
        known = [attribute.name for attribute in spec.attributes if attribute.since <= self._version]
        known += [kind.name for slot in spec.slots for kind in slot.kinds(self._version)]
        known += [spec.body] if spec.body else []
        advice = did_you_mean(name, known, "it has none")
        self._findings.add("workflow/unknown-attribute", origin, f"{spec.name} has no `{name}`", help=advice)

    def _children(
        self, spec: ElementSpec, origin: Origin, parts: dict[str, tuple[Node, Node]], scope: Scope
    ) -> tuple[Element, ...]:
        """The children in the order that QRadar demands, whichever order the YAML has them in."""
        children: list[Element] = []
        before = len(self._findings)
        for slot in spec.slots:
            for kind in slot.specs:
                if kind.name not in parts:
                    continue
                key, content = parts[kind.name]
                if slot.single:
                    comments = scope.remarks.above(key.start.line, key.start.column)
                    closing = scope.remarks.inside(content, key.start.column, under=True)
                    children.append(self.read(kind, key, content, scope, comments=comments, closing=closing))
                else:
                    above = self._above_list(kind, key, content, scope)
                    listed = list(self._list(kind, content, scope))
                    first = [replace(each, comments=above + each.comments) for each in listed[:1]]
                    children += [*first, *listed[1:]]
        broken = len(self._findings) > before
        for problem in child_problems(spec, [child.name for child in children], self._version):
            if problem.at is not None:
                self._add(problem, children[int(problem.at)].origin)
            elif not broken:
                self._add(problem, origin)
        return tuple(children)

    @staticmethod
    def _above_list(spec: ElementSpec, key: Node, content: Node, scope: Scope) -> tuple[str, ...]:
        """The comments above the key of children that repeat: those without a mark only where they are on its line."""
        if not isinstance(key, Scalar) or key.text != spec.name:
            return ()  # The key is that of the element which holds nothing but them.
        is_apart = content.start.line > key.start.line
        return scope.remarks.above(key.start.line, key.start.column, marked=is_apart)

    def _list(self, spec: ElementSpec, content: Node, scope: Scope) -> Iterator[Element]:
        """Children that repeat: a list of mappings, or one mapping of names to values."""
        if isinstance(content, Sequence):
            for item in content.items:
                if isinstance(item, Mapping):
                    comments = comments_above(scope, item, content)
                    closing = scope.remarks.inside(item, content.start.column)
                    yield self.read(spec, item, item, scope, comments=comments, closing=closing)
                else:
                    message = f"each {spec.name} must be a mapping, not {item.kind}"
                    self._findings.add("workflow/list-form", scope.origin(item), message)
            return
        if not isinstance(content, Mapping):
            message = f"{spec.name} must be a list, or a mapping of names to values"
            self._findings.add("workflow/list-form", scope.origin(content), message)
            return
        if content.entries and all(spec.attribute(name) for name in content.entries):
            message = f"write either one {spec.name}, or a mapping with one {spec.name} for each name"
            self._findings.add("workflow/list-form", scope.origin(content), message)
            return
        for name, key, part in content:
            if scope.fragment is not None:
                self._fragments.count(scope.origin(key))
            text = self._fragments.text(part, name, scope)
            bare = name.removesuffix(OMITTED) if spec.attribute(OMITTED.strip()) else name
            attributes = {
                "name": self._filled(bare, key, scope),
                "value": _UNREADABLE if text is None else self._absolute(text, TextKind.TEMPLATE, part, scope),
            }
            if bare != name:
                attributes[OMITTED.strip()] = "true"
            places: dict[str, Origin] = {"name": scope.origin(key), "value": scope.origin(part)}
            for problem in attribute_problems(spec, attributes, self._version):
                self._add(problem, places.get(str(problem.at), scope.origin(key)))
            yield Element(
                spec.name,
                attributes,
                origin=scope.origin(key),
                places=places,
                comments=scope.remarks.above(key.start.line, key.start.column),
                closing=scope.remarks.inside(part, key.start.column),
            )

    def _filled(self, text: str, key: Node, scope: Scope) -> str:
        filled = self._fragments.filled(text, scope.origin(key), scope)
        return self._absolute(filled, TextKind.TEMPLATE, key, scope)

    def _body(self, spec: ElementSpec, body: Node | None, origin: Origin, scope: Scope) -> str | None:
        if spec.body is None:
            return None
        text = "" if body is None else self._fragments.text(body, spec.body, scope)
        if text is None:
            return None
        if spec.body == "text":
            return text if body is None else self._absolute(text, TextKind.TEMPLATE, body, scope)
        place = scope.origin(body) if body else origin
        if not text:
            self._findings.add(
                "workflow/empty", place, f"{spec.name} requires `xml`", help="add `xml`: the element to send"
            )
            return None
        # The text is decoded already, whatever encoding it declares.
        text = _XML_DECLARATION.sub("", text.strip(), count=1)
        # The XML is inside of the YAML, so what is wrong with it has no line of its own.
        problems = Findings()
        document = parse_xml(text.encode(), "", problems)
        for problem in problems:
            at = f"line {problem.location.line}, column {problem.location.column}"
            self._findings.add(
                problem.rule, place, f"`xml` of {spec.name}: {problem.message} ({at})", help=problem.help
            )
        return None if document is None else outer_xml(document.root, self._version.workflow_namespace)

    def _add(self, problem: Problem, origin: Origin) -> None:
        self._findings.add(problem.rule, origin, problem.message, help=problem.help or None)


def _advice(spec: ElementSpec) -> str:
    return f"write {' or '.join([*short_forms(spec), f'`{spec.name}: {{attribute: value}}`'])}"


def comments_above(scope: Scope, item: Node, within: Sequence) -> tuple[str, ...]:
    """The comments above an item of a list; none where the list is written in brackets."""
    lines = scope.document.lines
    line, column = within.start.line, within.start.column
    if line < len(lines) and lines[line][column : column + 1] == "[":
        return ()
    return scope.remarks.above(item.start.line, column)


def _names_child(content: Node, child: ElementSpec) -> bool:
    """Whether a mapping names the child that it holds, rather than being the short form of it."""
    if not isinstance(content, Mapping) or list(content.entries) != [child.name]:
        return False
    return not isinstance(content.entries[child.name][1], Scalar)
