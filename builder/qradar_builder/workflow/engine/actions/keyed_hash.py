"""GenerateHMAC: a keyed hash of a message."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.utf_16 import utf_8
from qradar_builder.secrets.values import looks_secret
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.steps import SMALL
from qradar_builder.workflow.run_choices import HMAC_TEXT, SECRETS_IN_STATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step

_HASHES: Final = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}


def compile_generate_hmac(element: Element, context: Context) -> Step:
    """Save the keyed hash of a message. Key and result count as secret, but where the key is a word in the workflow.

    With such a key the hash is a mark of its message, and no signature.
    """
    algorithm, form = context.made(element, "algorithm", hash_named), context.made(element, "saveFormat", form_named)
    key, message = context.text(element, "secretKey"), context.text(element, "message")
    save, note = context.save(element), context.environment.note
    written = element.get("secretKey") or ""
    is_word = "${" not in written and not looks_secret(written)

    def step(run: Run) -> None:
        state = run.state
        secret, text = key(state), message(state)
        note(SECRETS_IN_STATE)
        if not secret:
            note(HMAC_TEXT)
        check_key(secret)
        if not (secret.isascii() and text.isascii()):
            note(HMAC_TEXT)
        result = form(state)(hmac.digest(utf_8(secret), utf_8(text), algorithm(state)))
        if not is_word:
            run.secrets.add(secret)
            run.secrets.add(result)
        run.charge(len(result) + SMALL)
        save(state, result)

    return step


def hash_named(name: str) -> str:
    """Python's name of a hash algorithm. Raises ActionError where there is none."""
    if name not in _HASHES:
        raise ActionError(f"There is no algorithm {described(name)}", "algorithm", f"write one of {', '.join(_HASHES)}")
    return _HASHES[name]


def form_named(name: str) -> Callable[[bytes], str]:
    """What makes text of a hash. Raises ActionError where there is no such form."""
    if name == "HEX":
        return bytes.hex
    if name == "BASE64":
        return lambda octets: base64.b64encode(octets).decode("ascii")
    raise ActionError(f"There is no format {described(name)}", "saveFormat", "write HEX or BASE64")


def check_key(secret: str) -> None:
    """Raises ActionError for a key that nothing can be signed with."""
    if not secret:
        raise ActionError("Empty key", "secretKey")


COMPILERS: Final = {"GenerateHMAC": compile_generate_hmac}
