"""How long the rules take over many workflows, beside what libxml2 takes to validate the same files."""

from __future__ import annotations

import os
import tempfile
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from benchmarks.measure import Measure
from qradar_builder.findings import Findings
from qradar_builder.lint.engine import lint_paths
from qradar_builder.lint.registry import lint_rules
from qradar_builder.package.inputs.kinds import Kind, kind_of
from qradar_builder.workflow.load import read_fragments, read_workflow
from qradar_builder.workflow.xml.writer import write_workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = 103
"""As many as IBM's public repository has."""
_CORPUS = "QRADAR_CORPUS"
"""The environment variable that names a folder with IBM's repository; without it, the workflows are our own."""
_CONTENT = Path(__file__).parents[1] / "content"
_SCHEMAS = "qradar_builder.workflow.xml"


def measures() -> Iterator[Measure]:
    """CPU seconds of lint over 103 workflows, and how many times that is what libxml2 takes to parse and validate."""
    with tempfile.TemporaryDirectory() as name:
        given = os.environ.get(_CORPUS)
        paths = _corpus(Path(given)) if given else list(_own(Path(name)))
        lint_rules()
        lint_paths(paths[:1], Findings())
        ours = _seconds(paths)
        peer = _validated(paths)
        what = "IBM's" if given else "own"
        yield Measure(f"lint, {len(paths)} {what} workflows, CPU", ours, "s", 3.0 if given else None)
        yield Measure("lint, of libxml2's time to validate them", ours / peer, "times", 15.0 if given else None)


def _corpus(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.xml")) if kind_of(path) is Kind.WORKFLOW]


def _own(folder: Path) -> Iterator[Path]:
    """Workflows of our packages as XML, each with another name, so that nothing is known from the one before."""
    sources = sorted(_CONTENT.glob("*/workflows/*.yaml"))
    for number in range(_COUNT):
        source = sources[number % len(sources)]
        file = read_workflow(source, read_fragments(source.parent.parent, Findings()), Findings())
        xml = None if file is None else write_workflow(file.workflow, Findings())
        assert xml is not None, source
        path = folder / f"{number}.xml"
        path.write_bytes(xml.replace(b"/work/", b"/work%d/" % number))
        yield path


def _seconds(paths: list[Path]) -> float:
    begin = time.process_time()
    for path in paths:
        lint_paths([path], Findings())
    return time.process_time() - begin


def _validated(paths: list[Path]) -> float:
    """The CPU seconds of libxml2, each file with the schema of its namespace; the schemas are compiled before."""
    schemas = {
        f"http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/{version}": etree.XMLSchema(
            etree.fromstring((resources.files(_SCHEMAS) / "schemas" / f"Workflow-{version}.xsd").read_bytes())
        )
        for version in ("V1", "V2", "V2_1")
    }
    begin = time.process_time()
    for path in paths:
        try:
            root = etree.parse(path).getroot()
        except etree.XMLSyntaxError:
            continue
        schemas[str(etree.QName(root).namespace)].validate(root)
    return time.process_time() - begin
