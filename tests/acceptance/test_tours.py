"""The README and the tutorial, played at a terminal by somebody who has nothing yet but an empty folder."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests.own_packages import CONTENT, OWN_PACKAGES
from tools.followed_pages import ROOT, follow

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals on Windows")

PROMPT = "ready> "
FIXED = (("(\\w+'", "(\\w+)'"), ("Sucess", "Success"))
SECONDS = 300
NOT_MINE = {
    "error[parsing/regex]",
    "error[qid/unknown-category]",
    "error[identity/key-changed]",
}
"""What the README shows on purpose."""


class Person:
    """A shell in a pseudo-terminal, with an empty home. `ends` has each command with its exit code."""

    def __init__(self, home, folder):
        kept = ("PYTHONPATH", "LANG", "TMPDIR")
        environment = {name: value for name, value in os.environ.items() if name in kept}
        environment |= {"HOME": str(home), "PS1": PROMPT, "TERM": "xterm", "TZ": "UTC", "COLUMNS": "200"}
        environment["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        # The command of this tree, whatever is installed.
        (home / "bin").mkdir()
        command = home / "bin" / "qradar-builder"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qradar_builder.cli "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        self.ends = []
        self._shell = pexpect.spawn(
            "/bin/bash",
            ["--norc", "--noprofile"],
            cwd=str(folder),
            env=environment,
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(50, 200),
            echo=False,
        )
        self._shell.expect_exact(PROMPT)
        self.run("bind 'set enable-bracketed-paste off'", folder)

    def run(self, command, folder):  # noqa: ARG002 - the shell is there already
        """Type a command, and give what it printed."""
        typed = " ".join(line.rstrip("\\") for line in command.strip().splitlines())
        self._shell.sendline(f"{typed}; echo end:$?:")
        shown = ""
        # A question is answered with what it proposes.
        while self._shell.expect([r"end:(\d+):\r\n", r"\[[^\r\n]*\]: $"]):
            shown += self._shell.before + self._shell.after
            self._shell.sendline("")
        shown, code = shown + self._shell.before, int(self._shell.match[1])
        self._shell.expect_exact(PROMPT)
        self.ends.append((command.strip(), code))
        assert "Traceback (most recent call last)" not in shown, shown
        # Colors, and links to the manual.
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x1b\a]*(?:\x1b\\|\a)", "", shown).replace("\r\n", "\n")

    def close(self):
        """Go away."""
        self._shell.close(force=True)


@pytest.fixture
def person(tmp_path):
    """Somebody in an empty folder."""
    (tmp_path / "home").mkdir()
    (tmp_path / "acme").mkdir()
    person = Person(tmp_path / "home", tmp_path / "acme")
    yield person
    person.close()


def test_the_readme_is_played_from_an_empty_home_and_ends_green(person, tmp_path):
    folder = tmp_path / "acme"

    def fix_both(console):
        if console == 1:
            described = folder / "content/acme-audit/log_source_types/audit.yaml"
            text = described.read_text(encoding="utf-8")
            for wrong, right in FIXED:
                assert wrong in text
                text = text.replace(wrong, right)
            described.write_text(text, encoding="utf-8")

    before = _tree(CONTENT)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = follow(text, folder, files_in="content/acme-audit", before=fix_both, run=person.run)
    errors = set(re.findall(r"error\[[a-z/-]+\]", shown))
    assert errors == NOT_MINE, shown[-3000:]
    assert person.ends[-1][1] == 0
    for command in ("lint", "test", "build --locked"):
        person.run(f"qradar-builder {command}", folder)
        assert person.ends[-1][1] == 0, command
    # The clone is as it was, and builds.
    assert _tree(CONTENT) == before
    assert {each.name for each in CONTENT.iterdir()} >= set(OWN_PACKAGES)
    person.run(f"cd {ROOT} && qradar-builder build -q -o {tmp_path / 'dist'} defender-for-iot", folder)
    assert person.ends[-1][1] == 0


def test_the_tutorial_is_played_and_ends_green(person, tmp_path):
    folder = tmp_path / "acme"
    follow((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"), folder, run=person.run)
    for command in ("lint", "test", "build"):
        person.run(f"qradar-builder {command}", folder)
        assert person.ends[-1][1] == 0, command


def _tree(folder):
    return sorted((str(path), path.stat().st_mtime_ns) for path in Path(folder).rglob("*") if path.is_file())
