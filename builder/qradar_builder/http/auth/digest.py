"""Digest authentication (RFC 7616, and RFC 2617 for servers that give no `qop`)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from qradar_builder.http.auth.authorization import authorized, quoted
from qradar_builder.http.auth.challenge import challenges
from qradar_builder.http.url import read_url
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from qradar_builder.http.auth.challenge import Challenge
    from qradar_builder.http.messages import HttpRequest, HttpResponse

_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_SESSION = "-SESS"
_MAX_ANSWERS = 3
"""How often a server may call its own nonce stale before its 401 is taken for its answer."""


def digest_flow(
    attributes: Mapping[str, str], request: HttpRequest, chance: Callable[[int], bytes]
) -> Generator[HttpRequest, HttpResponse, HttpResponse]:
    """Send a request, answer the challenge that comes, and answer anew where the server calls the nonce stale.

    `realm`, `nonce`, `algorithm`, `qop` and `cnonce` stand for those of the challenge where they are given. A 401 is
    the response of the call where it holds no challenge that can be answered, or comes though one was answered.
    """
    response = yield request
    counts: dict[str, int] = {}
    for _ in range(_MAX_ANSWERS):
        terms = next(_terms(attributes, response), None) if response.status == 401 else None
        if terms is None or (counts and not terms.stale):
            break
        counts[terms.nonce] = counts.get(terms.nonce, 0) + 1
        answer = _answer(attributes, terms, request, counts[terms.nonce], chance)
        response = yield authorized(request, answer)
    return response


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a challenge and the attributes together ask for. `qops` is empty for a server of RFC 2069."""

    realm: str
    nonce: str
    algorithm: str
    qops: tuple[str, ...]
    opaque: str | None
    stale: bool
    userhash: bool

    def hash(self, content: str | bytes) -> str:
        name = _HASHES[self.algorithm.upper().removesuffix(_SESSION)]
        octets = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        return hashlib.new(name, octets, usedforsecurity=False).hexdigest()


def _terms(attributes: Mapping[str, str], response: HttpResponse) -> Iterator[_Terms]:
    """The challenges that can be answered, in the order of the server, which is the order that it likes best."""
    for name, value in response.headers:
        if name.lower() == "www-authenticate":
            for challenge in challenges(value):
                terms = _understood(attributes, challenge) if challenge.scheme == "digest" else None
                if terms is not None:
                    yield terms


def _understood(attributes: Mapping[str, str], challenge: Challenge) -> _Terms | None:
    """What the challenge asks for; None where it lacks realm or nonce, or wants an unknown hash or protection."""
    given = challenge.parameters | {key: value for key, value in attributes.items() if key in _OVERRIDES}
    algorithm = given.get("algorithm", "MD5")
    asked, qops = protections(given.get("qop", ""))
    if not is_digest_hash(algorithm) or "realm" not in given or "nonce" not in given or (asked and not qops):
        return None
    return _Terms(
        realm=given["realm"],
        nonce=given["nonce"],
        algorithm=algorithm,
        qops=qops,
        opaque=given.get("opaque"),
        stale=given.get("stale", "").lower() == "true",
        userhash=given.get("userhash", "").lower() == "true",
    )


def is_digest_hash(algorithm: str) -> bool:
    """Whether a challenge with that algorithm can be answered."""
    return algorithm.upper().removesuffix(_SESSION) in _HASHES


def protections(qop: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The qualities of protection that are asked for, and those of them that can be given."""
    asked = tuple(each.strip().lower() for each in qop.split(",") if each.strip())
    return asked, tuple(each for each in asked if each in {"auth", "auth-int"})


_OVERRIDES = frozenset({"realm", "nonce", "algorithm", "qop"})


def _answer(
    attributes: Mapping[str, str], terms: _Terms, request: HttpRequest, count: int, chance: Callable[[int], bytes]
) -> str:
    """The value of the `Authorization` header; its parts stand as Apache HttpClient writes them."""
    username, password = attributes.get("username", ""), attributes.get("password", "")
    target = read_url(request.url).target
    cnonce = attributes.get("cnonce") or chance(8).hex()
    qop = _protection(terms, request)
    secret = terms.hash(f"{username}:{terms.realm}:{password}")
    if terms.algorithm.upper().endswith(_SESSION):
        secret = terms.hash(f"{secret}:{terms.nonce}:{cnonce}")
    what = f"{request.method}:{target}"
    if qop == "auth-int":
        what += ":" + terms.hash(request.body or b"")
    middle = f"{terms.nonce}:{count:08x}:{cnonce}:{qop}" if qop else terms.nonce
    parts = {
        "username": quoted(terms.hash(f"{username}:{terms.realm}") if terms.userhash else username),
        "realm": quoted(terms.realm),
        "nonce": quoted(terms.nonce),
        "uri": quoted(target),
        "response": quoted(terms.hash(f"{secret}:{middle}:{terms.hash(what)}")),
    }
    if qop:
        parts |= {"qop": qop, "nc": f"{count:08x}"}
    if qop or terms.algorithm.upper().endswith(_SESSION):
        parts["cnonce"] = quoted(cnonce)
    parts["algorithm"] = terms.algorithm
    if terms.opaque is not None:
        parts["opaque"] = quoted(terms.opaque)
    if terms.userhash:
        parts["userhash"] = "true"
    return "Digest " + ", ".join(f"{name}={value}" for name, value in parts.items())


def _protection(terms: _Terms, request: HttpRequest) -> str:
    """Apache HttpClient protects the body too where there is one and the server offers it."""
    if not terms.qops:
        return ""
    if "auth-int" in terms.qops and (request.body is not None or "auth" not in terms.qops):
        return "auth-int"
    return "auth"
