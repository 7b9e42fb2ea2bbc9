"""The headers of every answer: nothing is kept, framed, sniffed or loaded from elsewhere."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIXED: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NONCE: Final = "nonce"
"""The key of the nonce in the state of a request."""


def policy(nonce: str) -> str:
    """The content security policy. `nonce` lets the style sheets in that the page itself makes."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; "
        "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


class SafeHeaders:
    """Adds the headers to what `app` answers. The state of each request has the nonce of its policy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        headers = {**_FIXED, "Content-Security-Policy": policy(nonce)}
        added = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in added}
                kept = [each for each in message.get("headers", []) if each[0].lower() not in ours]
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        state = {**scope.get("state", {}), NONCE: nonce}
        await self._app({**scope, "state": state}, receive, send_with_headers)
