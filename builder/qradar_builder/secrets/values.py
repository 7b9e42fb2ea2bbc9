"""Which values are credentials, where the name alone does not decide, and which are too common to be searched for."""

from __future__ import annotations

import re
from typing import Final

from qradar_builder.quick.patterns import late
from qradar_builder.secrets.names import Strength, strength

SHORTEST: Final = 4
"""A value of fewer characters cannot be told from other text."""
SHORTEST_BY_NAME: Final = 8
"""A value of fewer characters that is secret by its name alone is not looked for elsewhere: it may be a word."""

SCHEMES: Final = (
    "Basic|Bearer|Digest|Hawk|Token|ApiKey|Api-Key|Api-Token|ApiToken|SSWS|GenieKey|Splunk|Negotiate|NTLM|OAuth|JWT"
    "|HMAC|EG1-HMAC-SHA256|AWS4-HMAC-SHA256|SharedKey|PVEAPIToken|Key"
)
"""Words that stand before a credential in a header, as part of a regular expression."""
_SCHEME: Final = late(SCHEMES, re.IGNORECASE)
_COMMON: Final = frozenset(
    {
        "", "null", "none", "nil", "true", "false", "yes", "no", "on", "off", "undefined", "unknown", "required",
        "optional", "disabled", "enabled", "n/a", "default", "include", "omit", "same-origin", "unlimited", "expired",
        "redacted", "password", "username", "anonymous", "invalid", "missing", "empty", "[secret]",
    }
)  # fmt: skip
_TEMPLATE: Final = late(r"\$\{[^{}]*\}")
_DEEPEST: Final = 8
_APART: Final = late(r"[\s;,=:&]+")
_PLACEHOLDER: Final = late(r"redacted-[a-z0-9-]+|\*+|<[\w -]+>|x{3,}|not-a-real-secret|not kept", re.IGNORECASE)
_UUID: Final = late(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ORDINARY: Final = late(
    r"[\d:.,TZ+/ -]+"
    r"|[A-Za-z]{1,24}"
    r"|(?=.{1,40}$)[A-Za-z]+(?:[ ._:/-][A-Za-z]+)+"
    r"|[A-Z]+(?:_[A-Z]+)*[-_]?\d{1,9}"
    r"|[a-z]+\d{0,2}(?:[._:][a-z]+\d{0,2})+"
    r"|[\w.+-]+@[\w.-]+"
    r"|/.*|[a-z]+://.*"
)
"""Numbers, times, words, names of kinds, addresses: what stands under `key` and `code` in events."""
_WORD: Final = late(r"[A-Za-z]{1,15}|\d{1,7}")


def is_scheme(word: str) -> bool:
    """Whether a word is one that stands before a credential in a header."""
    return _SCHEME.fullmatch(word) is not None


def is_common(value: str) -> bool:
    """Whether a value is a word or a character that says nothing, a template, or a placeholder already."""
    bare = value.strip().lower()
    known = len(bare) < 2 or bare in _COMMON or is_scheme(bare)
    return known or _PLACEHOLDER.fullmatch(bare) is not None or ("${" in value and _is_template(value))


def _is_template(value: str) -> bool:
    """Whether a value of a workflow has its secret from elsewhere: nothing around its templates looks like one."""
    for _ in range(_DEEPEST):
        value, count = _TEMPLATE.subn("", value)
        if not count:
            break
    return not any(looks_secret(each) for each in _APART.split(value))


def looks_secret(value: str, *, in_url: bool = False) -> bool:
    """Whether a value is likely to be a key: not a word, a number, a time, the name of a kind of event."""
    if is_common(value) or any(each.isspace() for each in value):
        return False
    if in_url:
        return len(value) >= 6 and _WORD.fullmatch(value) is None
    return len(value) >= SHORTEST_BY_NAME and not (_ORDINARY.fullmatch(value) or _UUID.fullmatch(value))


def is_credential(name: str, value: str, *, in_url: bool = False) -> bool:
    """Whether a value that has this name is to be kept secret where it stands."""
    sure = strength(name)
    if sure is Strength.SURE:
        return not is_common(value)
    return sure is Strength.LIKELY and looks_secret(value, in_url=in_url)


def is_everywhere_secret(value: str) -> bool:
    """Whether a value that is a credential by its name is long enough to be looked for in other text, too."""
    return len(value) >= SHORTEST_BY_NAME and not is_common(value)
