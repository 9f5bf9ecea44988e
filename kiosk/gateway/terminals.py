"""Who may speak: terminals whose key was enrolled. A certificate of our authority alone is not enough.

A key is named as in `offline_cache.signing`. The table is asked at most every few seconds per key, so a revoked
terminal is out within those, also on a connection that it keeps open.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509.oid import NameOID

from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Enrolled, Store
from offline_cache.signing import Signature, key_id_of, verify

KNOWN_FOR_S = 5.0


class Terminals:
    """The enrolled terminals of a store."""

    def __init__(self, store: Store, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Enrolled, float]] = {}

    def enrol(self, terminal_id: str, certificate: bytes, at: datetime) -> None:
        """Let a terminal in by its certificate (PEM). Raises ValueError when its key is none on P-256."""
        public = _public_key(x509.load_pem_x509_certificate(certificate))
        if public is None:
            raise ValueError("the key is none on P-256")
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self._store.enrol(key_id_of(public), Enrolled(terminal_id, spki), at)

    def revoke(self, terminal_id: str, at: datetime) -> None:
        """Let a terminal in no more."""
        self._store.revoke(terminal_id, at)
        with self._lock:
            self._known.clear()

    def recent(self, key_id: str) -> Enrolled | None:
        """Whose key this is, if it was asked a few seconds ago. Touches no store."""
        with self._lock:
            found, until_s = self._known.get(key_id, (None, 0.0))
        return found if self._monotonic() < until_s else None

    def known(self, key_id: str) -> Enrolled | None:
        """Whose key this is, if it is enrolled. Raises StoreUnavailable."""
        if found := self.recent(key_id):
            return found
        found = self._store.enrolled(key_id)
        with self._lock:
            if found is None:
                self._known.pop(key_id, None)
            else:
                self._known[key_id] = found, self._monotonic() + KNOWN_FOR_S
        return found

    def check_signature(
        self, method: str, path: str, headers: Mapping[str, str], signature: Signature, terminal_id: str
    ) -> None:
        """Verify that this terminal signed the request, with a key that it has or had.

        Raises:
            Refusal: 400.
        """
        if not signature.signature_input or not signature.signature:
            raise Refusal(400, "envelope.signature", {"reason": "missing"})
        signer = self.known(signature.key_id) if signature.key_id else None
        if signer is None or signer.terminal_id != terminal_id:
            raise Refusal(400, "envelope.signature", {"reason": "key"})
        public = load_der_public_key(signer.public_key)
        if not isinstance(public, ec.EllipticCurvePublicKey) or not verify(method, path, headers, signature, public):
            raise Refusal(400, "envelope.signature", {"reason": "mismatch"})


def key_id_of_certificate(der: bytes) -> str:
    """The name of a certificate's key; "" when it is none on P-256."""
    public = _public_key(x509.load_der_x509_certificate(der))
    return key_id_of(public) if public is not None else ""


def common_name_of(certificate: bytes) -> str:
    """A PEM certificate's only common name. Raises ValueError."""
    names = x509.load_pem_x509_certificate(certificate).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if len(names) != 1:
        raise ValueError("one common name is needed")
    return str(names[0].value)


def _public_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey | None:
    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
        return public
    return None
