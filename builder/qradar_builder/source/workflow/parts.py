"""Reads one element of a workflow from YAML: its attributes, its body and the children that are not actions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import Element, tidy_comment
from qradar_builder.model.workflow.problems import Problem, attribute_problems, child_problems, did_you_mean
from qradar_builder.source.xml.foreign import outer_xml
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.scalars import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import ElementSpec
    from qradar_builder.source.workflow.fragments import Fragments, Scope

_UNREADABLE = "?"
"""Stands for an attribute whose value could not be read, so that it is not called missing as well."""
_XML_DECLARATION = re.compile(r"\A<\?xml\s[^>]*\?>\s*")
_EDITOR_COMMENT = re.compile(r"yaml-language-server:|yamllint ")


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

    def read(
        self,
        spec: ElementSpec,
        key: Node,
        content: Node | None,
        scope: Scope,
        *,
        comments: tuple[str, ...] = (),
        actions: tuple[Element, ...] = (),
    ) -> Element:
        """The element of a key from what stands under it. Its depth is bounded: only actions hold one another."""
        origin = scope.origin(key)
        if scope.fragment is not None:
            self._fragments.count(origin)
        parts = self._parts(spec, key, content, scope)
        for problem in attribute_problems(spec, parts.attributes, self._version):
            self._add(problem, parts.places.get(str(problem.at), origin))
        return Element(
            name=spec.name,
            attributes=parts.attributes,
            children=self._children(spec, origin, parts.children, scope) if spec.slots else actions,
            text=self._body(spec, parts.body, origin, scope),
            origin=origin,
            places=parts.places,
            comments=comments,
        )

    def _parts(self, spec: ElementSpec, key: Node, content: Node | None, scope: Scope) -> _Parts:
        parts = _Parts()
        only = spec.only_list
        if content is None or (isinstance(content, Scalar) and value(content) is None):
            return parts
        if spec.shorthand and isinstance(content, Scalar):
            origin = scope.origin(content)
            parts.attributes[spec.shorthand] = self._fragments.filled(content.text, origin, scope)
            parts.places[spec.shorthand] = origin
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
            if spec.attribute(name):
                text = self._fragments.text(part, name, scope)
                parts.attributes[name] = _UNREADABLE if text is None else text
                parts.places[name] = scope.origin(part)
            elif name == spec.body:
                parts.body = part
                parts.places["text"] = scope.origin(part)
            elif spec.child(name):
                parts.children[name] = (key, part)
            else:
                self._report_unknown(spec, name, scope.origin(key))

    def _report_content(self, spec: ElementSpec, content: Node, scope: Scope) -> None:
        message = f"the content of {spec.name} must be a mapping, not {content.kind}"
        advice = f"write `{spec.name}: {{attribute: value}}`"
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
                    comments = comment_above(scope, key.start.line, key.start.column)
                    children.append(self.read(kind, key, content, scope, comments=comments))
                else:
                    children += self._list(kind, content, scope)
        broken = len(self._findings) > before
        for problem in child_problems(spec, [child.name for child in children], self._version):
            if problem.at is not None:
                self._add(problem, children[int(problem.at)].origin)
            elif not broken:
                self._add(problem, origin)
        return tuple(children)

    def _list(self, spec: ElementSpec, content: Node, scope: Scope) -> Iterator[Element]:
        """Children that repeat: a list of mappings, or one mapping of names to values."""
        if isinstance(content, Sequence):
            for item in content.items:
                if isinstance(item, Mapping):
                    yield self.read(spec, item, item, scope, comments=comments_above(scope, item, content))
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
            attributes = {
                "name": self._fragments.filled(name, scope.origin(key), scope),
                "value": _UNREADABLE if text is None else text,
            }
            places: dict[str, Origin] = {"name": scope.origin(key), "value": scope.origin(part)}
            for problem in attribute_problems(spec, attributes, self._version):
                self._add(problem, places.get(str(problem.at), scope.origin(key)))
            comments = comment_above(scope, key.start.line, key.start.column)
            yield Element(spec.name, attributes, origin=scope.origin(key), places=places, comments=comments)

    def _body(self, spec: ElementSpec, body: Node | None, origin: Origin, scope: Scope) -> str | None:
        if spec.body is None:
            return None
        text = "" if body is None else self._fragments.text(body, spec.body, scope)
        if spec.body == "text" or text is None:
            return text
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


def comments_above(scope: Scope, item: Node, within: Sequence) -> tuple[str, ...]:
    """The comment above an item of a list; none where the list is written in brackets."""
    lines = scope.document.lines
    line, column = within.start.line, within.start.column
    if line < len(lines) and lines[line][column : column + 1] == "[":
        return ()
    return comment_above(scope, item.start.line, column)


def comment_above(scope: Scope, line: int, indent: int) -> tuple[str, ...]:
    """The comment above a 0-based line, as one text, without what is meant for editors."""
    lines = (text for text in scope.document.comments_above(line, indent) if not _EDITOR_COMMENT.match(text))
    text = tidy_comment("\n".join(lines))
    return (text,) if text else ()


def _names_child(content: Node, child: ElementSpec) -> bool:
    """Whether a mapping names the child that it holds, rather than being the short form of it."""
    if not isinstance(content, Mapping) or list(content.entries) != [child.name]:
        return False
    return not isinstance(content.entries[child.name][1], Scalar)
