"""Which names belong to credentials: of headers, parameters, fields, members, elements and cookies, in any spelling."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final


class Strength(IntEnum):
    """How sure a name is the name of a credential."""

    NONE = 0
    LIKELY = 1
    """As `key`, `code` or `session`: the value decides."""
    SURE = 2


_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST: Final = 128

_STEMS: Final = re.compile(
    r"passw(?:or)?d|passphrase|passcode|passkey|secret(?!ary|aries)|credential|authori[sz]ation(?!s)|cookie|bearer"
    r"|(?:api|apps?|application|access|private|secret|auth|subscription|functions?|session|signing|encryption"
    r"|decryption|master|shared|account|consumer|admin|licen[cs]e|ssh|pgp|hmac|webhook|storage|service|integration|sas)"
    r"keys?"
    r"|csrf|xsrf|samlre(?:sponse|quest)|connectionstring|session(?:id|uuid|guid|hash)|sessid|jsession|phpsess"
)
"""Parts that make a name sure, wherever they stand in it; it is looked for in the words without what parts them."""
_SURE_ENDS: Final = frozenset(
    {"token", "tokens", "jwt", "jws", "assertion", "signature", "sig", "pwd", "passwd", "pin", "otp", "totp", "hmac"}
)
_RUN_TOGETHER: Final = re.compile(r"(?:token|jwt|assertion|signature|pwd|pincode)s?$")
_LIKELY_ENDS: Final = frozenset(
    {
        "key", "keys", "code", "session", "sessions", "auth", "authentication", "sid", "ticket", "pass", "pw", "pem",
        "verifier", "nonce", "challenge", "identitytoken", "xauth", "dsn",
    }
)  # fmt: skip
_PAGING: Final = re.compile(
    r"next|prev|page|paging|paginat|continu|cursor|delta|skip|sync|scroll|marker|offset|resume|bookmark|checkpoint"
    r"|watermark|idempoten"
)
_OF_A_SECRET: Final = frozenset(
    {
        "age", "alg", "algorithm", "algorithms", "at", "attempts", "change", "changed", "count", "created", "date",
        "days", "description", "disabled", "enabled", "endpoint", "error", "exp", "expired", "expires", "expiration",
        "expiry", "file", "format", "hint", "href", "in", "issued", "label", "last", "length", "limit", "link",
        "manager", "message", "method", "mode", "name", "names", "on", "path", "policy", "present", "provided",
        "required", "reset", "scheme", "scope", "scopes", "set", "size", "state", "status", "store", "time",
        "timestamp", "ttl", "type", "types", "updated", "uri", "url", "usage", "valid", "vault", "verified", "version",
    }
)  # fmt: skip
"""Last words that tell something about a secret, which is none itself: `token_type`, `passwordChanged`."""
_EXPIRY: Final = re.compile(r"expir(?:y|es|ed|ation)?(?:in|at|on|date|time)?$|(?:type|url|uri)$")
_HEADERS: Final = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2", "cookie2"})
_NUMERIC: Final = re.compile(r"pass(?:wor|w)?d|passcode|^pin$|pin$|otp|secret")


@lru_cache(4096)
def strength(name: str) -> Strength:
    """How sure it is that what has this name is a credential. Names of more than 128 characters are cut at their start.

    Paging tokens (`nextPageToken`) are none, neither is what is said of a secret (`token_type`).
    """
    if name.lower() in _HEADERS:
        return Strength.SURE
    words = [word.lower() for word in _WORD.findall(name[-_LONGEST:])]
    while words and (words[-1].isdigit() or words[-1] in {"value", "text", "header", "plain", "hash", "raw"}):
        words.pop()
    if not words:
        return Strength.NONE
    squeezed = "".join(words)
    if words[-1] in _OF_A_SECRET or _EXPIRY.search(squeezed):
        return Strength.NONE
    if _STEMS.search(squeezed) and not (_PAGING.search(squeezed) and words[-1] in {"token", "key", "code"}):
        return Strength.SURE
    if _PAGING.search(squeezed):
        return Strength.NONE
    if words[-1] in _SURE_ENDS or _RUN_TOGETHER.search(squeezed):
        return Strength.SURE
    if words[-1] in _LIKELY_ENDS or (words[-1] == "id" and words[-2:-1] in (["token"], ["auth"], ["secret"])):
        return Strength.LIKELY
    # As `authkey` and `usercode`, written together.
    return Strength.LIKELY if re.search(r"(?:auth|session|key)$", squeezed) else Strength.NONE


def is_secret_name(name: str) -> bool:
    """Whether what has this name is a credential, whatever its value is."""
    return strength(name) is Strength.SURE


def is_private_header(name: str, _value: str = "") -> bool:
    """Whether a header of this name may sign in somewhere, so that it is for one host only, whatever its value is."""
    return strength(name) is not Strength.NONE


def may_be_number(name: str) -> bool:
    """Whether a credential of this name may be a number, as a PIN is."""
    return is_secret_name(name) and _NUMERIC.search("".join(_WORD.findall(name)).lower()) is not None
