"""An invented API: what the workflow of a new package asks until it is changed to the product's own."""

from __future__ import annotations

from qradar_builder.starter.api.credentials import Carrier, Credential, JwtForm, Logout, Source
from qradar_builder.starter.api.event_time import printed_form, read_form
from qradar_builder.starter.api.flow import Auth, Flow, Pages, Paging, QueryPart, Role, SignIn, TokenCall
from qradar_builder.starter.api.pages import MINUTE, later_event, later_pages, made_page
from qradar_builder.starter.api.scripts import Answers
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.invented.events import CLOCK, invented_json

_SINCE = "2026-01-05T08:00:00.000Z"


def invented_flow(auth: Auth, form: EventFormat) -> Flow:
    """The flow of the invented API. Its events are JSON, or texts of another format with their times."""
    return Flow(
        host="api.example.com",
        path="/v1/events",
        items=("events",),
        query=(
            QueryPart("since", Role.SINCE),
            QueryPart("limit", Role.SIZE, "100"),
            QueryPart("cursor", Role.PAGE),
        ),
        headers=(("Accept", "application/json"),),
        posted=() if form is EventFormat.JSON else ("message",),
        time=("time",),
        time_form=read_form([_SINCE]),
        since=printed_form(_SINCE),
        paging=Paging(Pages.CURSOR, next=("next_cursor",)),
        sign_in=invented_sign_in(auth),
    )


def invented_sign_in(auth: Auth) -> SignIn:
    """How an API usually takes that way of signing in."""
    if auth is Auth.OAUTH:
        fields = (("grant_type", "client_credentials"),)
        return SignIn(auth, token_call=TokenCall("https://${/host}/oauth/token", fields, basic=True))
    if auth is Auth.SESSION:
        call = TokenCall(
            "https://${/host}/api/login",
            (("username", "${/username}"), ("password", "${/password}")),
            (Credential(Source.COOKIE, ("SESSION",), Carrier.COOKIE, "SESSION"),),
            as_json=True,
            is_account=True,
            logout=Logout("POST", "https://${/host}/api/logout"),
        )
        return SignIn(auth, token_call=call)
    if auth is Auth.JWT:
        return SignIn(auth, jwt=usual_jwt())
    return SignIn(auth, name="api_key" if auth is Auth.API_KEY_QUERY else "X-API-Key")


def usual_jwt(algorithm: str = "RS256") -> JwtForm:
    """A token as most APIs take it: who issues it, and five minutes to live."""
    header = (("alg", "${/jwt_algorithm}"), ("typ", "JWT"), ("kid", "${/key_id}"))
    claims = (
        ("iss", "${/issuer}"),
        ("sub", "${/subject}"),
        ("iat", "${time() / 1000}"),
        ("exp", "${time() / 1000 + 300}"),
        ("jti", "${random_string(32)}"),
    )
    return JwtForm(algorithm, header, claims)


def invented_answers(flow: Flow, form: EventFormat, product: str) -> Answers:
    """Two pages of invented events, and one that comes with the next poll."""
    events = invented_json(form, product)
    pages = enumerate((events[:2], events[2:3]), 1)
    first = tuple(made_page(flow, {}, part, number=number, of=2, total=3) for number, part in pages)
    return Answers(
        first, later_pages(flow, {}, events[3]), later_pages(flow, {}, later_event(flow, events[2], 30 * MINUTE)), CLOCK
    )
