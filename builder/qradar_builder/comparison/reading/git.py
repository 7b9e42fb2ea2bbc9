"""Files of a git revision, written `REV:path` as in git. Git runs as a program, with limits on time and size."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import Event, Timer
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Location

if TYPE_CHECKING:
    from qradar_builder.findings import Findings

MOST_FILES: Final = 5000
"""How many files a revision may have below the path."""
MOST_BYTES: Final = 512 * 1024 * 1024
"""How large they may be together, in bytes."""
_MOST_LISTED: Final = 4 * 1024 * 1024
"""How long the list of files may be, in bytes."""
SECONDS: Final = 60
"""How long one call of git may take."""
_MOST_SAID: Final = 200
"""How much of a complaint of git is shown, in bytes."""
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")
_REGULAR: Final = {b"100644", b"100755"}
_QUIET: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
"""Git asks nothing, writes nothing and fetches nothing."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision and a path in it."""

    name: str
    path: str

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.name}:{self.path}"


def revision_in(text: str) -> Revision | None:
    """The revision that a text names; None where it is no `REV:path`."""
    name, colon, path = text.partition(":")
    return Revision(name, path) if colon and not _DRIVE.match(text) else None


def check_out(revision: Revision, target: Path, findings: Findings) -> Path | None:
    """Write the files of a revision below a folder. Gives the path of what was named.

    None, with findings, where git does not know it, or it exceeds a limit. Links and submodules are left out.
    """
    try:
        return _check_out(revision, target)
    except _GitError as error:
        findings.add("diff/revision", Location(revision.text), str(error), help=error.help)
        return None


class _GitError(Exception):
    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.help = advice


def _check_out(revision: Revision, target: Path) -> Path:
    if not revision.name or revision.name.startswith("-") or "\0" in revision.text or "\n" in revision.text:
        raise _GitError("is no git revision", "write `REV:path`, such as `main:content/acme`")
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision.name}^{{commit}}").strip()
    path = _path_in_repository(revision)
    wanted = ["--", str(path), *map(str, _read_with(path))] if path.parts else []
    files = _listed(_git("ls-tree", "-r", "-z", "--long", "--full-tree", commit.decode(), *wanted))
    if not any(path == each or path in each.parents for each, *_ in files):
        raise _GitError(f"has no file at `{revision.path or '.'}`", "the path is from the top of the repository")
    _write(files, target)
    return target / path


def _read_with(path: PurePosixPath) -> list[PurePosixPath]:
    """What is read together with a file: the fragments of a workflow, and what a build writes next to a ZIP."""
    if path.suffix in {".yaml", ".yml"}:
        return [path.parent.parent / "fragments"]
    return [path.with_suffix("")] if path.suffix == ".zip" else []


def _path_in_repository(revision: Revision) -> PurePosixPath:
    written = revision.path
    if written.startswith(("/", "-")) or "\\" in written:
        raise _GitError(
            "is not a path in a repository", "write it from the top of the repository, such as `main:content/acme`"
        )
    parts: list[str] = []
    prefix = ""
    if written.split("/")[0] in {".", ".."}:
        prefix = os.fsdecode(_git("rev-parse", "--show-prefix").rstrip(b"\n"))
    for part in PurePosixPath(prefix + written).parts:
        if part == ".." and not parts:
            raise _GitError("points outside the repository")
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)


def _listed(output: bytes) -> list[tuple[PurePosixPath, bytes, int]]:
    """The regular files: path, object and size in bytes."""
    files: list[tuple[PurePosixPath, bytes, int]] = []
    total = 0
    for entry in output.split(b"\0"):
        head, _, name = entry.partition(b"\t")
        fields = head.split()
        if len(fields) != 4 or fields[0] not in _REGULAR or not fields[3].isdigit():
            continue
        path = PurePosixPath(os.fsdecode(name))
        if path.is_absolute() or {"..", ".git"} & set(path.parts) or "\\" in str(path):
            raise _GitError("has a file that points outside its folder")
        total += int(fields[3])
        files.append((path, fields[2], int(fields[3])))
        if len(files) > MOST_FILES:
            raise _GitError(f"has more than {MOST_FILES:,} files", "name the folder of one package")
        if total > MOST_BYTES:
            raise _GitError(f"is larger than {MOST_BYTES // 1024 // 1024} MiB", "name the folder of one package")
    return files


def _write(files: list[tuple[PurePosixPath, bytes, int]], target: Path) -> None:
    wanted = b"".join(identity + b"\n" for _, identity, _ in files)
    output = _git("cat-file", "--batch", given=wanted, most=sum(size for *_, size in files) + 200 * len(files))
    at = 0
    for path, identity, size in files:
        end = output.find(b"\n", at)
        if output[at:end] != b"%s blob %d" % (identity, size) or len(output) < end + 2 + size:
            raise _GitError(f"cannot be read: git gives no content for `{path}`")
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output[end + 1 : end + 1 + size])
        at = end + 2 + size


def _git(*arguments: str, given: bytes = b"", most: int = _MOST_LISTED) -> bytes:
    """What git says to a call without a shell: at most so many bytes, in a limited time."""
    environment = {**os.environ, **_QUIET}
    command = ["git", "--no-pager", "--literal-pathspecs", *arguments]
    late = Event()
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as complaints:
        asked.write(given)
        asked.seek(0)
        try:
            # No shell, and what a user gives follows `--` or `--end-of-options`.
            process = subprocess.Popen(  # noqa: S603 - as above
                command, stdin=asked, stdout=subprocess.PIPE, stderr=complaints, env=environment
            )
        except FileNotFoundError:
            raise _GitError("needs git, which is not installed") from None

        def end() -> None:
            late.set()
            process.kill()

        timer = Timer(SECONDS, end)
        timer.start()
        try:
            with process:
                assert process.stdout is not None
                output = process.stdout.read(most + 1)
                if len(output) > most:
                    process.kill()
        finally:
            timer.cancel()
        complaints.seek(0)
        said = complaints.read(_MOST_SAID).decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
    if late.is_set():
        raise _GitError(f"cannot be read: git gave no answer in {SECONDS} seconds")
    if len(output) > most:
        raise _GitError("has too many files", "name the folder of one package")
    if process.returncode:
        raise _GitError("is not known to git" + (f": {said}" if said else ""), "`git log --oneline` shows revisions")
    return output
