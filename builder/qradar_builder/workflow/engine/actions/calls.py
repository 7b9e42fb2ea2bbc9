"""CallEndpoint: sends a request, signed as asked for, and saves the response."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.text.shown import counted
from qradar_builder.workflow.engine.credentials import CREDENTIALS
from qradar_builder.workflow.engine.effects import Call
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.limits import LimitReached
from qradar_builder.workflow.engine.requests.request import compile_request
from qradar_builder.workflow.engine.state import size_of_json
from qradar_builder.workflow.run_choices import BASIC_AT_ONCE, HEADER_LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Asking, Run, Step

    Flow = Generator[HttpRequest, HttpResponse, HttpResponse]
    Sign = Callable[[HttpRequest, Run], Flow]

LINE_END = re.compile(r"[\r\n\0]")
"""What no header may have in it."""
_SUFFIX: Final = "Authentication"


def compile_call_endpoint(element: Element, context: Context) -> Step:
    """Send a request and save its response."""
    request = compile_request(element, context)
    sign = _compile_sign(element, context)
    save = None if element.get("savePath") is None else context.save(element)
    signed_with = tuple(context.sign_in.below((element.get("savePath") or "").strip("/")))
    reporter, schema, note = context.reporter, context.schema, context.environment.note

    def step(run: Run) -> Asking:
        # A check compiles calls, and makes none.
        from qradar_builder.workflow.engine.requests.responses import saved_response  # noqa: PLC0415 - see above

        first = request(run.state)
        flow = sign(first, run)
        outgoing = next(flow)
        while True:
            _refuse_lines(outgoing, context)
            run.count_call()
            run.secrets.learn_request(outgoing.url, outgoing.headers, outgoing.body)
            if reporter is not None:
                reporter.on_request(element, outgoing)
            response = yield Call(outgoing, element, run.secrets.is_private)
            run.secrets.learn_headers(response.headers)
            _check_size(response, run)
            run.answered(outgoing, response)
            if reporter is not None:
                reporter.on_call(element, outgoing, response)
            try:
                outgoing = flow.send(response)
            except StopIteration as end:
                response = end.value
                break
        if save is not None:
            run.charge(size_of_json(response.body))
            value = saved_response(response, schema, note)
            run.secrets.learn_response(value["body"])
            for keys in signed_with:
                _learn_at(keys, value, run)
            save(run.state, value)

    return step


def _learn_at(keys: tuple[str, ...], value: object, run: Run) -> None:
    """Learn a part of a response that the workflow signs in with later."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str):
        run.secrets.add_made(value)


def _check_size(response: HttpResponse, run: Run) -> None:
    if len(response.body) > run.limits.body:
        message = f"The body of the response has {counted(len(response.body), 'byte')}, more than {run.limits.body}"
        raise LimitReached(message, "body", "request smaller pages")


def _refuse_lines(request: HttpRequest, context: Context) -> None:
    """Refuse headers that are none, those of an authentication among them."""
    for name, value in request.headers:
        if not name or LINE_END.search(name + value):
            context.environment.note(HEADER_LINES)
            raise ActionError(f"The header {described(name)} has no name, or contains a line break")


def _compile_sign(element: Element, context: Context) -> Sign:
    authentication = next((child for child in element.children if child.name.endswith(_SUFFIX)), None)
    if authentication is None:
        return lambda request, _: _unsigned(request)
    name = authentication.name
    texts = {attribute: context.text(authentication, attribute) for attribute in authentication.attributes}
    environment = context.environment

    def chance(length: int) -> bytes:
        return bytes(int(environment.random() * 256) for _ in range(length))

    def sign(request: HttpRequest, run: Run) -> Flow:
        state: dict[str, Any] = run.state
        attributes = {attribute: text(state) for attribute, text in texts.items()}
        for attribute, text in attributes.items():
            if (name, attribute) in CREDENTIALS:
                run.secrets.add(text)
        if name == "BasicAuthentication":
            environment.note(BASIC_AT_ONCE)
        # Only a run signs requests.
        from qradar_builder.http.auth import auth_flow  # noqa: PLC0415 - see above

        return auth_flow(name, attributes, request, environment.now, chance)

    return sign


def _unsigned(request: HttpRequest) -> Flow:
    return (yield request)


COMPILERS: Final = {"CallEndpoint": compile_call_endpoint}
