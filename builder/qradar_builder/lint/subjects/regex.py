"""A regular expression as rules see it, wherever it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.lint.regex.shape import tree_of
from qradar_builder.model.workflow.grammar import Meaning
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Origin
    from qradar_builder.javalang.regex.tree import Node
    from qradar_builder.lint.dataflow.written_text import WrittenText
    from qradar_builder.lint.regex.attack import Attack

_IN_WORKFLOWS = (Meaning.REGEX, Meaning.ONE_GROUP)


@dataclass(frozen=True, slots=True, eq=False)
class RegexSubject:
    """A regular expression that Java takes."""

    pattern: str
    origin: Origin
    use: str
    """What it is for, in words: `EventName`, `the property Filename`, `RegexCapture`."""
    is_payload: bool = True
    """Whether it is searched for in payloads, and not in a text of a workflow."""
    case_insensitive: bool = False

    @property
    def tree(self) -> Node | None:
        """Its syntax tree; None where this tool does not take it."""
        return tree_of(self.pattern, case_insensitive=self.case_insensitive)

    def attack(self) -> Attack | None:
        """The worst text that was found for it."""
        # A build runs no rule that searches for one.
        from qradar_builder.lint.regex.attack import find_attack

        return find_attack(self.pattern, Flag.CASE_INSENSITIVE if self.case_insensitive else Flag(0))


def regexes_of_type(definition: TypeDefinition) -> Iterator[RegexSubject]:
    """The regular expressions of a log source type: its fields, modifiers and custom properties, each once."""
    extension = definition.extension
    for group in () if extension is None else extension.groups:
        uses = [(each.pattern, each.field) for each in group.matchers]
        uses += [(each.pattern, "a modifier") for each in group.event_matches if each.pattern is not None]
        seen: set[str] = set()
        for pattern, use in uses:
            if pattern.id not in seen and pattern.type in {None, PatternType.JAVA}:
                seen.add(pattern.id)
                yield from _taken(
                    RegexSubject(pattern.text, pattern.origin, use, case_insensitive=pattern.case_insensitive)
                )
    for prop in definition.properties:
        for rule in prop.rules:
            if rule.expression.regex is not None:
                yield from _taken(RegexSubject(rule.expression.regex, rule.origin, f"the property {prop.name}"))


def regexes_of_workflow(texts: Iterable[WrittenText]) -> Iterator[RegexSubject]:
    """The regular expressions among the texts of a workflow, as far as they are written there."""
    for text in texts:
        if text.attribute is not None and text.attribute.meaning in _IN_WORKFLOWS and text.is_fixed:
            yield from _taken(RegexSubject(text.text, text.origin, text.element.name, is_payload=False))


def _taken(subject: RegexSubject) -> Iterator[RegexSubject]:
    try:
        compile_pattern(subject.pattern, case_insensitive=subject.case_insensitive)
    except JavaRegexError as error:
        if error.kind == "invalid":
            return
    yield subject
