"""Finds credentials in any text by what is around them: names, schemes, URLs, and the look of keys and tokens.

It reads JSON, XML, forms, URLs, headers, YAML, maps as Java prints them, and each of them escaped within another, in
time that grows with the text.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.quick.patterns import late
from qradar_builder.secrets.names import Strength, is_secret_name, may_be_number, strength
from qradar_builder.secrets.values import SCHEMES, is_common, is_credential, is_scheme, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential in a text, from `start` up to but not including `end`.

    `value` is what it is without escapes. `bare` says that it stands without quotes as a number of JSON does.
    """

    name: str
    value: str
    start: int
    end: int
    bare: bool = False


_NAME: Final = r"[\w$.-]{1,128}"
_QUOTE: Final = r"""(?:\\{0,8}["']|&(?:amp;)?(?:quot|apos|\#34|\#39|\#x22|\#x27);|%22|\\{1,8}u00(?:22|27))"""
_HEAD: Final = late(
    rf"""
    (?P<pem>-----BEGIN[ ](?P<label>[A-Z0-9 ]{{1,40}})-----)
    |(?P<packed_pem>LS0tLS1CRUdJT[A-Za-z0-9+/=_-]{{16,}})
    |(?P<jwt>\beyJ[\w-]{{5,}}\.[\w-]{{2,}}\.[\w-]*(?:\.[\w-]*){{0,2}})
    |(?P<user>://)(?=[^/\s@?\#"'<>\\]{{1,1024}}@)
    |(?P<multipart>\bname="?(?P<part>{_NAME})"?[^\r\n]{{0,256}}(?:\r?\n[^\r\n]{{1,256}}){{0,4}}\r?\n\r?\n)
    |(?:<|&lt;|\\u003[cC])(?:[\w.-]{{1,64}}:)?(?P<tag>{_NAME})(?P<rest>\s[^<>&]{{0,512}})?(?:>|&gt;|\\u003[eE])
    |(?P<open>{_QUOTE})(?P<key>[^"'\\<>&=%\r\n]{{1,128}})(?P<close>(?P=open))\s{{0,8}}(?::|=>|%3A)\s{{0,8}}(?P<opened>{_QUOTE})?
    |(?<![\w$.-])(?P<name>{_NAME})(?P<sep>\s{{0,8}}(?:=>|=|:(?!//)|%3[DdAa]|&\#61;|\\u003[dD])\s{{0,8}})(?P<quote>{_QUOTE})?
    |\b(?P<scheme>{SCHEMES})[ ]+(?=(?P<token>[A-Za-z0-9+/._~:-]{{6,}}=*))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PUBLIC_LABEL: Final = late(r"CERTIFICATE|PUBLIC KEY", re.IGNORECASE)
_PEM_REST: Final = late(r"""(?:(?!-----)[^"'<])*(?:-----END [A-Z0-9 ]{1,40}-----)?""")
_USER: Final = late(r"""(?P<name>[^/\s:@?#"'<>\\]*)(?::(?P<password>[^/\s@?#"'<>\\]*))?@""")
_TEXT: Final = late(r"(?:(?!<|&lt;|\\u003[cC]).)*", re.DOTALL)
_CDATA: Final = late(r"\s*<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_PART: Final = late(r"(?:(?!\r?\n--).)*", re.DOTALL)
_TO_QUOTE: Final = {'"': late(r'(?:[^"\\]|\\.)*', re.DOTALL), "'": late(r"(?:[^'\\]|\\.)*", re.DOTALL)}
_LINE: Final = late(r"""(?:[^\r\n"'<>]|(?<==)"[^"\r\n]*"(?=;|\s|$))*""")
_OF_URL: Final = late(r"""(?:(?!%26|&amp;|\\u0026)[^\s&;"'<>\\])*""")
_OF_TEXT: Final = late(r"""[^\s,;"'<>}&\\\]]*""")
_TEMPLATE: Final = late(r"\$\{[^}]*\}")
_SCHEME: Final = late(rf"(?:{SCHEMES})[ ]+(?=\S)", re.IGNORECASE)
_NUMBER: Final = late(r"\d{4,32}(?![\w.])")
_LIST: Final = late(r"""\[\s*(?:"(?:[^"\\]|\\.)*"\s*,?\s*)+""", re.DOTALL)
_IN_LIST: Final = late(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_INNER: Final = late(
    r"""\{\s*(?:"[^"\\]{1,64}"\s*:\s*(?:"(?:[^"\\]|\\.){0,256}"|[\w.+-]{1,32})\s*,\s*){0,8}"""
    r"""\\{0,8}["'](?:value|text|data|content|plain|raw|_|\$|\#text)\\{0,8}["']\s*:\s*(?P<quote>\\{0,8}["'])""",
    re.IGNORECASE,
)
_INNER_ELEMENT: Final = late(
    r"\s*(?:<[\w.:-]{1,128}(?:\s[^<>]{0,256})?>[^<>]{0,256}</[\w.:-]{1,128}>\s*){0,8}"
    r"<(?:[\w.-]{1,64}:)?(?:value|text|data|content|plain|raw)(?:\s[^<>]{0,256})?>",
    re.IGNORECASE,
)
"""The start tag of what an element holds that has a credential among other elements."""
_NAMING: Final = frozenset({"name", "key", "id", "header", "field", "parameter", "param", "headername", "attribute"})
_VALUE_BESIDE: Final = late(
    rf"""{_QUOTE}?\s{{0,40}},?\s{{0,40}}{_QUOTE}?(?:value|val|text|content|data){_QUOTE}?\s{{0,8}}(?::|=>|=)\s{{0,8}}(?P<quote>{_QUOTE})""",
    re.IGNORECASE,
)
_LINE_NAMES: Final = late(r"authorization$|cookie2?$", re.IGNORECASE)


def credentials_in(text: str) -> Iterator[Credential]:
    """The credentials in a text, in their order; none lies in another."""
    place = 0
    while (head := _HEAD.search(text, place)) is not None:
        place = head.end()
        if head["name"] is not None or head["key"] is not None:
            found = list(_of_pair(text, head))
            # What is not one itself may hold some.
            place = head.end() if not found else place
        else:
            found = list(_of_mark(text, head))
            if head["tag"] is not None and not found:
                place = head.end("tag")
        for each in found:
            if each.end > each.start:
                yield each
                place = max(place, each.end)


def _of_mark(text: str, head: re.Match[str]) -> Iterator[Credential]:
    """A credential that is known by its look, or by the element that it stands in."""
    if head["pem"] is not None:
        if not _PUBLIC_LABEL.search(head["label"]):
            yield _made("private key", text, *_reach(_PEM_REST, text, head.start(), head.end()))
    elif head["packed_pem"] is not None:
        yield _made("private key", text, *head.span())
    elif head["jwt"] is not None:
        yield _made("token", text, *head.span())
    elif head["user"] is not None:
        yield from _of_user(text, head.end())
    elif head["scheme"] is not None:
        if not head["token"].isalpha() or not head["token"].islower():
            yield from _checked("token", text, *head.span("token"), sure=True)
    else:
        yield from _of_element(text, head)


def _of_element(text: str, head: re.Match[str]) -> Iterator[Credential]:
    """What stands in an element, or in a part of a form in several parts."""
    if head["part"] is not None:
        if strength(head["part"]) is not Strength.NONE:
            yield from _checked(head["part"], text, *_reach(_PART, text, head.end(), head.end()))
    elif strength(head["tag"]) is not Strength.NONE:
        inner = _INNER_ELEMENT.match(text, head.end()) if is_secret_name(head["tag"]) else None
        start = inner.end() if inner else head.end()
        packed = _CDATA.match(text, start)
        span = packed.span(1) if packed else _reach(_TEXT, text, start, start)
        yield from _checked(head["tag"], text, *span)


def _of_user(text: str, start: int) -> Iterator[Credential]:
    """User name and password of a URL: the name only where it looks like a key."""
    found = _USER.match(text, start)
    if found is None:
        return
    password = found["password"] or ""
    if found["name"] and (looks_secret(found["name"], in_url=not password) or (not password and found["name"])):
        yield _made("username", text, *found.span("name"))
    if password:
        yield _made("password", text, *found.span("password"))


def _of_pair(text: str, head: re.Match[str]) -> Iterator[Credential]:
    """The value of a name, if it is a credential, or of what a name names: `"name": "token", "value": "…"`."""
    name = head["name"] if head["key"] is None else head["key"]
    quote = head["quote"] if head["key"] is None else head["opened"]
    if quote is not None and name.lower() in _NAMING:
        start, end = _quoted(text, head.end(), quote)
        if end - start <= 128 and is_secret_name(text[start:end]):
            beside = _VALUE_BESIDE.match(text, end)
            if beside is not None:
                yield from _checked(text[start:end], text, *_quoted(text, beside.end(), beside["quote"]))
                return
    if strength(name) is Strength.NONE:
        return
    if quote is not None:
        start, end = _quoted(text, head.end(), quote)
        scheme = _SCHEME.match(text, start, end)
        yield from _checked(name, text, scheme.end() if scheme and not quote.startswith('"') else start, end)
    elif (number := _NUMBER.match(text, head.end())) is not None and may_be_number(name):
        yield Credential(name, number[0], *number.span(), bare=head["key"] is not None)
    elif text.startswith(("[", "{"), head.end()):
        yield from _of_nested(name, text, head.end())
    elif head["key"] is None:
        yield from _unquoted(name, text, head)


def _of_nested(name: str, text: str, start: int) -> Iterator[Credential]:
    inner = _INNER.match(text, start)
    if inner is not None:
        yield from _checked(name, text, *_quoted(text, inner.end(), inner["quote"]))
    values = _LIST.match(text, start)
    if values is not None:
        for each in _IN_LIST.finditer(text, start, values.end()):
            yield from _checked(name, text, *each.span(1))


def _unquoted(name: str, text: str, head: re.Match[str]) -> Iterator[Credential]:
    start = head.end()
    if _LINE_NAMES.search(name):
        scheme = _SCHEME.match(text, start)
        yield from _checked(name, text, *_reach(_LINE, text, scheme.end() if scheme else start, start))
        return
    in_pair = ":" not in head["sep"]
    scheme = _SCHEME.match(text, start)
    start = scheme.end() if scheme else start
    template = _TEMPLATE.match(text, start)
    _, end = _reach(_OF_URL if in_pair else _OF_TEXT, text, start, template.end() if template else start)
    if in_pair and not template:
        # What parts the pairs of a map is none of a value, though a URL may hold it.
        end = start + len(text[start:end].rstrip(",.)}]"))
    before = text[head.start() - 1 : head.start()]
    yield from _checked(name, text, start, end, in_url=in_pair and before in {"?", "&", ";"})


def _checked(
    name: str, text: str, start: int, end: int, *, in_url: bool = False, sure: bool = False
) -> Iterator[Credential]:
    found = _made(name, text, start, end)
    value = found.value.strip()
    if (sure and not is_common(value)) or (is_credential(name, value, in_url=in_url) and not is_scheme(value)):
        yield found


def _made(name: str, text: str, start: int, end: int) -> Credential:
    return Credential(name, plain(text[start:end]), start, end)


def _reach(pattern: re.Pattern[str], text: str, start: int, place: int) -> tuple[int, int]:
    found = pattern.match(text, place)
    return start, place if found is None else found.end()


def _quoted(text: str, start: int, quote: str) -> tuple[int, int]:
    """From `start` to the quote that closes; to the end of the text where none does."""
    pattern = _TO_QUOTE.get(quote)
    if pattern is not None:
        return _reach(pattern, text, start, start)
    end = text.find(quote, start)
    return start, len(text) if end < 0 else end


def plain(text: str) -> str:
    """A value without the escapes of JSON, of XML and of URLs, if it has those of one of them."""
    if "\\" in text:
        try:
            return str(json.loads(f'"{text}"', strict=False))
        except ValueError:
            return text.replace("\\", "")
    if "&" in text and ";" in text:
        return unescape(text)
    return unquote_plus(text) if "%" in text else text
