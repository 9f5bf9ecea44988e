"""A demo person's certificate, as the platform would issue it, by an issuer that exists for this one file alone."""

from __future__ import annotations

import base64
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.persons import load_persons
from config.settings import Settings

if TYPE_CHECKING:
    from kiosk.platform.schema import Application

SAMPLE_ITEM = "GA-WFZJL"
_ID = "019aa9a4-7d3c-7b6e-9d47-3f0c5a4e8b21"
_ACCEPTANCE_NUMBER = "440304261122000386"


def write_sample_certificate(settings: Settings, language: str, out: Path) -> None:
    """`out` ends in .png: a picture of it; else the signed PDF. Raises OSError."""
    from kiosk.gateway.catalogue import publish
    from kiosk.gateway.certificate_pages import as_pdf, as_png
    from kiosk.gateway.certificate_signature import CertificateSigner
    from kiosk.gateway.certificates import china_day, worded
    from kiosk.gateway.paths import GatewayPaths
    from kiosk.gateway.pki import ensure_pki
    from kiosk.gateway.platform_keys import ensure_keys

    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="kiosk-sample-") as folder:
        paths = GatewayPaths(Path(folder))
        ensure_pki(paths, (), now)
        item = publish(settings.paths.catalogue_dir).items[SAMPLE_ITEM]
        certificate = worded(_application(settings, language, now), item, _ACCEPTANCE_NUMBER, china_day(now))
        code = certificate.code(ensure_keys(paths).receipt.sign)
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.suffix == ".png":
            out.write_bytes(as_png(certificate, code, now))
        else:
            out.write_bytes(CertificateSigner(paths).sign(as_pdf(certificate, code, now), certificate.number))


def _application(settings: Settings, language: str, now: datetime) -> Application:
    from kiosk.platform.schema import Applicant, Application, Signature

    person = load_persons()[settings.simulation.person]
    return Application(
        id=_ID,
        item_code=SAMPLE_ITEM,
        item_version=1,
        applicant=Applicant(name=person.name, identity_number=person.number, card_kind=person.kind),
        values={},
        sources={},
        materials=(),
        signature=Signature(png_base64=base64.b64encode(b"").decode(), strokes=0, signed_at=now),
        language=language,
        terminal_id=settings.terminal.id,
        created_at=now,
    )
