"""The sign-in of a simulated source: it hands out tokens, and refuses requests without the right credentials."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from qradar_builder.simulation.service.answers import Answer, RefusedError, respond
from qradar_builder.simulation.service.templates import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.http.messages import Headers
    from qradar_builder.model.simulation.sign_in import SignInSpec
    from qradar_builder.simulation.service.requests import Asked

_USUAL = {"access_token": "${token}", "token_type": "Bearer", "expires_in": "${expires}"}
_PARAMETER = re.compile(r"\$\{([^{}]+)\}")


class SignIn:
    """The sign-in of one history. `parameters` are the values that the workflow has. Times are epoch milliseconds."""

    def __init__(self, spec: SignInSpec, parameters: Mapping[str, str]) -> None:
        self._spec = spec
        self._parameters = parameters
        self._last: dict[str, None] = {}
        """The tokens that were handed out in this history, in their order."""

    @property
    def path(self) -> str | None:
        """The path of the endpoint that hands out tokens."""
        return self._spec.path

    def secrets(self) -> tuple[str, ...]:
        """What must be neither in an event nor in the log: the right credentials, and the tokens so far."""
        spec = self._spec
        own = (spec.password, spec.token, spec.client_secret, None if spec.algorithm == "RS256" else spec.key)
        return (*(self._own(each) for each in own if each), *self._last)

    def hands_out(self, asked: Asked) -> bool:
        """Whether a request is for a token."""
        return self._spec.path is not None and asked.path == self._spec.path and asked.method == self._spec.method

    def hand_out(self, asked: Asked, now: int) -> Answer:
        """The answer to a request for a token. Raises RefusedError."""
        spec = self._spec
        if spec.kind == "jwt":
            self._check_jwt(dict(asked.form).get("assertion") or "", now)
        elif spec.kind in {"oauth", "session"}:
            is_oauth = spec.kind == "oauth"
            user, password = (spec.client_id, spec.client_secret) if is_oauth else (spec.user, spec.password)
            right = (self._own(user or ""), self._own(password or ""))
            if not any(given == right for given in self._given(asked)):
                raise RefusedError(401, "the credentials are wrong")
        token = _token(now)
        self._last.pop(token, None)
        self._last[token] = None
        values = {"token": token, "expires": spec.expires or 3600, "type": "Bearer"}
        headers: Headers = (("Set-Cookie", f"{spec.cookie}={token}; Path=/; HttpOnly"),) if spec.cookie else ()
        body = filled(_USUAL if spec.answer is None else spec.answer, values.get)
        return Answer(respond(body, headers=headers), "sign-in")

    def check(self, asked: Asked, now: int) -> None:
        """Raise RefusedError where a request is not signed in."""
        spec = self._spec
        if spec.kind == "none":
            return
        if spec.kind == "basic":
            if (self._own(spec.user or ""), self._own(spec.password or "")) not in _basic(asked):
                raise RefusedError(401, "the user name or the password is wrong")
            return
        given = self._credential(asked)
        if given is None:
            raise RefusedError(401, "the request is not signed in")
        if spec.kind == "hmac":
            self._check_signature(given, asked)
        elif spec.kind in {"bearer", "api-key"}:
            if given != self._own((spec.token if spec.kind == "bearer" else spec.key) or ""):
                raise RefusedError(401, "the token is wrong")
        elif spec.kind == "jwt" and spec.path is None:
            self._check_jwt(given, now)
        else:
            self._check_token(given, now)

    def _check_token(self, given: str, now: int) -> None:
        spec = self._spec
        made = re.fullmatch(r"simulated-([0-9a-f]{1,16})-[0-9a-f]{32}", given)
        if made is None or given != _token(int(made[1], 16)):
            raise RefusedError(401, "the token is not known")
        if spec.expires is not None and now >= int(made[1], 16) + spec.expires * 1000:
            raise RefusedError(401, "the token has expired")
        if spec.single and self._last and given != next(reversed(self._last)):
            raise RefusedError(401, "a newer token has ended this one")

    def _credential(self, asked: Asked) -> str | None:
        spec = self._spec
        if spec.query is not None:
            return next((value for name, value in asked.query if name == spec.query), None)
        if spec.cookie is not None:
            return asked.cookie(spec.cookie)
        text = asked.header(spec.header)
        if text is None:
            return None
        # A key and a signature are alone in a header of their own.
        is_alone = spec.header.lower() != "authorization" and "scheme" not in spec.model_fields_set
        scheme = "" if is_alone else spec.scheme
        if not scheme:
            return text
        first, _, rest = text.partition(" ")
        return rest.strip() if first.lower() == scheme.lower() else None

    def _given(self, asked: Asked) -> Iterator[tuple[str, str]]:
        """The credentials that a request for a token has, from each place where they may be."""
        where = self._spec.credentials
        if where in {"any", "basic"}:
            yield from _basic(asked)
        places: dict[str, Mapping[str, Any]] = {
            "form": dict(asked.form),
            "json": asked.json if isinstance(asked.json, dict) else {},
            "query": dict(asked.query),
        }
        for place, fields in places.items():
            if where in {"any", place}:
                texts = [each for each in fields.values() if isinstance(each, str)]
                yield from ((user, password) for user in texts for password in texts)

    def _check_jwt(self, token: str, now: int) -> None:
        import jwt  # noqa: PLC0415 - only few sources need it, and it loads cryptography

        algorithm = self._spec.algorithm or "HS256"
        options: Any = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
        try:
            claims = jwt.decode(token, self._own(self._spec.key or ""), algorithms=[algorithm], options=options)
        except jwt.PyJWTError as error:
            raise RefusedError(401, f"the JSON Web Token is not valid: {error}") from None
        expires = claims.get("exp")
        if isinstance(expires, int | float) and expires * 1000 <= now:
            raise RefusedError(401, "the JSON Web Token has expired")

    def _check_signature(self, given: str, asked: Asked) -> None:
        spec = self._spec

        def look(name: str) -> str:
            what, _, rest = name.partition(".")
            if what == "header":
                return asked.header(rest) or ""
            own = {"method": asked.method, "path": asked.path, "query": asked.url.query, "body": asked.body}
            return own.get(name, self._parameters.get(name, ""))

        text = filled(spec.message or "", look)
        digest = hmac.digest(self._own(spec.key or "").encode(), str(text).encode(), spec.algorithm or "sha256")
        right = digest.hex() if spec.encoding == "hex" else b64encode(digest).decode()
        if not hmac.compare_digest(given.encode(), right.encode()):
            raise RefusedError(401, "the signature is wrong")

    def _own(self, text: str) -> str:
        """A value of the file, with the parameters that it names."""
        return _PARAMETER.sub(lambda found: self._parameters.get(found[1], ""), text)


def _token(made: int) -> str:
    """The token of a time. It says itself when it was made: a State with it can go on in another history."""
    return f"simulated-{made:x}-{hashlib.sha256(str(made).encode()).hexdigest()[:32]}"


def _basic(asked: Asked) -> Iterator[tuple[str, str]]:
    scheme, _, rest = (asked.header("authorization") or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = b64decode(rest).decode("utf-8", "replace").partition(":")
        except ValueError:
            return
        yield user, password
