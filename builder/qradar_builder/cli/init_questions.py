"""What `init` asks on a terminal, and what it takes for what was not given elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from qradar_builder.reference.protocols import UNIVERSAL_CLOUD_REST_API, UnknownProtocol
from qradar_builder.reference.versions import UnknownVersion, qradar_version
from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.wishes import (
    DEFAULT_MINIMUM,
    FORMATS,
    Author,
    Wishes,
    find_protocol,
    product_of,
    read_author,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qradar_builder.starter.openapi.operations import Operation

_LONGEST_NAME = 200
_MOST_OPERATIONS = 20


def asks() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


class Questions:
    """The options as they were given, by name; what is missing is asked for, or has its default."""

    def __init__(self, given: Mapping[str, str | None]) -> None:
        self._given = given

    def wishes(self, key: str, *, from_api: bool, from_samples: bool) -> Wishes:
        """What the package is to be. Raises click.UsageError where that cannot be."""
        product = self._value("name", "Display name", product_of(key)).strip()
        if not product or not product.isprintable() or len(product) > _LONGEST_NAME:
            raise click.UsageError(f"--name is one line with something in it, of at most {_LONGEST_NAME} characters")
        author = read_author(self._value("author", "Author (NAME or NAME <MAIL>)", _usual_author()))
        if author is None or not (author.name + author.email).isprintable():
            raise click.UsageError("--author is NAME or 'NAME <MAIL>'")
        minimum = self._value("minimum", "Oldest QRadar version", DEFAULT_MINIMUM, check=qradar_version)
        usual = "syslog" if from_samples and not from_api else "rest"
        question = "Protocol (rest, syslog, tls-syslog, kafka, or any of QRadar)"
        asked = "" if from_api else self._value("protocol", question, usual, check=find_protocol)
        wanted = asked or self._given["protocol"] or usual
        try:
            qradar_version(minimum)
            protocol = find_protocol(wanted)
        except (UnknownVersion, UnknownProtocol) as error:
            raise click.UsageError(str(error)) from None
        self._check_rest(protocol, from_api=from_api)
        form, auth = self._given["event_format"], self._given["auth"]
        if not (from_api or from_samples):
            form = self._value(
                "event_format", "Format of the events", "json", [name for name in FORMATS if name != "text"]
            )
        if protocol == UNIVERSAL_CLOUD_REST_API and not from_api:
            auth = self._value("auth", "How the API is signed in", str(Auth.OAUTH), [str(each) for each in Auth])
        return Wishes(
            key=key,
            product=product,
            author=author,
            minimum=minimum,
            protocol=protocol,
            form=None if form is None else FORMATS[form],
            auth=None if auth is None else Auth(auth),
            override=self._given["override"],
            event_id=self._given["event_id"],
        )

    def _check_rest(self, protocol: str, *, from_api: bool) -> None:
        if protocol == UNIVERSAL_CLOUD_REST_API:
            return
        if from_api:
            raise click.UsageError(f"--from-har and --from-openapi are for the protocol `{UNIVERSAL_CLOUD_REST_API}`")
        if self._given["auth"] is not None:
            raise click.UsageError(f"--auth is for the protocol `{UNIVERSAL_CLOUD_REST_API}`")

    def _value(
        self,
        name: str,
        question: str,
        default: str,
        choices: Sequence[str] = (),
        check: Callable[[str], object] | None = None,
    ) -> str:
        """What was given; else the answer, which is asked for again until it passes the check."""
        found = self._given[name]
        if found is not None:
            return found
        if not asks():
            return default

        def checked(text: str) -> str:
            try:
                if check is not None:
                    check(text)
            except (UnknownVersion, UnknownProtocol) as error:
                raise click.UsageError(str(error)) from None
            return text

        kind = click.Choice(choices) if choices else None
        answer: str = click.prompt(question, default=default, type=kind, value_proc=None if kind else checked)
        return answer


def _usual_author() -> str:
    return f"{Author().name} <{Author().email}>"


def ask_operation(operations: Sequence[Operation]) -> Operation:
    """Which operation gives the events; the likeliest, where nobody can be asked."""
    if len(operations) == 1 or not asks():
        return operations[0]
    shown = operations[:_MOST_OPERATIONS]
    for number, each in enumerate(shown, 1):
        click.echo(f"{number:>3}  {each.label}", err=True)
    question = "Which operation gives the events"
    number = click.prompt(question, type=click.IntRange(1, len(shown)), default=1, err=True)
    return operations[number - 1]
