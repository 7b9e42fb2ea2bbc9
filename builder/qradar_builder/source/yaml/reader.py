"""Reads YAML into a tree with positions, by libyaml's event stream.

The event stream rather than `compose`: libyaml's composer recurses in C and a file of some ten thousand opening
brackets ends the process, which no exception handler can stop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn, cast

import yaml

from qradar_builder.findings import Findings, Location
from qradar_builder.secrets.excerpts import is_private, without_quotes
from qradar_builder.source.characters import SPACE_OR_UNSEEN, UNSEEN, check_unseen, name_of
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.source.line_starts import position
from qradar_builder.source.yaml.faults import fault_of
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.source.yaml.node import Mark

MAX_DEPTH = 100
"""How deep lists and mappings may lie in one another."""
MAX_NODES = 200_000
"""How many keys, values, lists and mappings a document has, unless it is of a kind that lists records."""
MAX_NODES_OF_RECORDS = 2_000_000
"""How many a document of QID records has: some 200,000 records."""
MAX_ALIASED = 100_000
"""How many nodes the aliases of one document may stand for, written out."""

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1."""

_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")

# The libyaml parser takes any text; PyYAML's loaders around it would add resolvers and constructors that we do not use.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_tree(text: str, name: str, findings: Findings, *, most: int = MAX_NODES) -> Node | None:
    """Read the one document of a YAML text. None, with findings, where the text is not YAML that we take.

    A text without any content is an empty mapping.
    """
    unread = -1
    try:
        return _Builder(text, name, findings, most).build(yaml.parse(text, Loader=_Loader))
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes.
        before = text.encode()[: error.position].decode(errors="replace")
        place = Location(name, *position(before, len(before)))
        findings.add("yaml/syntax", place, "contains a character that YAML does not allow")
        unread = len(before)
    except yaml.MarkedYAMLError as error:
        _report(error, text, name, findings)
    except _Refused:
        pass
    finally:
        check_unseen(text, name, findings, but=unread)
    return None


def _report(error: yaml.MarkedYAMLError, text: str, name: str, findings: Findings) -> None:
    fault = fault_of(error, text)
    if fault is None:
        mark = error.problem_mark or error.context_mark
        place = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        problem = " ".join(part for part in (error.context, error.problem) if part)
        findings.add("yaml/syntax", place, _safe(problem, name, text) or "is not valid YAML")
    else:
        line, column = fault.at[0] + 1, fault.at[1] + 1
        place = Location(name, line, column, line, column + fault.length)
        opened = [] if fault.opened is None else [fault.opened]
        related = [(Location(name, at[0] + 1, at[1] + 1, at[0] + 1, at[1] + 2), words) for at, words in opened]
        findings.add("yaml/syntax", place, fault.message, help=fault.help, related=related)
    # The line before may be the one to blame.
    _check_spaces(text, range(place.line - 1, place.line + 1), name, findings)


class _Refused(Exception):  # noqa: N818 - not an error of its own: its finding is recorded already
    """The document is not read any further."""


