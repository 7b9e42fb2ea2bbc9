"""Compiles the expressions of matchers and of custom properties, each kind by its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.cef import compile_cef
from qradar_builder.dsm.expressions.extraction import Extractor, Found
from qradar_builder.dsm.expressions.generic_list import compile_list
from qradar_builder.dsm.expressions.leef import compile_leef
from qradar_builder.dsm.expressions.name_value_pairs import compile_nvp
from qradar_builder.dsm.expressions.regex_search import compile_search, format_string, substitution
from qradar_builder.dsm.lsx.compiler import PATTERN_TYPES
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.model.expressions import Kind
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.lsx.model import Matcher, Pattern
    from qradar_builder.model.expressions import PropertyExpression

_DEFAULT_GROUP = 1
"""The group of a property's regular expression where none is named."""
_WHOLE_MATCH = 0
"""The group of a matcher's regular expression where none is named."""


# What reads JSON and XML takes long to load, and a package seldom has payloads of both.
def _compile_json(path: str) -> Extractor:
    from qradar_builder.dsm.expressions.json.keypath import compile_json  # noqa: PLC0415 - see above

    return compile_json(path)


def _compile_xml(path: str) -> Extractor:
    from qradar_builder.dsm.expressions.xml_path import compile_xml  # noqa: PLC0415 - see above

    return compile_xml(path)


_BY_KEY: dict[PatternType, Callable[[str], Extractor]] = {
    PatternType.JSON: _compile_json,
    PatternType.LEEF: compile_leef,
    PatternType.CEF: compile_cef,
    PatternType.XML: _compile_xml,
}


@dataclass(frozen=True, slots=True)
class _Delimiters:
    pair: str | None
    value: str | None
    item: str | None


def compile_matcher(matcher: Matcher) -> Extractor:
    """Compile what a matcher takes from a payload. One that cannot work finds nothing, and says why."""
    pattern = matcher.pattern
    kind = pattern.type or PatternType.JAVA
    if kind is not PatternType.JAVA:
        # White space at the ends of a path or key is how the file is laid out.
        delimiters = _Delimiters(pattern.pair_delimiter, pattern.value_delimiter, pattern.delimiter)
        return _compile_key(kind, pattern.text.strip(), delimiters)
    capture = matcher.capture_group
    if capture is None:
        template: tuple[str | int, ...] = (_WHOLE_MATCH,)
    elif matcher.enable_substitutions or "\\" in capture:
        # An example of IBM's has a template without enable-substitutions.
        template = substitution(capture)
    else:
        digits = capture.strip()
        template = (int(digits) if digits.isdecimal() and len(digits) < 4 else _WHOLE_MATCH,)
    return _compile_regex(pattern.text, template, pattern)


def compile_property(expression: PropertyExpression) -> Extractor | None:
    """Compile what a property's expression takes from a payload. None for a kind that does not read payloads."""
    if expression.kind in {Kind.AQL, Kind.CALCULATED}:
        return None
    if expression.kind is not Kind.REGEX:
        delimiters = _Delimiters(expression.pair_delimiter, expression.value_delimiter, expression.delimiter)
        return _compile_key(PATTERN_TYPES[expression.kind], expression.text, delimiters)
    if expression.format is not None:
        return _compile_regex(expression.text, format_string(expression.format))
    group = _DEFAULT_GROUP if expression.capture_group is None else expression.capture_group
    return _compile_regex(expression.text, (group,))


def _compile_regex(text: str, template: tuple[str | int, ...], pattern: Pattern | None = None) -> Extractor:
    insensitive = pattern is not None and pattern.case_insensitive
    try:
        compiled = compile_pattern(text, case_insensitive=insensitive)
    except JavaRegexError as error:
        return nothing(f"the regular expression cannot run: {error.message} near index {error.index}")
    return compile_search(compiled, template, trim=pattern is not None and pattern.trim_whitespace)


def _compile_key(kind: PatternType, text: str, delimiters: _Delimiters) -> Extractor:
    try:
        if kind is PatternType.NVP:
            if not delimiters.pair or not delimiters.value:
                return nothing("the delimiters of the pairs are not set")
            return compile_nvp(text, delimiters.pair, delimiters.value)
        if kind is PatternType.LIST:
            if not delimiters.item:
                return nothing("the delimiter of the list is not set")
            return compile_list(text, delimiters.item)
        return _BY_KEY[kind](text)
    except ValueError as error:
        return nothing(f"the expression cannot run: {error}")


def nothing(reason: str) -> Extractor:
    """An extractor that never finds anything."""
    return Extractor(_whole, lambda _: None, lambda _: Found(None, reason=reason))


def _whole(payload: str) -> str:
    return payload
