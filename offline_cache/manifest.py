"""What lies on removable media beside exported envelopes: a signed list, which terminal and gateway both read.

An export is a folder: `manifest.json`, `manifest.sig`, `terminal.pem`, and per item `ID.envelope` (the wire form) and,
where it has large attachments, `ID.chunks` (their ciphertext, one chunk after the other in the header's order). The
manifest is canonical JSON; its signature is ECDSA on P-256 with SHA-256 (FIPS 186-5), in DER, by the key of the
terminal's certificate (X.509, PEM), which comes with it.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from offline_cache.errors import SealError

FORMAT = 1
MANIFEST_FILE = "manifest.json"
SIGNATURE_FILE = "manifest.sig"
CERTIFICATE_FILE = "terminal.pem"
MANIFEST_LIMIT_BYTES = 64 * 1024 * 1024
_FILE_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(envelope|chunks)")
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the export: name, size in bytes, SHA-256 in lower-case hexadecimal."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """One item. `signature` is the terminal's over the request that would hand it over; "" = none."""

    id: str
    channel: str
    digest: str
    signature: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`exported_at` is an aware time in ISO 8601, by the terminal's clock."""

    terminal_id: str
    exported_at: str
    items: tuple[Exported, ...]

    def to_bytes(self) -> bytes:
        record = asdict(self) | {"format": FORMAT}
        return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")

    @classmethod
    def parse(cls, data: bytes) -> "Manifest":
        """Raises SealError `export.manifest`, for what no terminal wrote."""
        try:
            record = cast("dict[str, Any]", json.loads(data))
            if record["format"] != FORMAT:
                raise SealError("export.manifest", data={"part": "format"})
            datetime.fromisoformat(record["exported_at"])
            items = tuple(
                Exported(
                    str(item["id"]), str(item["channel"]), str(item["digest"]), str(item["signature"]),
                    tuple(_part(part) for part in item["parts"]),
                )
                for item in record["items"]
            )  # fmt: skip
            return cls(str(record["terminal_id"]), record["exported_at"], items)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise SealError("export.manifest") from error


def sign(manifest: bytes, key_pem: bytes) -> bytes:
    """Sign with the key of the terminal's certificate. Raises SealError `seal.terminal_key` for one that is none."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(key_pem, None)
    except (ValueError, TypeError) as error:
        raise SealError("seal.terminal_key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealError("seal.terminal_key")
    return key.sign(manifest, ec.ECDSA(hashes.SHA256()))


def read_signed(folder: Path, ca_pem: bytes) -> Manifest:
    """The manifest of an export, once its signature, its certificate and its issuer are found to be right.

    The certificate must have been valid when the export was made: a terminal that was cut off for long may have
    outlived its own.

    Raises:
        SealError: `export.manifest`, `export.certificate`, `export.signature`.
        OSError: a file cannot be read.
    """
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    signed = read_limited(folder / MANIFEST_FILE, MANIFEST_LIMIT_BYTES)
    manifest = Manifest.parse(signed)
    try:
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE_FILE).read_bytes())
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(ca_pem))
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise SealError("export.certificate") from error
    exported_at = datetime.fromisoformat(manifest.exported_at)
    if (
        [name.value for name in names] != [manifest.terminal_id]
        or exported_at.tzinfo is None
        or not certificate.not_valid_before_utc <= exported_at <= certificate.not_valid_after_utc
    ):
        raise SealError("export.certificate")
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise SealError("export.certificate")
    try:
        public.verify((folder / SIGNATURE_FILE).read_bytes(), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise SealError("export.signature") from error
    return manifest


def is_whole(folder: Path, part: Part) -> bool:
    """Whether a file of the export is there as the manifest lists it. Raises OSError."""
    path = folder / part.file
    if not path.is_file() or path.stat().st_size != part.size:
        return False
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            hasher.update(piece)
    return hasher.hexdigest() == part.sha256


def read_limited(path: Path, limit_bytes: int) -> bytes:
    """The file. Raises SealError `export.manifest` when it is longer than that; OSError."""
    with path.open("rb") as file:
        data = file.read(limit_bytes + 1)
    if len(data) > limit_bytes:
        raise SealError("export.manifest", data={"part": "size"})
    return data


def _part(record: dict[str, Any]) -> Part:
    part = Part(str(record["file"]), int(record["size"]), str(record["sha256"]))
    if not _FILE_NAME.fullmatch(part.file):  # nothing outside the folder
        raise ValueError("file")
    return part
