"""Writes the file of a log source type as it was proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.events.times import comment_on_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.log_source_type.mappings import MappingProposal, QidProposal
    from qradar_builder.starter.log_source_type.properties import PropertyProposal
    from qradar_builder.starter.log_source_type.proposal import TypeProposal

_COMMENTS: Final[dict[str, tuple[str, ...]]] = {
    "EventName": ("The event ID. Each event ID needs a mapping below; otherwise, its events are Unknown.",),
    "EventCategory": ("The event category. Together with the event ID, it selects the QID record.",),
    "UserName": ("The user who did it.",),
    "SourceIp": ("The source of the event. An address of the other IP version is ignored.",),
    "DestinationIp": ("The destination of the event.",),
}


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called: the product, the protocol of its events, and the built-in type that is overridden."""

    product: str
    protocol: str
    override: str | None = None


def type_text(
    proposal: TypeProposal,
    mappings: Sequence[MappingProposal],
    qids: Sequence[QidProposal],
    *,
    names: Names,
    heading: Sequence[str],
    invented: bool,
) -> str:
    """The YAML of a log source type. `heading` says where it is from; it is `invented` where it is an example only."""
    return rendered(
        "log_source_type.yaml.j2",
        names=names,
        heading=[*heading, *proposal.notes],
        fields=proposal.fields,
        comments=_comments(proposal),
        properties=[_property(each) for each in proposal.properties],
        mappings=[_mapping(each) for each in mappings],
        qids=[(each.key, _record(each), each.is_sure) for each in qids],
        invented=invented,
    )


def _comments(proposal: TypeProposal) -> dict[str, tuple[str, ...]]:
    found = dict(_COMMENTS)
    if proposal.runners_up:
        found["EventName"] += (
            "Other candidates, with the kinds of events that each distinguishes; choose one with --event-id:",
        )
        found["EventName"] += tuple(f"  {each}" for each in proposal.runners_up)
    time = proposal.fields.get("DeviceTime")
    if time is not None:
        found["DeviceTime"] = comment_on_time(time)
    return found


def _property(proposal: PropertyProposal) -> dict[str, Any]:
    written: dict[str, Any] = {"name": proposal.name}
    if proposal.type not in (None, "string"):
        written["type"] = proposal.type
    expressions = proposal.expressions
    return written | {"expressions": expressions[0] if len(expressions) == 1 else list(expressions)}


def _mapping(proposal: MappingProposal) -> dict[str, Any]:
    category = {} if proposal.category is None else {"category": proposal.category}
    return {"id": proposal.event_id, **category, "qid": proposal.qid}


def _record(proposal: QidProposal) -> dict[str, Any]:
    return {"name": proposal.name, "category": proposal.category, "severity": proposal.severity}
