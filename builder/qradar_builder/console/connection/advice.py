"""What IBM's unique codes mean, and what to do: by call, status and code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.console.connection.calls import Step

if TYPE_CHECKING:
    from qradar_builder.console.connection.calls import Call

_BUSY: Final = "wait until the other task has ended, then run the command again: it continues"
_PARAMETERS: Final = "compare the parameters with the form of the protocol: `console log-sources plan` checks them"

_OF_STEPS: Final[dict[tuple[Step, int, int], tuple[str, str]]] = {
    (Step.UPLOAD, 409, 22613): (
        "console/same-version",
        "if another deployment of it runs, run the command again after it; else raise `version` in extension.yaml",
    ),
    (Step.UPLOAD, 412, 22619): ("console/extension", "check the ZIP with `qradar-builder lint`"),
    (Step.UPLOAD, 412, 22620): ("console/extension", "check the ZIP with `qradar-builder lint`"),
    (Step.UPLOAD, 422, 22607): ("console/extension", "check the ZIP with `qradar-builder lint`, and its signature"),
    (Step.UPLOAD, 422, 22616): ("console/extension", "check manifest.txt of the ZIP with `qradar-builder lint`"),
    (Step.INSTALL, 404, 22603): ("console/extension-gone", "run the command again: it uploads the extension"),
    (Step.INSTALL, 404, 22604): ("console/task", "run the command again: it looks for what was done"),
    (Step.INSTALL, 404, 22614): ("console/task", "run the command again: it looks for what was done"),
    (Step.INSTALL, 409, 22611): ("console/task-running", _BUSY),
    (Step.INSTALL, 409, 22612): (
        "console/installed",
        "raise `version` in extension.yaml: a console installs a version once",
    ),
    (Step.INSTALL, 409, 22618): ("console/task-running", _BUSY),
    (Step.INSTALL, 422, 22605): ("console/extension", "check the ZIP with `qradar-builder lint`"),
    (Step.DEPLOY, 409, 1002): ("console/deploy-changes", "another deployment runs, or nothing is staged"),
    (Step.DEPLOY, 409, 1003): ("console/deploy-changes", "another deployment runs, or nothing is staged"),
    (Step.DEPLOY, 409, 1004): ("console/deploy-changes", "another deployment runs, or nothing is staged"),
    (Step.PLAN, 422, 1005): ("console/refused", "the console refuses a value: compare it with the DSM Editor"),
    (Step.PLAN, 422, 10116): ("console/refused", "the console refuses the regex: test it in the DSM Editor"),
    (Step.PLAN, 403, 1009): ("console/owner", "ask its owner, or an administrator, to share or change the property"),
    (Step.PLAN, 409, 1004): ("console/owner", "another user has a property of this name: rename one of the two"),
    (Step.SEARCH, 422, 2000): ("console/search", "the console does not know a function or field of the query"),
    (Step.SEARCH, 422, 1005): ("console/search", "the console does not know a function or field of the query"),
    (Step.SEARCH, 404, 1002): ("console/search", "the search is gone: run the command again"),
    (Step.LOG_SOURCES, 409, 1001): (
        "console/log-source",
        "another log source has this name: change `name`, or delete the other one",
    ),
    (Step.LOG_SOURCES, 409, 1002): (
        "console/log-source",
        "another log source of this type and protocol has this identifier: change the identifier",
    ),
    **{(Step.LOG_SOURCES, 422, code): ("console/log-source", _PARAMETERS) for code in range(1011, 1024)},
}


def advice_for(call: Call, status: int, code: int | None) -> tuple[str, str] | None:
    """The rule that an answer breaks, and what to do. None where the code says no more than the status."""
    return None if code is None else _OF_STEPS.get((call.step, status, code))
