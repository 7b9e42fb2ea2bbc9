"""PostEvent and PostEvents: values of the State become events."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import dumps_compact, render
from qradar_builder.workflow.engine.effects import Event, Post
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.run_choices import EVENT_ARRAY, EVENT_ENCODING, EVENT_MISSING, EVENT_NULL

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step

    Source = Callable[[dict[str, Any]], str | None]


def compile_post_event(element: Element, context: Context) -> Step:
    """Post one event."""
    path, source = context.path(element, "path"), _source(element, context)
    read, reporter, note = path.get, context.reporter, context.environment.note
    payload = _payload(element, context)

    def step(run: Run) -> Post:
        state = run.state
        value = read(state)
        if value is Missing:
            note(EVENT_MISSING)
            raise ActionError(f"{path.source(state)} is not valid", "path", _GUARD)
        if type(value) is list:
            note(EVENT_ARRAY)
        text = payload(value, state)
        run.post(len(text) + 1)
        events = (Event(text, source(state)),)
        if reporter is not None:
            reporter.on_post(element, events)
        return Post(events, element)

    return step


def compile_post_events(element: Element, context: Context) -> Step:
    """Post each item of an array."""
    path, source = context.path(element, "path"), _source(element, context)
    read, reporter, note = path.get, context.reporter, context.environment.note
    payload = _payload(element, context)

    def step(run: Run) -> Post | None:
        state = run.state
        items = read(state)
        if items is Missing:
            note(EVENT_MISSING)
            raise ActionError(f"{path.source(state)} is not valid", "path", _GUARD)
        if not isinstance(items, list):
            message = f"Not a JSON Array: {described(items)}"
            raise ActionError(message, "path", "PostEvent posts one event; PostEvents requires the path of the array")
        if not items:
            return None
        host = source(state)
        events = tuple([Event(payload(item, state), host) for item in items])
        run.post(sum([len(event.payload) + 1 for event in events]))
        if reporter is not None:
            reporter.on_post(element, events)
        return Post(events, element)

    return step


_GUARD: Final = "there is nothing at that path to post; put the action in an If with `exists` or `count(…) > 0`"


def _source(element: Element, context: Context) -> Source:
    return (lambda _: None) if element.get("source") is None else context.text(element, "source")


def _payload(element: Element, context: Context) -> Callable[[Any, dict[str, Any]], str]:
    """What gives the text of an event from its value."""
    template = context.template(element, "encoding", "UTF-8")
    note = context.environment.note

    def text(value: Any, _: object = None) -> str:
        if type(value) is dict:
            return dumps_compact(value)
        if value is None:
            note(EVENT_NULL)
            return "null"
        return render(value)

    if template.is_constant and template.text == "UTF-8":
        return text
    decode = context.made(element, "encoding", decoder_of, "UTF-8")

    def decoded(value: Any, state: dict[str, Any]) -> str:
        note(EVENT_ENCODING)
        return decode(state)(text(value))

    return decoded


def decoder_of(encoding: str) -> Callable[[str], str]:
    """What gives the text of an event. Raises ActionError for an encoding that there is not."""
    decoders: dict[str, Callable[[str], str]] = {"UTF-8": str, "BASE64": _base64, "HEX": _hex}
    if encoding not in decoders:
        message = f"There is no encoding {described(encoding)}"
        raise ActionError(message, "encoding", f"write one of {', '.join(decoders)}")
    return decoders[encoding]


def _base64(text: str) -> str:
    bare = "".join(text.split()).rstrip("=")
    try:
        octets = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        raise ActionError(f"The event is not Base64: {described(text)}", "path") from None
    return octets.decode("utf-8", "replace")


def _hex(text: str) -> str:
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        raise ActionError(f"The event is not hexadecimal: {described(text)}", "path") from None
    return octets.decode("utf-8", "replace")


COMPILERS: Final = {"PostEvent": compile_post_event, "PostEvents": compile_post_events}
