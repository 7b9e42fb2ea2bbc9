"""The token of an authorized service: from the environment, a file, or the keyring of the system. Never an argument."""

from __future__ import annotations

import importlib
import os
import stat
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings, Location
from qradar_builder.source.files import display_name, open_regular

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.console.connection.profile import Profile

VARIABLE: Final = "QRADAR_TOKEN"
PROXY_PASSWORD: Final = "QRADAR_PROXY_PASSWORD"  # noqa: S105 - the name of a variable
SERVICE: Final = "qradar-builder"
"""The name of the service in the keyring; the user name is the host of the profile."""
_LONGEST: Final = 1000


def read_token(profile: Profile, environment: Mapping[str, str], findings: Findings) -> str | None:
    """The token: from QRADAR_TOKEN, else the file of the profile, else the keyring. None, with findings."""
    if VARIABLE in environment:
        return _checked(environment[VARIABLE], f"${VARIABLE}", findings)
    if profile.token_file is not None:
        return _of_file(profile.token_file, findings)
    kept = _of_keyring(profile.host)
    if kept is not None:
        return _checked(kept, "the keyring", findings)
    findings.add("console/token", Location(profile.host), f"{VARIABLE} is not set, and there is no other token")
    return None


def _of_file(path: Path, findings: Findings) -> str | None:
    name = display_name(path)
    try:
        with open_regular(path) as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST + 2)
    except OSError as error:
        findings.add("console/token", Location(name), f"the token file cannot be read: {error.strerror or error}")
        return None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        message = f"the token file has the mode {stat.S_IMODE(mode):04o}, and others can read it"
        findings.add("console/token-file", Location(name), message)
        return None
    return _checked(content.decode("utf-8", "replace"), name, findings)


def _of_keyring(host: str) -> str | None:
    """The token in the keyring. None without the package `keyring`, or without an entry."""
    try:
        keyring = importlib.import_module("keyring")
        found = keyring.get_password(SERVICE, host)
    except Exception:  # noqa: BLE001 - the backends of a keyring raise errors of many kinds, and then there is no token
        return None
    return found if isinstance(found, str) and found else None


def _checked(text: str, name: str, findings: Findings) -> str | None:
    token = text.strip()
    if not token:
        findings.add("console/token", Location(name), "the token is empty")
    elif len(token) > _LONGEST or not token.isascii() or not token.isprintable() or " " in token:
        findings.add("console/token", Location(name), "has spaces or signs that no token has")
    else:
        return token
    return None
