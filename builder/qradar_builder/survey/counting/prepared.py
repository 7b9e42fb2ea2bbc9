"""What a process needs to parse the events of a survey: definitions as bytes, and the parsers that it builds once."""

from __future__ import annotations

import dataclasses
import json
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from qradar_builder import __version__
from qradar_builder.dsm.lsx.compiler import EVENT_NAME
from qradar_builder.dsm.parser import EVENT_CATEGORY, Parser
from qradar_builder.dsm.profile import ExpressionProfile
from qradar_builder.dsm.universal_dsm import base_dsm
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.secrets.replaced import Redaction
from qradar_builder.survey.counting.expressions import WinCounter

if TYPE_CHECKING:
    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.survey.counting.expressions import Expression

_MOST_READY: Final = 4
"""How many definitions a process keeps ready."""


@dataclass(frozen=True, slots=True)
class CountingChoices:
    """How events are counted."""

    clock: int
    """When events are received that do not say so, in epoch milliseconds."""
    zone: str = "UTC"
    """The Java zone ID of the event processor."""
    redacted: bool = False
    """Whether credentials in payloads and values are replaced before anything is kept of them."""
    timed: bool = True
    """Whether the time of expressions is measured on some payloads."""


class Prepared:
    """A definition, and the one that is put in its place, if any.

    It is pickled as bytes and a digest: a process builds the parsers once for all objects of one digest.
    """

    def __init__(
        self, definition: TypeDefinition, choices: CountingChoices, against: TypeDefinition | None = None
    ) -> None:
        """`against` is the new version of the definition: both parse each payload."""
        self.choices = choices
        self.type_name = definition.name
        self.digest = _digest(definition, choices, against)
        """64 hexadecimal digits: tallies of equal digests can be merged, and are made of equal definitions."""
        self._content = pickle.dumps((definition, against))

    def ready(self) -> Ready:
        """The parsers, which this process builds once."""
        found = _READY.get(self.digest)
        if found is None:
            if len(_READY) >= _MOST_READY:
                del _READY[next(iter(_READY))]
            definition, against = pickle.loads(self._content)  # noqa: S301 - made above
            found = _READY[self.digest] = Ready(definition, against, self.choices)
        return found


class Ready:
    """The parsers of a process, and what watches them."""

    def __init__(self, definition: TypeDefinition, against: TypeDefinition | None, choices: CountingChoices) -> None:
        self._clock = self._default = choices.clock
        counter = WinCounter(_alone(definition))
        self.definition = definition
        self.parser = self._parser(definition, choices, counter)
        self.against = None if against is None else self._parser(against, choices, None)
        self.is_mapped = definition.has_mappings and (against is None or against.has_mappings)
        """Whether outcomes and QID records can be compared."""
        self.counter = counter
        self.profile = ExpressionProfile(self.parser) if choices.timed else None
        self.redacted = choices.redacted

    def _parser(self, definition: TypeDefinition, choices: CountingChoices, counter: WinCounter | None) -> Parser:
        watch = None if counter is None else counter.watch
        return Parser(definition, now=lambda: self._clock, zone=choices.zone, watch=watch)

    @property
    def expressions(self) -> list[Expression]:
        """The expressions of the definition."""
        return self.counter.expressions

    def receive(self, time: int | None) -> None:
        """Set when the next payload is received, in epoch milliseconds. None where that is not known."""
        self._clock = self._default if time is None else time

    def shown(self, text: str) -> str:
        """A text as it can be kept: without credentials, if that is chosen. It does not depend on other texts."""
        return Redaction({}).in_place(text) if self.redacted else text

    def hides(self, name: str) -> bool:
        """Whether the values of a field or property are not kept."""
        return self.redacted and is_secret_name(name)


def _alone(definition: TypeDefinition) -> frozenset[str]:
    """The fields and properties that have one expression, and no value from elsewhere."""
    groups = () if definition.extension is None else definition.extension.groups
    names = [matcher.field for group in groups for matcher in group.matchers]
    if base_dsm(definition) is not None:
        names = []
    names += [each.name for each in definition.properties for _ in each.rules]
    # The event id and category are no fields of an event.
    return frozenset(name for name, count in Counter(names).items() if count == 1) - {EVENT_NAME, EVENT_CATEGORY}


def _digest(*parts: Any) -> str:
    """The SHA-256 of definitions, choices and texts, with the version of this program, as 64 hexadecimal digits."""
    document = [__version__, *(_plain(part) for part in parts)]
    return sha256(json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """A value as JSON. Origins, which are places in files, are left out."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, BaseModel):
        return [type(value).__name__, value.model_dump(mode="json", by_alias=True)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in dataclasses.fields(value) if each.name != "origin"]
        return [type(value).__name__, {name: _plain(getattr(value, name)) for name in names}]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if isinstance(value, set | frozenset):
        return sorted((_plain(each) for each in value), key=json.dumps)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    raise TypeError(f"a {type(value).__name__} has no digest")


_READY: Final[dict[str, Ready]] = {}
