"""The kinds of input: where real documents of each come from, and which commands read them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from click.testing import CliRunner

from qradar_builder.cli.main import main

REPOSITORY = Path(__file__).parents[2]
_PACKAGES = REPOSITORY / "tests" / "acceptance" / "packages"
_SAMPLES = REPOSITORY / "tests" / "acceptance" / "starter"
_WORKFLOW = "content/acme-proxy/workflows/requests.yaml"
_CASE = "content/acme-proxy/tests/workflows/requests.yaml"
_PAYLOADS = "samples/acme-gateway.jsonl"
_STATE = b'{"bookmark": 1767603600000, "ids": ["a", "b"], "nested": {"list": [1.5, null, true]}}\n'


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input. Paths are below the workspace, which `prepare` makes."""

    name: str
    seeds: str
    """A pattern of the real documents."""
    commands: tuple[tuple[str, ...], ...]
    """What a mutant is given to: `{file}` is the mutant, `{package}` is the package that it is part of."""
    in_place: bool = False
    """Whether the mutant takes the place of the document within its package."""


KINDS = (
    Kind("package", "content/*/**/*.*", (("lint", "{package}"), ("build", "{package}", "-o", "made")), in_place=True),
    Kind("case", "content/*/tests/workflows/*.yaml", (("run", _WORKFLOW, "--replay", "{file}", "--trace"),)),
    Kind(
        "workflow-xml",
        "dist/*/workflows/*.xml",
        (("lint", "{file}"), ("run", "{file}", "--replay", _CASE, "--set", "host=proxy.example.com")),
    ),
    Kind(
        "values-xml",
        "dist/*/workflows/*-parameter-values.xml",
        (("lint", "{file}"), ("run", _WORKFLOW, "--replay", _CASE, "--values", "{file}")),
    ),
    Kind("lsx", "dist/*/log_source_extensions/*.xml", (("lint", "{file}"), ("parse", "{file}", _PAYLOADS))),
    Kind("content-xml", "unpacked/*.xml", (("lint", "{file}"), ("parse", "{file}", _PAYLOADS))),
    Kind("zip", "dist/*.zip", (("lint", "{file}"), ("parse", "{file}", _PAYLOADS, "--format", "table"))),
    Kind(
        "payloads",
        "samples/acme-gateway.[!ho]*",
        (("parse", "content/acme-proxy", "{file}"), ("parse", "content/acme-windows", "{file}", "--explain")),
    ),
    Kind("samples", "samples/acme-gateway.[!ho]*", (("init", "fuzzed", "-o", "made", "--from-samples", "{file}"),)),
    Kind(
        "har",
        "samples/*.har",
        (("init", "fuzzed", "-o", "made", "--from-har", "{file}"), ("run", _WORKFLOW, "--replay", "{file}")),
    ),
    Kind("openapi", "samples/*.openapi.yaml", (("init", "fuzzed", "-o", "made", "--from-openapi", "{file}"),)),
    Kind("state", "state.json", (("run", _WORKFLOW, "--replay", _CASE, "--state", "{file}"),)),
)


class Fault(Exception):  # noqa: N818 - what it is called where it is told
    """A command did what no input may make it do; the text says what."""


def prepare(workspace: Path) -> None:
    """Make the world that mutants are tried in: packages, what `build` makes of them, samples, a State."""
    for folder in ("acme-gateway", "acme-proxy", "acme-windows"):
        shutil.copytree(_PACKAGES / folder, workspace / "content" / folder)
    shutil.copytree(_SAMPLES, workspace / "samples")
    (workspace / "state.json").write_bytes(_STATE)
    result = CliRunner().invoke(main, ["build", str(workspace / "content"), "-o", str(workspace / "dist")])
    if result.exit_code:
        raise Fault(f"the packages do not build:\n{result.output}")
    for archive in sorted((workspace / "dist").glob("*.zip")):
        with ZipFile(archive) as opened:
            name = next(each for each in opened.namelist() if each.endswith(".xml"))
            target = workspace / "unpacked" / f"{archive.stem}.xml"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(opened.read(name))


def seeds(kind: Kind, workspace: Path) -> list[Path]:
    """The real documents of a kind, in a fixed order."""
    return sorted(path for path in workspace.glob(kind.seeds) if path.is_file())


def drive(kind: Kind, document: Path, content: bytes, workspace: Path) -> None:
    """Give a mutant of `document` to the commands of its kind. Raises Fault where one of them breaks a promise.

    The current directory must be the workspace.
    """
    package = "/".join(document.relative_to(workspace).parts[:2])
    before = document.read_bytes()
    mutated = document if kind.in_place else workspace / f"mutant{''.join(document.suffixes[-2:])}"
    try:
        mutated.write_bytes(content)
        for command in kind.commands:
            _run([part.format(file=mutated, package=package) for part in command])
    finally:
        if kind.in_place:
            mutated.write_bytes(before)
        else:
            mutated.unlink(missing_ok=True)
        shutil.rmtree(workspace / "made", ignore_errors=True)


def _run(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    called = " ".join(arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise Fault(f"{called}: {type(result.exception).__name__}: {result.exception}") from result.exception
    if result.exit_code not in range(4):
        raise Fault(f"{called}: exit code {result.exit_code}")
    if result.exit_code and not result.output:
        raise Fault(f"{called}: exit code {result.exit_code} without a word")
    if "Traceback (most recent call last)" in result.output:
        raise Fault(f"{called}: a traceback in the output:\n{result.output[-2000:]}")
