"""Builds and tests that somebody starts on the page: one of each at a time, followed while they run."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from qradar_builder.api import OutputError, build, write
from qradar_builder.preview.protocol.changes import ProgressEvent
from qradar_builder.preview.protocol.package import FailedCase, JobState, ResultsAnswer, StartedAnswer
from qradar_builder.preview.protocol.problems import FindingMessage
from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.protocol.message import Answer

    Tell = Callable[[str, Answer], None]
    """Tells the pages of an event, by its name."""

MOST_SECONDS: Final = 900.0
"""How long a test may run."""
_MODULE: Final = "qradar_builder.preview.release.testing_process"


@dataclass(slots=True)
class Job:
    """A build or a test, as far as it is."""

    number: int = 0
    state: Literal["none", "running", "passed", "failed"] = "none"
    done: int = 0
    total: int = 0
    failed: int = 0
    written: list[str] = field(default_factory=list)
    findings: list[FindingMessage] = field(default_factory=list)
    failures: list[FailedCase] = field(default_factory=list)
    html: str = ""

    def told(self) -> JobState:
        """The job for the page."""
        return JobState(
            job=self.number,
            state=self.state,
            done=self.done,
            total=self.total,
            passed=self.done - self.failed,
            failed=self.failed,
            written=self.written,
            findings=self.findings,
        )


class Jobs:
    """The builds and tests of a workspace. `output` is the folder that a build writes into."""

    def __init__(self, workspace: Workspace, output: Path, tell: Tell) -> None:
        self._workspace = workspace
        self._output = output
        self._tell = tell
        self._lock = threading.Lock()
        self._number = 0
        self._build = Job()
        self._test = Job()
        self._child: subprocess.Popen[str] | None = None

    def build(self) -> StartedAnswer:
        """Start a build. Raises Refusal where one runs."""
        return self._start("build", self._run_build)

    def test(self) -> StartedAnswer:
        """Start a test. Raises Refusal where one runs."""
        return self._start("test", self._run_test)

    def results(self) -> ResultsAnswer:
        """What came of the last build and the last test, or comes of them while they run."""
        test = self._test
        return ResultsAnswer(build=self._build.told(), test=test.told(), failures=test.failures, html=test.html)

    def end(self) -> None:
        """End what runs."""
        child = self._child
        if child is not None:
            child.kill()

    def _start(self, kind: Literal["build", "test"], run: Callable[[Job], None]) -> StartedAnswer:
        with self._lock:
            current = self._build if kind == "build" else self._test
            if current.state == "running":
                raise Refusal("preview/busy", f"a {kind} is running")
            self._number += 1
            job = Job(self._number, "running")
            if kind == "build":
                self._build = job
            else:
                self._test = job
        threading.Thread(target=self._follow, args=(kind, job, run), name=f"preview-{kind}", daemon=True).start()
        return StartedAnswer(job=job.number)

    def _follow(self, kind: str, job: Job, run: Callable[[Job], None]) -> None:
        """Run a job to its end; whatever happens it has one."""
        self._say(kind, job, "")
        try:
            run(job)
        except OutputError as error:
            job.findings = [*job.findings, _finding("preview/write", str(error))]
        except Exception as error:  # noqa: BLE001 - a job that never ends would block all later ones
            job.findings = [*job.findings, _finding("preview/failed", f"the {kind} failed inside: {error!r}")]
        finally:
            if job.state != "passed":
                job.state = "failed"
            self._say(kind, job, "")

    def _run_build(self, job: Job) -> None:
        job.total = 2
        made = build(self._workspace.folder)
        job.findings = self._workspace.paths.messages(made.findings)
        job.done = 1
        self._say("build", job, "")
        if made.ok:
            job.written = [path.relative_to(self._output).as_posix() for path in write(made, self._output)]
            job.done, job.state = 2, "passed"
        self._workspace.refresh()

    def _run_test(self, job: Job) -> None:
        command = [sys.executable, "-m", _MODULE, str(self._workspace.folder)]
        with subprocess.Popen(  # noqa: S603 - it is this program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        ) as child:
            self._child = child
            timer = threading.Timer(MOST_SECONDS, child.kill)
            timer.start()
            try:
                assert child.stdout is not None, "it is a pipe"
                for line in child.stdout:
                    self._take(job, json.loads(line))
            finally:
                timer.cancel()
                child.kill()
                self._child = None
        if not job.html and not job.findings and job.state == "running":
            job.findings = [_finding("preview/failed", f"the test ended early, or did not end in {MOST_SECONDS:g} s")]

    def _take(self, job: Job, said: dict[str, Any]) -> None:
        """Take a line of the process that runs the test."""
        if "total" in said:
            job.total = said["total"]
        elif "case" in said:
            job.done += 1
            if said["failed"]:
                job.failed += 1
                job.failures.append(FailedCase(case=said["case"], text=said["text"]))
        else:
            job.html = said["html"]
            job.findings = [FindingMessage(**each) for each in said["findings"]]
            job.state = "passed" if said["passed"] else "failed"
            return
        self._say("test", job, str(said.get("case", "")))

    def _say(self, kind: str, job: Job, case: str) -> None:
        state = "running" if job.state == "none" else job.state
        self._tell(
            kind,
            ProgressEvent(job=job.number, state=state, done=job.done, total=job.total, failed=job.failed, case=case),
        )


def _finding(rule: str, message: str) -> FindingMessage:
    return FindingMessage(rule=rule, severity="error", message=message, advice="", file="")
