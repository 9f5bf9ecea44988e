"""Who of the staff a certificate is: its chain, use and dates, the list of those allowed, the list of those revoked.

The files are read at every check: what an administrator changes holds from the next card on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from drivers.contract.smart_card import StaffCard, StaffRole
from drivers.errors import DeviceError, MediaError

_PURPOSES = frozenset(
    {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SMARTCARD_LOGON, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
)
_UUID_URN = "urn:uuid:"


class StaffTrust:
    """Decides whether a certificate belongs to somebody who may serve this terminal.

    Args:
        ca_file: PEM: the authorities that are trusted (self-signed), and those between them and the cards.
        allowed_file: one card a line, `sha256:` and its certificate's fingerprint or `uuid:` and the card's UUID, then
            what it may be used for (`StaffRole`; nothing = to confirm persons); `#` begins a comment. Who is not in it
            is not allowed, and a word that is no role allows nothing.
        crl_file: revocation list (PEM) of the authority that issues the cards; None = none is kept.
        is_revoked: asked besides, for lists kept elsewhere, with the SHA-256 (hexadecimal) of the certificate's
            SubjectPublicKeyInfo.
        now: the time of day.

    Without `ca_file` or `allowed_file` nobody is let in.
    """

    def __init__(
        self,
        ca_file: Path | None,
        allowed_file: Path | None,
        crl_file: Path | None = None,
        *,
        is_revoked: Callable[[str], bool] = lambda _: False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ca_file = ca_file
        self._allowed_file = allowed_file
        self._crl_file = crl_file
        self._is_revoked = is_revoked
        self._now = now

    def check(self, certificate: x509.Certificate, tries_left: int | None) -> StaffCard:
        """Raises MediaError `pcsc.certificate_expired`, `pcsc.certificate_early`, `pcsc.chain`, `pcsc.usage`,
        `pcsc.not_allowed`, `pcsc.revoked`, `pcsc.crl_stale`; DeviceError `pcsc.trust_unreadable` naming the setting.
        """
        now = self._now()
        if now > certificate.not_valid_after_utc:
            raise MediaError("pcsc.certificate_expired", retryable=False)
        if now < certificate.not_valid_before_utc:
            raise MediaError("pcsc.certificate_early", retryable=False)
        authorities = self._authorities()
        _check_chain(certificate, authorities, now)
        _check_usage(certificate)
        fingerprint, card_uuid, allowed = _fingerprint(certificate), _card_uuid(certificate), self._allowed()
        roles = [allowed[name] for name in (f"sha256:{fingerprint}", f"uuid:{card_uuid}") if name in allowed]
        if not roles:
            raise MediaError("pcsc.not_allowed", retryable=False)
        if self._on_crl(certificate, authorities, now) or self._is_revoked(_key_digest(certificate)):
            raise MediaError("pcsc.revoked", retryable=False)
        return StaffCard(
            _subject(certificate), card_uuid, fingerprint, tries_left, frozenset[StaffRole]().union(*roles)
        )

    def _authorities(self) -> list[x509.Certificate]:
        content = _content(self._ca_file, "ca_file")
        try:
            return x509.load_pem_x509_certificates(content) if content else []
        except ValueError:
            raise _unreadable("ca_file") from None

    def _allowed(self) -> Mapping[str, frozenset[StaffRole]]:
        """Every card of the list, and its roles."""
        lines = _content(self._allowed_file, "allowed_file").decode("utf-8", "replace").splitlines()
        entries = [words for line in lines if (words := line.partition("#")[0].lower().split())]
        return {card: _roles(words) for card, *words in entries}

    def _on_crl(self, certificate: x509.Certificate, authorities: list[x509.Certificate], now: datetime) -> bool:
        """A list that is too old, or not from the card's authority, says nothing: nobody is let in on its word."""
        if self._crl_file is None:
            return False
        try:
            crl = x509.load_pem_x509_crl(_content(self._crl_file, "crl_file"))
        except ValueError:
            raise _unreadable("crl_file") from None
        if crl.issuer != certificate.issuer or not any(_signed(crl, authority) for authority in authorities):
            raise _unreadable("crl_file")
        if crl.next_update_utc is None or now > crl.next_update_utc:
            raise MediaError("pcsc.crl_stale", retryable=False)
        return crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None


def _check_chain(certificate: x509.Certificate, authorities: list[x509.Certificate], now: datetime) -> None:
    roots = [authority for authority in authorities if authority.issuer == authority.subject]
    between = [authority for authority in authorities if authority.issuer != authority.subject]
    if not roots:
        raise MediaError("pcsc.chain", retryable=False, data={"trusted": 0})
    policy = (
        PolicyBuilder()
        .store(Store(roots))
        .time(now)
        .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all())
    )
    try:
        policy.build_client_verifier().verify(certificate, between)
    except VerificationError:
        raise MediaError("pcsc.chain", retryable=False, data={"trusted": len(roots)}) from None


def _check_usage(certificate: x509.Certificate) -> None:
    """RFC 5280 4.2.1.3 and 4.2.1.12: for signatures, and, where purposes are named, for showing who one is."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        fits = usage.digital_signature
    except x509.ExtensionNotFound:
        fits = False
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        fits = fits and not _PURPOSES.isdisjoint(purposes)
    except x509.ExtensionNotFound:
        pass
    if not fits:
        raise MediaError("pcsc.usage", retryable=False)


def _signed(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    try:
        return crl.issuer == authority.subject and crl.is_signature_valid(authority.public_key())  # pyright: ignore[reportArgumentType] - keys that cannot sign raise
    except TypeError:
        return False


def _subject(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _card_uuid(certificate: x509.Certificate) -> str:
    """FIPS 201-2: the card's UUID is a URN among the alternative names."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    for uri in names.get_values_for_type(x509.UniformResourceIdentifier):
        try:
            return str(UUID(uri.removeprefix(_UUID_URN))) if uri.startswith(_UUID_URN) else ""
        except ValueError:
            continue
    return ""


def _roles(words: list[str]) -> frozenset[StaffRole]:
    return frozenset(role for role in StaffRole if role in words) if words else frozenset({StaffRole.CONFIRM})


def _key_digest(certificate: x509.Certificate) -> str:
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).hexdigest()


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(SHA256()).hex()


def _content(file: Path | None, setting: str) -> bytes:
    if file is None:
        return b""
    try:
        return file.read_bytes()
    except OSError:
        raise _unreadable(setting) from None


def _unreadable(setting: str) -> DeviceError:
    return DeviceError("pcsc.trust_unreadable", retryable=False, data={"setting": setting})
