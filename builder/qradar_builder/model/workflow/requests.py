"""What a `CallEndpoint` may hold: TLS, authentication, parameters, headers, cookies and the body."""

from __future__ import annotations

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.grammar import (
    TRUTH,
    Attribute,
    ElementSpec,
    Meaning,
    any_text,
    flag,
    needs,
    one,
    some,
)

_A = Attribute
_E = ElementSpec
_V2 = SchemaVersion.V2
_V2_1 = SchemaVersion.V2_1


def _named(name: str, summary: str, meaning: Meaning | None = None) -> ElementSpec:
    return _E(
        name,
        summary,
        (
            needs("name", "Its name.", meaning),
            any_text("value", "Its value.", meaning),
            _A("omitIfEmpty", "Whether to omit it if its value is empty.", default="false",
               may_be_empty=True, values=TRUTH),
        ),
    )  # fmt: skip


_SSL = _E(
    "SSLConfiguration",
    "The settings of the TLS connection.",
    (
        _A("protocol", "The TLS version.", default="TLSv1.2", meaning=Meaning.TLS),
        flag("allowUntrustedServerCertificate", "Whether to accept an untrusted certificate."),
    ),
)
_BASIC = _E(
    "BasicAuthentication",
    "Signs in with user name and password.",
    (needs("username", "The user name."), any_text("password", "The password.", required=True)),
)
_BEARER = _E(
    "BearerAuthentication",
    "Sends a bearer token.",
    (needs("token", "The token.", Meaning.HEADER),),
    shorthand="token",
)
_DIGEST = _E(
    "DigestAuthentication",
    "Answers a digest challenge; attributes that you set override the challenge.",
    (
        needs("username", "The user name."),
        any_text("password", "The password.", required=True),
        any_text("realm", "The realm.", Meaning.HEADER),
        any_text("nonce", "The server's nonce.", Meaning.HEADER),
        any_text("algorithm", "The hash algorithm.", Meaning.DIGEST_HASH),
        any_text("qop", "The quality of protection.", Meaning.DIGEST_PROTECTION),
        any_text("cnonce", "The client's nonce.", Meaning.HEADER),
    ),
)
_AKAMAI = _E(
    "AkamaiEdgeGridAuthentication",
    "Signs the request for Akamai EdgeGrid.",
    (
        needs("accessToken", "The access token.", Meaning.HEADER),
        needs("clientToken", "The client token.", Meaning.HEADER),
        needs("clientSecret", "The client secret."),
        _A("baseUrl", "The base URL, if it is not the URL of the call.", meaning=Meaning.URL),
    ),
    since=_V2,
)
_HAWK = _E(
    "HawkAuthentication",
    "Signs the request with Hawk.",
    (
        needs("keyId", "The id of the key.", Meaning.HEADER),
        needs("key", "The key."),
        needs("algorithm", "The hash algorithm.", Meaning.HAWK_HASH),
        any_text("hash", "The hash of the payload."),
        any_text("ext", "Application data."),
        any_text("app", "The id of the application."),
        any_text("dlg", "The ID of the delegating application."),
    ),
    since=_V2,
)
_QUERY = _named("QueryParameter", "A parameter of the URL; QRadar encodes its value.")
_HEADER = _named("RequestHeader", "A header of the request.", Meaning.HEADER)
_COOKIE = _E(
    "RequestCookie",
    "A cookie of the request.",
    (needs("name", "Its name.", Meaning.HEADER), any_text("value", "Its value.", Meaning.HEADER)),
    since=_V2_1,
)
_BODY = _E(
    "RequestBody",
    "The body of the request as text.",
    (needs("type", "Its content type.", Meaning.HEADER), needs("encoding", "Its character set.", Meaning.CHARSET)),
    body="text",
    heads=("{type*} {encoding}",),
    under="text",
)
_FORM = _E(
    "UrlEncodedFormRequestBody",
    "The body of the request as a form; QRadar encodes the values.",
    slots=(some(_named("Parameter", "A field of the form."), required=True),),
)
_XML = _E(
    "XmlRequestBody",
    "The body of the request as one XML element.",
    (
        _A("type", "Its content type.", default="application/xml", meaning=Meaning.HEADER),
        _A("encoding", "Its character set.", default="UTF-8", meaning=Meaning.CHARSET),
    ),
    body="xml",
)

REQUEST_SLOTS = (
    one(_SSL),
    one(_BASIC, _BEARER, _DIGEST, _AKAMAI, _HAWK),
    some(_QUERY),
    some(_HEADER),
    some(_COOKIE, floats=True),
    one(_BODY, _FORM, _XML),
)
"""The children of a call, in their order. Where cookies stand is not published."""
