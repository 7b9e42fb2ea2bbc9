"""What IBM does not document about how QRadar makes a call, and what the drivers do about it: every such choice."""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

_HTTP_CLIENT: Final = "QRadar's error texts are those of Apache HttpClient 4; this is its default."

REDIRECTS: Final = Choice(
    "redirects",
    "Which redirects are followed?",
    "Those of GET and HEAD, and 303 of any method as a GET; at most 50. Headers that sign in, by their names "
    "or as they hold a secret, go to no other host, port or scheme.",
    f"{_HTTP_CLIENT} It does send them on to other hosts where the workflow sets them as headers; that is not copied.",
)
COOKIES: Final = Choice(
    "cookies",
    "Does a cookie that a server sets go along with later calls?",
    "No. Only RequestCookie sends cookies.",
    "RequestCookie was asked for, and was added in V2_1, since cookies could not be used otherwise.",
)
RETRIES: Final = Choice(
    "retries",
    "Is a call that failed tried again?",
    "No.",
    "Workflows that IBM publishes count and repeat failed calls themselves.",
)
TIMEOUTS: Final = Choice(
    "timeouts",
    "How long does a call wait?",
    "20 seconds for the connection, 60 seconds for each part of the answer, 10 minutes in all.",
)
TLS_PROTOCOL: Final = Choice(
    "tls-protocol",
    "Is the protocol of SSLConfiguration the only TLS version, or the least?",
    "The least. TLS and the names of IBM's Java that begin with SSL_ mean TLSv1.2.",
    "TLSv1.3 has been seen where nothing but the default, TLSv1.2, was asked for.",
)
CONTENT_ENCODING: Final = Choice(
    "content-encoding",
    "Is a compressed body unpacked?",
    "Yes, gzip and deflate, and Content-Encoding, Content-Length and Content-MD5 are then not among the headers.",
    _HTTP_CLIENT,
)
USER_AGENT: Final = Choice(
    "user-agent",
    "Which User-Agent is sent where the workflow gives none?",
    "This tool's own name.",
)

CHOICES: Final = (REDIRECTS, COOKIES, RETRIES, TIMEOUTS, TLS_PROTOCOL, CONTENT_ENCODING, USER_AGENT)
