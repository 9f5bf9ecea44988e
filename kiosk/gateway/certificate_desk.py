"""Certificates for whoever applied: worded, set and signed when a terminal asks, with a line in the audit log."""

import base64
import threading
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request

from kiosk.gateway import certificates, office
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import KeyRing
from kiosk.gateway.problems import described
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Store
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import CertificateAsked, CertificateIssued

if TYPE_CHECKING:
    from kiosk.gateway.certificate_signature import CertificateSigner

SHEETS = 1
_REFUSED = {"unknown": 404, "no_certificate": 404, "not_approved": 409}


class CertificateDesk:
    """From any thread. Typesetter and signer come with the first certificate: most gateways of a test issue none."""

    def __init__(
        self,
        paths: GatewayPaths,
        store: Store,
        items: Mapping[str, ServiceItem],
        keys: KeyRing,
        now: Callable[[], datetime],
    ) -> None:
        self._paths = paths
        self._store = store
        self._items = items
        self._keys = keys
        self._now = now
        self._one_at_a_time = threading.Lock()
        self._signer: CertificateSigner | None = None

    def issue(self, submission_id: str, identity_number: str, terminal_id: str) -> CertificateIssued:
        """For the applicant alone; again: the same. Raises Refusal 404 `certificate.unknown` (there is none, or it is
        somebody else's), `certificate.no_certificate`, 409 `certificate.not_approved`; StoreUnavailable."""
        now = self._now()
        today = certificates.china_day(now)
        try:
            made = self._store.change(
                lambda execute: certificates.issue(execute, submission_id, identity_number, self._items, today)
            )
        except certificates.NotIssuable as error:
            raise Refusal(_REFUSED[str(error)], f"certificate.{error}") from None
        office.note(self._paths.audit, "certificate", submission_id, f"asked for at {terminal_id}")
        pdf = self._signed(made, now)
        encoded = base64.b64encode(pdf).decode("ascii")
        return CertificateIssued(number=made.number, special=made.special, sheets=SHEETS, pdf=encoded)

    def _signed(self, made: certificates.Certificate, now: datetime) -> bytes:
        from kiosk.gateway.certificate_pages import as_pdf
        from kiosk.gateway.certificate_signature import CertificateSigner

        with self._one_at_a_time:
            self._signer = self._signer or CertificateSigner(self._paths)
            return self._signer.sign(as_pdf(made, made.code(self._keys.receipt.sign), now), made.number)


def routes(desk: CertificateDesk, terminal_id: Callable[[Request], Awaitable[str]]) -> APIRouter:
    """`terminal_id` says which terminal is asking, or refuses."""
    router = APIRouter(prefix="/v1")

    @router.post("/submissions/{id}/certificate", responses=described(400, 403, 404, 409, 422, 503))
    def issue(  # pyright: ignore[reportUnusedFunction]
        submission_id: Annotated[UUID, Path(alias="id")],
        asked: CertificateAsked,
        terminal: Annotated[str, Depends(terminal_id)],
    ) -> CertificateIssued:
        """What was approved, as a signed PDF for paper: 404 none, or somebody else's, 409 not approved."""
        return desk.issue(str(submission_id), asked.identity_number, terminal)

    return router
