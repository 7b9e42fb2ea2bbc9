"""Runs `qradar-builder` in forks of one process that has loaded it: a start takes milliseconds, not half a second.

For tests that start very many commands. Each command has its own working directory, environment, streams and exit code,
as a process that is started has. Only what depends on the start of an interpreter cannot be seen here, such as the hash
seed, and what is imported.

`ForkedCommands` starts the process, which is `python -m tools.forked_commands SOCKET`. It takes calls over a Unix
socket: the arguments, the folder and the environment by marshal, with the standard streams as file descriptors. It
answers with the exit code.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import marshal
import os
import pkgutil
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

NAME: Final = "qradar-builder"
_NUMBER: Final = struct.Struct("!i")
_ROOT: Final = Path(__file__).parent.parent
_HEAVY: Final = ("qradar_builder.preview", "qradar_builder.survey", "qradar_builder.cli.survey")
"""Packages that few commands need, and that bring much with them."""
_OTHERS: Final = ("pytest", "_pytest.junitxml", "jinja2", "lxml.etree", "multiprocessing.spawn")
"""What commands import when they need it."""
_ERRORS: Final = {1: "strict", 2: "backslashreplace"}
"""What Python does in standard output and standard error about text that cannot be encoded."""
_CLIENT: Final = """\
#!{python} -IS
import _socket, array, marshal, os, sys
given = marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ)))
to = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
to.connect({path!r})
streams = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))
to.sendmsg([len(given).to_bytes(4, "big")], [streams])
to.sendall(given)
code = to.recv(4)
os._exit(int.from_bytes(code, "big", signed=True) & 255 if len(code) == 4 else 70)
"""


class ForkedCommands:
    """The process that forks, while this is entered. `folder` has the program `qradar-builder`, for a search path."""

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="forks-")
        self.folder = Path(self._place.name)
        self._path = str(self.folder / "calls")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the process, and wait until it takes calls."""
        client = self.folder / NAME
        client.write_text(_CLIENT.format(python=sys.executable, path=self._path), encoding="utf-8")
        client.chmod(0o755)
        command = [sys.executable, "-m", "tools.forked_commands", self._path]
        path = os.pathsep.join((str(_ROOT / "builder"), str(_ROOT)))
        self._process = subprocess.Popen(  # noqa: S603 - it is this program
            command,
            cwd=_ROOT,
            env={**_outside(), "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None, "it is a pipe"
        assert self._process.stdout.read(1), "the process that forks has ended"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        assert self._process is not None
        # It ends with the pipe.
        with self._process:
            pass
        self._place.cleanup()

    def run(
        self, *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command, and give what it prints. `given` is its standard input.

        Without an `environment` it has the one of the tests, except for what is meant for their own pytest.
        """
        with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            stdin.write(given.encode())
            stdin.seek(0)
            code = self._call([str(each) for each in arguments], cwd, environment, (stdin, out, err))
            return subprocess.CompletedProcess([NAME, *arguments], code, _text(out), _text(err))

    def _call(
        self, arguments: list[str], cwd: Path, environment: Mapping[str, str] | None, streams: tuple[IO[bytes], ...]
    ) -> int:
        call = marshal.dumps((arguments, str(cwd), dict(_outside() if environment is None else environment)))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as to:
            to.connect(self._path)
            socket.send_fds(to, [len(call).to_bytes(4, "big")], [each.fileno() for each in streams])
            to.sendall(call)
            code = to.recv(_NUMBER.size)
        assert len(code) == _NUMBER.size, "the command was killed"
        found: int = _NUMBER.unpack(code)[0]
        return found


def _outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def main(path: str) -> None:
    """Take calls until standard input ends."""
    _load()
    # Nobody waits for the forks.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen(64)
        os.write(1, b"!")
        while True:
            if select.select([0, listener.fileno()], [], [])[0][0] == 0:
                return
            call, _ = listener.accept()
            with call:
                if os.fork() == 0:
                    listener.close()
                    _answer(call)


def _load() -> None:
    """Import what commands need."""
    for name in _OTHERS:
        importlib.import_module(name)
    package = importlib.import_module("qradar_builder")
    for found in pkgutil.walk_packages(package.__path__, "qradar_builder."):
        if not found.name.startswith(_HEAVY) and not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    # What is there now is no garbage of any command.
    gc.collect()
    gc.freeze()


def _answer(call: socket.socket) -> None:
    """Run a command in this fork, answer with its exit code, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    code = 70
    try:
        size, streams, _, _ = socket.recv_fds(call, 4, 3)
        with call.makefile("rb") as rest:
            arguments, folder, environment = marshal.loads(rest.read(int.from_bytes(size, "big")))  # noqa: S302 - from our own tests
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(folder)
        code = _run(arguments)
    except BaseException:  # noqa: BLE001 - the fork ends here, and says why
        traceback.print_exc()
    finally:
        call.sendall(_NUMBER.pack(code))
        os._exit(code & 255)


def _run(arguments: list[str]) -> int:
    sys.argv = [NAME, *arguments]
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout = _writer(1, is_prompt=os.isatty(1))
    sys.stderr = _writer(2, is_prompt=True)
    command = importlib.import_module("qradar_builder.cli.main").main
    code: object = 0
    try:
        command(prog_name=NAME)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - what a process of its own would print
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()  # noqa: SLF001 - as at the end of a process
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0 if code is None else 1


def _writer(number: int, *, is_prompt: bool) -> io.TextIOWrapper:
    """A standard stream; each line is written at once with `is_prompt`."""
    octets = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
    return io.TextIOWrapper(octets, encoding="utf-8", errors=_ERRORS[number], line_buffering=is_prompt)


if __name__ == "__main__":
    main(sys.argv[1])
