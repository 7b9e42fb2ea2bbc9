"""Whether events prove all of a log source type, as its tests ask for once it has an event case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.trial import Verdict
from qradar_builder.findings import Findings
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.dsm.parser import Parser

_CASES = "tests/events/"


def has_case(files: Mapping[str, bytes], key: str) -> bool:
    """Whether there is an event case of a log source type among the files of a package."""
    for name, content in files.items():
        if name.startswith(_CASES) and name.endswith((".yaml", ".yml")):
            document = parse_document(content.decode("utf-8", "replace"), name, Findings())
            case = None if document is None else plain(document.root)
            if isinstance(case, dict) and case.get("log_source_type") == key:
                return True
    return False


def proves(parser: Parser, explanations: Iterable[Explanation]) -> bool:
    """Whether each expression gives a value in one of the events, and each mapping is hit by one."""
    expressions = {id(trial.subject) for _, trials in parser.field_trials() for trial in trials}
    expressions |= {id(rule) for each in parser.definition.properties for rule in each.rules}
    pairs = {(each.event_id, each.category) for each in parser.definition.mappings}
    for explanation in explanations:
        for one in (*explanation.fields, *explanation.properties):
            for attempt in one.attempts:
                if attempt.verdict in {Verdict.WON, Verdict.LATE}:
                    expressions.discard(id(attempt.trial.subject))
        for computed in explanation.computed:
            if computed.value is not None:
                expressions.discard(id(computed.rule))
        pairs.discard((explanation.event.event_id or "", explanation.event.event_category or ""))
    return not expressions and not pairs
