"""What `init` asks on a terminal, the most important first, and what it takes for what was not given elsewhere."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from qradar_builder.reference.log_source_types import UnknownLogSourceType, log_source_type
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
from qradar_builder.text.nearest import alternatives, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qradar_builder.starter.openapi.operations import Operation

_Read = TypeVar("_Read")

_LONGEST_NAME = 200
_MOST_OPERATIONS = 20
_ASKED_FORMATS = [name for name in FORMATS if name != "text"]
"""The formats; `text` is another name of one of them."""
_MOST_NEIGHBOURS = 1000
"""Among how many files of a folder the nearest name is looked for."""
_NO_FILE = "none"
_KINDS = ("a HAR recording", "an API document")


def asks() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The files that a package is made from."""

    har: Path | None = None
    openapi: Path | None = None
    samples: tuple[Path, ...] = ()

    @property
    def has_api(self) -> bool:
        """Whether one of them has the calls of an API."""
        return self.har is not None or self.openapi is not None


def ask_beginnings() -> Beginnings:
    """Which file the package is made from, if any: what it holds says of which kind it is."""
    click.echo("Samples of events, a browser's HAR recording or an API document make the best start.")
    answer: str = click.prompt("File or folder to start from", default=_NO_FILE, value_proc=_existing)
    if answer == _NO_FILE:
        return Beginnings()
    path = Path(answer)
    kind = _kind_of(path)
    click.echo(f"{path} contains {kind or 'samples of events'}.")
    if kind == _KINDS[0]:
        return Beginnings(har=path)
    return Beginnings(openapi=path) if kind == _KINDS[1] else Beginnings(samples=(path,))


def _existing(text: str) -> str:
    """The path, which must be there."""
    path = Path(text.strip()).expanduser()
    if text == _NO_FILE:
        return text
    try:
        if path.exists():
            return str(path)
        there = [] if not path.parent.is_dir() else [each.name for each in path.parent.iterdir()][:_MOST_NEIGHBOURS]
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{text}: {error}") from None
    near = nearest(path.name, {name: str(path.parent / name) for name in there}, limit=3)
    hint = f"; did you mean {alternatives(near)}?" if near else f"; `{_NO_FILE}` starts without one"
    message = f"there is no file or folder `{text}`{hint}"
    raise click.UsageError(message)


def _kind_of(path: Path) -> str | None:
    """What the file is, if it is no samples; one that cannot be taken is refused with the reason later."""
    from qradar_builder.starter.foreign_files import foreign

    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            found = foreign(file.read(4096))
    except OSError:
        return None
    return found[0] if found is not None and found[0] in _KINDS else None


class Questions:
    """The options as they were given, by name; what is missing is asked for, or has its default."""

    def __init__(self, given: Mapping[str, str | None]) -> None:
        self._given = given

    def wishes(self, key: str, *, from_api: bool, from_samples: bool) -> Wishes:
        """What the package is to be. Raises click.UsageError where that cannot be."""
        usual = "syslog" if from_samples and not from_api else "rest"
        question = "Protocol (rest, syslog, tls-syslog, kafka, or any of QRadar)"
        wanted = self._given["protocol"] or usual
        if not from_api:
            wanted = self._value("protocol", question, usual, find_protocol)
        protocol = _checked(find_protocol, wanted)
        self._check_rest(protocol, from_api=from_api)
        form, auth = self._given["event_format"], self._given["auth"]
        if not (from_api or from_samples):
            form = self._choice("event_format", "Format of the events", "json", _ASKED_FORMATS)
        if protocol == UNIVERSAL_CLOUD_REST_API and not from_api:
            auth = self._choice("auth", "How the API is signed in", Auth.OAUTH, list(Auth))
        product = self._value("name", "Display name", product_of(key), self._read_name).strip()
        author = self._value("author", "Author (NAME or NAME <MAIL>)", _usual_author(), _read_author)
        minimum = self._value("minimum", "Oldest QRadar version", DEFAULT_MINIMUM, qradar_version)
        return Wishes(
            key=key,
            product=product,
            author=_read_author(author),
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

    def _read_name(self, text: str) -> str:
        """The display name. One of a built-in type is refused where it is asked for; elsewhere it is a finding."""
        name = text.strip()
        if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise click.UsageError(f"--name is one line with something in it, of at most {_LONGEST_NAME} characters")
        if self._given["name"] is None and self._given["override"] is None and asks():
            _check_built_in(name)
        return name

    def _choice(self, name: str, question: str, default: str, choices: Sequence[str]) -> str:
        """What was given, or the answer, which is one of the choices."""
        found = self._given[name]
        if found is not None:
            return found

        def read(text: str) -> str:
            answer = text.strip().lower()
            if answer in choices:
                return answer
            near = nearest(answer, {choice: choice for choice in choices}, limit=2)
            hint = f"; did you mean {alternatives(near)}?" if near else ""
            message = f"`{text}` is none of {', '.join(choices)}{hint}"
            raise click.UsageError(message)

        return self._value(name, f"{question} ({', '.join(choices)})", default, read).strip().lower()

    def _value(self, name: str, question: str, default: str, read: Callable[[str], object]) -> str:
        """What was given; else the answer, which is asked for again, with the reason, until it can be read."""
        found = self._given[name]
        if found is None and asks():
            answer: str = click.prompt(question, default=str(default), value_proc=lambda text: _read(read, text))
            return answer
        return _read(read, default if found is None else found)


def _read(read: Callable[[str], object], text: str) -> str:
    """The text, once it has been read. Raises click.UsageError with the reason where it cannot be."""
    _checked(read, text)
    return text


def _checked(read: Callable[[str], _Read], text: str) -> _Read:
    try:
        return read(text)
    except (UnknownVersion, UnknownProtocol) as error:
        raise click.UsageError(str(error)) from None


def _check_built_in(name: str) -> None:
    """Refuse a name that QRadar ships a log source type under; tell of the nearest one."""
    try:
        found = log_source_type(name)
    except UnknownLogSourceType as error:
        if error.suggestions and not name.isdigit():
            near = alternatives(error.suggestions[:2])
            click.echo(f"QRadar ships {near}; if these are its events, start again with --override.")
        return
    if not name.isdigit():
        shipped = found.display_name or found.name
        raise click.UsageError(
            f"QRadar ships a log source type called `{shipped}`: give another name, or stop with Ctrl-C and use "
            f'--override "{shipped}"'
        )


def _read_author(text: str) -> Author:
    author = read_author(text)
    if author is None or not (author.name + author.email).isprintable():
        raise click.UsageError("--author is NAME or 'NAME <MAIL>'")
    return author


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
