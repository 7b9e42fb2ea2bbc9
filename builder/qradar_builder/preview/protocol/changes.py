"""What the server tells the page by itself, as server-sent events: `changed`, `test`, `build` and `bye`."""

from __future__ import annotations

from typing import Literal

from qradar_builder.preview.protocol.message import Answer


class ChangedEvent(Answer):
    """`changed`: files of the package are different on disk. The first event of each connection names none."""

    revision: int
    files: list[str]


class ProgressEvent(Answer):
    """`build` and `test`: how far the work is. `case` is what ended last."""

    job: int
    state: Literal["running", "passed", "failed"]
    done: int
    total: int
    failed: int
    case: str


class ByeEvent(Answer):
    """`bye`: the server ends."""

    reason: str
