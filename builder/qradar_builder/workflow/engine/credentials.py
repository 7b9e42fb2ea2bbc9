"""Which values of the State a workflow signs in with, worked out from its text before it runs.

What goes out as a credential is secret with all that it is made from: parameters that are not marked secret, and values
that were put together on the way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.secrets.names import Strength, strength
from qradar_builder.secrets.scan import credentials_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.model.workflow.document import Element, Workflow

CREDENTIALS: Final = frozenset(
    {
        ("BasicAuthentication", "password"),
        ("BearerAuthentication", "token"),
        ("DigestAuthentication", "password"),
        ("HawkAuthentication", "key"),
        ("AkamaiEdgeGridAuthentication", "accessToken"),
        ("AkamaiEdgeGridAuthentication", "clientToken"),
        ("AkamaiEdgeGridAuthentication", "clientSecret"),
        ("GenerateHMAC", "secretKey"),
        ("Secret", "value"),
    }
)
"""Elements with those of their attributes that hold a credential."""
_ATTRIBUTES: Final = {name: {each for owner, each in CREDENTIALS if owner == name} for name, _ in CREDENTIALS}
"""The same, by the element."""

_NAMED: Final = frozenset({"RequestHeader", "RequestCookie", "QueryParameter", "Parameter"})
_TARGETS: Final = ("savePath", "targetPath", "path")
_NO_SOURCES: Final = frozenset(
    {"CallEndpoint", "GenerateHMAC", "CreateJWTAccessToken", "PostEvent", "PostEvents", "ForEach"}
)
"""What they put into the State is not made of what they are given, or is learned when it is made."""
_TEMPLATE: Final = re.compile(r"\$\{[^{}]*\}")
_PATH: Final = re.compile(r"(?<![\w/)\]])/([A-Za-z_][\w-]*(?:/[\w-]+)*)")
_HOLE: Final = re.compile(r"Hole0x(\d+)z9")
_LONGEST_KEPT: Final = 2000
_USER: Final = re.compile(r"/([A-Za-z_][\w-]*)\}?:\$\{")
_SHORT_WORD: Final = re.compile(r"[a-z]{1,7}")
_MOST_ROUNDS: Final = 20


def sign_in_of(workflow: Workflow) -> SignIn:
    """What a workflow signs in with. That of the last one is kept: what compiles it and what checks it both ask."""
    # Another thread may put its own in meanwhile.
    last = _LAST[0]
    if last is None or last[0] is not workflow:
        last = _LAST[0] = (workflow, SignIn(workflow))
    return last[1]


_LAST: Final[list[tuple[Workflow, SignIn] | None]] = [None]


class SignIn:
    """The paths, without the first slash, that a workflow signs in with. Those of user names are apart."""

    def __init__(self, workflow: Workflow) -> None:
        self.users: set[str] = set()
        self.paths: set[str] = set()
        self._above: set[str] = set()
        """What lies above these paths."""
        elements = list(workflow.walk())
        for element in elements:
            for text in _credentials_of(element):
                self._take(text)
        writers = [(target, each) for each in elements if (target := _target_of(each)) is not None]
        for _ in range(_MOST_ROUNDS):
            before = len(self.paths)
            for target, element in writers:
                if self.covers(target.lstrip("/")):
                    for text in _sources_of(element, target):
                        self._take(text)
            if len(self.paths) == before:
                break
        self.users -= self.paths

    def _take(self, text: str) -> None:
        users = set(_USER.findall(text))
        self.users |= users
        for path in set(_paths(text)) - users - self.paths:
            self.paths.add(path)
            self._above.update(_above(path))

    def covers(self, path: str) -> bool:
        """Whether what stands at a path is signed in with, or holds or lies in something that is."""
        return path in self.paths or path in self._above or not self.paths.isdisjoint(_above(path))

    def parameters(self, workflow: Workflow) -> tuple[str, ...]:
        """The parameters that are secret, marked or not."""
        return tuple(each.name for each in workflow.parameters if each.secret or each.name in self.paths)

    def below(self, path: str) -> Iterator[tuple[str, ...]]:
        """The keys that lead from a path to what is signed in with."""
        start = f"{path}/"
        return (tuple(each[len(start) :].split("/")) for each in self.paths if each.startswith(start))


def written_credentials(workflow: Workflow) -> Iterator[str]:
    """The credentials that stand in a workflow itself: defaults of secret parameters, and texts without templates.

    A short word as the key of an HMAC is none: workflows make IDs with it, and to hide it would hide it everywhere.
    """
    secret = sign_in_of(workflow).parameters(workflow)
    yield from (each.default for each in workflow.parameters if each.default and each.name in secret)
    for element in workflow.walk():
        makes_ids = element.name == "GenerateHMAC" and _SHORT_WORD.fullmatch(element.get("secretKey") or "")
        yield from (text for text in _credentials_of(element) if "${" not in text and not makes_ids)


def _credentials_of(element: Element) -> Iterator[str]:
    """The texts of an element that hold a credential."""
    own = _ATTRIBUTES.get(element.name, ())
    for attribute, text in element.attributes.items():
        if attribute in own or (attribute == "value" and element.name in _NAMED and _is_credential(element)):
            yield text
        elif "${" in text and attribute in {"url", "value"}:
            yield from _templates_in(text)
    if element.text is not None and element.name.endswith("RequestBody"):
        yield from _templates_in(element.text)


def _is_credential(element: Element) -> bool:
    """Whether the value of a header, a cookie or a parameter is a credential by its name."""
    return element.name == "RequestCookie" or strength(element.get("name") or "") is not Strength.NONE


def _templates_in(text: str) -> Iterator[str]:
    """The values in a text that would be credentials; templates stand as words, so that they are found."""
    holes = _TEMPLATE.findall(text)
    if holes:
        numbers = iter(range(len(holes)))
        shape = _TEMPLATE.sub(lambda _: f"Hole0x{next(numbers)}z9", text)
        for number in (_holes_in if len(shape) <= _LONGEST_KEPT else _found_in)(shape):
            yield from holes[number : number + 1]


def _found_in(shape: str) -> tuple[int, ...]:
    """The holes in a text that are credentials, by their numbers."""
    return tuple(int(number) for each in credentials_in(shape) for number in _HOLE.findall(each.value))


_holes_in: Final = lru_cache(maxsize=1024)(_found_in)
"""The same, kept: many texts are one template and no more, and others differ in their templates alone."""


def _target_of(element: Element) -> str | None:
    """Where an action puts something that is made of what it is given."""
    if element.name in _NO_SOURCES:
        return None
    attributes = element.attributes
    return next((text for name in _TARGETS if (text := attributes.get(name))), None)


def _sources_of(element: Element, target: str) -> list[str]:
    """The texts that an action makes what it puts somewhere of."""
    others = [(name, text) for name, text in element.attributes.items() if text != target]
    return [f"${{{text}}}" if name.endswith("ath") else text for name, text in others]


def _above(path: str) -> Iterator[str]:
    """The paths above a path."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def _paths(text: str) -> Iterable[str]:
    for template in _TEMPLATE.findall(text):
        yield from _PATH.findall(template)
