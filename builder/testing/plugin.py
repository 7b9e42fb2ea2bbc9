"""The pytest plugin that collects and runs cases. Goldens are kept by pytest-regressions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from builder.testing.golden import SUFFIX, golden_difference, golden_text
from builder.testing.replay_case import differences, replay_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from builder.findings import Findings
    from builder.testing.tested_package import CaseFile, TestedPackage

PLUGINS = ("pytest_regressions.plugin",)
"""The plugins that must be loaded with this one."""

_HINT = "run `qradar-builder test --update` to accept it, and look at what it wrote before you commit it"


class CaseFailed(Exception):  # noqa: N818 - what happened, and no error of the tool
    """A case did not come out as it says; the message is for people."""


class WorkflowCases:
    """Collects the cases of packages, each as one test. `describe` turns findings into text."""

    def __init__(self, packages: Iterable[TestedPackage], describe: Callable[[Findings], str]) -> None:
        self._files = {file.path.resolve(): file for package in packages for file in package.files}
        self._describe = describe

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The collector of a case file. None for any other file."""
        file = self._files.get(file_path.resolve())
        if file is None:
            return None
        collector: pytest.Collector = _File.from_parent(parent, path=file_path, file=file, describe=self._describe)
        return collector


class _File(pytest.File):
    def __init__(self, *, file: CaseFile, describe: Callable[[Findings], str], **given: Any) -> None:
        super().__init__(**given)
        self._file = file
        self._describe = describe

    def collect(self) -> Iterable[pytest.Item]:
        yield _Item.from_parent(self, name=self.path.stem, file=self._file, describe=self._describe)


class _Item(pytest.Item):
    def __init__(self, *, file: CaseFile, describe: Callable[[Findings], str], **given: Any) -> None:
        super().__init__(**given)
        self._file = file
        self._describe = describe

    def runtest(self) -> None:
        case, tested = self._file.case, self._file.workflow
        if case is None or tested is None:
            raise CaseFailed(self._describe(self._file.findings).rstrip())
        records = replay_case(case, tested.workflow, tested.coverage)
        problems = list(differences(case, records))
        if problems:
            raise CaseFailed("\n\n".join(problems))
        self._check_golden(golden_text([record.events for record in records]))
        tested.passed.append(records)

    def _check_golden(self, text: str) -> None:
        path = self.path.with_name(self.path.stem + SUFFIX)
        updating = self.config.getoption("regen_all") or self.config.getoption("force_regen")
        if not text:
            if path.is_file() and not updating:
                raise CaseFailed(f"the case posts no events, but there is {path.name}; {_HINT}")
            path.unlink(missing_ok=True)
            return
        if not path.is_file() and not updating:
            raise CaseFailed(f"there is no {path.name} beside the case to compare the events with; {_HINT}")
        # It asks the request for its `config` only, as both names are given.
        request = cast("pytest.FixtureRequest", self)
        regression = FileRegressionFixture(cast("Any", path.parent), path.parent, request)
        with tempfile.TemporaryDirectory() as folder:
            regression.check(
                text,
                encoding="utf-8",
                newline="",
                extension=SUFFIX,
                basename=path.name.removesuffix(SUFFIX),
                obtained_filename=Path(folder, path.name),
                check_fn=_compare,
            )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | Any:
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


def _compare(obtained: Path, expected: Path) -> None:
    with obtained.open(encoding="utf-8", newline="") as left, expected.open(encoding="utf-8", newline="") as right:
        difference = golden_difference(right.read(), left.read())
    if difference:
        raise CaseFailed(f"the events are not those of {expected.name}:\n{difference}\n\n{_HINT}")


def run_cases(packages: Sequence[TestedPackage], describe: Callable[[Findings], str], arguments: Sequence[str]) -> int:
    """Run the cases of packages by pytest with further arguments of its own. Returns pytest's exit code.

    Neither configuration nor plugins of the place where it runs play a part.
    """
    files = [str(file.path) for package in packages for file in package.files]
    own = ["--disable-plugin-autoload", "--noconftest", "--no-header", "-v", "--tb=short"]
    for name in (*PLUGINS, "no:cacheprovider"):
        own += ["-p", name]
    # A configuration file would be looked for beside the cases, and above them.
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder, "pytest.ini")
        configuration.write_text("[pytest]\n", encoding="utf-8")
        own += ["-c", str(configuration), "--rootdir", str(Path.cwd())]
        return int(pytest.main([*own, *arguments, *files], plugins=[WorkflowCases(packages, describe)]))
