"""Fragments: sequences of actions with parameters, written once and used in many workflows.

A fragment is a file `fragments/<key>.yaml` such as

    {parameters: [{name: token_url, description: Where the token comes from}, {name: scope, default: ""}],
     actions: [{CallEndpoint: {url: $(token_url), method: POST, savePath: /token}}]}

and is used in place of an action:

    - use: <key>
      with: {token_url: "https://${/host}/token"}

Its actions are put in place when the workflow is loaded. `$(name)` in any text of them stands for the value that `with`
gives, as it is written there; this has nothing to do with `${…}`, which QRadar replaces when the workflow runs. For the
text `$(name)` itself write `$$(name)`. A parameter with neither `default` nor `required: false` must be given.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.workflow.fragment_reader import REFERENCE, read_fragment
from qradar_builder.source.workflow.remarks import Remarks
from qradar_builder.source.yaml.node import Mapping, Node, Scalar
from qradar_builder.source.yaml.scalars import value

if TYPE_CHECKING:
    from collections.abc import Mapping as AbstractMapping

    from qradar_builder.findings import Findings, Location, Origin
    from qradar_builder.source.workflow.fragment_reader import Fragment
    from qradar_builder.source.yaml.document import YamlDocument
    from qradar_builder.source.yaml.node import Sequence

MAX_DEPTH = 20
"""How deep fragments may use one another."""
MAX_ELEMENTS = 10_000
"""How many elements and uses the fragments of one workflow may expand to."""
MAX_TEXT = 16 * 1024 * 1024
"""How many characters the texts in the fragments of one workflow may expand to."""


@dataclass(frozen=True, slots=True)
class NodeOrigin:
    """The place of a part of a document; where that is a fragment, it also knows by which way it was reached."""

    file: str
    node: Node
    way: tuple[tuple[Origin, str], ...] = ()

    def locate(self) -> Location:
        """The place of the part itself."""
        return self.node.location(self.file)

    def trail(self) -> tuple[tuple[Origin, str], ...]:
        """Where the fragment is used, and where the one that uses it is, outward."""
        return self.way


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read: the workflow itself, or one use of a fragment with its arguments."""

    document: YamlDocument
    remarks: Remarks
    fragment: str | None = None
    arguments: AbstractMapping[str, str] = field(default_factory=dict)
    outer: Scope | None = None
    way: tuple[tuple[Origin, str], ...] = ()

    def origin(self, node: Node) -> NodeOrigin:
        """The origin of a node of its document."""
        return NodeOrigin(self.document.name, node, self.way)

    def open_fragments(self) -> list[str]:
        """The fragments that are being expanded, outermost first."""
        return [*(self.outer.open_fragments() if self.outer else ()), *([self.fragment] if self.fragment else ())]


class FragmentsTooLargeError(Exception):
    """The fragments of a workflow expand to too much; the finding is recorded already."""


class Fragments:
    """The fragments that one workflow may use, and what their use has cost so far."""

    def __init__(self, documents: AbstractMapping[str, YamlDocument], findings: Findings) -> None:
        self._documents = documents
        self._findings = findings
        self._read: dict[str, Fragment | None] = {}
        self._remarks: dict[str, Remarks] = {}
        self._elements = 0
        self._characters = 0

    def enter(self, use: Mapping, scope: Scope) -> tuple[Sequence, Scope] | None:
        """The actions of the fragment that a `use` names, and the scope to read them in. None, with findings, else."""
        node = use.get("use")
        assert node is not None
        origin = scope.origin(node)
        key = node.text if isinstance(node, Scalar) else ""
        if key not in self._documents:
            advice = did_you_mean(key, self._documents, "there are no fragments; add fragments/<key>.yaml")
            self._findings.add("workflow/unknown-fragment", origin, f"there is no fragment `{key}`", help=advice)
            return None
        chain = scope.open_fragments()
        if key in chain:
            circle = " uses ".join(f"`{step}`" for step in (*chain[chain.index(key) :], key))
            self._findings.add("workflow/fragment-cycle", origin, f"{circle}: the fragments use each other in a cycle")
            return None
        if len(chain) >= MAX_DEPTH:
            self._findings.add(
                "workflow/fragment-size", origin, f"fragments are nested more than {MAX_DEPTH} levels deep"
            )
            return None
        self.count(scope.origin(use))
        if key not in self._read:
            self._read[key] = read_fragment(self._documents[key], self._findings)
        fragment = self._read[key]
        if fragment is None:
            return None
        arguments = self._arguments(use, key, fragment, scope)
        remarks = self._remarks.setdefault(key, Remarks(fragment.document))
        way = ((origin, "used here"), *scope.way)
        return fragment.actions, Scope(fragment.document, remarks, key, arguments, scope, way)

    def _arguments(self, use: Mapping, key: str, fragment: Fragment, scope: Scope) -> dict[str, str]:
        given: dict[str, str] = {}
        node = use.get("with")
        if node is not None and not isinstance(node, Mapping):
            message = f"`with` must be a mapping of parameters to values, not {node.kind}"
            self._findings.add("yaml/wrong-type", scope.origin(node), message)
        for name, name_node, argument in node if isinstance(node, Mapping) else ():
            if name not in fragment.parameters:
                advice = did_you_mean(name, fragment.parameters, "it has none")
                message = f"the fragment `{key}` has no parameter `{name}`"
                self._findings.add("workflow/fragment-argument", scope.origin(name_node), message, help=advice)
            given[name] = self.text(argument, name, scope) or ""
        for name, default in fragment.parameters.items():
            if name not in given and default is None:
                message = f"the fragment `{key}` needs `{name}`"
                place = scope.origin(use.entries["use"][1])
                advice = f"add `{name}` under `with`"
                self._findings.add("workflow/fragment-missing-argument", place, message, help=advice)
            # What is missing is not called empty as well, wherever it is referred to.
            given.setdefault(name, "?" if default is None else default)
        return given

    def text(self, node: Node, name: str, scope: Scope) -> str | None:
        """The text of a scalar as it is written, with the arguments put in. None, with a finding, where it is none."""
        if not isinstance(node, Scalar):
            message = f"`{name}` must be text, not {node.kind}"
            self._findings.add("workflow/no-text", scope.origin(node), message, help="write text or a number")
            return None
        if value(node) is None:
            self._findings.add("workflow/no-text", scope.origin(node), f"`{name}` has no value")
            return None
        return self.filled(node.text, scope.origin(node), scope)

    def filled(self, text: str, origin: Origin, scope: Scope) -> str:
        """A text with the arguments of its fragment put in; outside of fragments, the text itself."""
        if scope.fragment is None:
            return text
        pieces: list[str] = []
        end = 0
        for match in REFERENCE.finditer(text):
            argument = None if match[1] else scope.arguments.get(match[2])
            pieces += (text[end : match.start()], match[0][len(match[1]) :] if argument is None else argument)
            end = match.end()
            self._spend(len(pieces[-1]) + len(pieces[-2]), origin)
        pieces.append(text[end:])
        self._spend(len(pieces[-1]), origin)
        return "".join(pieces)

    def count(self, origin: Origin) -> None:
        """Count one element, or one use, of a fragment."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            message = f"the fragments expand to more than {MAX_ELEMENTS} elements"
            self._findings.add("workflow/fragment-size", origin, message)
            raise FragmentsTooLargeError

    def _spend(self, characters: int, origin: Origin) -> None:
        self._characters += characters
        if self._characters > MAX_TEXT:
            message = f"the fragments expand to more than {MAX_TEXT} characters"
            self._findings.add("workflow/fragment-size", origin, message)
            raise FragmentsTooLargeError
