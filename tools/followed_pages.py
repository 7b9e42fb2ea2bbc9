"""Follows a page of the manual word by word: its files are written, its commands run, their output compared.

A page whose examples are right comes out as it went in. What a page may hold:

- A block that begins with `# path` (or `<!-- path -->` in XML) is a file. Where its fence has `title="path"`, too.
- A block `diff` that begins with `# path` is a change of that file: its old lines stand there once.
- A block `console` has commands behind `$ `, continued behind `> `, each with all that it prints, errors included. A
  command that prints nothing must end well.
- A block `python` has statements behind `>>> `, continued behind `... `, each with what it prints. All of a page are
  one session.
- `<!-- starts with: path -->` copies that folder of the repository first, `<!-- starts with: path as other/path -->` to
  another place.

All paths, and the commands, begin at the folder that the page is followed in. Run it by
`python -m tools.followed_pages PAGE…` to bring new output into pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tools.python_examples import EXAMPLE, run_examples

ROOT = Path(__file__).parent.parent

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<info>[a-z]+[^\n]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_START = re.compile(r"^<!-- starts with: (\S+)(?: as (\S+))? -->$", re.MULTILINE)
_NAMED = re.compile(r"(?:# |<!-- )(?P<path>[\w./-]+\.\w+)(?: -->)?\n")
_TITLE = re.compile(r'title="([^"]+)"')
_COMMAND = re.compile(r"^\$ .*\n(?:^> .*\n)*", re.MULTILINE)
_PROGRAMS = Path(sys.executable).parent
_DURATION = re.compile(r" in \d+\.\d\ds\b")
_SOME_TIME = " in 0.10s"

Before = Callable[[int], None]
Run = Callable[[str, Path], str]
"""Runs a command of a shell in a folder, and gives what it prints."""


class PageError(Exception):
    """The page cannot be followed: a change does not fit its file, or a command crashes or fails in silence."""


def is_followed(text: str) -> bool:
    """Whether a page shows commands, or Python, with their output."""
    marks = {"console": _COMMAND, "python": EXAMPLE}
    return any(mark.search(each["body"]) for each in _FENCE.finditer(text) if (mark := marks.get(each["info"])))


def follow(
    text: str,
    folder: Path,
    *,
    files_in: str = "",
    before: Before | None = None,
    run: Run | None = None,
    programs: Path = _PROGRAMS,
) -> str:
    """Follow a page in an empty folder, and give it back with what its commands print.

    `files_in` is where the paths of its files begin, below the folder. `before` is called with the number of each
    console block, from 0, before the block is run. `run` takes the place of a shell of its own for each command, which
    finds `qradar-builder` in `programs`.
    """
    run = run or partial(_output, programs=programs)
    for start, place in _START.findall(text):
        shutil.copytree(ROOT / start, folder / (place or start))
    consoles = 0
    names: dict[str, Any] = {}

    def step(fence: re.Match[str]) -> str:
        nonlocal consoles
        indent, info = fence["indent"], fence["info"]
        body = re.sub(rf"^{indent}", "", fence["body"], flags=re.MULTILINE)
        if info == "console" and _COMMAND.search(body):
            if before is not None:
                before(consoles)
            consoles += 1
            shown = re.sub(r"^(?=.)", indent, _run_block(body, folder, run), flags=re.MULTILINE)
            return f"{indent}```{info}\n{shown}{indent}```"
        if info == "python" and EXAMPLE.search(body):
            shown = re.sub(r"^(?=.)", indent, run_examples(body, folder, names), flags=re.MULTILINE)
            return f"{indent}```{info}\n{shown}{indent}```"
        if path := _path(info, body):
            _write(folder / files_in / path, info, body)
        return fence[0]

    return _FENCE.sub(step, text)


def _path(info: str, body: str) -> str | None:
    title = _TITLE.search(info)
    named = _NAMED.match(body)
    return title[1] if title else named["path"] if named else None


def _write(path: Path, info: str, body: str) -> None:
    if info.startswith("diff"):
        _, _, hunk = body.partition("\n")
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        found = path.read_text(encoding="utf-8")
        if found.count(old) != 1:
            raise PageError(f"{path.name} has the old lines of a change {found.count(old)} times:\n{old}")
        body = found.replace(old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")


def _run_block(body: str, folder: Path, run: Run) -> str:
    shown = ""
    for written in _COMMAND.findall(body):
        command = re.sub(r"^[$>] ", "", written, flags=re.MULTILINE)
        shown += written + run(command, folder)
    return shown


def _output(command: str, folder: Path, programs: Path) -> str:
    path = os.pathsep.join((str(programs), str(_PROGRAMS), os.environ["PATH"]))
    # Pytest says more where it runs in CI.
    other = ("PYTEST", "COV", "CI", "BUILD_NUMBER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(other)}
    ended = subprocess.run(  # noqa: S603 - the commands of our own pages
        ["/bin/sh", "-c", command],
        cwd=folder,
        env={**kept, "PATH": path, "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode and not ended.stdout:
        raise PageError(f"it ended with {ended.returncode} and says nothing: {command}")
    if "Traceback (most recent call last)" in ended.stdout:
        raise PageError(f"it has crashed: {command}\n{ended.stdout}")
    lines = [_DURATION.sub(_SOME_TIME, line.rstrip()) for line in ended.stdout.strip("\n").split("\n")]
    return "\n".join(lines) + "\n" if ended.stdout.strip() else ""


def main(arguments: list[str]) -> int:
    """Bring the output of today into the pages that are named."""
    for page in map(Path, arguments):
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(follow(text, Path(folder)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
