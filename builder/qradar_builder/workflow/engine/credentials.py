"""Which values of the State a workflow signs in with, worked out from its text before it runs.

What goes out as a credential is secret with all that it is made from: parameters that are not marked secret, and values
that were put together on the way.
"""

from __future__ import annotations

import re
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

_NAMED: Final = frozenset({"RequestHeader", "RequestCookie", "QueryParameter", "Parameter"})
_TARGETS: Final = ("path", "targetPath", "savePath")
_NO_SOURCES: Final = frozenset(
    {"CallEndpoint", "GenerateHMAC", "CreateJWTAccessToken", "PostEvent", "PostEvents", "ForEach"}
)
"""What they put into the State is not made of what they are given, or is learned when it is made."""
_TEMPLATE: Final = re.compile(r"\$\{[^{}]*\}")
_PATH: Final = re.compile(r"(?<![\w/)\]])/([A-Za-z_][\w-]*(?:/[\w-]+)*)")
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
        elements = list(workflow.walk())
        for element in elements:
            for text in _credentials_of(element):
                self._take(text)
        writers = [each for each in map(_writes, elements) if each is not None]
        for _ in range(_MOST_ROUNDS):
            before = len(self.paths)
            for target, sources in writers:
                if self.covers(target):
                    for text in sources:
                        self._take(text)
            if len(self.paths) == before:
                break
        self.users -= self.paths

    def _take(self, text: str) -> None:
        users = set(_USER.findall(text))
        self.users |= users
        self.paths |= set(_paths(text)) - users

    def covers(self, path: str) -> bool:
        """Whether what stands at a path is signed in with, or holds or lies in something that is."""
        return any(path == each or path.startswith(f"{each}/") or each.startswith(f"{path}/") for each in self.paths)

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
    name = element.get("name") or ""
    for attribute, text in element.attributes.items():
        named = attribute == "value" and element.name in _NAMED
        if (
            (element.name, attribute) in CREDENTIALS
            or (named and strength(name) is not Strength.NONE)
            or (named and element.name == "RequestCookie")
        ):
            yield text
        elif attribute in {"url", "value"} and "${" in text:
            yield from _templates_in(text)
    if element.text is not None and element.name.endswith("RequestBody"):
        yield from _templates_in(element.text)


def _templates_in(text: str) -> Iterator[str]:
    """The values in a text that would be credentials; templates stand as words, so that they are found."""
    holes: list[str] = []

    def hole(found: re.Match[str]) -> str:
        holes.append(found[0])
        return f"Hole0x{len(holes) - 1}z9"

    for each in credentials_in(_TEMPLATE.sub(hole, text)):
        for number in re.findall(r"Hole0x(\d+)z9", each.value):
            yield holes[int(number)]


def _writes(element: Element) -> tuple[str, list[str]] | None:
    """Where an action puts something, and the texts that it makes it of."""
    target = next((text for name in reversed(_TARGETS) if (text := element.get(name))), None)
    if target is None or element.name in _NO_SOURCES:
        return None
    others = [(name, text) for name, text in element.attributes.items() if text != target]
    return target.lstrip("/"), [f"${{{text}}}" if name.endswith("ath") else text for name, text in others]


def _paths(text: str) -> Iterable[str]:
    for template in _TEMPLATE.findall(text):
        yield from _PATH.findall(template)
