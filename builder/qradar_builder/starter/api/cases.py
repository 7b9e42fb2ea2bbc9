"""Writes the cases of a workflow: what it was asked and answered when its script was played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.exchanges.exchange import Exchange, ExpectedRequest, FormBody, JsonBody, Pattern, TextBody
from qradar_builder.exchanges.writer import written_exchange
from qradar_builder.http.headers import header
from qradar_builder.http.request_text import body_text, decoded_pairs, json_value
from qradar_builder.http.url import read_url
from qradar_builder.starter.api.credentials import Carrier, path_of
from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.api.parameters import parameters_of
from qradar_builder.starter.api.scripted import play
from qradar_builder.testing.case_folder import POSTED_EVENTS
from qradar_builder.testing.workflows.golden import golden_text
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.exchanges.exchange import ExpectedBody, Fields
    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.api.scripted import PlayedRun, Script
    from qradar_builder.workflow.engine.compile import CompiledWorkflow

_FOLDER = "tests/workflows"
_GONE = ("/response", "/event", "/work")


def case_files(
    script: Script, flow: Flow, checked: CompiledWorkflow, note: Sequence[str], type_key: str | None
) -> tuple[dict[str, bytes], list[PlayedRun]]:
    """The files of a case by their paths in the package, and what its runs did. `note` says where its answers are from.

    `type_key` names the log source type that reads its events. Raises NotProvable.
    """
    parameters = {each.name: each.example for each in parameters_of(flow) if each.default != each.example}
    values = {each.name: each.example for each in parameters_of(flow)}
    size = values.get("page_size")
    if size is not None:
        parameters["page_size"] = size
    played = play(script, flow, checked, values)
    files: dict[str, bytes] = {}
    runs = []
    for number, (scripted, run) in enumerate(zip(script.runs, played, strict=True), 1):
        exchanges = []
        for place, (request, response) in enumerate(run.exchanges, 1):
            stem = f"responses/{script.name}-{number}-{place}"
            written, bodies = written_exchange(Exchange(_expected(request, flow), response), stem)
            exchanges.append(written)
            files |= {f"{_FOLDER}/{name}": body for name, body in bodies.items()}
        clock = {} if number == 1 else {"clock": iso_utc(scripted.clock, brief=True)}
        runs.append({**clock, "exchanges": exchanges, "expect": _expectation(flow, run)})
    case: dict[str, Any] = {"description": script.description, "workflow": "events"}
    if type_key is not None and any(run.events for run in played):
        case["log_source_type"] = type_key
    case |= {"parameters": parameters, "clock": iso_utc(script.runs[0].clock, brief=True)}
    if script.state:
        case["state"] = {f"/{name}": value for name, value in script.state.items()}
    case["runs"] = runs
    path = f"{_FOLDER}/{script.name}"
    files[f"{path}.yaml"] = rendered("workflow-case.yaml.j2", case=case, note=note).encode("utf-8", "replace")
    golden = golden_text([run.events for run in played])
    if golden:
        files[f"{path}{POSTED_EVENTS}"] = golden.encode("utf-8", "replace")
    return files, played


def _expectation(flow: Flow, run: PlayedRun) -> dict[str, Any]:
    outcome = run.outcome
    expect: dict[str, Any] = {"events": len(run.events)}
    if outcome.status != "ok":
        return expect | {"status": outcome.status, "message": outcome.message}
    state: dict[str, Any] = {}
    if flow.has_bookmark:
        state["/bookmark"] = str(run.state["bookmark"])
    elif flow.keeps_cursor:
        state["/cursor"] = run.state["cursor"]
    state |= dict.fromkeys((*(path_of(number) for number in range(len(flow.sign_in.credentials))), *_GONE))
    return expect | {"state": state}


def _expected(request: HttpRequest, flow: Flow) -> ExpectedRequest:
    url = read_url(request.url)
    return ExpectedRequest(
        method=request.method,
        url=url.base,
        query=decoded_pairs(url.query),
        headers=_headers(request, flow),
        body=_body(request),
    )


def _headers(request: HttpRequest, flow: Flow) -> Fields:
    """What signs in. A signature has the time and random bytes in it, so that it is matched by its scheme."""
    found: list[tuple[str, str | Pattern]] = []
    authorization = header(request.headers, "authorization")
    if flow.sign_in.auth is Auth.API_KEY:
        key = header(request.headers, flow.sign_in.name.lower())
        if key is not None:
            found.append((flow.sign_in.name, key))
    in_headers = [each.name for each in flow.sign_in.credentials if each.carrier is Carrier.HEADER]
    values = [(name, header(request.headers, name.lower())) for name in in_headers]
    found += [(name, value) for name, value in values if value is not None]
    cookie = header(request.headers, "cookie")
    if cookie is not None:
        found.append(("Cookie", cookie))
    if authorization is not None and not (found and found[0][0].lower() == "authorization"):
        scheme = authorization.partition(" ")[0]
        # A token that is signed has the time in it.
        is_plain = scheme == "Basic" or (scheme == "Bearer" and flow.sign_in.auth is not Auth.JWT)
        found.append(("Authorization", authorization if is_plain else Pattern(f"{scheme} .*")))
    return tuple(found)


def _body(request: HttpRequest) -> ExpectedBody | None:
    if request.body is None:
        return None
    text = body_text(request.headers, request.body)
    if "form-urlencoded" in (header(request.headers, "content-type") or ""):
        return FormBody(decoded_pairs(text))
    value = json_value(text)
    return TextBody(text) if value is None else JsonBody(value[0])
