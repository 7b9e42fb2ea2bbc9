"""Which hosts and ports a workflow reaches, as far as its source says, and on which ports QRadar listens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.model.workflow import elements
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element, Workflow

_HTTPS, _HTTP = "443", "80"
_LOOK_UP = "DNSResolutionTest"
_TEMPLATE = r"\$\{[^{}]*\}"
_URL = re.compile(
    rf"(?:(?P<scheme>https?)://)?(?P<host>(?:{_TEMPLATE}|[^\s/?#:$@])+)(?::(?P<port>\d{{1,5}}|{_TEMPLATE}))?(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"\$\{/([^{}/\[\]\s]+)\}")


@dataclass(frozen=True, slots=True)
class Destination:
    """A host and port as the workflow has them: either may hold a template such as `${/hostname}`."""

    host: str
    port: str


@dataclass(frozen=True, slots=True)
class Listener:
    """A port on which QRadar takes events, as it is unless somebody changed it."""

    port: str
    transport: str


LISTENERS = {
    "Syslog": Listener("514", "TCP or UDP"),
    "TLSSyslog": Listener("6514", "TCP with TLS"),
}
"""By the name of the protocol; IBM topics "QRadar port usage" and "TLS Syslog protocol configuration options"."""


def destinations(workflow: Workflow) -> tuple[Destination, ...]:
    """What the tests of a workflow try and what its calls reach, each once, in the order of the source.

    A host that is only looked up by a test gets the port of HTTPS. A call whose host is nothing but a value that the
    workflow works out, such as the address of a next page, is left out: nothing about it can be known beforehand.
    """
    parameters = {parameter.name for parameter in workflow.parameters}
    found = [one for one in _reached(workflow) if _is_known(one.host, parameters)]
    with_port = {one.host for one in found if one.port}
    kept = (
        one if one.port else Destination(one.host, _HTTPS) for one in found if one.port or one.host not in with_port
    )
    return tuple(dict.fromkeys(kept))


def _reached(workflow: Workflow) -> Iterator[Destination]:
    """Hosts and ports as the tests and calls have them; a test that only looks a host up has no port."""
    for element in (*workflow.tests, *workflow.walk()):
        if element.name in elements.TESTS or element.name == "CallEndpoint":
            url = _URL.match(element.get("host") or element.get("url") or "")
            if url is not None:
                yield Destination(url["host"], "" if element.name == _LOOK_UP else _port(url, element))


def _port(url: re.Match[str], element: Element) -> str:
    given = url["port"] or element.get("port")
    if given:
        return given
    return _HTTP if (url["scheme"] or "").lower() == "http" else _HTTPS


def _is_known(host: str, parameters: set[str]) -> bool:
    """Whether something of a host is written out or is a parameter that the administrator fills in."""
    named = set(_PARAMETER.findall(host))
    return bool(named & parameters) or bool(re.sub(_TEMPLATE, "", host).strip("."))
