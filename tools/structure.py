"""Measures the structure of the code: folders, names, sizes, doors, tests. Run it by `python -m tools.structure`.

`python -m tools.structure --tests MODULE` says where the tests of a module are.

The limits are those that tests/unit/tools/test_structure.py holds.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = "qradar_builder"
SOURCE: Final = ROOT / "builder" / PACKAGE
TESTS: Final = ROOT / "tests" / "unit"
HOMES: Final = TESTS / "homes.toml"
"""Where the tests of modules are that have no file of their name, with the reason: folders and modules, and areas."""

_DOORS: Final = re.compile(r"^Doors: (.+?)\.$", re.MULTILINE | re.DOTALL)
MOST_OF_A_LINE: Final = 15
"""For how many modules without a test file one line of the list may be. The aim is fewer: lower it with each file."""

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
    return _list("homes")


def areas() -> dict[str, str]:
    """The reasons of folders of which each module, at any depth, goes through the same examples."""
    return _list("areas")


def without_tests() -> list[str]:
    """The modules that have neither a test file of their name nor a line in the list."""
    return [name for name in to_test() if not test_of(name).exists() and home_of(name) is None]


@cache
def to_test() -> list[str]:
    """The modules with behaviour: a function that does something. The others are records, protocols and tables."""
    return [name for name, path in files().items() if _does_something(ast.parse(path.read_text(encoding="utf-8")))]


def home_of(module: str) -> str | None:
    """The line of the list that holds for a module: its own, that of the folder right around it, or of its area."""
    own = next((homes()[name] for name in (module, module.rpartition(".")[0]) if name in homes()), None)
    return own or next((areas()[name] for name in _above(module) if name in areas()), None)


def without_a_file(folder: str) -> list[str]:
    """The modules right in a folder that have no test file of their name, and no line of their own."""
    names = [name for name in to_test() if name.rpartition(".")[0] == folder]
    return [name for name in names if not test_of(name).exists() and name not in homes()]


def tests_that_import(module: str) -> list[Path]:
    """The test files that import a module or a name of it."""
    folder, _, name = f"{PACKAGE}.{module}".rpartition(".")
    pattern = re.compile(
        rf"^\s*(?:from {re.escape(folder)}\.{name} import|import {re.escape(folder)}\.{name}\b"
        rf"|from {re.escape(folder)} import (?:\(?[\w, ]*)\b{name}\b)",
        re.MULTILINE,
    )
    return [path for path in sorted(TESTS.parent.rglob("test_*.py")) if pattern.search(path.read_text("utf-8"))]


def where_tested(module: str) -> list[str]:
    """Where the tests of a module are, a line each, the nearest first."""
    lines = [str(test_of(module).relative_to(ROOT))] if test_of(module).exists() else []
    home = home_of(module)
    lines += [home] if home is not None and not lines else []
    return lines + [str(path.relative_to(ROOT)) for path in tests_that_import(module) if path != test_of(module)]


def test_of(module: str) -> Path:
    """The file that has the tests of a module."""
    *folder, name = module.split(".")
    return TESTS.joinpath(*folder, f"test_{name}.py")


@cache
def _list(name: str) -> dict[str, str]:
    listed: dict[str, str] = tomllib.loads(HOMES.read_text(encoding="utf-8"))[name]
    return listed


def _does_something(tree: ast.Module) -> bool:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(not all(isinstance(part, ast.Expr) for part in node.body) for node in functions)


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


def main(arguments: Sequence[str]) -> None:
    """Print the measures, or where the tests of modules are."""
    if arguments[:1] == ["--tests"]:
        for given in arguments[1:]:
            module = given.removesuffix(".py").replace("/", ".").rpartition(f"{PACKAGE}.")[2]
            found = where_tested(module) if module in files() else ["there is no such module"]
            print(f"{module}:", *found, sep="\n  ")
        return
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
    untold = [name for name in to_test() if not test_of(name).exists()]
    print(f"with behaviour               {len(to_test())}")
    print(f"of them without a test file  {len(untold)}, {len(homes()) + len(areas())} lines in the list")
    print(f"of these not in the list     {', '.join(without_tests()) or 'none'}")


if __name__ == "__main__":
    main(sys.argv[1:])
