"""An authority that issues staff cards, for the simulator and the tests: its certificate, its cards, its lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

CardKey = RSAPrivateKey | ec.EllipticCurvePrivateKey
_YEAR = timedelta(days=365)
_FROM = datetime(2026, 1, 1, tzinfo=UTC)


class VirtualIssuer:
    """Trusts itself: its certificate is self-signed, or by the authority `above` it.

    Args:
        name: common name of the authority.
        begins: when it and what it issues become valid.
    """

    def __init__(
        self, name: str = "Simulated staff authority", begins: datetime = _FROM, above: VirtualIssuer | None = None
    ) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        self._begins = begins
        self.certificate = (above or self)._certify(self)

    def authority(self, name: str) -> VirtualIssuer:
        """Another one, whose certificate is by this one."""
        return VirtualIssuer(name, self._begins, above=self)

    def _certify(self, authority: VirtualIssuer) -> x509.Certificate:
        public = authority._key.public_key()
        builder = self._builder(authority._name, public, 20 * _YEAR)
        if authority is not self:
            by = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
            builder = builder.add_extension(by, critical=False)
        return (
            builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(self._key, SHA256())
        )

    def issue(
        self,
        subject: str,
        key: CardKey,
        *,
        card_uuid: UUID | None = None,
        lasts: timedelta = 10 * _YEAR,
        signs: bool = True,
        purpose: ObjectIdentifier = ExtendedKeyUsageOID.CLIENT_AUTH,
    ) -> x509.Certificate:
        """A certificate for PIV authentication. `signs`: its usage has digital signatures."""
        urn = x509.UniformResourceIdentifier((card_uuid or uuid4()).urn)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return (
            self._builder(_named(subject), key.public_key(), lasts)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=signs), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(x509.SubjectAlternativeName([urn]), critical=False)
            .add_extension(authority, critical=False)
            .sign(self._key, SHA256())
        )

    def revocation_list(self, *revoked: x509.Certificate, lasts: timedelta = 10 * _YEAR) -> bytes:
        """PEM."""
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self._name, last_update=self._begins, next_update=self._begins + lasts
        )
        for certificate in revoked:
            entry = x509.RevokedCertificateBuilder(certificate.serial_number, self._begins).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self._key, SHA256()).public_bytes(Encoding.PEM)

    def write_trust(self, directory: Path, *allowed: x509.Certificate, roles: str = "") -> dict[str, Path]:
        """What a terminal that trusts this authority, and allows these cards, has: its options by name. `roles`: what
        each may be used for, as the list has it."""
        ca_file, allowed_file = directory / "staff-ca.pem", directory / "staff-allowed.txt"
        ca_file.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        lines = [f"sha256:{certificate.fingerprint(SHA256()).hex()} {roles}\n" for certificate in allowed]
        allowed_file.write_text("# cards that may serve this terminal\n" + "".join(lines), "ascii")
        return {"ca_file": ca_file, "allowed_file": allowed_file}

    def _builder(
        self, subject: x509.Name, public: CertificatePublicKeyTypes, lasts: timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._begins)
            .not_valid_after(self._begins + lasts)
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs: bool = False, signs_certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_agreement=not signs and not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        encipher_only=False,
        decipher_only=False,
    )
