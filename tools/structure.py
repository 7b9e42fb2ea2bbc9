"""Measures the structure of the code: folders, names, sizes, doors, tests. Run it by `python -m tools.structure`.

The limits are those that tests/unit/tools/test_structure.py holds.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = "qradar_builder"
SOURCE: Final = ROOT / "builder" / PACKAGE
TESTS: Final = ROOT / "tests" / "unit"
HOMES: Final = TESTS / "homes.toml"
"""Where the tests of modules are that have no file of their name, with the reason."""

_DOORS: Final = re.compile(r"^Doors: (.+?)\.$", re.MULTILINE | re.DOTALL)
_OF_A_FAMILY: Final = 3
"""How many modules of a folder with one first word are a folder that was not made."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An import of a module by a module of another layer."""

    importer: str
    imported: str

    @property
    def layer(self) -> str:
        """The layer that is imported."""
        return self.imported.split(".")[1]


@cache
def files() -> dict[str, Path]:
    """The modules, packages left out, by their names below the package, such as `dsm.parser`."""
    found = sorted(path for path in SOURCE.rglob("*.py") if path.stem not in {"__init__", "__main__"})
    return {".".join(path.relative_to(SOURCE).with_suffix("").parts): path for path in found}


@cache
def graph() -> grimp.ImportGraph:
    """Which module imports which, imports for types included."""
    return grimp.build_graph(PACKAGE, cache_dir=None)


def folders() -> dict[str, list[str]]:
    """The names of the modules of each folder that has some."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in files():
        folder, _, module = name.rpartition(".")
        found[folder].append(module)
    return found


def sharing_a_prefix() -> list[str]:
    """The modules whose first word is that of two more in their folder."""
    shared = []
    for folder, names in folders().items():
        counts = Counter(name.split("_")[0] for name in names)
        shared += [f"{folder}.{name}" for name in names if counts[name.split("_")[0]] >= _OF_A_FAMILY]
    return shared


def repeating_their_folder() -> list[str]:
    """The modules whose name begins with the name of their folder."""
    return [name for name in files() if re.match(r"(?:.*\.)?(\w+)\.\1_", name)]


def lengths() -> dict[str, int]:
    """The lines of each module."""
    return {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in files().items()}


def functions() -> dict[str, int]:
    """The lines of each function and method, by module and name."""
    found = {}
    for name, path in files().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                found[f"{name}:{node.name}"] = node.end_lineno - node.lineno + 1
    return found


def circles() -> list[str]:
    """Circles between the modules and folders of each folder, as `a -> b -> a`."""
    found = []
    for folder in [PACKAGE, *(f"{PACKAGE}.{name}" for name in _packages())]:
        arrows: dict[str, set[str]] = defaultdict(set)
        for importer, imported in _imports():
            ours, theirs = _child(folder, importer), _child(folder, imported)
            if ours and theirs and ours != theirs:
                arrows[ours].add(theirs)
        found += [f"{folder}: {' -> '.join(circle)}" for circle in _circles_of(arrows)]
    return found


def arrows() -> list[Arrow]:
    """The imports between layers."""
    return [Arrow(ours, theirs) for ours, theirs in _imports() if ours.split(".")[1] != theirs.split(".")[1]]


@cache
def doors() -> dict[str, frozenset[str]]:
    """The doors of each layer, as its first file names them: modules by their names below the package."""
    found = {}
    for path in sorted(SOURCE.glob("*/__init__.py")):
        layer = path.parent.name
        said = _DOORS.search(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
        names = re.findall(r"`([\w.]+)`", said[1]) if said else []
        found[layer] = frozenset(layer if name == layer else f"{layer}.{name}" for name in names)
    return found


def beside_the_doors() -> list[Arrow]:
    """The imports between layers that use no door."""
    return [arrow for arrow in arrows() if arrow.imported.partition(".")[2] not in doors()[arrow.layer]]


def homes() -> dict[str, str]:
    """The reasons of modules and folders without a test file of their name, by their names below the package."""
    listed: dict[str, str] = tomllib.loads(HOMES.read_text(encoding="utf-8"))["homes"]
    return listed


def without_tests() -> list[str]:
    """The modules that have neither a test file of their name nor a line in the list."""
    listed = homes()
    return [name for name in files() if not test_of(name).exists() and not any(each in listed for each in _above(name))]


def test_of(module: str) -> Path:
    """The file that has the tests of a module."""
    *folder, name = module.split(".")
    return TESTS.joinpath(*folder, f"test_{name}.py")


def _above(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(len(parts), 0, -1))


def _packages() -> list[str]:
    return sorted({above for name in files() for above in _above(name)} - set(files()))


@cache
def _imports() -> tuple[tuple[str, str], ...]:
    ours = sorted(graph().modules - {PACKAGE})
    return tuple(
        (name, each) for name in ours for each in sorted(graph().find_modules_directly_imported_by(name) - {PACKAGE})
    )


def _child(folder: str, module: str) -> str | None:
    """The module or folder right in a folder that a module is or lies in; the folder's own first file is none."""
    rest = module.removeprefix(f"{folder}.")
    return None if rest == module else rest.split(".")[0]


def _circles_of(arrows: dict[str, set[str]]) -> Iterator[list[str]]:
    """Each circle once, found by taking away what no circle can hold."""
    left = {name: set(targets) for name, targets in arrows.items()}
    while True:
        ends = {name for name, targets in left.items() if not targets & left.keys()}
        if not ends:
            break
        left = {name: targets for name, targets in left.items() if name not in ends}
    if left:
        path = [min(left)]
        while path[-1] not in path[:-1]:
            path.append(min(left[path[-1]] & left.keys()))
        yield path[path.index(path[-1]) :]


def main() -> None:
    """Print the measures."""
    count = len(files())
    shared = sharing_a_prefix()
    longest = max(lengths().items(), key=lambda item: item[1])
    function = max(functions().items(), key=lambda item: item[1])
    between, beside = arrows(), beside_the_doors()
    print(f"modules                      {count} in {len(folders())} folders")
    print(f"modules of the mean folder   {count / len(folders()):.1f}")
    print(f"largest folder               {max(map(len, folders().values()))}")
    print(f"share a prefix               {len(shared)} ({len(shared) / count:.1%}) {', '.join(shared)}")
    print(f"repeat their folder          {', '.join(repeating_their_folder()) or 'none'}")
    print(f"longest module               {longest[1]} lines: {longest[0]}")
    print(f"longest function             {function[1]} lines: {function[0]}")
    print(f"circles                      {'; '.join(circles()) or 'none'}")
    print(f"imports through doors        {1 - len(beside) / len(between):.1%} of {len(between)} between layers")
    print(f"without a test file          {sum(not test_of(name).exists() for name in files())}")
    print(f"of them not in the list      {', '.join(without_tests()) or 'none'}")


if __name__ == "__main__":
    main()
