"""Reads the examples of lint rules into the subjects that they are about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Findings
from qradar_builder.lint.engine import read_subjects
from qradar_builder.package.extension.archive import write_zip
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.xml.writer import write_workflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qradar_builder.lint.rule import LintRule, Problem

_TABLES = Path(__file__).parents[2] / "conformance" / "lint"
EXAMPLES = _TABLES / "examples.json"
"""By rule, further examples: a name and a text each."""
PLACES = _TABLES / "places.json"
"""By rule and example, where the rule finds something. `python -m tools.mutants --places` writes it."""

_WORKFLOW = {
    "name": "Example",
    "version": "1.0.0",
    "description": "Polls the example service.",
    "minimumRecurrence": '"60"',
}
_EXTENSION = """\
id: example
name: Example
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
"""
_TYPE = "name: Example\nprotocol: Syslog\n"
_FILE = "# file: "


def examples(rule: LintRule[Any], text: str, folder: Path) -> list[Path]:
    """Write an example into a folder. Gives the paths to check, each of which shows the same thing.

    The form follows the subject of the rule. A workflow is YAML, and is checked as XML too. A log source type, or a
    regular expression, is the YAML of a log source type, or a log source extension. A package is files, each behind a
    line `# file: <path>`. Values are a workflow's YAML, then a line `# file: values.xml` and the XML. An archive is a
    content XML, or files as for a package. What the head of a YAML file lacks is filled in.
    """
    write = {
        "WorkflowSubject": _workflow,
        "TypeSubject": _type,
        "RegexSubject": _type,
        "PackageSubject": _package,
        "ValuesSubject": _values,
        "ArchiveSubject": _archive,
    }
    return write[rule.subject.__name__](text, folder)


def looked_at(rule: LintRule[Any], folder: Path) -> list[tuple[str, list[object]]]:
    """The subjects of every example of a rule, each with a name: its own two, and those of the table EXAMPLES."""
    given = [("bad", rule.bad), ("good", rule.good)]
    given += [(each["name"], each["text"]) for each in json.loads(EXAMPLES.read_bytes()).get(rule.id, ())]
    found: list[tuple[str, list[object]]] = []
    for name, text in given:
        inside = folder / name.replace(" ", "-")
        inside.mkdir()
        for number, path in enumerate(examples(rule, text, inside)):
            found.append((name if number == 0 else f"{name}, as XML", subjects(rule, path)))
    return found


def places_of(check: Callable[[Any], Iterable[Problem]], given: Iterable[object]) -> list[str]:
    """Where a rule finds something: file, line and column."""
    places = [problem.origin.locate() for subject in given for problem in check(subject)]
    return [f"{each.file.rpartition('/')[2]}:{each.line}:{each.column}" for each in places]


def subjects(rule: LintRule[Any], path: Path) -> list[object]:
    """The subjects of the rule's kind at a path. Fails where the path has an error."""
    findings = Findings()
    found = read_subjects([path], findings)
    assert not findings.errors, [f"{each.location}: {each.message}" for each in findings]
    return [each for each in found if type(each) is rule.subject]


def _with_head(text: str, head: dict[str, str]) -> str:
    given = {line.partition(":")[0] for line in text.splitlines()}
    # Behind the example, so that its lines count from 1.
    return text.rstrip() + "\n" + "".join(f"{name}: {value}\n" for name, value in head.items() if name not in given)


def _xml(text: str) -> bytes:
    findings = Findings()
    document = parse_document(text, "example.yaml", findings)
    workflow = None if document is None else read_workflow_yaml(document, {}, findings)
    assert workflow is not None, [f"{each.location}: {each.message}" for each in findings]
    xml = write_workflow(workflow, findings)
    assert xml is not None
    return xml


def _files(text: str, folder: Path) -> None:
    for part in text.split(_FILE)[1:]:
        name, _, content = part.partition("\n")
        path = folder / name.strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _workflow(text: str, folder: Path) -> list[Path]:
    whole = _with_head(text, _WORKFLOW)
    (folder / "package" / "workflows").mkdir(parents=True)
    (folder / "package" / "extension.yaml").write_text(_EXTENSION, encoding="utf-8")
    (folder / "package" / "workflows" / "example.yaml").write_text(whole, encoding="utf-8")
    (folder / "example.xml").write_bytes(_xml(whole))
    return [folder / "package", folder / "example.xml"]


def _type(text: str, folder: Path) -> list[Path]:
    if text.lstrip().startswith("<"):
        (folder / "example.xml").write_text(text, encoding="utf-8")
        return [folder / "example.xml"]
    if _FILE in text:
        return _package(text, folder)
    given = {line.partition(":")[0] for line in text.splitlines()}
    head = "".join(line + "\n" for line in _TYPE.splitlines() if line.partition(":")[0] not in given)
    return _package(f"{_FILE}log_source_types/example.yaml\n{text.rstrip()}\n{head}", folder)


def _package(text: str, folder: Path) -> list[Path]:
    root = folder / "package"
    root.mkdir()
    (root / "extension.yaml").write_text(_EXTENSION, encoding="utf-8")
    _files(text, root)
    return [root]


def _values(text: str, folder: Path) -> list[Path]:
    workflow, _, values = text.partition(f"{_FILE}values.xml\n")
    (folder / "example.xml").write_bytes(_xml(_with_head(workflow, _WORKFLOW)))
    (folder / "example-values.xml").write_text(values, encoding="utf-8")
    return [folder]


def _archive(text: str, folder: Path) -> list[Path]:
    if _FILE not in text:
        (folder / "example.xml").write_text(text, encoding="utf-8")
        return [folder / "example.xml"]
    parts = (part.partition("\n") for part in text.split(_FILE)[1:])
    (folder / "example.zip").write_bytes(write_zip({name.strip(): rest.encode() for name, _, rest in parts}, 0))
    return [folder / "example.zip"]
