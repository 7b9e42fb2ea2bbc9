"""What is wrong with an element by the table of the workflow language, in people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qradar_builder.model.workflow.document import SchemaVersion
    from qradar_builder.model.workflow.grammar import Attribute, ElementSpec

BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
"""How XML writes truth values."""
_XML_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that an element breaks. It lies at an attribute, or at a child by its number, or at the element itself."""

    rule: str
    message: str
    help: str
    at: str | int | None = None


def attribute_problems(spec: ElementSpec, given: Mapping[str, str], version: SchemaVersion) -> Iterator[Problem]:
    """What is wrong with the attributes of an element: unknown, too new, empty or missing ones."""
    for name, text in given.items():
        attribute = spec.attribute(name)
        if attribute is None or attribute.since > version:
            yield unknown_attribute(spec, name, version)
        elif attribute.kind is TextKind.BOOLEAN and text.strip(_XML_SPACE) not in BOOLEANS:
            message = f"`{name}` of {spec.name} must be true or false, not `{text}`"
            yield Problem("workflow/truth-value", message, "write true or false", name)
        elif not text and not attribute.may_be_empty and attribute.kind is not TextKind.BOOLEAN:
            advice = "enter text" if attribute.required_in(version) else "enter text, or remove the attribute"
            yield Problem("workflow/empty", f"`{name}` of {spec.name} must not be empty", advice, name)
    for attribute in spec.attributes:
        if attribute.since <= version and attribute.required_in(version) and attribute.name not in given:
            yield _missing_attribute(spec, attribute)


def unknown_attribute(
    spec: ElementSpec, name: str, version: SchemaVersion, *, rule: str = "workflow/unknown-attribute"
) -> Problem:
    """The problem with an attribute that the element does not have, or not yet."""
    attribute = spec.attribute(name)
    if attribute is not None:
        return _too_new(f"`{name}` of {spec.name}", attribute.since, name)
    meant = [each.name for each in spec.attributes if name in each.mistaken_for]
    if meant:
        return Problem(rule, f"{spec.name} has no attribute `{name}`", f"write `{meant[0]}` for it", name)
    known = [attribute.name for attribute in spec.attributes if attribute.since <= version]
    return Problem(rule, f"{spec.name} has no attribute `{name}`", did_you_mean(name, known, "it has none"), name)


def _missing_attribute(spec: ElementSpec, attribute: Attribute) -> Problem:
    until = attribute.optional_from
    if until is None:
        message = f"{spec.name} requires `{attribute.name}`"
        return Problem("workflow/missing-attribute", message, f"add `{attribute.name}`: {_small(attribute.summary)}")
    message = f"{spec.name} requires `{attribute.name}` before schema {until}"
    advice = f"add `{attribute.name}`: {_small(attribute.summary)}; or set the schema version to {until}"
    return Problem("workflow/missing-source", message, advice)


def child_problems(spec: ElementSpec, names: Sequence[str], version: SchemaVersion) -> Iterator[Problem]:
    """What is wrong with the children of an element, by their names in the order in which they stand."""
    if spec.block:
        yield from action_problems(spec, names, version)
        return
    seen: dict[int, int] = {}
    last = 0
    for index, name in enumerate(names):
        number = spec.slot_of(name)
        if number is None or _child(spec, name).since > version:
            yield unknown_child(spec, name, version, at=index)
            continue
        slot = spec.slots[number]
        if number < last:
            before = names[seen[last]]
            message = f"{name} must come before {before} in {spec.name}"
            yield Problem("workflow/schema", message, f"move it above the first {before}", index)
        elif slot.single and number in seen:
            yield _one_too_many(spec, names[seen[number]], name, index)
        seen.setdefault(number, index)
        if slot.floats:
            number = spec.first_of_run(number)
            seen.setdefault(number, index)
        last = max(last, number)
    for number, slot in enumerate(spec.slots):
        if slot.required and number not in seen:
            names_here = " or ".join(kind.name for kind in slot.kinds(version))
            yield Problem("workflow/missing-child", f"{spec.name} requires {names_here}", f"add {names_here}")


def _child(spec: ElementSpec, name: str) -> ElementSpec:
    child = spec.child(name)
    assert child is not None
    return child


def _one_too_many(spec: ElementSpec, first: str, second: str, index: int) -> Problem:
    if first == second:
        message = f"{second} is allowed only once in {spec.name}"
    else:
        message = f"{second} and {first} are not allowed together in {spec.name}"
    return Problem("workflow/only-one", message, "keep one of the two", index)


def unknown_child(spec: ElementSpec, name: str, version: SchemaVersion, *, at: int | None = None) -> Problem:
    """The problem with a child that the element does not have, or not yet."""
    child = spec.child(name)
    if child is not None:
        return _too_new(f"{name} in {spec.name}", child.since, at)
    known = [kind.name for slot in spec.slots for kind in slot.kinds(version)]
    return Problem(
        "workflow/unknown-child",
        f"{spec.name} cannot contain {name}",
        did_you_mean(name, known, "it cannot contain elements"),
        at,
    )


def action_problems(spec: ElementSpec, names: Iterable[str], version: SchemaVersion) -> Iterator[Problem]:
    """What is wrong with a sequence of actions: unknown ones, `ElseIf` and `Else` without `If`, or none at all."""
    before: str | None = None
    for index, name in enumerate(names):
        action = ACTIONS.get(name)
        if action is None:
            yield unknown_action(name, at=index)
        elif action.since > version:
            yield _too_new(name, action.since, index)
        elif action.follows and before not in action.follows:
            message = f"{name} must come directly after {' or '.join(action.follows)}"
            advice = (
                "an If can have only one Else, at its end"
                if before == name
                else "move it directly after the actions of an If"
            )
            yield Problem("workflow/else-without-if", message, advice, index)
        # What an unknown action was meant to be is not known, so an Else after it is not called wrong.
        before = name if action else "If"
    if before is None:
        key = f" under `{spec.block}`" if spec.block in {"then", "do"} else ""
        yield Problem("workflow/no-actions", f"{spec.name} must contain at least one action", f"add an action{key}")


def unknown_action(name: str, *, at: int | None = None) -> Problem:
    """The problem with an action that the language does not have."""
    return Problem("workflow/unknown-action", f"there is no action {name}", did_you_mean(name, ACTIONS), at)


def _too_new(what: str, since: SchemaVersion, at: str | int | None) -> Problem:
    return Problem(
        "workflow/too-new", f"{what} requires schema {since}", f"set the schema version to {since}, or remove it", at
    )


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Advice that names the known word that is meant, by spelling without regard to case, or else all of them."""
    words = {word.lower(): word for word in known}
    near = closest(name.lower(), words)
    if near is not None:
        return f"did you mean `{words[near]}`?"
    return f"valid here: {', '.join(f'`{word}`' for word in words.values())}" if words else otherwise


def _small(summary: str) -> str:
    text = summary.rstrip(".")
    return text if text[:2].isupper() else text[0].lower() + text[1:]
