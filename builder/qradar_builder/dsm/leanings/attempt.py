"""The open questions on an expression, by its kind: what it reads in a payload, and what its value is."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm import parsing_choices as s
from qradar_builder.dsm.expressions.json.grammar import NoDocument, object_start, stands_in_array
from qradar_builder.dsm.expressions.json.places import places
from qradar_builder.dsm.lsx.model import Matcher
from qradar_builder.dsm.trial import Verdict
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.dsm.explanation import Explanation, FieldExplanation
    from qradar_builder.dsm.trial import Attempt
    from qradar_builder.reference.choice import Choice

_NAME: Final = re.compile(r'/"([^"]+)"')
_PREFIX: Final = re.compile(r"<[\w.-]+:[\w.-]+[\s/>]")
_MESSAGE: Final = re.compile(r"(?:LEEF|CEF):")
_BLANK_IN_START: Final = re.compile(r"(?:LEEF|CEF): +\d")
_LEEF_2: Final = re.compile(r"LEEF:2[^|]*\|[^|]*\|[^|]*\|[^|]*\|[^|]*\|([^|=\t]*)(\||)")
_CEF_0: Final = re.compile(r"CEF:\s*0\|")
_ODD_CEF_KEY: Final = re.compile(r"[ \n][A-Za-z0-9]*[_.\[\]-][\w.\[\]-]*=")
_ODD_ESCAPE: Final = re.compile(r"\\[^\\=|nr]")
_GROUP: Final = re.compile(r"[\\$]\d")
_MOST: Final = 1_000_000
"""The longest payload in which repeated names are looked for, in characters."""


def of_attempt(attempt: Attempt, explanation: Explanation) -> Iterator[Choice]:
    """The questions that one expression leans on in this payload."""
    of_kind = _BY_KIND.get(Kind(attempt.trial.kind))
    if of_kind is not None:
        yield from of_kind(attempt, explanation.payload)
    if attempt.trial.kind == Kind.LIST and explanation.header is not None and attempt.found.value:
        yield s.LIST_PAYLOAD
    parts = len(re.findall(r"\{[^{}]+\}", attempt.trial.text))
    if attempt.trial.kind != Kind.REGEX and parts > 1 and len(attempt.found.spans) < parts:
        yield s.ABSENT_PART


def of_property(field: FieldExplanation) -> Iterator[Choice]:
    """The questions on the expressions of a custom property."""
    ranks = [each.trial.subject.rank for each in field.attempts if not isinstance(each.trial.subject, Matcher)]
    with_value = [each for each in field.attempts if each.found.value]
    if len(with_value) > 1 and (-1 in ranks or len(set(ranks)) < len(ranks)):
        yield s.SHIPPED_RANK
    if any(each.verdict is Verdict.REFUSED and re.search(r"\d", each.found.value or "") for each in with_value):
        yield s.NUMBER_FORM


def _of_regex(attempt: Attempt, payload: str) -> Iterator[Choice]:
    subject, found = attempt.trial.subject, attempt.found
    if found.value is None:
        return
    if isinstance(subject, Matcher):
        template = subject.capture_group or ""
        if subject.pattern.trim_whitespace and any(
            payload[start:end] != payload[start:end].strip() for start, end in found.spans
        ):
            yield s.TRIM
    else:
        template = subject.expression.format or ""
    groups = len(_GROUP.findall(template))
    if groups > len(found.spans) or (groups == 1 and not found.value):
        yield s.ABSENT_GROUP


def _of_json(attempt: Attempt, payload: str) -> Iterator[Choice]:
    found, text = attempt.found, attempt.trial.text
    if found.value is None:
        yield from _of_no_json(attempt, payload)
        return
    if payload.lstrip()[:1] != "{":
        yield s.JSON_START
    if any('"' not in (payload[start - 1 : start], payload[start : start + 1]) for start, _ in found.spans):
        yield s.JSON_TEXT
    if set(_NAME.findall(text)) & _repeated(payload):
        yield s.JSON_SAME_NAME


def _of_no_json(attempt: Attempt, payload: str) -> Iterator[Choice]:
    reason, text = attempt.found.reason, attempt.trial.text
    start = payload.find("{")
    if start > 0 and stands_in_array(payload, start):
        yield s.JSON_ARRAY_PAYLOAD
    elif start >= 0 and not _is_sound(payload):
        yield s.JSON_STRICT
        if start:
            yield s.JSON_START
    elif reason.endswith("is null"):
        yield s.JSON_NULL
    elif any(f"has `{name.casefold()}`" in reason.casefold() for name in _NAME.findall(text)):
        yield s.JSON_NAME
    elif "[]" in text:
        yield s.JSON_WHOLE_ARRAY


def _is_sound(payload: str) -> bool:
    try:
        places(payload, object_start(payload))
    except NoDocument:
        return False
    return True


@lru_cache(maxsize=1)
def _repeated(payload: str) -> frozenset[str]:
    """The names that an object of the payload's JSON has more than once."""
    if len(payload) > _MOST:
        return frozenset()
    repeated: set[str] = set()

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.update(name for name in members if names.count(name) > 1)
        return members

    try:
        json.JSONDecoder(object_pairs_hook=look).raw_decode(payload, object_start(payload))
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(repeated)


