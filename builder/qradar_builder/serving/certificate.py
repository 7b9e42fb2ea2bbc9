"""Certificates for servers on this machine: an authority of their own, and what it signed."""

from __future__ import annotations

import ipaddress
import os
import ssl
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import CertificateBuilder, Name

LOCAL = ("127.0.0.1", "localhost")
_LIFETIME = timedelta(days=30)
_EARLY = timedelta(days=1)
"""How long before now it is valid, since clocks differ."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server shows, and the authority that its clients trust: PEM each. The key of the authority is not kept."""

    authority: bytes
    chain: bytes
    key: bytes = field(repr=False)

    def context(self) -> ssl.SSLContext:
        """The TLS of a server with this certificate. TLS 1.2 is the oldest version, as on a console."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        # OpenSSL reads keys from files only. The file is readable by this user alone, and is removed at once.
        handle, name = tempfile.mkstemp(suffix=".pem")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.key + self.chain)
            context.load_cert_chain(name)
        finally:
            with suppress(OSError):
                Path(name).unlink()
        return context


def local_certificate(names: Sequence[str] = LOCAL, subject: str = "Server on this machine") -> Certificate:
    """Make a certificate for names or IP addresses, and an authority that signed it. It is valid for 30 days."""
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - only servers need it
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above
    from cryptography.x509 import BasicConstraints, SubjectAlternativeName, SubjectKeyIdentifier  # noqa: PLC0415

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name(f"{subject}: authority"), _name(subject)
    root = _builder(root_name, root_name, root_key, root_key)
    root = root.add_extension(BasicConstraints(ca=True, path_length=0), critical=True)
    root = root.add_extension(_usage(signs=True), critical=True)
    leaf = _builder(name, root_name, key, root_key)
    leaf = leaf.add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = leaf.add_extension(_usage(signs=False), critical=True)
    leaf = leaf.add_extension(SubjectAlternativeName([_alternative(each) for each in names]), critical=False)
    root = root.add_extension(SubjectKeyIdentifier.from_public_key(root_key.public_key()), critical=False)
    pem = serialization.Encoding.PEM
    return Certificate(
        root.sign(root_key, hashes.SHA256()).public_bytes(pem),
        leaf.sign(root_key, hashes.SHA256()).public_bytes(pem),
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


def _name(common: str) -> Name:
    from cryptography import x509  # noqa: PLC0415 - as above
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - as above

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _builder(
    subject: Name, issuer: Name, key: EllipticCurvePrivateKey, signer: EllipticCurvePrivateKey
) -> CertificateBuilder:
    from cryptography import x509  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLY)
        .not_valid_after(now + _LIFETIME)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    from cryptography.x509 import KeyUsage  # noqa: PLC0415 - as above

    return KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
