"""Writes what stands around a log source type: the extension itself, log source settings, changelog and guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.api.flow import Role
from qradar_builder.starter.api.parameters import parameters_of
from qradar_builder.starter.api.turns import goes_by_time
from qradar_builder.starter.log_source_type.proof import KEY

if TYPE_CHECKING:
    from qradar_builder.starter.log_source_type.proof import ProvenType
    from qradar_builder.starter.source import PackageSource
    from qradar_builder.starter.wishes import Wishes


def document_files(wishes: Wishes, source: PackageSource, proven: ProvenType) -> dict[str, bytes]:
    """The files by their paths in the package."""
    flow = source.flow
    facts = {
        "wishes": wishes,
        "source": source,
        "flow": flow,
        "steps": flow is not None and goes_by_time(flow),
        "sized": flow is not None and flow.part(Role.SIZE) is not None,
        "parameters": [] if flow is None else parameters_of(flow),
        "key": KEY,
        "has_time": "DeviceTime" in proven.proposal.fields,
        "unsure": [qid for qid in proven.qids if not qid.is_sure],
    }
    texts = {
        "extension.yaml": "extension.yaml.j2",
        f"log_sources/{KEY}.yaml": "log_source.yaml.j2",
        "CHANGELOG.md": "changelog.md.j2",
        "docs/guide.md": "guide.md.j2",
    }
    return {path: rendered(template, **facts).encode("utf-8", "replace") for path, template in texts.items()}
