"""The package as a whole: its files, types, workflows and findings, and what a build would make of it."""

from __future__ import annotations

from typing import Literal

from qradar_builder.preview.protocol.message import Answer
from qradar_builder.preview.protocol.problems import FindingMessage

FileKind = Literal[
    "extension",
    "log-source-type",
    "qids",
    "workflow",
    "fragment",
    "workflow-case",
    "event-case",
    "source",
    "log-source",
    "log-source-values",
    "log-source-groups",
    "reference-data",
    "event-table",
    "xml",
    "markdown",
    "lock",
    "sample",
    "other",
]
"""The kinds of file. Those up to `reference-data` have a JSON Schema of that name."""


class PackageFile(Answer):
    """A file of the package. `hash` names its content; `size` is in bytes."""

    path: str
    kind: FileKind
    hash: str
    size: int
    editable: bool


class TypeSummary(Answer):
    """A log source type with the number of its samples. `name` is what the console shows."""

    key: str
    name: str
    file: str
    samples: int


class CaseSummary(Answer):
    """A recorded case of a workflow: `name` is the name of its file without the suffix."""

    name: str
    file: str


class WorkflowSummary(Answer):
    """A workflow with its recorded cases."""

    key: str
    name: str
    file: str
    cases: list[CaseSummary]


class PackageAnswer(Answer):
    """`GET api/package`. `revision` rises with each change on disk.

    Where the files have errors, `types` and `workflows` are those of the last good state, and `stale` says so.
    """

    id: str
    name: str
    version: str
    folder_name: str
    revision: int
    stale: bool
    files: list[PackageFile]
    types: list[TypeSummary]
    workflows: list[WorkflowSummary]
    findings: list[FindingMessage]


class ContentFile(Answer):
    """A file that a build writes, with its size in bytes."""

    name: str
    size: int


class ContentItem(Answer):
    """An item of the extension. `new` says whether its identity is not in `identity.lock.yaml` yet."""

    kind: str
    name: str
    identity: str
    new: bool


class ContentsAnswer(Answer):
    """`GET api/package/contents`: what the ZIP and the files beside it will hold."""

    zip_name: str
    files: list[ContentFile]
    items: list[ContentItem]
    findings: list[FindingMessage]


class LintAnswer(Answer):
    """`GET api/package/lint`."""

    findings: list[FindingMessage]


class FragmentAnswer(Answer):
    """HTML for the page to insert, made and escaped by the server. `title` is plain text, and `html` may be empty."""

    title: str
    html: str
    findings: list[FindingMessage]


class StartedAnswer(Answer):
    """`POST api/package/build` and `POST api/package/test`: the work has started, under this number."""

    job: int


class FailedCase(Answer):
    """A case that failed: its name, and what is not as expected, as plain text."""

    case: str
    text: str


class JobState(Answer):
    """A build or a test. `done` of `total` steps are done; `written` names the files of a build below `dist/`."""

    job: int
    state: Literal["none", "running", "passed", "failed"]
    done: int
    total: int
    passed: int
    failed: int
    written: list[str]
    findings: list[FindingMessage]


class ResultsAnswer(Answer):
    """`GET api/package/results`: what came of the last build and the last test, while they run and after.

    `html` is the report of the test, empty until it has ended.
    """

    build: JobState
    test: JobState
    failures: list[FailedCase]
    html: str
