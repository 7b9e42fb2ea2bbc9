"""Checks what a path holds, source or finished artefact: it reads and compiles everything, then runs the rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Location
from qradar_builder.lint.opinions import judge
from qradar_builder.lint.selection import ALL
from qradar_builder.model.workflow.document import Workflow
from qradar_builder.package.inputs.kinds import LIMITS, Kind, kind_of
from qradar_builder.package.layout import find_packages, is_folder
from qradar_builder.source.collector import without_collector
from qradar_builder.source.files import MAX_BYTES, display_name, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qradar_builder.findings import Origin
    from qradar_builder.lint.selection import Selection
    from qradar_builder.model.workflow.document import ParameterValues
    from qradar_builder.package.build import Built


@dataclass(slots=True)
class _Given:
    """The workflows and parameter values that lie in the files that are checked, by their paths."""

    workflows: dict[Path, Workflow] = field(default_factory=dict)
    values: dict[Path, ParameterValues] = field(default_factory=dict)
    subjects: list[object] = field(default_factory=list)
    """What else the rules look at."""
    ids: list[tuple[str, Origin]] = field(default_factory=list)
    """The ids of packages."""

    def all_subjects(self) -> Iterator[object]:
        """Everything that the rules look at; workflows and values with each other where they belong together."""
        yield from self.subjects
        if self.workflows or self.values:
            yield from self._of_workflows()

    def _of_workflows(self) -> Iterator[object]:
        from qradar_builder.lint.subjects.regex import regexes_of_workflow
        from qradar_builder.lint.subjects.values import ValuesSubject
        from qradar_builder.lint.subjects.workflow import WorkflowSubject

        pairs = {path: self.workflow_of(path) for path in self.values}
        for path, values in self.values.items():
            yield ValuesSubject(values, pairs[path])
        for workflow in self.workflows.values():
            given = [self.values[path] for path, one in pairs.items() if one is workflow]
            subject = WorkflowSubject(workflow, given[0] if len(given) == 1 else None)
            yield subject
            yield from regexes_of_workflow(subject.texts)

    def workflow_of(self, path: Path) -> Workflow | None:
        """The workflow that values are for: the only one, or the only one beside them or of their name."""
        likely = list(self.workflows)
        for closer in (lambda each: each.parent == path.parent, lambda each: path.stem.startswith(each.stem)):
            if len(likely) > 1:
                likely = [each for each in likely if closer(each)]
        return self.workflows[likely[0]] if len(likely) == 1 else None


def lint_paths(paths: Sequence[Path], findings: Findings, selection: Selection = ALL) -> bool:
    """Check package folders, folders of packages, and files that go to QRadar. What is wrong becomes findings.

    Parameter values are checked together with the workflow that is given beside them. False where there was nothing
    in one of the paths that could be checked; a finding says why.
    """
    return lint_unit(paths, findings, selection)[0]


def lint_unit(
    paths: Sequence[Path], findings: Findings, selection: Selection
) -> tuple[bool, list[tuple[str, Location]]]:
    """Check paths as `lint_paths` does. Gives the ids of the packages among them too, with their places."""
    given = _Given()
    with without_collector():
        readable = _read(paths, findings, given)
        judge(given.all_subjects(), findings, selection)
    return readable, [(name, origin.locate()) for name, origin in given.ids]


def read_subjects(paths: Sequence[Path], findings: Findings) -> list[object]:
    """Check paths as `lint_paths` does, but run no rules. Gives what the rules look at."""
    given = _Given()
    _read(paths, findings, given)
    return list(given.all_subjects())


def _read(paths: Sequence[Path], findings: Findings, given: _Given) -> bool:
    readable = [_lint(path, findings, given) for path in paths]
    for path, values in given.values.items():
        workflow = given.workflow_of(path)
        if workflow is not None:
            from qradar_builder.workflow.check.values import check_pair

            check_pair(workflow, values, findings)
    return all(readable)


def _lint(path: Path, findings: Findings, given: _Given) -> bool:
    kind = kind_of(path)
    if kind is Kind.PACKAGE:
        _check_package(path, findings, given)
        return True
    if kind is Kind.PACKAGES:
        from qradar_builder.package.build import check_ids

        built = [_check_package(folder, findings, given) for folder in find_packages(path)]
        check_ids((one.id for one in built if one is not None), findings)
        return True
    name = display_name(path)
    if is_folder(path):
        inside = [each for each in sorted(path.glob("*.xml")) if kind_of(each) in (Kind.WORKFLOW, Kind.VALUES)]
        if inside:
            readable = [_lint(each, findings, given) for each in inside]
            return all(readable)
        advice = "rename extension.yml to extension.yaml" if (path / "extension.yml").is_file() else None
        message = "is not a package folder, and does not directly contain one"
        findings.add("file/unknown-kind", Location(name), message, help=advice)
        return False
    limit = MAX_BYTES if kind is None else LIMITS.get(kind, MAX_BYTES)
    content = read_bytes(path, name, findings, limit=limit)
    if content is None:
        return False
    if kind is None:
        return _check_unknown(path, content, name, findings)
    read = _check_file(kind, content, name, findings, given)
    if isinstance(read, Workflow):
        given.workflows[path] = read
    elif read is not None:
        given.values[path] = read
    return True


def _check_unknown(path: Path, content: bytes, name: str, findings: Findings) -> bool:
    """Check a broken file as what it looks like. False, with what it is instead, where it looks like nothing."""
    from qradar_builder.package.inputs.kind_guess import guessed_kind, what_it_is, yaml_problems
    from qradar_builder.source.xml.reader import parse_xml

    kind = guessed_kind(content)
    problems = Findings()
    if kind is not None and parse_xml(content, name, problems) is not None:
        _check_file(kind, content, name, problems, _Given())
    found = list(problems) or yaml_problems(content, path, name)
    called = "YAML of a package" if kind is None else kind.value
    findings.extend(replace(each, message=f"looks like {called}, but is broken: {each.message}") for each in found)
    if not found:
        what, advice = what_it_is(content, path)
        findings.add("file/unknown-kind", Location(name), what, help=advice or None)
    return bool(found)


def _check_package(folder: Path, findings: Findings, given: _Given) -> Built | None:
    from qradar_builder.lint.subjects.reading import PackageReading
    from qradar_builder.package.build import build_package
    from qradar_builder.simulation.checking import check_sources
    from qradar_builder.testing.reading import check_cases

    built = build_package(folder, findings, for_check=True)
    package = None if built is None else PackageReading(folder, built)
    cases = check_cases(folder, findings, None if package is None else lambda: package.definitions)
    check_sources(folder, findings)
    if built is not None and package is not None:
        package.cases = tuple(cases)
        given.subjects += package.subjects()
        given.ids.append(built.id)
    return built


def _check_file(
    kind: Kind, content: bytes, name: str, findings: Findings, given: _Given
) -> Workflow | ParameterValues | None:
    """Check a file. Gives the workflow or the values that it holds."""
    if kind is Kind.WORKFLOW:
        from qradar_builder.workflow.check.expressions import find_problems
        from qradar_builder.workflow.xml.reader import read_workflow_xml

        workflow = read_workflow_xml(content, name, findings)
        if workflow is not None:
            find_problems(workflow, findings)
        return workflow
    if kind is Kind.VALUES:
        from qradar_builder.workflow.xml.values_reader import read_values_xml

        return read_values_xml(content, name, findings)
    if kind is Kind.LSX:
        from qradar_builder.dsm.definition import extension_alone
        from qradar_builder.dsm.lsx.reader import read_lsx
        from qradar_builder.lint.subjects.log_source_type import TypeSubject
        from qradar_builder.lint.subjects.regex import regexes_of_type

        extension = read_lsx(content, name, findings)
        if extension is not None:
            definition = extension_alone(extension, PurePath(name).stem)
            given.subjects += [TypeSubject(definition), *regexes_of_type(definition)]
    else:
        from qradar_builder.lint.subjects.reading import archive_subjects
        from qradar_builder.package.extension.checks.whole_extension import check_archive
        from qradar_builder.package.extension.zip_reader import read_archive

        archive = read_archive(content, name, findings)
        if archive is not None:
            for tables in check_archive(archive, findings):
                given.subjects += archive_subjects(archive, tables)
    return None
