"""Whether a certificate is genuine: the issuer's signature over the whole PDF, checked without a network."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

_DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"
"""id-kp-documentSigning (RFC 9336)."""


class NotGenuine(ValueError):
    """Its text is the code: `paper.no_pdf`, `paper.unsigned`, `paper.several_signatures`, `paper.altered`,
    `paper.untrusted`."""


@dataclass(frozen=True, slots=True)
class Genuine:
    """`number` is the certificate's, as the issuer signed it; `signed_at` is the issuer's own clock."""

    number: str
    issuer: str
    signed_at: datetime | None


def verify_certificate(pdf: bytes, authority: bytes, now: datetime) -> Genuine:
    """Check a certificate's PDF.

    Args:
        authority: PEM of the certificate authority that issuers' certificates come from.
        now: aware; when the certificate of the issuer must count.

    Raises:
        NotGenuine.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_signatures
    except (PdfError, ValueError, RecursionError) as error:
        raise NotGenuine("paper.no_pdf") from error
    if not signatures:
        raise NotGenuine("paper.unsigned")
    if len(signatures) > 1:
        raise NotGenuine("paper.several_signatures")
    roots: list[Any] = [*load_certs_from_pemder_data(authority)]
    trust = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=now)
    usage = KeyUsageConstraints(key_usage={"digital_signature"}, extd_key_usage={_DOCUMENT_SIGNING})
    try:
        status = validate_pdf_signature(signatures[0], trust, key_usage_settings=usage)
    except (PdfError, SignatureValidationError, ValueError) as error:
        raise NotGenuine("paper.altered") from error
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and whole and status.modification_level is ModificationLevel.NONE):
        raise NotGenuine("paper.altered")
    if not status.bottom_line:
        raise NotGenuine("paper.untrusted")
    signature: Any = signatures[0].sig_object  # a PDF dictionary; its certificate below is asn1crypto's: both untyped
    signer: Any = status.signing_cert
    return Genuine(str(signature.get("/Reason", "")), signer.subject.human_friendly, status.signer_reported_dt)


def main(authority_file: str) -> int:
    """Exit code 0 when the PDF on standard input is genuine (`kiosk.paper.page_desk`)."""
    try:
        verify_certificate(sys.stdin.buffer.read(), Path(authority_file).read_bytes(), datetime.now(UTC))
    except NotGenuine:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
