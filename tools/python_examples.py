"""Runs the examples of a page in Python: statements behind `>>> ` and `... `, as in a session, and what they print."""

from __future__ import annotations

import contextlib
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = re.compile(r"^>>> .*\n(?:^\.\.\.(?: .*)?\n)*", re.MULTILINE)
_PROMPT = re.compile(r"^(?:>>>|\.\.\.) ?", re.MULTILINE)


def run_examples(body: str, folder: Path, names: dict[str, Any]) -> str:
    """Run the examples of a block in a folder, and give the block with what they print today.

    `names` are those that earlier blocks of the page have defined. An exception is shown by its last line, behind
    `Traceback (most recent call last):` and an ellipsis.
    """
    return "".join(written + _output(_PROMPT.sub("", written), folder, names) for written in EXAMPLE.findall(body))


def _output(source: str, folder: Path, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        try:
            exec(compile(source, "<page>", "single"), names)  # noqa: S102 - the examples of our own pages
        except Exception as error:  # noqa: BLE001 - whatever it is, the page shows it
            print(f"Traceback (most recent call last):\n    ...\n{type(error).__name__}: {error}")
    lines = printed.getvalue().strip("\n").split("\n")
    return "\n".join(line.rstrip() for line in lines) + "\n" if printed.getvalue().strip() else ""
