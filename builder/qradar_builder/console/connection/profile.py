"""Profiles of consoles: `console.toml`. A profile contains how to reach a console, and no secret."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.network.options import LiveOptionError, LiveOptions, read_proxy
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.source.files import display_name, read_text
from qradar_builder.source.toml import read_toml
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.source.toml import TomlDocument

FILE: Final = "console.toml"
"""Where profiles are looked for, in the working directory."""
_LARGEST_ANSWER: Final = 256 * 1024 * 1024
"""The largest answer, in bytes: exports are ZIPs."""
_LONGEST: Final = 24 * 3600.0
_TEXTS: Final = ("host", "ca_file", "api_version", "proxy", "token_file")
_SECONDS: Final = ("connect_timeout", "read_timeout", "task_timeout", "pace")
_TOP: Final = ("default", "profiles")


@dataclass(frozen=True, slots=True)
class Profile:
    """How to reach a console. Times are in seconds."""

    name: str
    host: str
    """The host, with or without a port."""
    ca_file: Path | None = None
    """The certificates of the authority that issued the certificate of the console, as PEM or DER."""
    api_version: str | None = None
    """The version of the API; by default, the newest that both sides know."""
    proxy: str | None = None
    """An HTTP proxy, without a password."""
    token_file: Path | None = None
    """Where the token is, in a file that only its owner can read."""
    connect_timeout: float = 20.0
    read_timeout: float = 120.0
    task_timeout: float = 1800.0
    """How long a task of the console may take."""
    pace: float = 0.0
    """The least time between two calls that write."""

    @property
    def base(self) -> str:
        """The start of all URLs."""
        return f"https://{self.host}/api"

    def network(self, proxy_password: str = "") -> LiveOptions:
        """How the network is used. Raises LiveOptionError where the proxy cannot be read."""
        proxy = None if self.proxy is None else read_proxy(self.proxy)
        if proxy is not None and proxy_password:
            proxy = replace(proxy, password=proxy_password)
        return LiveOptions(
            ca_file=self.ca_file,
            proxy=proxy,
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            call_timeout=max(self.read_timeout, 600.0),
            max_body=_LARGEST_ANSWER,
        )


def read_profile(path: Path, name: str | None, findings: Findings) -> Profile | None:
    """Read a profile by its name: without one, the default one or the only one. None, with findings, if it is wrong.

    All profiles of the file are checked. Paths in a profile start at the folder of the file.
    """
    shown = display_name(path)
    text = read_text(path, shown, findings)
    if text is None:
        return None
    document = read_toml(text, shown, "console/profile", findings)
    return None if document is None else _Reader(path, document, findings).chosen(document.values, name)


class _Reader:
    """Reads all profiles of a file."""

    def __init__(self, path: Path, document: TomlDocument, findings: Findings) -> None:
        self._path = path
        self._document = document
        self._findings = findings

    def chosen(self, document: Mapping[str, Any], name: str | None) -> Profile | None:
        before = self._findings.errors
        for key in document:
            if key not in _TOP:
                self._unknown((key,), _TOP)
        tables = document.get("profiles", {})
        if not isinstance(tables, dict) or not tables:
            self._add((), "contains no profile", help='add a table such as [profiles.lab] with host = "…"')
            return None
        profiles = {key: self._profile(key, table) for key, table in tables.items()}
        default = document.get("default")
        if default is not None and (not isinstance(default, str) or default not in tables):
            self._add(("default",), "`default` must be the name of a profile of this file")
        if self._findings.errors > before:
            return None
        wanted = name or default or (next(iter(profiles)) if len(profiles) == 1 else None)
        if wanted is None:
            self._add((), "has several profiles", help=f"choose one with --profile: {', '.join(profiles)}")
            return None
        if wanted not in profiles:
            near = closest(wanted, profiles)
            advice = f"did you mean `{near}`?" if near else f"it has {', '.join(profiles)}"
            self._add((), f"has no profile `{wanted[:100]}`", help=advice)
            return None
        return profiles[wanted]

    def _profile(self, name: str, table: Any) -> Profile | None:
        where = ("profiles", name)
        if not isinstance(table, dict):
            self._add(where, "a profile must be a table")
            return None
        found: dict[str, Any] = {}
        for key, value in table.items():
            taken = self._value((*where, key), key, value)
            if taken is not None:
                found[key] = taken
        if "host" not in table:
            self._add(where, "the profile has no `host`", help='add host = "console.example.com"')
        return Profile(name=name, **found) if "host" in found else None

    def _value(self, where: tuple[str, ...], key: str, value: Any) -> Any:
        """The value of a key; None, with a finding, where it is wrong."""
        if key in _SECONDS:
            return self._seconds(where, value)
        if key not in _TEXTS:
            if is_secret_name(key):
                advice = "remove it, replace the secret if the file was shared, and set QRADAR_TOKEN or token_file"
                self._add(
                    where, f"a profile must not contain a secret, and `{key}` looks like one", "secret", help=advice
                )
            else:
                self._unknown(where, (*_TEXTS, *_SECONDS))
            return None
        if not isinstance(value, str) or not value.strip():
            self._add(where, f"`{key}` must be a text")
            return None
        if key in {"ca_file", "token_file"}:
            return self._path.parent / value
        problem = {"host": _host_problem, "proxy": _proxy_problem, "api_version": _version_problem}[key](value)
        if problem is not None:
            self._add(where, problem, "secret" if "password" in problem else "profile")
            return None
        return value

    def _seconds(self, where: tuple[str, ...], value: Any) -> float | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        least = 0.0 if where[-1] == "pace" else 0.1
        if not is_number or not least <= value <= _LONGEST:
            self._add(where, f"`{where[-1]}` must be a number of seconds from {least:g} to {_LONGEST:g}")
            return None
        return float(value)

    def _unknown(self, where: tuple[str, ...], known: tuple[str, ...]) -> None:
        near = closest(where[-1], known)
        advice = f"did you mean `{near}`?" if near else f"known are {', '.join(known)}"
        self._add(where, f"`{where[-1][:100]}` is not known here", help=advice)

    def _add(self, where: tuple[str, ...], message: str, rule: str = "profile", *, help: str | None = None) -> None:  # noqa: A002 - as in Findings
        self._findings.add(f"console/{rule}", self._document.place(*where), message, help=help)


def _host_problem(value: str) -> str | None:
    from qradar_builder.http.messages import CallFailed  # noqa: PLC0415 - only checks need it
    from qradar_builder.http.url import read_url  # noqa: PLC0415 - as above

    if "@" in value:
        return "`host` must not contain a user name or password"
    if "://" in value or "/" in value:
        return "`host` must be a host name with or without a port, and no URL"
    try:
        read_url(f"https://{value}/api")
    except CallFailed:
        return "`host` is not a host name"
    return None


def host_problem(value: str) -> str | None:
    """Why a text is not the host of a console; None if it is one."""
    return _host_problem(value)


def _proxy_problem(value: str) -> str | None:
    try:
        proxy = read_proxy(value)
    except LiveOptionError as error:
        return f"`proxy`: {error}"
    if proxy.password:
        return "`proxy` must not contain a password: set QRADAR_PROXY_PASSWORD"
    return None


def _version_problem(value: str) -> str | None:
    major, dot, minor = value.partition(".")
    good = major.isascii() and major.isdecimal() and dot == "." and minor.isascii() and minor.isdecimal()
    return None if good and len(value) <= 10 else "`api_version` must have the form 26.0"
