"""Runs all measures: one line each, and all of them in benchmarks/latest.json."""

from __future__ import annotations

import compileall
import json
from pathlib import Path

import qradar_builder
from benchmarks import (
    build_size,
    deploy_mappings,
    import_export,
    jpath,
    lint_workflows,
    parse_events,
    preview_edit,
    proofs,
    start_package,
    start_up,
    survey_accuracy,
    survey_archives,
    workflow_poll,
)

_LATEST = Path(__file__).with_name("latest.json")


def main() -> None:
    """Print each measure as it comes."""
    # As an installation does: no measure of a command is one of Python's compiler.
    for folder in qradar_builder.__path__:
        compileall.compile_dir(folder, quiet=1)
    rows = []
    for module in (
        start_up,
        jpath,
        lint_workflows,
        parse_events,
        survey_archives,
        survey_accuracy,
        preview_edit,
        workflow_poll,
        proofs,
        build_size,
        import_export,
        deploy_mappings,
        start_package,
    ):
        for measure in module.measures():
            print(measure.line(), flush=True)
            rows.append(measure.row())
    _LATEST.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


main()
