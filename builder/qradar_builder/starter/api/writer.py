"""Writes the workflow and the fragments that get the events of an API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qradar_builder.starter.api.credentials import path_of
from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.api.flow import Auth, Pages
from qradar_builder.starter.api.parameters import parameters_of
from qradar_builder.starter.api.request_body import VALUES, body_of, field_of, page_texts
from qradar_builder.starter.api.run_files import paths_of, run_files
from qradar_builder.starter.api.sign_in_files import carried, is_in_query, sign_in_files
from qradar_builder.starter.api.slots import Where
from qradar_builder.starter.api.text_answers import check_of, scalars_of, split_of, whole_row
from qradar_builder.starter.api.turns import asked_for, condition_of, may_be_empty, next_page, turns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.api.flow import Flow, FlowParameter

_HOW = {
    Auth.NONE: "The API does not require a sign-in.",
    Auth.BASIC: "The workflow signs in with a user name and a password.",
    Auth.BEARER: "The workflow signs in with a token that an administrator creates.",
    Auth.API_KEY: "The workflow signs in with a key in a header.",
    Auth.API_KEY_QUERY: "The workflow signs in with a key in the query; if the API supports it, a key in a "
    "header is safer.",
    Auth.OAUTH: "The workflow signs in with the token that fragments/sign-in.yaml gets.",
    Auth.SESSION: "The workflow signs in with the session that fragments/sign-in.yaml begins.",
    Auth.JWT: "The workflow signs in with a token that fragments/sign-in.yaml signs.",
    Auth.DIGEST: "The workflow signs in with a user name and a password, with digest authentication.",
    Auth.HAWK: "The workflow signs the request with Hawk.",
    Auth.AKAMAI: "The workflow signs the request for Akamai EdgeGrid.",
}
_ELEMENT = {
    Auth.BASIC: ("BasicAuthentication", {"username": "${/username}", "password": "${/password}"}),
    Auth.BEARER: ("BearerAuthentication", {"token": "${/token}"}),
    Auth.DIGEST: ("DigestAuthentication", {"username": "${/username}", "password": "${/password}"}),
    Auth.HAWK: ("HawkAuthentication", {"keyId": "${/key_id}", "key": "${/key}", "algorithm": "sha256"}),
    Auth.AKAMAI: (
        "AkamaiEdgeGridAuthentication",
        {"accessToken": "${/access_token}", "clientToken": "${/client_token}", "clientSecret": "${/client_secret}"},
    ),
}
_KEY_IN_QUERY = re.compile(
    r"^( *)(?=.*\$\{/(?:api_key|access_token|session_\d|password|client_secret)\})", re.MULTILINE
)
_REASON = r"\1# lint: ignore[workflow/secret-in-url] the API takes its key in the query\n\1"


def workflow_files(flow: Flow, product: str, heading: Sequence[str], *, unique: bool) -> dict[str, str]:
    """The workflow `events` and its fragments, by their paths in the package. `heading` says where the flow is from.

    `unique` says that no two events have the same text.
    """
    sign_in = flow.sign_in
    signs_out = sign_in.token_call is not None and sign_in.token_call.logout is not None
    by_url = flow.paging.kind in {Pages.URL, Pages.LINK}
    first_url = _first_url(flow)
    files = {
        "workflows/events.yaml": rendered(
            "workflow.yaml.j2",
            product=product,
            heading=heading,
            parameters=[_parameter(each) for each in parameters_of(flow)],
            signs_in=sign_in.has_fragment,
            is_session=sign_in.auth is Auth.SESSION,
            signs_out=signs_out,
            paths=[path_of(number) for number in range(len(sign_in.credentials))],
            pages=str(flow.paging.kind),
            turns=turns_of(flow),
            condition=condition_of(flow),
            first_url=first_url,
            form=flow.answer,
            split={} if flow.answer is None else split_of(flow.answer),
            scalars=scalars_of(flow),
            whole_row=whole_row(),
            next_page=next_page(flow),
            asked=asked_for(flow),
            may_be_empty=may_be_empty(flow),
            **paths_of(flow, unique=unique),
            has_page_part=page_texts(flow) is not None,
            tested="{" + 'host: "${/host}"' + ("" if flow.port is None else f', port: "{flow.port}"') + "}",
        ),
        "fragments/get-events.yaml": rendered(
            "get-events.yaml.j2",
            flow=flow,
            how=_HOW[flow.sign_in.auth],
            url="${/url}" if by_url else flow.base + flow.path,
            page_texts=page_texts(flow),
            children=_children(flow, with_query=not by_url),
        ),
        "fragments/stop-on-error.yaml": rendered(
            "stop-on-error.yaml.j2",
            flow=flow,
            product=product,
            signs_out=signs_out,
            check={} if flow.answer is None else check_of(flow.answer),
        ),
    }
    files |= run_files(flow, product, unique=unique)
    files |= sign_in_files(flow, product)
    if sign_in.auth is Auth.API_KEY_QUERY or is_in_query(sign_in):
        is_login = sign_in.token_call is not None and sign_in.token_call.in_query
        others = ("fragments/get-events.yaml", "fragments/sign-out.yaml")
        for name in ("fragments/sign-in.yaml",) if is_login else others:
            if name in files:
                files[name] = _KEY_IN_QUERY.sub(_REASON, files[name])
    return files


def _parameter(parameter: FlowParameter) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": parameter.name,
        "label": parameter.label,
        "description": parameter.description,
        "required": True,
    }
    if parameter.secret:
        plain["secret"] = True
    if parameter.default is not None:
        plain["default"] = parameter.default
    return plain


def _children(flow: Flow, *, with_query: bool) -> dict[str, Any]:
    """What a call holds besides its URL. A key in the query is sent with each page, also where that has its own URL."""
    sign_in = flow.sign_in
    own = carried(sign_in)
    children: dict[str, Any] = {}
    if sign_in.auth in _ELEMENT:
        name, attributes = _ELEMENT[sign_in.auth]
        children[name] = attributes
    elif "BearerAuthentication" in own:
        children["BearerAuthentication"] = own["BearerAuthentication"]
    query = [field_of(flow, part) for part in flow.parts(Where.QUERY)] if with_query else []
    if sign_in.auth is Auth.API_KEY_QUERY:
        query.append({"name": sign_in.name, "value": sign_in.prefix + "${/api_key}"})
    query += own.get("QueryParameter", [])
    if query:
        children["QueryParameter"] = query
    headers = [{"name": name, "value": value} for name, value in flow.headers]
    if sign_in.auth is Auth.API_KEY:
        headers.append({"name": sign_in.name, "value": sign_in.prefix + "${/api_key}"})
    headers += own.get("RequestHeader", [])
    if headers:
        children["RequestHeader"] = headers
    if "RequestCookie" in own:
        children["RequestCookie"] = own["RequestCookie"]
    return children | body_of(flow)


def _first_url(flow: Flow) -> str:
    """The URL of the first page with its query, whose texts are encoded here and whose values are by the workflow."""
    parts = []
    for part in flow.parts(Where.QUERY):
        value = VALUES.get(part.role, part.value if part.value.startswith("${") else None)
        encoded = quote(part.value, safe="") if value is None else f"${{url_encode({value[2:-1]})}}"
        parts.append(f"{quote(part.name, safe='$')}={encoded}")
    return flow.base + flow.path + ("?" + "&".join(parts) if parts else "")
