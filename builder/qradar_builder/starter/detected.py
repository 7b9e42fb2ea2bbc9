"""Sums up what was detected in the files that a package is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.starter.api.flow import Auth, Pages
from qradar_builder.starter.events.sample_format import FORMAT_NAMES
from qradar_builder.text.shown import counted, escaped, fitted

if TYPE_CHECKING:
    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.log_source_type.proof import ProvenType
    from qradar_builder.starter.source import PackageSource

_LONGEST = 160
"""How long a line may be, in characters."""
_PAGES = {
    Pages.NONE: "no pages",
    Pages.CURSOR: "pages by a cursor",
    Pages.NUMBER: "pages by their number",
    Pages.OFFSET: "pages by an offset",
    Pages.URL: "pages by a URL in the answer",
    Pages.LINK: "pages by a Link header",
}


def detected(source: PackageSource, proven: ProvenType, count: int) -> list[str]:
    """What was detected: the calls of an API, the events, and what is made of them. `count` is that of the events."""
    if source.invented:
        return ["Made without a file: the events are invented, as an example to change."]
    lines = ["Detected:"]
    if source.flow is not None:
        lines.append(f"  API: {_api(source.flow)}")
    proposal = proven.proposal
    properties = ", ".join(each.name for each in proposal.properties)
    lines += [
        f"  events: {count:,}, {FORMAT_NAMES[source.form]}",
        f"  fields: {', '.join(proposal.fields)}",
        f"  custom properties: {properties or 'none'}",
        f"  mappings: {len(proven.mappings):,}, to {counted(len(proven.qids), 'QID record')}",
    ]
    return [fitted(escaped(line), _LONGEST) for line in lines]


def _api(flow: Flow) -> str:
    sign_in = "no sign-in" if flow.sign_in.auth is Auth.NONE else f"sign-in by {flow.sign_in.auth}"
    bookmark = "with a bookmark" if flow.has_bookmark else "without a bookmark"
    return f"{flow.method} {flow.path}, {sign_in}, {_PAGES[flow.paging.kind]}, {bookmark}"
