"""What HTTP messages sign in with, or hand out to sign in with: in headers, cookies, URLs and bodies."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from qradar_builder.secrets.names import is_private_header
from qradar_builder.secrets.scan import credentials_in
from qradar_builder.secrets.values import SHORTEST_BY_NAME, is_common, is_credential, is_scheme, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Pairs = Iterator[tuple[str, str]]

_SHORT_WORD: Final = 4
_PARAMETER: Final = re.compile(r"""([\w-]{1,64})\s*=\s*"?([^",\s]{1,4096})""")
_OPEN_PARAMETERS: Final = frozenset(
    {"username", "realm", "uri", "algorithm", "qop", "nc", "opaque", "id", "ts", "timestamp", "credential", "ext",
     "app", "signedheaders", "nonce", "cnonce", "keyid", "version", "headers", "host", "dlg", "hash"}
)  # fmt: skip
"""Parameters of an `Authorization` header that are no credentials."""


def credentials_of_headers(headers: Iterable[tuple[str, str]]) -> Pairs:
    """The credentials in headers, each with a name; long enough or not."""
    for name, value in headers:
        lower = name.lower()
        if lower in {"cookie", "cookie2"}:
            yield from _cookies(value.split(";"))
        elif lower in {"set-cookie", "set-cookie2"}:
            yield from _cookies([value.partition(";")[0]])
        elif "authorization" in lower or (is_private_header(name) and is_scheme(value.partition(" ")[0])):
            yield from _of_authorization(name, value.strip())
        elif is_credential(name, value):
            yield name, value.strip()
        else:
            yield from ((each.name, each.value) for each in credentials_in(value))


def credentials_of_url(url: str) -> Pairs:
    """The credentials in a URL: those of its query, and user name and password."""
    query = url.partition("?")[2].partition("#")[0]
    for part in re.split("[&;]", query):
        name, _, value = part.partition("=")
        decoded = unquote_plus(value)
        if value and is_credential(unquote_plus(name), decoded, in_url=True):
            yield unquote_plus(name), decoded
    yield from ((each.name, each.value) for each in credentials_in(url.partition("?")[0]))


def credentials_of_form(text: str) -> Pairs:
    """The credentials among the fields of a form."""
    return credentials_of_url(f"?{text}")


def credentials_of_text(text: str) -> Pairs:
    """The credentials in a body of any kind."""
    return ((each.name, each.value) for each in credentials_in(text))


def _cookies(parts: Iterable[str]) -> Pairs:
    for part in parts:
        name, _, value = part.partition("=")
        bare = value.strip().strip('"')
        if is_credential(name.strip(), bare) or (len(bare) >= SHORTEST_BY_NAME and not bare.isalpha()):
            yield name.strip(), bare


def _of_authorization(name: str, value: str) -> Pairs:
    scheme, _, credentials = value.partition(" ")
    credentials = credentials.strip()
    if not credentials:
        if not is_common(value):
            yield name, value
        return
    if scheme.lower() == "basic":
        yield from _basic(credentials)
        return
    if not is_scheme(scheme) and looks_secret(scheme):
        yield name, value
    parameters = _PARAMETER.findall(credentials)
    if parameters and "=" in credentials.rstrip("="):
        yield from ((key, text) for key, text in parameters if key.lower() not in _OPEN_PARAMETERS)
    else:
        yield "token" if scheme.lower() == "bearer" else name, credentials


def _basic(credentials: str) -> Pairs:
    """User name and password. The name is a key itself where the password is none, or where it looks like one."""
    try:
        pair = b64decode(credentials, validate=True).decode("utf-8", "replace")
    except (Error, ValueError):
        yield "credentials", credentials
        return
    user, _, password = pair.partition(":")
    if password:
        yield "password", password
    if user and (looks_secret(user) or len(password) < _SHORT_WORD or is_common(password)):
        yield "username", user


def pieces_of(credential: str) -> set[str]:
    """What a credential may have been put together from: itself, and its parts between spaces, colons and the like."""
    pieces = {credential, credential.partition(" ")[2], credential.partition(":")[2]}
    pieces.update(re.split(r"""[\s,;:="&]+""", credential))
    return {each for each in pieces if len(each) >= _SHORT_WORD and not is_common(each)}
