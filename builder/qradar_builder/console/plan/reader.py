"""Reads `rest-plan.json`, as docs/rest-plan.md describes it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.findings import Findings, Location
from qradar_builder.package.rest_plan import FORMAT_VERSION, RestPlan, Step

if TYPE_CHECKING:
    from qradar_builder.console.connection.calls import Call

PLAN_FILE: Final = "rest-plan.json"
_API: Final = "/api"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,100}\Z")
_PARTS: Final = frozenset(Step.__slots__)
_MOST_STEPS: Final = 100_000
_VERSIONS: Final = range(1, FORMAT_VERSION + 1)
"""Version 1 names one version of the API, and is else the same."""
_CALLS: Final[dict[tuple[str, str], Call]] = {(call.method, call.path): call for call in calls.ALL}


def call_of(step: Step) -> Call:
    """The call that a step makes."""
    return _CALLS[step.method, step.path.removeprefix(_API)]


def read_rest_plan(content: bytes, name: str, findings: Findings) -> RestPlan | None:
    """Read a plan. None, with findings, where it is not one, or has calls that this tool does not make."""
    before = findings.errors
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        place = Location(name, getattr(error, "lineno", 1), getattr(error, "colno", 1))
        findings.add("console/plan", place, f"is not readable JSON: {str(error)[:100]}")
        return None
    if not isinstance(document, dict) or document.get("version") not in _VERSIONS:
        findings.add("console/plan", Location(name), f"is not a REST plan of version {FORMAT_VERSION}")
        return None
    extension, rows = document.get("extension"), document.get("steps")
    if not isinstance(extension, dict) or not isinstance(rows, list) or len(rows) > _MOST_STEPS:
        findings.add("console/plan", Location(name), "must have `extension` and a list of `steps`")
        return None
    saved: set[str] = set()
    steps = [step for row in rows if (step := _step(row, saved, name, findings)) is not None]
    if findings.errors > before:
        return None
    texts = [str(extension.get(key, "")) for key in ("id", "name", "version")]
    return RestPlan(texts[0], texts[1], texts[2], tuple(steps))


def _step(row: Any, saved: set[str], name: str, findings: Findings) -> Step | None:
    problem = _problem(row, saved)
    if problem is not None:
        shown = str(row.get("id"))[:60] if isinstance(row, dict) else "?"
        findings.add("console/plan", Location(name), f"the step {shown!a} {problem}")
        return None
    saved.update(row.get("save", {}))
    return Step(**row)


def _problem(row: Any, saved: set[str]) -> str | None:
    if not isinstance(row, dict) or not row.keys() <= _PARTS:
        return "has parts that no step has"
    if not all(isinstance(row.get(each), str) for each in ("id", "purpose", "method", "path")):
        return "must have `id`, `purpose`, `method` and `path`"
    if _ID.match(row["id"]) is None:
        return "has an `id` with other characters than letters, digits and hyphens"
    call = _CALLS.get((row["method"], row["path"].removeprefix(_API)))
    if call is None or not row["path"].startswith(f"{_API}/"):
        return "is a call that this tool does not make"
    if call.step not in {calls.Step.PLAN, calls.Step.READ}:
        return "is a call that no plan makes"
    query, body = row.get("query", {}), row.get("body")
    if not _are_texts(query) or not query.keys() <= set(call.query):
        return "has a `query` that the call does not take"
    items = body if isinstance(body, list) else [] if body is None else [body]
    if not all(isinstance(item, dict) and item.keys() <= set(call.fields) for item in items):
        return "has a `body` that the call does not take"
    if (call.method == "GET") != isinstance(row.get("find"), dict) or (call.method != "GET" and not items):
        return "must have `find` for a GET, else `body`"
    if not _are_texts(row.get("save", {})) or not isinstance(row.get("skip_if", ""), str):
        return "has a `save` or `skip_if` that is not text"
    unknown = sorted((used_values(row.get("find")) | used_values(body)) - saved)
    return f"uses the saved value {unknown[0]!a}, which no step before it saves" if unknown else None


def _are_texts(found: Any) -> bool:
    return isinstance(found, dict) and all(isinstance(each, str) for each in found.values())


def used_values(part: Any) -> set[str]:
    """The saved values that a part of a step uses."""
    if isinstance(part, dict):
        if part.keys() == {"saved"}:
            return {str(part["saved"])}
        return {name for each in part.values() for name in used_values(each)}
    return {name for each in part for name in used_values(each)} if isinstance(part, list) else set()