class _Builder:
    """Builds the tree of one document from its events, without recursion."""

    def __init__(self, text: str, name: str, findings: Findings, most: int) -> None:
        self._most = most
        self._text = text
        self._name = name
        self._findings = findings
        self._anchors: dict[str, Node] = {}
        self._open: list[Node] = []
        self._keys: list[Scalar | None] = []
        self._aliased = 0
        self._root: Node | None = None

    def build(self, events: Iterator[yaml.Event]) -> Node:
        handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        last: yaml.Event | None = None
        for number, event in enumerate(events):
            last = event
            if number > self._most:
                self._refuse("file/too-large", event, f"the document has more than {self._most:,} nodes")
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
        if self._root is None:
            assert last is not None
            return Mapping(*_marks(last))
        return self._root

    def _document(self, event: yaml.Event) -> None:
        if self._root is not None:
            self._refuse("yaml/documents", event, "contains a second document")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_tag(event, event.tag)
        self._check_characters(event)
        # libyaml gives a plain scalar an empty style, PyYAML none; `!!str 5` is as good as quoted.
        node = Scalar(*_marks(event), text=event.value, plain=not event.style and event.tag is None)
        if self._awaits_key():
            self._keys[-1] = node
            if not node.text.isascii() and SPACE_OR_UNSEEN.search(node.text):
                lines = range(node.start.line + 1, node.end.line + 2)
                _check_spaces(self._text, lines, self._name, self._findings, end=node.end.column)
            return
        self._place(node, event.anchor)

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._check_tag(event, event.tag)
        if self._awaits_key():
            self._refuse("yaml/key", event, "a key must be text, not a list or a mapping")
        if len(self._open) >= MAX_DEPTH:
            self._refuse("yaml/depth", event, f"lists and mappings are nested more than {MAX_DEPTH} levels deep")
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(*_marks(event))
        if event.anchor:
            self._anchors[event.anchor] = node
        self._open.append(node)
        self._keys.append(None)

    def _end(self, event: yaml.Event) -> None:
        node = self._open.pop()
        self._keys.pop()
        node.end = _marks(event)[1]
        self._place(node, None)

    def _alias(self, event: yaml.AliasEvent) -> None:
        if self._awaits_key():
            self._refuse("yaml/key", event, "a key must be text, not an alias")
        target = self._anchors.get(event.anchor or "")
        if target is None:
            self._refuse("yaml/alias", event, f"there is no anchor `&{event.anchor}` above")
        if target in self._open:
            self._refuse("yaml/alias", event, f"`*{event.anchor}` is inside its own anchor")
        self._aliased += target.size
        if self._aliased > MAX_ALIASED:
            self._refuse("yaml/alias", event, f"the aliases expand to more than {MAX_ALIASED} nodes")
        self._place(target, None)

    def _place(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        parent.size += node.size
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        assert isinstance(parent, Mapping)
        key = self._keys[-1]
        assert key is not None
        self._keys[-1] = None
        first = parent.entries.get(key.text)
        if first is not None:
            self._findings.add(
                "yaml/duplicate-key",
                key.location(self._name),
                _safe(f"`{key.text}` appears twice in one mapping", self._name, self._text),
                related=[(first[0].location(self._name), "first here")],
            )
            return
        parent.entries[key.text] = (key, node)

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Mapping) and self._keys[-1] is None

    def _check_tag(self, event: yaml.Event, tag: str | None) -> None:
        if tag not in _TEXT_TAGS:
            self._refuse("yaml/tag", event, f"the tag `{tag}` is not allowed")

    def _check_characters(self, event: yaml.ScalarEvent) -> None:
        bad = NOT_IN_XML.search(event.value)
        if bad is not None:
            start, _ = _marks(event)
            place = Location(self._name, start.line + 1, start.column + 1)
            self._findings.add("yaml/character", place, f"the text contains U+{ord(bad[0]):04X}")

    def _refuse(self, rule: str, event: yaml.Event, message: str) -> NoReturn:
        start, end = _marks(event)
        place = Location(self._name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        self._findings.add(rule, place, _safe(message, self._name, self._text))
        raise _Refused


def _check_spaces(text: str, lines: range, name: str, findings: Findings, end: int | None = None) -> None:
    """Warn of what looks like a space and is none, in those lines (from 1) of a text, the last up to a column."""
    every = _LINE_END.split(text)
    for number in lines:
        line = every[number - 1] if 0 < number <= len(every) else ""
        for match in SPACE_OR_UNSEEN.finditer(line if number != lines[-1] else line[:end]):
            if not UNSEEN.match(match[0]):
                column = match.start() + 1
                place = Location(name, number, column, number, column + 1)
                message = f"{name_of(match[0])} is not white space in YAML"
                advice = f"delete the character in column {column}, or replace it with a space"
                findings.add("yaml/white-space", place, message, help=advice)


def _safe(message: str, name: str, text: str) -> str:
    """A message without what it quotes of a text that may hold secrets."""
    return without_quotes(message, text) if is_private(name, text) else message


def _marks(event: yaml.Event) -> tuple[Mark, Mark]:
    """Where an event begins and ends. The stubs allow for events that were made by hand and have no marks."""
    return cast("Mark", event.start_mark), cast("Mark", event.end_mark)
