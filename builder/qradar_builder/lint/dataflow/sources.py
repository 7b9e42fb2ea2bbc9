"""What the values in the State are made of: the clock, parameters, responses.

The order of actions plays no part here: a place holds what anything that ever writes to it is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.jpath.syntax.tree import Call
from qradar_builder.lint.dataflow.accesses import is_block
from qradar_builder.lint.dataflow.by_place import ByPlace
from qradar_builder.lint.dataflow.state_path import ANY
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.model.workflow.document import Workflow


@dataclass(frozen=True, slots=True)
class ValueSource:
    """`clock`, `response`, `parameter` or `secret`; `name` is the parameter, or the place where a response is saved."""

    kind: str
    name: str = ""


CLOCK: Final = ValueSource("clock")
_CLOCK_FUNCTION: Final = "time"
_KEY: Final = "secretKey"
"""What a hash is made with, and does not show."""


@dataclass(frozen=True, slots=True)
class _Write:
    path: StatePath
    reads: tuple[StatePath, ...]
    sources: frozenset[ValueSource]


class Sources:
    """The sources of every place in the State of a workflow; `asking` has the elements that call `time()`, by `id`."""

    def __init__(self, workflow: Workflow, asking: Collection[int], accesses: Mapping[int, tuple[Access, ...]]) -> None:
        writes = [
            _Write(
                (parameter.name,),
                (),
                frozenset({ValueSource("secret" if parameter.secret else "parameter", parameter.name)}),
            )
            for parameter in workflow.parameters
        ]
        for own in accesses.values():
            writes += _writes(own, accesses, is_now=id(own[0].element) in asking)
        known = [write for write in writes if _is_known(write.path)]
        self._writes = ByPlace((write.path, write) for write in known)
        self._set_from = ByPlace((read, write.path) for write in known for read in write.reads if _is_known(read))
        """The places that are set, by those that they are set from."""
        self._known: dict[StatePath, frozenset[ValueSource]] = {}
        self._reached: dict[StatePath, frozenset[StatePath]] = {}

    def of(self, path: StatePath) -> frozenset[ValueSource]:
        """What the value at a place is made of."""
        if path not in self._known:
            self._known[path] = frozenset(self._reach(path))
        return self._known[path]

    def of_all(self, paths: Iterable[StatePath]) -> frozenset[ValueSource]:
        """What a text is made of that reads these places."""
        return frozenset(source for path in paths for source in self.of(path))

    def reached_from(self, path: StatePath) -> frozenset[StatePath]:
        """The places whose values are made of a value, its own among them."""
        if path not in self._reached:
            found = {path}
            waiting = [path]
            while waiting:
                new = set(self._set_from.overlapping(waiting.pop())) - found
                waiting += new
                found |= new
            self._reached[path] = frozenset(found)
        return self._reached[path]

    def read_for(self, paths: Iterable[StatePath]) -> frozenset[StatePath]:
        """These places, and those that what is there is made of."""
        return frozenset(paths).union(
            read for path in paths for write in self._behind(path) for read in write.reads if _is_known(read)
        )

    def _reach(self, path: StatePath) -> set[ValueSource]:
        return {source for write in self._behind(path) for source in write.sources}

    def _behind(self, path: StatePath) -> Iterator[_Write]:
        """All that writes what the value at a place is made of; some of it more than once."""
        waiting = [path]
        seen = {path}
        while waiting:
            each = waiting.pop()
            for write in self._writes.overlapping(each) if _is_known(each) else ():
                yield write
                new = [read for read in write.reads if read not in seen]
                seen.update(new)
                waiting += new


def _is_known(path: StatePath) -> bool:
    """Whether it is known what lies at the top; what may be anywhere tells nothing."""
    return bool(path) and path[0] != ANY


def asks_clock(nodes: Iterable[Node]) -> bool:
    """Whether one of these nodes is a call of `time()`."""
    return any(isinstance(node, Call) and node.function == _CLOCK_FUNCTION and not node.arguments for node in nodes)


def _writes(own: tuple[Access, ...], accesses: Mapping[int, tuple[Access, ...]], *, is_now: bool) -> Iterator[_Write]:
    """What an element writes that has these accesses of its own."""
    targets = [access for access in own if access.kind in {"write", "extend"}]
    if not targets:
        return
    element = targets[0].element
    if element.name == "CallEndpoint":
        for target in targets:
            yield _Write(target.path, (), frozenset({ValueSource("response", "/".join(target.path))}))
        return
    parts = [element] if is_block(element) else element.walk()
    read = [access for part in parts for access in accesses.get(id(part), ()) if access.kind == "read"]
    reads = tuple(access.path for access in read if access.text.name != _KEY)
    is_now |= element.name == "FormatDate" and element.get("time") is None
    for target in targets:
        yield _Write(target.path, reads, frozenset({CLOCK}) if is_now else frozenset())
