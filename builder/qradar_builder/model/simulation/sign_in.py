"""How a simulated source lets a workflow in: the kind of sign-in and what it checks."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from qradar_builder.model.base import Spec, Text, refuse
from qradar_builder.model.cases.any_text import AnyText

NEEDS: Final = {
    "none": (),
    "basic": ("user", "password"),
    "bearer": ("token",),
    "api-key": ("key",),
    "oauth": ("path", "client_id", "client_secret"),
    "session": ("path", "user", "password"),
    "jwt": ("key",),
    "hmac": ("key", "message"),
}
"""What each kind of sign-in must have."""

ENDPOINT_KINDS: Final = ("oauth", "session")
"""The kinds that hand out a token at an endpoint of their own; `jwt` does if it has a path."""


class SignInSpec(Spec):
    """How requests sign in. A value such as `${client_id}` is that of the parameter of the workflow."""

    kind: Literal["none", "basic", "bearer", "api-key", "oauth", "session", "jwt", "hmac"] = "none"
    """`none`, a user and password with each request, a fixed token, a key, a token from OAuth client credentials, a
    session that a login begins, a JSON Web Token that the workflow signs, or a signature of each request."""
    path: Text | None = None
    """The path of the endpoint that issues tokens, such as `/oauth/token`."""
    method: Literal["GET", "POST", "PUT"] = "POST"
    """The method of that endpoint."""
    user: AnyText | None = None
    """The user name that is right."""
    password: AnyText | None = None
    """The password that is right."""
    token: AnyText | None = None
    """The token that is right."""
    key: AnyText | None = None
    """The API key, the shared secret of an HMAC or JSON Web Token, or the public key of an RS256 token as PEM."""
    client_id: AnyText | None = None
    """The client ID that is right."""
    client_secret: AnyText | None = None
    """The client secret that is right."""
    credentials: Literal["any", "basic", "form", "json", "query"] = "any"
    """Where the endpoint takes the credentials: from anywhere, or from only one place."""
    header: Text = "Authorization"
    """The header that signs requests in."""
    scheme: AnyText = "Bearer"
    """The word before a token in the header; empty for none. A signature can have one, too."""
    query: Text | None = None
    """The query parameter that signs requests in, instead of the header."""
    cookie: Text | None = None
    """The cookie that signs requests in, instead of the header. The login sets it."""
    expires: Annotated[int, Field(ge=1)] | None = None
    """How many seconds a token of the endpoint is valid; not given: for ever."""
    single: bool = False
    """Whether a new token ends the one before."""
    answer: Any = None
    """What the endpoint answers, with `${token}` and `${expires}`; not given: `access_token`, `token_type` and
    `expires_in`."""
    algorithm: Literal["HS256", "HS384", "HS512", "RS256", "sha1", "sha256", "sha512"] | None = None
    """The algorithm of a JSON Web Token (not given: HS256) or of a signature (not given: sha256)."""
    message: AnyText | None = None
    """What is signed: text with `${method}`, `${path}`, `${query}`, `${body}` and `${header.NAME}`."""
    encoding: Literal["hex", "base64"] = "hex"
    """How a signature is written."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [name for name in NEEDS[self.kind] if not getattr(self, name)]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            raise refuse("source/sign-in", f"a sign-in of the kind `{self.kind}` has no {names}", f"add {names}")
        is_signature = self.algorithm is not None and self.algorithm.startswith("sha")
        if self.algorithm is not None and (self.kind not in {"jwt", "hmac"} or is_signature != (self.kind == "hmac")):
            raise refuse("source/sign-in", f"a sign-in of the kind `{self.kind}` has no algorithm {self.algorithm}")
        if self.query is not None and self.cookie is not None:
            raise refuse("source/sign-in", "a token is either in the query or in a cookie", "remove one of the two")
        if self.expires is not None and self.path is None:
            message = "nothing issues a new token after the old one expires"
            raise refuse("source/contradiction", message, "add the `path` of the endpoint, or remove `expires`")
        return self
