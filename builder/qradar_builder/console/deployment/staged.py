"""Deploys staged changes, which is never done unless it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import underway

if TYPE_CHECKING:
    from qradar_builder.console.connection.session import Session

_WAIT: Final = 3.0
_BAD: Final = frozenset({"TIMED_OUT", "ERROR"})
_RUNNING: Final = frozenset({"INITIALIZING", "IN_PROGRESS"})


def deploy_changes(session: Session) -> str:
    """Deploy what is staged, and wait for all hosts. Says how it ended, in words. Raises ConsoleError."""
    _wait(session)
    try:
        session.send(calls.DEPLOY, body={"type": "INCREMENTAL"})
    except ConsoleError as error:
        if error.status == 409:
            return f"nothing was deployed: {error.message}"
        raise
    with underway("deploying changes"):
        hosts = _wait(session)
    bad = [ip for ip, status in hosts if status in _BAD]
    if bad:
        raise ConsoleError("console/deploy-changes", f"the deployment failed on {', '.join(bad)}")
    return f"deployed on {len(hosts)} host{'' if len(hosts) == 1 else 's'}"


def _wait(session: Session) -> list[tuple[str, str]]:
    """Wait until no deployment runs, and give the hosts of the last one."""
    began = session.clock()
    while True:
        state = session.get(calls.DEPLOY_STATE)
        if not isinstance(state, dict):
            state = {}
        if state.get("status") not in _RUNNING:
            hosts = state.get("hosts") or []
            return [(str(each.get("ip")), str(each.get("status"))) for each in hosts if isinstance(each, dict)]
        if session.clock() - began >= session.profile.task_timeout:
            raise ConsoleError("console/task-endless", "the deployment of staged changes does not end", unsure=True)
        session.hear(f"deploying changes: {state.get('percent_complete') or 0} %")
        session.sleep(_WAIT)