def _of_xml(attempt: Attempt, payload: str) -> Iterator[Choice]:
    found = attempt.found
    if (found.value is not None and payload.lstrip()[:1] != "<") or (found.value is None and "<!DOCTYPE" in payload):
        yield s.XML_DOCUMENT
    if _PREFIX.search(payload):
        yield s.XML_NAMES
    after = [payload[end : end + 2] for _, end in found.spans]
    if "has no text" in found.reason or any(each[:1] == "<" and each != "</" for each in after):
        yield s.XML_TEXT


def _of_pairs(attempt: Attempt, payload: str) -> Iterator[Choice]:
    found, name = attempt.found, attempt.trial.text
    if found.value is None and name in payload:
        yield s.PAIR_NAME
    if found.value is not None and len(re.findall(rf"\b{re.escape(name)}\s*=", payload)) > 1:
        yield s.REPEATED_NAME
    yield from _of_list(attempt, payload)


def _of_list(attempt: Attempt, payload: str) -> Iterator[Choice]:  # noqa: ARG001 - as the others
    subject = attempt.trial.subject
    if (attempt.found.value or "").startswith(('"', "'")):
        yield s.QUOTES
    if isinstance(subject, Matcher):
        pattern = subject.pattern
        if any("\\" in (each or "") for each in (pattern.pair_delimiter, pattern.value_delimiter, pattern.delimiter)):
            yield s.DELIMITER_ESCAPES


def _of_keyed(attempt: Attempt, payload: str) -> Iterator[Choice]:
    """Of LEEF and CEF."""
    found, key = attempt.found, attempt.trial.text
    if _MESSAGE.match(payload) is None and _MESSAGE.search(payload) is not None:
        yield s.MESSAGE_START
    if found.value is None and _BLANK_IN_START.search(payload):
        yield s.MESSAGE_BLANK
    if found.value is None and f"{key.casefold()}=" in payload.casefold() and f"{key}=" not in payload:
        yield s.KEY_CASE
    if found.value is not None and len(re.findall(rf"(?<![\w.]){re.escape(key)}=", payload)) > 1:
        yield s.REPEATED_KEY


def _of_leef(attempt: Attempt, payload: str) -> Iterator[Choice]:
    yield from _of_keyed(attempt, payload)
    value = attempt.found.value
    header = _LEEF_2.search(payload)
    if value is not None and header is not None and not (header[1] and header[2]):
        yield s.LEEF_DELIMITER
    if value is not None and value != value.strip(" "):
        yield s.LEEF_BLANKS


def _of_cef(attempt: Attempt, payload: str) -> Iterator[Choice]:
    yield from _of_keyed(attempt, payload)
    value = attempt.found.value
    if value is None:
        return
    if _CEF_0.search(payload) is None:
        yield s.CEF_VERSION
    if _ODD_CEF_KEY.search(payload):
        yield s.CEF_KEY
    if value.endswith(" "):
        yield s.CEF_BLANKS
    if any(_ODD_ESCAPE.search(payload[start:end]) for start, end in attempt.found.spans):
        yield s.CEF_ESCAPE


_BY_KIND: Final[dict[Kind, Callable[[Attempt, str], Iterator[Choice]]]] = {
    Kind.REGEX: _of_regex,
    Kind.JSON: _of_json,
    Kind.XML: _of_xml,
    Kind.NVP: _of_pairs,
    Kind.LIST: _of_list,
    Kind.LEEF: _of_leef,
    Kind.CEF: _of_cef,
}
