"""CreateJWTAccessToken: a signed JSON Web Token."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.javalang.utf_16 import utf_8
from qradar_builder.jpath.json.values import dumps_compact
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.steps import SMALL
from qradar_builder.workflow.run_choices import JWT_NUMBERS

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step, Text

_SHARED: Final = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_PRIVATE: Final = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
_TIMES: Final = frozenset({"exp", "iat", "nbf"})
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
_SPACE = re.compile(r"\s+")
_PEM_WIDTH = 64


def compile_token(element: Element, context: Context) -> Step:
    """Save a signed token. It counts as secret, as does the key."""
    header, payload = _claims(element.child("Header"), context), _claims(element.child("Payload"), context)
    secret = element.child("Secret")
    key = context.text(secret or element, "value")
    save, note = context.save(element), context.environment.note

    def step(run: Run) -> None:
        state = run.state
        head = {name(state): value(state) for name, value in header}
        body: dict[str, Any] = {name(state): value(state) for name, value in payload}
        for name in _TIMES & body.keys():
            note(JWT_NUMBERS)
            if _WHOLE.fullmatch(body[name]):
                body[name] = int(body[name])
        text = key(state)
        signed = f"{_encoded(utf_8(dumps_compact({**head})))}.{_encoded(utf_8(dumps_compact(body)))}"
        token = f"{signed}.{_encoded(_signature(head.get('alg'), text, signed.encode('ascii')))}"
        run.secrets.add(text)
        run.secrets.add(token)
        run.charge(len(token) + SMALL)
        save(state, token)

    return step


def _claims(element: Element | None, context: Context) -> list[tuple[Text, Text]]:
    values = () if element is None else element.all("Value")
    return [(context.text(each, "name"), context.text(each, "value")) for each in values]


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode("ascii").rstrip("=")


def check_algorithm(algorithm: str | None) -> str:
    """The algorithm. Raises ActionError for one that signs no token; None is for a header that names none."""
    if algorithm is None:
        raise ActionError("The header of the token has no `alg`", advice="add a Value of that name, such as HS256")
    if algorithm not in (*_SHARED, *_PRIVATE):
        known = ", ".join((*_SHARED, *_PRIVATE))
        raise ActionError(f"There is no algorithm {described(algorithm)}", advice=f"write one of {known}")
    return algorithm


def _signature(algorithm: str | None, secret: str, message: bytes) -> bytes:
    algorithm = check_algorithm(algorithm)
    if algorithm in _SHARED:
        if not secret:
            raise ActionError("Empty key")
        return hmac.digest(utf_8(secret), message, _SHARED[algorithm])
    return _private_signature(algorithm, secret, message)


def _private_signature(algorithm: str, secret: str, message: bytes) -> bytes:
    # It costs much to import, and few workflows need it.
    try:
        from jwt import PyJWTError, get_algorithm_by_name  # noqa: PLC0415
    except ImportError as error:
        problem = f"{algorithm} requires the package PyJWT with its extra `crypto`, which is not installed"
        raise ActionError(problem, advice="install it with `pip install PyJWT[crypto]`") from error
    try:
        method = get_algorithm_by_name(algorithm)
        signature: bytes = method.sign(message, method.prepare_key(_pem_of(secret)))
    except (PyJWTError, ValueError, TypeError, NotImplementedError) as error:
        raise _no_key(algorithm) from error
    return signature


def _pem_of(secret: str) -> str:
    """A private key as PEM, whether it is given so, as Base64 of that, or as Base64 without the lines around it."""
    found = _PEM.search(secret)
    if found is None:
        bare = _SPACE.sub("", secret)
        try:
            octets = base64.b64decode(bare, validate=True)
        except binascii.Error:
            octets = b""
        found = _PEM.search(octets.decode("ascii", "replace"))
        label, body = (found[1], found[2]) if found else ("PRIVATE KEY", bare)
    else:
        label, body = found[1], found[2]
    # In an XML attribute line ends become blanks, which no reader of PEM takes.
    lines = textwrap.wrap(_SPACE.sub("", body), _PEM_WIDTH)
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""))


def _no_key(algorithm: str) -> ActionError:
    kind = "an RSA" if algorithm.startswith("R") else "an elliptic curve"
    message = f"{algorithm} cannot sign with this secret: it is not {kind} private key"
    return ActionError(message, advice="provide it as PEM (PKCS1 or PKCS8), plain or in Base64")


COMPILERS: Final = {"CreateJWTAccessToken": compile_token}
