"""What IBM does not document about how QRadar makes a call, and what the drivers do about it: every such choice."""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

_HTTP_CLIENT: Final = "The error messages of QRadar are those of Apache HttpClient 4; this is its default."

REDIRECTS: Final = Choice(
    "redirects",
    "Which redirects are followed?",
    "Redirects of GET and HEAD, and 303 of any method as a GET; at most 50. Headers with credentials, recognized "
    "by their names or because they contain a secret, are not sent to another host, port, or scheme.",
    f"{_HTTP_CLIENT} It does send them to other hosts if the workflow sets them as headers; this tool does not.",
)
COOKIES: Final = Choice(
    "cookies",
    "Is a cookie that a server sets sent with later calls?",
    "No. Only RequestCookie sends cookies.",
    "Users requested RequestCookie, and IBM added it in V2_1, because workflows could not use cookies before.",
)
RETRIES: Final = Choice(
    "retries",
    "Is a failed call tried again?",
    "No.",
    "Workflows that IBM publishes count and repeat failed calls themselves.",
)
TIMEOUTS: Final = Choice(
    "timeouts",
    "How long does a call wait?",
    "20 seconds for the connection, 60 seconds for each part of the response, 10 minutes in total.",
)
TLS_PROTOCOL: Final = Choice(
    "tls-protocol",
    "Is the protocol of SSLConfiguration the only TLS version, or the minimum?",
    "The minimum. TLS and the names of IBM Java that start with SSL_ mean TLSv1.2.",
    "TLSv1.3 has been seen when only the default, TLSv1.2, was configured.",
)
CONTENT_ENCODING: Final = Choice(
    "content-encoding",
    "Is a compressed body unpacked?",
    "Yes, gzip and deflate. The headers then do not include Content-Encoding, Content-Length, and Content-MD5.",
    _HTTP_CLIENT,
)
USER_AGENT: Final = Choice(
    "user-agent",
    "Which User-Agent is sent if the workflow does not set one?",
    "The name of this tool.",
)

CHOICES: Final = (REDIRECTS, COOKIES, RETRIES, TIMEOUTS, TLS_PROTOCOL, CONTENT_ENCODING, USER_AGENT)
