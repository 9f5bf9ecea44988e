"""HTTP message signatures (RFC 9421) over the request that hands an envelope over. Terminal and gateway both use this.

One profile only: algorithm ecdsa-p256-sha256 (RFC 9421 section 3.3.4) by the key of the terminal's certificate, over
method, path, media type and Content-Digest. Host and time of sending are not covered: the signature is made once, when
the submission is queued, and stays with the record. It says who handed it over, whichever way it travels.

A key is named by the SHA-256 of its SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), in lower-case hexadecimal: the
name outlives a renewed certificate. Written out rather than taken from `http-message-signatures`, which the tests check
it with: that one takes 0.4 ms to sign, and sealing may add 0.2 ms to a durable put.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from offline_cache.errors import SealError

COMPONENTS = ("@method", "@path", "content-type", "content-digest")
ALGORITHM = "ecdsa-p256-sha256"
LABEL = "terminal"
_COVERED = " ".join(f'"{name}"' for name in COMPONENTS)
_INPUT = re.compile(
    rf'{LABEL}=(\({re.escape(_COVERED)}\);created=(\d{{1,15}});keyid="([0-9a-f]{{64}})";alg="{ALGORITHM}")', re.ASCII
)
_VALUE = re.compile(rf"{LABEL}=:([A-Za-z0-9+/=]{{1,128}}):", re.ASCII)
_COORDINATE_BYTES = 32
_TEXT_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """The values of the two header fields."""

    signature_input: str
    signature: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Signature-Input": self.signature_input, "Signature": self.signature}

    def to_text(self) -> str:
        """For keeping; `from_text` reads it again."""
        return self.signature_input + _TEXT_SEPARATOR + self.signature

    @classmethod
    def from_text(cls, text: str) -> "Signature":
        signature_input, _, signature = text.partition(_TEXT_SEPARATOR)
        return cls(signature_input, signature)

    @property
    def key_id(self) -> str:
        """Which key is said to have signed; "" when that cannot be read."""
        parsed = _INPUT.fullmatch(self.signature_input)
        return parsed[3] if parsed else ""


class SignatureKey:
    """The private key of the terminal's certificate."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self.key_id = key_id_of(private.public_key())

    @classmethod
    def from_pem(cls, pem: bytes) -> "SignatureKey":
        """Raises SealError `seal.terminal_key`, unless it is an unencrypted private key on the curve P-256."""
        try:
            private = load_pem_private_key(pem, None)
        except (ValueError, TypeError) as error:
            raise SealError("seal.terminal_key") from error
        if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
            raise SealError("seal.terminal_key")
        return cls(private)

    def sign(self, method: str, path: str, headers: Mapping[str, str], *, created_s: int) -> Signature:
        """Sign a request.

        Args:
            path: as the platform's own server sees it: without the prefix that `base_url` may have.
            headers: `content-type` and `content-digest`, in lower case.
            created_s: seconds since the epoch by the terminal's clock; recorded, never judged.
        """
        parameters = f'({_COVERED});created={created_s};keyid="{self.key_id}";alg="{ALGORITHM}"'
        signed = self._private.sign(_base(method, path, headers, parameters), ec.ECDSA(hashes.SHA256()))
        value = b"".join(number.to_bytes(_COORDINATE_BYTES, "big") for number in decode_dss_signature(signed))
        return Signature(f"{LABEL}={parameters}", f"{LABEL}=:{base64.b64encode(value).decode('ascii')}:")


def verify(
    method: str, path: str, headers: Mapping[str, str], signature: Signature, public: ec.EllipticCurvePublicKey
) -> bool:
    """Whether this request was signed so by the holder of `public`. Arguments as for `SignatureKey.sign`."""
    parsed, value = _INPUT.fullmatch(signature.signature_input), _VALUE.fullmatch(signature.signature)
    if not parsed or not value or parsed[3] != key_id_of(public):
        return False
    try:
        numbers = base64.b64decode(value[1], validate=True)
        r, s = numbers[:_COORDINATE_BYTES], numbers[_COORDINATE_BYTES:]
        if len(s) != _COORDINATE_BYTES:
            return False
        encoded = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
        public.verify(encoded, _base(method, path, headers, parsed[1]), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, UnicodeEncodeError):
        return False
    return True


def key_id_of(public: ec.EllipticCurvePublicKey) -> str:
    """The name of a key."""
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _base(method: str, path: str, headers: Mapping[str, str], parameters: str) -> bytes:
    """The signature base (RFC 9421 section 2.5)."""
    values = {"@method": method, "@path": path} | dict(headers)
    lines = [f'"{name}": {values.get(name, "").strip()}' for name in COMPONENTS]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode("ascii")
