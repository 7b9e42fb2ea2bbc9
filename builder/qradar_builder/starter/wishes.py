"""What a new package is to be: what was asked for, with good values for what was not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.reference.protocols import UNIVERSAL_CLOUD_REST_API, protocol
from qradar_builder.starter.events.formats import EventFormat

if TYPE_CHECKING:
    from qradar_builder.starter.api.flow import Auth

PROTOCOLS: Final = {
    "rest": UNIVERSAL_CLOUD_REST_API,
    "syslog": "Syslog",
    "tls-syslog": "TLS Syslog",
    "kafka": "Apache Kafka",
}
"""Short words for the protocols that are asked for most."""

FORMATS: Final = {**{str(form): form for form in EventFormat}, "text": EventFormat.SYSLOG}
"""What a format may be called."""

DEFAULT_MINIMUM: Final = "7.5.0"

_AUTHOR: Final = re.compile(r"\s*(?P<name>[^<>]*[^<>\s])\s*(?:<(?P<mail>[^<>\s]*)>\s*)?")


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for the package."""

    name: str = "Example Corp"
    email: str = "siem@example.com"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a new package is to be. `protocol` is the name that the console shows; `minimum` the oldest QRadar.

    `override` is the built-in log source type that is changed, where there is no new one. `event_id` is the expression
    that was chosen for the event id.
    """

    key: str
    product: str
    author: Author = Author()
    minimum: str = DEFAULT_MINIMUM
    protocol: str = UNIVERSAL_CLOUD_REST_API
    form: EventFormat | None = None
    auth: Auth | None = None
    override: str | None = None
    event_id: str | None = None

    @property
    def has_workflow(self) -> bool:
        """Whether events are got by a workflow."""
        return self.protocol == UNIVERSAL_CLOUD_REST_API


def product_of(key: str) -> str:
    """A display name for a key: `acme-audit` is `Acme Audit`."""
    return " ".join(word.capitalize() for word in key.split("-"))


def read_author(text: str) -> Author | None:
    """An author of `Name <address>` or of a name alone. None for anything else."""
    found = _AUTHOR.fullmatch(text)
    return None if found is None else Author(found["name"], found["mail"] or "")


def find_protocol(text: str) -> str:
    """The name that the console shows for a protocol, by a short word, a name or a number. Raises UnknownProtocol."""
    return protocol(PROTOCOLS.get(text.lower(), text)).label
