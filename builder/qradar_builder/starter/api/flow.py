"""How an API gives its events: what is asked, how pages follow one another, and what the bookmark is.

It is the same whether it was recorded, described by a document, or invented as an example to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.credentials import Credential, JwtForm, Logout
from qradar_builder.starter.api.slots import Keys, Slot, Where

if TYPE_CHECKING:
    from qradar_builder.starter.answers.forms import TextForm

_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def jpath(keys: Keys) -> str:
    """Keys as the steps of a JPath: `/page/next_cursor`; empty for none."""
    return "".join(f"/{key}" if _BARE.fullmatch(key) else f"/'{key}'" for key in keys)


def value_at(value: Any, keys: Keys) -> Any:
    """The value that keys lead to; None where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


class Auth(StrEnum):
    """How a call is signed in."""

    NONE = "none"
    BASIC = "basic"
    """User name and password."""
    BEARER = "bearer"
    """A token that does not change."""
    API_KEY = "api-key"
    """A key in a header."""
    API_KEY_QUERY = "api-key-query"
    """A key in the query."""
    OAUTH = "oauth-client-credentials"
    """A token that another call gives for a client id and secret."""
    DIGEST = "digest"
    """User name and password, as a digest."""
    HAWK = "hawk"
    """A signature by Hawk."""
    AKAMAI = "akamai-edgegrid"
    """A signature by Akamai EdgeGrid."""
    SESSION = "session-login"
    """A session that a call with user name and password begins, by a cookie or a token."""
    JWT = "jwt"
    """A token that the workflow signs itself."""


@dataclass(frozen=True, slots=True)
class TokenCall:
    """The call that gives an access token or begins a session.

    `url` is a template. `fields` go into the form, or with `as_json` into a JSON body, where `a/b` is a member of `a`;
    texts are templates. With `basic`, client id and secret go into the Authorization header; with `is_account`, user
    name and password do. `status` is that of a good answer; `in_query` says that the fields are those of the query.
    """

    url: str
    fields: tuple[tuple[str, str | bool | int], ...]
    credentials: tuple[Credential, ...] = (Credential(),)
    basic: bool = False
    as_json: bool = False
    is_account: bool = False
    method: str = "POST"
    status: int = 200
    in_query: bool = False
    logout: Logout | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """How the call of the events is signed in. `name` is that of the header or of the query parameter with the key,
    `prefix` what stands before the key in it. `jwt` is a token that is signed for it, or for the call for a token.
    """

    auth: Auth
    name: str = "X-API-Key"
    prefix: str = ""
    token_call: TokenCall | None = None
    jwt: JwtForm | None = None
    own: tuple[FlowParameter, ...] = ()
    """Parameters that only this sign-in has."""

    @property
    def has_fragment(self) -> bool:
        """Whether something must be done before the first call, and again when it has expired."""
        return self.token_call is not None or self.jwt is not None

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """What the calls for events carry of it."""
        if self.token_call is not None:
            return self.token_call.credentials
        return () if self.jwt is None else (Credential(),)


class Role(StrEnum):
    """What a query parameter is for. Others have the same value in each call."""

    FIXED = "fixed"
    SINCE = "since"
    UNTIL = "until"
    SIZE = "size"
    PAGE = "page"


class Empty(StrEnum):
    """What a JSON body has in place of the cursor of the first page."""

    OMITTED = "omitted"
    NULL = "null"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A parameter of the query, or of the body: then `slot` says where.

    `value` is that of a fixed one, and the default of a page size. Parts of a JSON body are never fixed: the body has
    these itself. `empty` is what stands there without a cursor.
    """

    name: str
    role: Role = Role.FIXED
    value: str = ""
    slot: Slot | None = None
    empty: Empty = Empty.OMITTED

    @property
    def where(self) -> Where:
        """The part of the call that has it."""
        return Where.QUERY if self.slot is None else self.slot.where


class Moments(StrEnum):
    """How a time is written."""

    TEXT = "text"
    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class TimeForm:
    """How a time is written; `pattern` is that of DateTimeFormatter for a text, and `step` the least difference in
    milliseconds that it can tell.
    """

    kind: Moments
    pattern: str = ""
    step: int = 1


class Pages(StrEnum):
    """How the next page is asked for."""

    NONE = "none"
    CURSOR = "cursor"
    NUMBER = "number"
    OFFSET = "offset"
    URL = "url"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Paging:
    """How pages follow one another.

    `next` leads to the cursor or URL of the next page in the body, `more` to a truth value that says whether there is
    one, `total` to the number of pages, or of events for offsets. `first` is the number of the first page or event.
    `header` is the name of the Link header in the server's spelling. A `relative` URL begins with its path.
    """

    kind: Pages = Pages.NONE
    next: Keys = ()
    more: Keys = ()
    total: Keys = ()
    first: int = 1
    header: str = "Link"
    relative: bool = False


@dataclass(frozen=True, slots=True)
class FlowParameter:
    """A parameter of the workflow; `example` is its value in the cases."""

    name: str
    label: str
    description: str
    example: str
    secret: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """How an API gives its events.

    `scheme`, `host` and `port` are those of the cases; the host is a parameter. `items` leads to the list of events in
    the body, `posted` in an event to what is posted of it, `time` to its time, which is of the form `time_form`.
    `query` are the parameters of the query and of the body, `since` is the form of the one with the bookmark. `body` is
    a JSON value that is sent with the parts that belong there put in, or None.
    """

    host: str
    path: str
    items: Keys
    scheme: str = "https"
    port: int | None = None
    method: str = "GET"
    query: tuple[QueryPart, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: Any = None
    posted: Keys = ()
    time: Keys = ()
    time_form: TimeForm | None = None
    since: TimeForm | None = None
    until: TimeForm | None = None
    paging: Paging = Paging()
    sign_in: SignIn = SignIn(Auth.NONE)
    own: tuple[FlowParameter, ...] = ()
    """Parameters that only this API has, as in its path."""
    answer: TextForm | None = None
    """How an answer has its events, where it is not JSON."""
    case_size: str | None = None
    """The page size in the cases, where it is not the default."""

    def part(self, role: Role) -> QueryPart | None:
        """The first parameter of a role."""
        return next((part for part in self.query if part.role is role), None)

    def parts(self, where: Where) -> list[QueryPart]:
        """The parameters that a part of the call has."""
        return [part for part in self.query if part.where is where]

    def time_of(self, event: Any) -> Any:
        """The time of an event as it is written; None where it has none."""
        if self.answer is not None and self.answer.time_pattern:
            return self.answer.time_text(event)
        return value_at(event, self.time) if self.time else None

    @property
    def base(self) -> str:
        """Scheme, host and port as a template."""
        return f"{self.scheme}://${{/host}}" + ("" if self.port is None else f":{self.port}")

    @property
    def has_bookmark(self) -> bool:
        """Whether the time of the last event is kept from run to run."""
        return self.time_form is not None

    @property
    def keeps_cursor(self) -> bool:
        """Whether the cursor is kept from run to run, for want of a time."""
        return not self.has_bookmark and self.paging.kind is Pages.CURSOR
