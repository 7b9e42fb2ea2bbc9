"""How a request is answered: by a function that takes a call and gives an answer, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from qradar_builder.preview.refusal import Refusal
from qradar_builder.preview.server.answers import answered, problem_response, read_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request as HttpRequest

    from qradar_builder.preview.protocol.message import Answer, Request

    Function = Callable[["Call"], "Answer | Response"]

R = TypeVar("R", bound="Request")


@dataclass(frozen=True, slots=True)
class Call:
    """A request: the parts of its path that have a name, its query, and its body."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes

    def read(self, model: type[R]) -> R:
        """The body by its model. Raises Refusal."""
        return read_body(model, self.body)


class Handling:
    """Makes routes of functions. What fails inside is kept in `errors` and is told without its text."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def route(self, method: str, path: str, function: Function) -> Route:
        """A route of a function, which may raise Refusal."""
        return Route(path, self._endpoint(function), methods=[method])

    def failed(self, error: BaseException) -> Response:
        """The answer where the server itself has a fault."""
        self.errors.append(error)
        return problem_response(Refusal("preview/failed", f"the server failed inside ({type(error).__name__})"))

    def _endpoint(self, function: Function) -> Callable[[HttpRequest], Awaitable[Response]]:
        async def endpoint(request: HttpRequest) -> Response:
            call = Call(request.path_params, dict(request.query_params), await request.body())
            try:
                answer = await run_in_threadpool(function, call)
                return answer if isinstance(answer, Response) else await run_in_threadpool(answered, answer)
            except Refusal as refusal:
                return problem_response(refusal)
            except Exception as error:  # noqa: BLE001 - a page never sees a traceback; whoever runs the server does
                return self.failed(error)

        return endpoint
