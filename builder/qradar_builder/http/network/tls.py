"""TLS as a workflow asks for it, by the names that IBM's Java has for its versions."""

from __future__ import annotations

import ssl
import warnings
from typing import TYPE_CHECKING

import httpx2

from qradar_builder.http import failures
from qradar_builder.http.network.options import LiveOptionError
from qradar_builder.source.files import open_regular

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.http.messages import Tls

_LEAST = {
    "tls": ssl.TLSVersion.TLSv1_2,
    "ssl_tls": ssl.TLSVersion.TLSv1_2,
    "ssl_tlsv2": ssl.TLSVersion.TLSv1_2,
    "tlsv1": ssl.TLSVersion.TLSv1,
    "tlsv1.0": ssl.TLSVersion.TLSv1,
    "tlsv1.1": ssl.TLSVersion.TLSv1_1,
    "tlsv1.2": ssl.TLSVersion.TLSv1_2,
    "tlsv1.3": ssl.TLSVersion.TLSv1_3,
}
_BROKEN = frozenset({"ssl", "sslv2", "sslv2hello", "sslv3"})
_OLD = frozenset({ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1})
_MAX_CA_BYTES = 4 * 1024 * 1024


def tls_context(tls: Tls, *, insecure: bool, authorities: bytes | None) -> ssl.SSLContext:
    """A context that speaks the version that is asked for, or a later one. Throws CallFailed of kind `tls`.

    Certificates are not looked at where the call allows untrusted ones, or where `insecure`. `authorities` are further
    certificates to trust, as PEM or DER.
    """
    least = least_version(tls.protocol)
    context = httpx2.create_ssl_context(verify=not (tls.allow_untrusted or insecure))
    if authorities is not None and context.verify_mode != ssl.CERT_NONE:
        trust(context, authorities)
    with warnings.catch_warnings():
        # Python warns of TLS 1.0 and 1.1, but it is the workflow's author who asks for them.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = least
    if least in _OLD:
        context.set_ciphers("DEFAULT@SECLEVEL=0")
    return context


def trust(context: ssl.SSLContext, authorities: bytes) -> None:
    """Trust further certificates, as PEM or DER. Throws LiveOptionError where they are none."""
    try:
        if b"-----BEGIN" in authorities:
            context.load_verify_locations(cadata=authorities.decode("ascii", "ignore"))
        else:
            context.load_verify_locations(cadata=authorities)
    except (ssl.SSLError, ValueError) as error:
        raise LiveOptionError(f"the CA file does not contain a certificate: {error}") from None


def read_authorities(path: Path) -> bytes:
    """The content of a CA file. Throws LiveOptionError where it cannot be used."""
    try:
        with open_regular(path) as stream:
            content = stream.read(_MAX_CA_BYTES + 1)
    except OSError as error:
        raise LiveOptionError(f"the CA file {path} cannot be read: {error.strerror or error}") from None
    if not content or len(content) > _MAX_CA_BYTES:
        raise LiveOptionError(f"the CA file {path} is {'too large' if content else 'empty'}")
    trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), content)
    return content


def least_version(protocol: str) -> ssl.TLSVersion:
    """The oldest version that a protocol allows. Throws CallFailed where it is none, or not spoken here."""
    name = protocol.strip().lower()
    if name in _BROKEN:
        raise failures.no_such_protocol(protocol, "is insecure and no longer supported")
    if name not in _LEAST:
        raise failures.no_such_protocol(protocol, "is not known")
    return _LEAST[name]
