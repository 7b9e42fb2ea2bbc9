"""What of a release a console does not tell, so that it can be neither set nor compared: each by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.comparison.model import Kind
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import lacks
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.console.plan.run import Done
    from qradar_builder.console.release.release import Release


def untold(release: Release, plan: Iterable[Done], version: str) -> Iterator[str]:
    """What is not compared, a line each."""
    yield from orders(plan)
    root = release.reading.root
    if root.named(Kind.REFERENCE_DATA) and lacks(calls.SETS, version):
        names = ", ".join(root.named(Kind.REFERENCE_DATA))
        yield f"reference data collections ({names}): API version {version} does not list them"
    rows: dict[str, int] = {}
    for label in root.named(Kind.ROW):
        table = label.partition(" ")[0]
        rows[table] = rows.get(table, 0) + 1
    yield from (f"{counted(count, 'row')} of `{table}`: the API does not tell them" for table, count in rows.items())
    if release.workflows:
        yield "workflows: they are parameters of log sources, which `console log-sources plan` compares"
    log_sources = {} if release.content is None else release.content.log_sources
    if log_sources:
        yield f"settings of log sources ({', '.join(log_sources)}): `console log-sources plan` compares them"


def orders(plan: Iterable[Done]) -> Iterator[str]:
    """The expressions of the REST plan whose order the API can neither set nor tell."""
    for done in plan:
        if done.step.method == "POST" and done.step.note is not None:
            what = done.step.purpose.removeprefix("Create ")
            yield f"the order of {what}: {done.step.note}"
