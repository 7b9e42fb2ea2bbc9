"""The hosts that the tests of a workflow look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.lint.subjects.url import url_parts

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import Element


def host_of(test: Element) -> str:
    """The host of a test as it is written, by its own attribute or in its URL; empty where neither shows one."""
    return test.get("host") or url_parts(test.get("url") or "").host
