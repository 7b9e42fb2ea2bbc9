"""How long the rules take over many workflows, beside what libxml2 takes to validate the same files.

Of IBM's workflows, in times of libxml2: to find out the kind, read and parse 3, to validate and read into the model 5,
to compile 16, the dataflow 13, the rules 23. The first two are half of the 15 that are the target, and cannot go away.
The other half is 0.8 ms for a workflow of 70 elements and 115 texts: 7 µs for each of 117 rules, if nothing is compiled
and nothing is known of the State. So 15 times need all that comes behind the reader in a seventh of its time.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from benchmarks.measure import Measure
from qradar_builder.findings import Findings
from qradar_builder.lint.engine import lint_paths
from qradar_builder.lint.registry import lint_rules
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.package.inputs.kinds import Kind, kind_of
from qradar_builder.workflow.load import read_fragments, read_workflow
from qradar_builder.workflow.xml.writer import write_workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element

_COUNT = 103
"""As many as IBM's public repository has."""
_SIZES = (10, 26, 36, 45, 62, 78, 100, 110, 150, 370)
"""How many elements the actions of our own have, in turn, so that they are as large as IBM's 103.

Ours have 1.2 MB and 5,300 expressions, 41 in the middle one. IBM's have 0.9 MB and 6,600 expressions, 46 in the middle
one. The workflows of our packages as a whole have 3.1 MB and 14,600 expressions.
"""
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
        yield Measure(f"lint, {len(paths)} {what} workflows, CPU", ours, "s", 3.0)
        yield Measure("lint, of libxml2's time to validate them", ours / peer, "times", 15.0 if given else None)


def _corpus(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.xml")) if kind_of(path) is Kind.WORKFLOW]


def _own(folder: Path) -> Iterator[Path]:
    """Beginnings of the workflows of our packages as XML, as long as IBM's workflows are.

    Each has another name, and a key of its own in its paths, so that little is known from the one before.
    """
    sources = sorted(_CONTENT.glob("*/workflows/*.yaml"))
    for number in range(_COUNT):
        source = sources[number % len(sources)]
        file = read_workflow(source, read_fragments(source.parent.parent, Findings()), Findings())
        assert file is not None, source
        actions, _ = _first(file.workflow.actions, _SIZES[number % len(_SIZES)])
        xml = write_workflow(replace(file.workflow, actions=actions), Findings())
        assert xml is not None, source
        path = folder / f"{number}.xml"
        path.write_bytes(xml.replace(b"/work/", b"/work%d/" % number))
        yield path


def _first(actions: tuple[Element, ...], most: int) -> tuple[tuple[Element, ...], int]:
    """The first of some actions that have about as many elements together, and how many more they may have."""
    taken: list[Element] = []
    for action in actions:
        if most <= 0:
            break
        if ACTIONS[action.name].block is None:
            most -= sum(1 for _ in action.walk())
            taken.append(action)
        else:
            children, most = _first(action.children, most - 1)
            if children:
                taken.append(replace(action, children=children))
    return tuple(taken), most


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
