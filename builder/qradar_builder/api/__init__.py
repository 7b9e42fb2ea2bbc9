"""The Python API: what the commands do, as functions that return values.

Nothing here prints, exits or changes the working directory. A mistake in what people write is a `Finding` of the
result; a mistake of the caller is an exception that the docstring of the function names. Paths are texts or Path
objects, times are epoch milliseconds; a path with a NUL in it can be a ValueError.
docs/python-api.md shows each function.

Doors: `api`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qradar_builder.api.archives import ReadExtension, read_zip
    from qradar_builder.api.differences import Diff, diff
    from qradar_builder.api.events import LogSourceTypes, load_types, parse
    from qradar_builder.api.packages import Build, Checked, Package, build, check, load, write
    from qradar_builder.api.releases import Release, check_release
    from qradar_builder.api.result import Result
    from qradar_builder.api.workflows import WorkflowRun, WorkflowRuns, run_workflow
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.parser import Parser
    from qradar_builder.findings import Finding, Location, Severity
    from qradar_builder.package.build import Built
    from qradar_builder.source.output import OutputError

__all__ = [
    "Build",
    "Built",
    "Checked",
    "Comparison",
    "Diff",
    "Event",
    "Finding",
    "Location",
    "LogSourceTypes",
    "OutputError",
    "Package",
    "Parser",
    "ReadExtension",
    "Release",
    "Result",
    "Severity",
    "WorkflowRun",
    "WorkflowRuns",
    "build",
    "check",
    "check_release",
    "diff",
    "load",
    "load_types",
    "parse",
    "read_zip",
    "run_workflow",
    "write",
]

_FROM = {
    **dict.fromkeys(("ReadExtension", "read_zip"), "qradar_builder.api.archives"),
    **dict.fromkeys(("Diff", "diff"), "qradar_builder.api.differences"),
    **dict.fromkeys(("LogSourceTypes", "load_types", "parse"), "qradar_builder.api.events"),
    **dict.fromkeys(("Build", "Checked", "Package", "build", "check", "load", "write"), "qradar_builder.api.packages"),
    **dict.fromkeys(("Release", "check_release"), "qradar_builder.api.releases"),
    "Result": "qradar_builder.api.result",
    **dict.fromkeys(("WorkflowRun", "WorkflowRuns", "run_workflow"), "qradar_builder.api.workflows"),
    "Built": "qradar_builder.package.build",
    "Comparison": "qradar_builder.comparison.compare",
    "Event": "qradar_builder.dsm.event",
    "Finding": "qradar_builder.findings",
    "Location": "qradar_builder.findings",
    "OutputError": "qradar_builder.source.output",
    "Parser": "qradar_builder.dsm.parser",
    "Severity": "qradar_builder.findings",
}
"""What is imported when it is asked for, so that the import of this package is quick."""


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)
