"""The model as one function: a request comes in, is checked against the description, and is answered from the state."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.access import Caller, caller_of
from qradar_builder.console.model.call import Call, file_body, json_body, query_of
from qradar_builder.console.model.events.intake import Intake
from qradar_builder.console.model.events.log import EventLog
from qradar_builder.console.model.faults import Faults, faulty
from qradar_builder.console.model.listing.answers import formed
from qradar_builder.console.model.page import page
from qradar_builder.console.model.refusal import Refused, error_answer
from qradar_builder.console.model.routes.generic import answer as answer_generic
from qradar_builder.console.model.routes.hidden import HEADER, hidden_match
from qradar_builder.console.model.routes.route import World
from qradar_builder.console.model.routes.routes import ROUTES, works
from qradar_builder.console.model.semantics import (
    BAD_PARAMETER,
    NO_ACCESS,
    NO_RESOURCE,
    UNAUTHORIZED,
    UNSUPPORTED_VERSION,
)
from qradar_builder.console.model.state.state import State
from qradar_builder.console.model.tasks import Tasks
from qradar_builder.reference.console_api.checks import body_problems, parameter_problems
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.endpoints import Place, version_key
from qradar_builder.reference.versions import UnknownVersion, qradar_version
from qradar_builder.serving.messages import Answer, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qradar_builder.console.model.events.log import StoredEvent
    from qradar_builder.reference.console_api.description import Match

MODEL_HEADER: Final = ("X-QRadar-Model", "This is not QRadar, but a model of its published API")
_API: Final = "/api"
_JSON: Final = "application/json"
_MOST_PROBLEMS: Final = 20
_BUILD_OF_741: Final = "2020.3.0.20200716115107"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is set up. `version` is the newest version of the API that it has; a task takes `task_time` ms."""

    callers: tuple[Caller, ...]
    version: str = "26.0"
    task_time: int = 1000
    state: Path | None = None
    now: Callable[[], int] = field(default=lambda: time.time_ns() // 1_000_000)


class Console:
    """A model of a console. `handle` answers requests, in several threads at once. `faults` lets calls go wrong."""

    def __init__(self, settings: Settings) -> None:
        """Open the state. Raises WrongState where its file is not one."""
        self.settings = settings
        self.faults = Faults()
        self.lock = threading.RLock()
        self._closed = False
        self.state = State(settings.state)
        self.events = EventLog()
        self._intake = Intake(self.state, self.events, settings.now)
        self.tasks = Tasks(self.state, settings.now, settings.task_time)
        versions = description().releases
        build = _build_of(versions[settings.version])
        self.world = World(
            self.state,
            self.events,
            self.tasks,
            settings.now,
            settings.version,
            build,
            versions[settings.version],
            settings.callers,
        )
        self.tasks.works(works(self.world))

    def close(self) -> None:
        """Close the state."""
        with self.lock:
            if not self._closed:
                self._closed = True
                self.state.close()

    def handle(self, request: Request) -> Answer:
        """Answer a request. It never raises for what a client sends."""
        path = request.path.removeprefix(_API)
        rule = self.faults.next(request.method, path)
        found = self._answer(request) if rule is None else faulty(rule, request, self._answer)
        return Answer(found.status, found.body, (MODEL_HEADER, *found.headers), found.fault, found.delay)

    def take_event(self, content: bytes, address: str) -> StoredEvent:
        """Take in an event that came from an address by syslog."""
        with self.lock:
            self.tasks.settle()
            return self._intake.take(content, address)

    def _answer(self, request: Request) -> Answer:
        if request.path != _API and not request.path.startswith(f"{_API}/"):
            return page(request)
        try:
            call = self._call(request)
            with self.lock:
                self.tasks.settle()
                try:
                    return self._routed(call)
                finally:
                    self.state.commit()
        except Refused as refused:
            return error_answer(refused.status, refused.code, refused.message)

    def _routed(self, call: Call) -> Answer:
        route = ROUTES.get(call.endpoint.key, answer_generic)
        result = route(self.world, call)
        status = call.endpoint.success if result.status is None else result.status
        if result.content is not None:
            return Answer(status, result.content, (("Content-Type", result.media),))
        value, extent = formed(call, result.value)
        extent = extent or result.extent
        headers = () if extent is None else (("Content-Range", extent),)
        if status == 204 or (value is None and call.endpoint.answer is None):
            return Answer(status, b"", headers)
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        return Answer(status, body, (("Content-Type", f"{_JSON};charset=UTF-8"), *headers))

    def _call(self, request: Request) -> Call:
        """The call of a request. Raises Refused where the description has it not, or the caller may not make it."""
        caller = caller_of(request.header("SEC"), self.settings.callers)
        if caller is None:
            text = "No SEC header with a known token is in the request"
            raise Refused(401, UNAUTHORIZED, text)
        version = self._version(request.header("Version"))
        match = self._match(request, version)
        endpoint = match.endpoint
        if not caller.may(endpoint):
            raise Refused(403, NO_ACCESS, "The authorized service has no capability for this endpoint")
        query = query_of(request)
        headers = dict(request.headers)
        problems = list(parameter_problems(endpoint, version, match.values, query, headers))
        body, name = self._body(request, match)
        problems += body_problems(endpoint, version, body)
        if problems:
            own = [each.unique for each in endpoint.codes if each.status == 422 and each.unique is not None]
            code = BAD_PARAMETER if BAD_PARAMETER in own or not own else own[0]
            raise Refused(422, code, "; ".join(map(str, problems[:_MOST_PROBLEMS]))[:4000])
        values = {**match.values, **_header_values(match, headers), **dict(query)}
        return Call(endpoint, version, caller, values, body, name)

    def _body(self, request: Request, match: Match) -> tuple[Any, str]:
        if match.endpoint.body is not None and match.endpoint.body.is_file:
            return file_body(request)
        return json_body(request), ""

    def _version(self, asked: str | None) -> str:
        if asked is None:
            return self.settings.version
        if asked in self.versions:
            return asked
        text = f"This console has no version {asked[:20]!r} of the API; it has {', '.join(self.versions)}"
        raise Refused(422, UNSUPPORTED_VERSION, text)

    @property
    def versions(self) -> Sequence[str]:
        """The versions of the API that the console has."""
        newest = version_key(self.settings.version)
        return [each for each in description().versions if version_key(each) <= newest]

    def _match(self, request: Request, version: str) -> Match:
        path = request.path.removeprefix(_API)
        match = description().match(request.method, path)
        if match is None and (request.header(HEADER) or "").lower() == "true":
            match = hidden_match(request.method, path)
        if match is not None and match.endpoint.is_in(version):
            return match
        methods = [each for each in description().methods(path) if each != request.method]
        if match is None and methods:
            raise Refused(405, NO_RESOURCE, f"{path[:200]} has {', '.join(methods)} only")
        raise Refused(404, NO_RESOURCE, f"Version {version} of the API has no endpoint {request.method} {path[:200]}")


def _header_values(match: Match, headers: Mapping[str, str]) -> dict[str, str]:
    wanted = {each.name.lower(): each.name for each in match.endpoint.parameters if each.place is Place.HEADER}
    return {wanted[name.lower()]: value for name, value in headers.items() if name.lower() in wanted}


def _build_of(release: str) -> str:
    """The build of a release such as `7.5.0 UP12`."""
    try:
        return qradar_version(release.removesuffix(" GA")).build
    except UnknownVersion:
        return _BUILD_OF_741
