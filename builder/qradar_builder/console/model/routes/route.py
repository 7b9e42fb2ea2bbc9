"""What a route is: the function that answers an endpoint, and what it works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from qradar_builder.console.model.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qradar_builder.console.model.access import Caller
    from qradar_builder.console.model.call import Call, Result
    from qradar_builder.console.model.events.log import EventLog
    from qradar_builder.console.model.state.state import State
    from qradar_builder.console.model.state.table import Table
    from qradar_builder.console.model.tasks import Tasks


@dataclass(slots=True)
class World:
    """What routes work with. `now` gives the time in epoch milliseconds."""

    state: State
    events: EventLog
    tasks: Tasks
    now: Callable[[], int]
    version: str
    """The newest version of the API that the console has."""
    build: str
    """Its build, such as 2021.6.12.20250509154206."""
    release: str
    callers: tuple[Caller, ...]


Route: TypeAlias = "Callable[[World, Call], Result]"
Routes: TypeAlias = "Mapping[str, Route]"


def documented(call: Call, *wanted: tuple[int, int]) -> tuple[int, int]:
    """The first pair of status and unique code that the endpoint documents, else the first of all."""
    pairs = {(each.status, each.unique) for each in call.endpoint.codes}
    return next((each for each in wanted if each in pairs), wanted[0])


def refused(call: Call, message: str, *wanted: tuple[int, int]) -> Refused:
    """The refusal with the first of the codes that the endpoint documents."""
    return Refused(*documented(call, *wanted), message)


def missing(call: Call, what: str) -> Refused:
    """The refusal where there is no such record, with the endpoint's own code of 404."""
    codes = [each.unique for each in call.endpoint.codes if each.status == 404 and each.unique is not None]
    return Refused(404, codes[0] if codes else 1002, f"There is no {what}")


def found(call: Call, table: Table, number: int, what: str) -> dict[str, Any]:
    """The record of a number. Raises Refused where there is none."""
    record = table.get(number)
    if record is None:
        raise missing(call, f"{what} {number}")
    return record


def invalid(call: Call, message: str, *codes: int) -> Refused:
    """The refusal of a value, with the first code that the endpoint has of those, 1005 or its first of 422."""
    own = [each.unique for each in call.endpoint.codes if each.status == 422 and each.unique is not None]
    wanted = next((code for code in (*codes, 1005) if code in own), own[0] if own else 1005)
    return Refused(422, wanted, message)


def given(body: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The fields of a body that are there."""
    return {name: body[name] for name in names if name in body}
