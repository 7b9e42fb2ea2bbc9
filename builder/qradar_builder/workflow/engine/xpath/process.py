"""A process that evaluates XPaths one after the other, and is stopped where one takes too long.

It starts with the first question and ends with this process. libxml2 cannot be interrupted within a process.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from typing import IO, Any, Final

from qradar_builder.workflow.engine.xpath import worker


class XPathTimeout(Exception):  # noqa: N818 - what happened, as the standard library has it
    """An answer did not come in time; the process was stopped."""


class _Process:
    """The process, and the thread that waits for its answers."""

    def __init__(self) -> None:
        # The libraries are those of this process, wherever they were found.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with a file of ours
            [sys.executable, "-P", worker.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            # Ctrl-C in a terminal is for us: we stop it.
            start_new_session=os.name == "posix",
        )
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        assert self._process.stdout is not None, "it is a pipe"
        threading.Thread(target=_forward, args=(self._process.stdout, self._answers), daemon=True).start()

    def ask(self, question: dict[str, Any], seconds: float) -> bytes:
        """The answer to a question; empty where the process died of it. Raises XPathTimeout."""
        assert self._process.stdin is not None, "it is a pipe"
        try:
            self._process.stdin.write(json.dumps(question).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except OSError:
            return b""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            raise XPathTimeout from None

    def stop(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None, "it is a pipe"
            try:
                pipe.close()
            except OSError:
                # What was still to be written has no reader any more.
                continue


def _forward(lines: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Pass on what the process answers, and the empty text once it has ended."""
    try:
        for line in lines:
            answers.put(line)
    except ValueError:
        # The pipe was closed, as the process was stopped.
        return
    answers.put(b"")


_lock: Final = threading.Lock()
_running: list[_Process] = []
"""The process, where there is one."""


def ask(question: dict[str, Any], seconds: float) -> Any:
    """The answer of the process to a question, as `worker` reads and writes them; None where it died of it.

    Raises XPathTimeout after `seconds`.
    """
    with _lock:
        was_there = bool(_running)
        answer = _answer(question, seconds)
        if not answer and was_there:
            # It may have died before.
            answer = _answer(question, seconds)
        return json.loads(answer) if answer else None


def _answer(question: dict[str, Any], seconds: float) -> bytes:
    if not _running:
        _running.append(_Process())
    answer = b""
    try:
        answer = _running[0].ask(question, seconds)
    finally:
        # After Ctrl-C, too: an answer that comes later would be taken for that of the next question.
        if not answer:
            _stop()
    return answer


@atexit.register
def _stop() -> None:
    while _running:
        _running.pop().stop()
