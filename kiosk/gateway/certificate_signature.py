"""The issuer's signature on a certificate: PAdES (ETSI EN 319 142-1) baseline B, as a certification that forbids any
later change. The key's certificate is for signing documents (RFC 9336)."""

from collections.abc import Callable
from io import BytesIO
from typing import cast

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from kiosk.gateway.paths import GatewayPaths

_FIELD = "Issuer"
_load = cast("Callable[[str, str], signers.SimpleSigner | None]", signers.SimpleSigner.load)  # pyright: ignore[reportUnknownMemberType]
_sign = cast("Callable[..., BytesIO]", signers.sign_pdf)  # pyright: ignore[reportUnknownMemberType]


class CertificateSigner:
    """Made from the files that `pki.ensure_pki` has made."""

    def __init__(self, paths: GatewayPaths) -> None:
        """Raises ValueError: a file is missing or holds no key or certificate."""
        signer = _load(str(paths.issuer_key), str(paths.issuer_cert))
        if signer is None:
            raise ValueError(f"{paths.issuer_key.parent}: no issuer's key")
        self._signer = signer

    def sign(self, pdf: bytes, number: str) -> bytes:
        """The PDF with the issuer's signature over all of it. `number`: the certificate's, as the reason."""
        told = signers.PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm="sha256",
            reason=number,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signed = _sign(IncrementalPdfFileWriter(BytesIO(pdf)), told, self._signer)
        return signed.getvalue()
