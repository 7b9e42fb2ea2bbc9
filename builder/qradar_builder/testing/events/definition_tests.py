"""The tests that follow from a log source type itself: each expression and each mapping is proven by a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.testing.events.coverage import Proof
    from qradar_builder.testing.events.tested import TestedType

MAPPINGS = "event mappings"
"""The name of the test of all mappings."""
_MOST_LISTED = 20
_SHOWN = 120


def definition_tests(tested: TestedType) -> Iterator[tuple[str, Callable[[], str]]]:
    """The tests of a type: names, and what tells in some lines what is not proven, empty where all is.

    They are asked once all samples have been read.
    """
    coverage = tested.coverage
    for proof in (*coverage.fields, *coverage.properties):
        yield proof.name, lambda proof=proof: _unproven(proof, coverage.samples)  # type: ignore[misc]  # binds the loop's value
    if coverage.mappings:
        yield MAPPINGS, lambda: _unmapped(tested)


def expression_line(proof: Proof) -> str:
    """An expression with its place, on one line."""
    place = proof.origin.locate()
    text = " ".join(f"{proof.kind} {proof.text}".split())
    return f"{place.file}:{place.line}: {proof.name}: {cut(text, _SHOWN)}"


def mapping_lines(tested: TestedType) -> list[str]:
    """The mappings that no sample hits, each with its place on a line."""
    return [
        f"{place.file}:{place.line}: event id `{mapping.event_id}`, category `{mapping.category}`: {mapping.qid.name}"
        for mapping, hits in tested.coverage.mappings.items()
        if not hits
        for place in [mapping.origin.locate()]
    ]


def _unproven(proof: Proof, samples: int) -> str:
    if proof.matched:
        return ""
    who = "the only sample has no" if samples == 1 else f"none of {samples} samples has a"
    told = f"{who} value for the expression"
    if not proof.tried:
        told = "no sample has the QID record or category of the expression"
    elif proof.refused:
        told += f"; a value that it found is refused: {proof.refused}"
    return f"{expression_line(proof)}\n  {told}\n  add a sample that it matches, or remove the expression"


def _unmapped(tested: TestedType) -> str:
    lines = mapping_lines(tested)
    if not lines:
        return ""
    more = [f"  … and {len(lines) - _MOST_LISTED} more"] if len(lines) > _MOST_LISTED else []
    count = len(tested.coverage.mappings)
    title = f"no sample hits {len(lines)} of {count} event mapping{'' if count == 1 else 's'}:"
    return "\n".join([title, *(f"  {line}" for line in lines[:_MOST_LISTED]), *more])
