"""Writes how a workflow signs in: the fragments that begin and end a session, and what each call carries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.credentials import Carrier, Source, path_of
from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.api.flow import jpath
from qradar_builder.starter.api.slots import put

if TYPE_CHECKING:
    from qradar_builder.starter.api.credentials import Credential
    from qradar_builder.starter.api.flow import Flow, SignIn, TokenCall

ASSERTION: Final = "/assertion"
"""The path of a token that the workflow signs for the call for another one."""


def sign_in_files(flow: Flow, product: str) -> dict[str, str]:
    """The fragments by their paths in the package; none where each call signs in by itself."""
    sign_in, call = flow.sign_in, flow.sign_in.token_call
    if not sign_in.has_fragment:
        return {}
    paths = [path_of(number) for number in range(len(sign_in.credentials))]
    files = {
        "fragments/sign-in.yaml": rendered(
            "sign-in.yaml.j2",
            call=call,
            jwt=sign_in.jwt,
            jwt_path=path_of(0) if call is None else ASSERTION,
            product=product,
            children={} if call is None else _children(call),
            missing="" if call is None else " or ".join(map(_is_missing, call.credentials)),
            kept=[] if call is None else [_kept(each, path_of(n)) for n, each in enumerate(call.credentials)],
        )
    }
    if call is not None and call.logout is not None:
        files["fragments/sign-out.yaml"] = rendered(
            "sign-out.yaml.j2", logout=call.logout, children=carried(sign_in), paths=paths
        )
    return files


def carried(sign_in: SignIn) -> dict[str, Any]:
    """What a call carries of a sign-in that a fragment makes, as the children of CallEndpoint."""
    children: dict[str, Any] = {}
    for number, each in enumerate(sign_in.credentials):
        value = f"{each.prefix}${{{path_of(number)}}}"
        if each.carrier is Carrier.BEARER:
            children["BearerAuthentication"] = {"token": value}
        else:
            element = {
                Carrier.HEADER: "RequestHeader",
                Carrier.COOKIE: "RequestCookie",
                Carrier.QUERY: "QueryParameter",
            }[each.carrier]
            children.setdefault(element, []).append({"name": each.name, "value": value})
    return children


def is_in_query(sign_in: SignIn) -> bool:
    """Whether a secret of it is in the URL."""
    is_sent_so = sign_in.token_call is not None and sign_in.token_call.in_query
    return is_sent_so or any(each.carrier is Carrier.QUERY for each in sign_in.credentials)


def _children(call: TokenCall) -> dict[str, Any]:
    accepted = "application/json" if call.credentials[0].source is Source.BODY else "*/*"
    headers = [{"name": "Accept", "value": accepted}]
    if call.basic:
        names = ("username", "password") if call.is_account else ("client_id", "client_secret")
        credentials = f"Basic ${{base64_encode('${{/{names[0]}}}:${{/{names[1]}}}')}}"
        headers.append({"name": "Authorization", "value": credentials})
    children: dict[str, Any] = {"RequestHeader": headers}
    if call.in_query:
        query = [{"name": name, "value": str(value)} for name, value in call.fields]
        return {"QueryParameter": query, **children}
    if call.as_json:
        body: Any = {}
        for name, value in call.fields:
            body = put(body, tuple(name.split("/")), value)
        text = json.dumps(body, ensure_ascii=False)
        children["RequestBody"] = {"type": "application/json", "encoding": "UTF-8", "text": text}
    elif call.fields:
        fields = [{"name": name, "value": str(value)} for name, value in call.fields]
        children["UrlEncodedFormRequestBody"] = {"Parameter": fields}
    return children


def _place(each: Credential) -> str:
    """Where the answer has a credential, as a JPath."""
    if each.source is Source.HEADER:
        return f"/token_response/headers{jpath(each.keys)}"
    if each.source is Source.COOKIE:
        return f"/token_response/cookies{jpath(each.keys)}/value"
    return "/token_response/body" + (jpath(each.keys) if each.source is Source.BODY else "")


def _is_missing(each: Credential) -> str:
    place = _place(each)
    return f"not exists {place}" if each.source is Source.BODY else f"empty({place})"


def _kept(each: Credential, path: str) -> dict[str, Any]:
    """The action that takes a credential from the answer."""
    value = f"${{{_place(each)}}}"
    if each.source is not Source.TEXT:
        return {"Set": {"path": path, "value": value}}
    pattern = rf"<{re.escape(each.keys[0])}>([^<]+)<" if each.keys else r"^\s*\"?([^\s\"]+)\"?\s*$"
    return {"RegexCapture": {"pattern": pattern, "value": value, "savePath": path}}
