"""A small certificate authority for development: a CA, the server's certificate, and one per terminal.

X.509 (RFC 5280) with ECDSA P-256. Made once; leaf certificates are made anew when they run out or the CA changed.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.private_files import write_private

_CA_LIFE = timedelta(days=3650)
_LEAF_LIFE = timedelta(days=397)
_RENEW_BEFORE = timedelta(days=30)
_CLOCK_SLACK = timedelta(days=1)
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning (RFC 9336)."""


@dataclass(frozen=True, slots=True)
class _Authority:
    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def ensure_pki(paths: GatewayPaths, terminal_ids: Sequence[str], now: datetime) -> None:
    """Make what is missing or stale: CA, server certificate (127.0.0.1, localhost), the issuer's, one per terminal.

    Args:
        terminal_ids: each becomes the common name of a client certificate.
        now: an aware time.
    """
    authority = _load_authority(paths) or _make_authority(paths, now)
    if not _is_fresh(paths.server_cert, paths.server_key, authority, now):
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        usage = ExtendedKeyUsageOID.SERVER_AUTH
        _issue(authority, "gateway", (paths.server_cert, paths.server_key), now, usage=usage, names=names)
    if not _is_fresh(paths.issuer_cert, paths.issuer_key, authority, now):
        files = paths.issuer_cert, paths.issuer_key
        _issue(authority, "Development issuer of certificates", files, now, usage=_DOCUMENT_SIGNING)
    for terminal_id in terminal_ids:
        files = paths.terminal_cert(terminal_id), paths.terminal_key(terminal_id)
        if not _is_fresh(*files, authority, now):
            _issue(authority, terminal_id, files, now, usage=ExtendedKeyUsageOID.CLIENT_AUTH)


def _load_authority(paths: GatewayPaths) -> _Authority | None:
    if not (paths.ca_cert.exists() and paths.ca_key.exists()):
        return None
    key = load_pem_private_key(paths.ca_key.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    return _Authority(x509.load_pem_x509_certificate(paths.ca_cert.read_bytes()), key)


def _make_authority(paths: GatewayPaths, now: datetime) -> _Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Kiosk development CA")
    cert = (
        _builder(name, name, key.public_key(), now, _CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write((paths.ca_cert, paths.ca_key), cert, key)
    return _Authority(cert, key)


def _is_fresh(cert_file: Path, key_file: Path, authority: _Authority, now: datetime) -> bool:
    if not (cert_file.exists() and key_file.exists()):
        return False
    cert = x509.load_pem_x509_certificate(cert_file.read_bytes())
    try:
        cert.verify_directly_issued_by(authority.cert)
    except (InvalidSignature, ValueError):
        return False
    return now + _RENEW_BEFORE < cert.not_valid_after_utc


def _issue(
    authority: _Authority,
    common_name: str,
    files: tuple[Path, Path],
    now: datetime,
    *,
    usage: x509.ObjectIdentifier,
    names: Sequence[x509.GeneralName] = (),
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        _builder(_name(common_name), authority.cert.subject, key.public_key(), now, _LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority_id, critical=False)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    _write(files, builder.sign(authority.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    start = now.astimezone(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - _CLOCK_SLACK)
        .not_valid_after(start + life)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _write(files: tuple[Path, Path], cert: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    cert_file, key_file = files
    write_private(key_file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    write_private(cert_file, cert.public_bytes(Encoding.PEM))
