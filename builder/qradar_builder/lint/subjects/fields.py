"""The expressions of the normalized fields of a log source type, in the order in which they are tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.regex_search import substitution
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.javalang.regex.errors import JavaRegexError, RegexTimeout
from qradar_builder.javalang.regex.pattern import compile_pattern
from qradar_builder.javalang.regex.tree import BackReference, Look
from qradar_builder.lint.regex.shape import group_of, nodes_of, tree_of
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.lsx.model import Matcher
    from qradar_builder.javalang.regex.pattern import JavaPattern
    from qradar_builder.javalang.regex.tree import Node

_SECONDS = 0.5
_PAREN = re.compile(r"\\.|\[(?:\\.|\[[^\]]*\]|[^\]\\])*\]|\(\?[:=!>]|\(\?<[=!]|\(\?<\w+>|\(|\)", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class RegexMatcher:
    """A matcher with a Java pattern that this tool takes."""

    matcher: Matcher
    compiled: JavaPattern
    template: tuple[str | int, ...]

    @property
    def field(self) -> str:
        """The field that it fills."""
        return self.matcher.field

    @property
    def groups(self) -> frozenset[int]:
        """The groups that the field takes."""
        return frozenset(each for each in self.template if isinstance(each, int))

    @property
    def tree(self) -> Node | None:
        """The syntax tree of its pattern."""
        return tree_of(self.matcher.pattern.text, case_insensitive=self.matcher.pattern.case_insensitive)

    @property
    def takes_group(self) -> bool:
        """Whether the value comes from the payload, and is no constant."""
        return bool(self.groups)

    def value_in(self, text: str) -> str | None:
        """The value that the field gets from a payload; None where the pattern finds nothing in half a second."""
        try:
            match = self.compiled.search(text, _SECONDS)
        except RegexTimeout:
            return None
        if match is None or any(number > self.compiled.group_count for number in self.groups):
            return None
        return "".join((match.group(each) or "") if isinstance(each, int) else each for each in self.template)


def matchers_of(definition: TypeDefinition) -> list[Matcher]:
    """The matchers of a log source type: of each field, those that are tried first come first."""
    groups = () if definition.extension is None else sorted(definition.extension.groups, key=lambda group: group.order)
    return [each for group in groups for each in sorted(group.matchers, key=lambda matcher: matcher.order)]


def regex_matchers_of(definition: TypeDefinition) -> Iterator[RegexMatcher]:
    """Those of the matchers whose pattern is a Java regular expression."""
    for matcher in matchers_of(definition):
        pattern = matcher.pattern
        if pattern.type not in {None, PatternType.JAVA}:
            continue
        try:
            compiled = compile_pattern(pattern.text, case_insensitive=pattern.case_insensitive)
        except JavaRegexError:
            continue
        yield RegexMatcher(matcher, compiled, _template(matcher))


def _template(matcher: Matcher) -> tuple[str | int, ...]:
    capture = matcher.capture_group
    if capture is None:
        return (1,)
    if not matcher.enable_substitutions and capture.isascii() and capture.isdecimal():
        return (int(capture),)
    return substitution(capture)


def reads_category(definition: TypeDefinition) -> bool:
    """Whether an expression or a modifier gives events a category."""
    groups = () if definition.extension is None else definition.extension.groups
    return any(
        any(each.field == "EventCategory" for each in group.matchers)
        or any(each.category is not None for each in group.event_matches)
        for group in groups
    )


def values_of(matcher: Matcher) -> Callable[[str], bool] | None:
    """Whether a text may be the value that a matcher gives. None where every text may be.

    It is only known of Java patterns whose value is a constant, or one group without look-arounds and references.
    """
    pattern = matcher.pattern
    if pattern.type not in {None, PatternType.JAVA} or pattern.trim_whitespace:
        return None
    template = _template(matcher)
    if not any(isinstance(each, int) for each in template):
        constant = "".join(str(each) for each in template)
        return lambda text: text == constant
    if len(template) != 1 or not isinstance(template[0], int):
        return None
    inner = _text_of_group(pattern.text, template[0])
    tree = tree_of(pattern.text)
    body = None if tree is None else group_of(tree, template[0])
    if inner is None or body is None or any(isinstance(node, Look | BackReference) for node in nodes_of(body)):
        return None
    try:
        compiled = compile_pattern(inner, case_insensitive=pattern.case_insensitive)
    except JavaRegexError:
        return None

    def may_be(text: str) -> bool:
        try:
            return compiled.fullmatch(text, _SECONDS) is not None
        except RegexTimeout:
            return True

    return may_be


def _text_of_group(pattern: str, number: int) -> str | None:
    """The text between the parentheses of a capture group; None where that cannot be told, as with inline flags."""
    if re.search(r"\(\?[a-zA-Z-]+[:)]|\\Q", pattern):
        return None
    opened: list[tuple[int, int]] = []
    count = 0
    for match in _PAREN.finditer(pattern):
        sign = match[0]
        if sign == ")":
            group, start = opened.pop() if opened else (0, 0)
            if group == number:
                return pattern[start : match.start()]
        elif sign.startswith("("):
            captures = sign == "(" or (sign.startswith("(?<") and sign.endswith(">"))
            count += captures
            opened.append((count if captures else 0, match.end()))
    return None
