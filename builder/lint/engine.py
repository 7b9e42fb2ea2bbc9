"""Checks what a path holds, source or finished artefact: everything is read and compiled, and nothing is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.dsm.lsx.reader import read_lsx
from builder.findings import Location
from builder.package.build import build_package, check_ids
from builder.package.check_content import check_archive
from builder.package.folder import find_packages, is_folder
from builder.package.kinds import LIMITS, Kind, kind_of
from builder.package.zip_reader import read_archive
from builder.source.reading import MAX_BYTES, display_name, read_bytes
from builder.testing.tested_package import check_cases
from builder.workflow.check_expressions import check_workflow
from builder.workflow.values_reader import read_values_xml
from builder.workflow.xml_reader import read_workflow_xml

if TYPE_CHECKING:
    from pathlib import Path

    from builder.findings import Findings
    from builder.package.build import Built


def lint_path(path: Path, findings: Findings) -> bool:
    """Check a package folder, a folder of packages, or a file that goes to QRadar. What is wrong becomes findings.

    False where there was nothing that could be checked; a finding says why.
    """
    kind = kind_of(path)
    if kind is Kind.PACKAGE:
        _check_package(path, findings)
        return True
    if kind is Kind.PACKAGES:
        built = {folder: _check_package(folder, findings) for folder in find_packages(path)}
        check_ids({folder: one for folder, one in built.items() if one is not None}, findings)
        return True
    name = display_name(path)
    if is_folder(path):
        findings.add("file/unknown-kind", Location(name), "is no package folder, and there is none right below it")
        return False
    limit = MAX_BYTES if kind is None else LIMITS.get(kind, MAX_BYTES)
    content = read_bytes(path, name, findings, limit=limit)
    if content is None:
        return False
    if kind is None:
        findings.add("file/unknown-kind", Location(name), "is nothing that can be checked")
        return False
    _check_file(kind, content, name, findings)
    return True


def _check_package(folder: Path, findings: Findings) -> Built | None:
    built = build_package(folder, findings)
    check_cases(folder, findings)
    return built


def _check_file(kind: Kind, content: bytes, name: str, findings: Findings) -> None:
    if kind is Kind.WORKFLOW:
        workflow = read_workflow_xml(content, name, findings)
        if workflow is not None:
            check_workflow(workflow, findings)
    elif kind is Kind.VALUES:
        read_values_xml(content, name, findings)
    elif kind is Kind.LSX:
        read_lsx(content, name, findings)
    else:
        archive = read_archive(content, name, findings)
        if archive is not None:
            check_archive(archive, findings)
