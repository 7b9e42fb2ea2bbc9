"""The server of the preview as an application: its routes, behind the guard."""

from __future__ import annotations

from asyncio import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from qradar_builder.preview.events.service import Events
from qradar_builder.preview.protocol.changes import ByeEvent, ChangedEvent
from qradar_builder.preview.refusal import Refusal
from qradar_builder.preview.release.contents import Contents
from qradar_builder.preview.release.jobs import Jobs
from qradar_builder.preview.routes.events import EventRoutes
from qradar_builder.preview.routes.handling import Handling
from qradar_builder.preview.routes.package import PackageRoutes
from qradar_builder.preview.routes.release import release_routes
from qradar_builder.preview.routes.workflows import WorkflowRoutes
from qradar_builder.preview.server.answers import problem_response
from qradar_builder.preview.server.assets import Assets
from qradar_builder.preview.server.guard import Guard
from qradar_builder.preview.server.headers import NONCE, SafeHeaders
from qradar_builder.preview.server.stream import Stream
from qradar_builder.preview.server.tickets import Tickets
from qradar_builder.preview.workflows.service import Workflows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from qradar_builder.preview.package.workspace import Workspace


class Application:
    """The application for a workspace.

    `hosts` are the values of `Host` that lead to it, `output` is the folder that builds go into.
    """

    def __init__(self, workspace: Workspace, token: str, hosts: Iterable[str], output: Path) -> None:
        self._workspace = workspace
        self._assets = Assets()
        self._handling = Handling()
        self.stream = Stream()
        self.tickets = Tickets()
        workspace.subscribe(self._changed)
        self.events = events = Events(workspace, lambda: self._changed(workspace.revision, []))
        self.jobs = Jobs(workspace, output, self.stream.send)
        routes = [
            Route("/", self._page),
            Route("/assets/{name}", self._asset),
            Route("/api/changes", self._changes),
            *PackageRoutes(workspace, events.count).routes(self._handling),
            *EventRoutes(events).routes(self._handling),
            *release_routes(self._handling, workspace, Contents(workspace), self.jobs, output),
            *WorkflowRoutes(Workflows(workspace)).routes(self._handling),
        ]
        inner = Starlette(
            routes=routes,
            exception_handlers={HTTPException: self._not_there, Refusal: self._refused, Exception: self._failed},
        )
        self._app = SafeHeaders(Guard(inner, token, hosts, self.tickets))

    def end(self) -> None:
        """Say goodbye to the pages, and end what runs."""
        self.stream.close(("bye", ByeEvent(reason="the preview was ended")))
        self.jobs.end()

    @property
    def errors(self) -> list[BaseException]:
        """What failed inside, which is a fault of the server."""
        return self._handling.errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        # Starlette raises again what was answered as a failure inside.
        with suppress(Exception):
            try:
                await self._app(scope, receive, send)
            except CancelledError:
                # The server ends, and does not wait for this request any longer.
                await problem_response(Refusal("preview/busy", "the preview was ended", status=503))(
                    scope, receive, send
                )

    def _changed(self, revision: int, files: list[str]) -> None:
        self.stream.send("changed", ChangedEvent(revision=revision, files=files))

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(self._assets.page(getattr(request.state, NONCE)))

    async def _asset(self, request: Request) -> Response:
        asset = self._assets.find(request.path_params["name"])
        if asset is None:
            raise Refusal("preview/missing", "the page has no such file")
        return Response(asset.content, media_type=asset.kind)

    async def _changes(self, _: Request) -> Response:
        first = ChangedEvent(revision=self._workspace.revision, files=[])
        return StreamingResponse(self.stream.listen(("changed", first)), media_type="text/event-stream")

    async def _not_there(self, _: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return problem_response(Refusal("preview/missing", "there is nothing at this address"))
        return problem_response(Refusal("preview/request", f"the request cannot be answered: {error.detail}"))

    async def _refused(self, _: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return problem_response(error)

    async def _failed(self, _: Request, error: Exception) -> Response:
        return self._handling.failed(error)
