"""Asking the platform: documents to keep, keys, prefill, status. What is queued goes another way (`offline_cache`).

Has the shape of a device, so that it lives on a `DeviceWorker` thread like one; but its requests raise `PlatformError`.
"""

from __future__ import annotations

import base64
import contextlib
import time
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.errors import PlatformError
from kiosk.platform.custody import (
    ClaimAsked,
    ClaimGranted,
    ClaimReleased,
    OverdueParcels,
    PickupsAsked,
    PickupsWaiting,
    StockItem,
)
from kiosk.platform.schema import (
    ISSUED_AT_HEADER,
    SIGNATURE_HEADER,
    CertificateAsked,
    CertificateIssued,
    PlatformKeys,
    PrefillAnswer,
    PrefillRequest,
    QrIdentity,
    QrPresented,
    StaffApproval,
    StaffCodeGiven,
    SubmissionStatus,
)
from offline_cache.errors import LinkError
from offline_cache.reference import Kind, Reference

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from kiosk.platform.references import TerminalKeys
    from offline_cache.signing import SignatureKey
    from offline_cache.transport import Answer, Transport

_Message = TypeVar("_Message", bound=BaseModel)
_WORTH_RETRYING = frozenset({408, 425, 429})
_DOCUMENTS = {
    Kind.CATALOGUE: "/v1/catalogue",
    Kind.TEXTS: "/v1/texts",
    Kind.VOUCHERS: "/v1/vouchers",
    Kind.REVOCATIONS: "/v1/revocations",
    Kind.TERMINALS: "/v1/terminals/keys",
}


_FAILURES = {"link.garbage": "platform.garbage", "link.clock": "platform.clock"}


class PlatformClient:
    """Every request raises PlatformError: `platform.unreachable` (no answer, or a certificate that does not fit),
    `platform.clock` (it does not fit because our clock is wrong; `data["offset_s"]` is the true time minus ours),
    `platform.refused` (`data["status"]` is the HTTP status), `platform.garbage` (an answer that makes no sense)."""

    def __init__(self, transport: Transport) -> None:
        """`transport` stays its maker's: it is not closed here."""
        self._transport = transport

    def open(self) -> None:
        """Nothing to open: the first request connects."""

    def close(self) -> None:
        """Nothing to close: the transport is shared."""

    def status(self) -> DeviceStatus:
        """One round trip. Raises nothing: the state says it.

        `details["clock_offset_min"]` is the platform's clock minus ours in minutes, when that is not 0.
        """
        try:
            self._ask("GET", "/v1/ping")
        except PlatformError as error:
            offset_s = error.data.get("offset_s")
            details = {} if offset_s is None else {"clock_offset_min": str(round(float(offset_s) / 60))}
            return DeviceStatus(DeviceState.OFFLINE, error.code, details)
        offset_min = round((self._transport.clock_offset_s or 0.0) / 60)
        return DeviceStatus(DeviceState.ONLINE, details={"clock_offset_min": str(offset_min)} if offset_min else {})

    def keys(self) -> PlatformKeys:
        """The platform's current public keys."""
        return _read(self._ask("GET", "/v1/keys"), PlatformKeys)

    def announce(self, terminal_id: str, keys: TerminalKeys, signature_key: SignatureKey) -> None:
        """Tell the platform the public keys of this terminal's own making, signed with its certificate's key."""
        from offline_cache.transport import content_digest

        path, body = f"/v1/terminals/{terminal_id}/keys", keys.model_dump_json().encode()
        covered = {"content-type": "application/json", "content-digest": content_digest(body)}
        signature = signature_key.sign("PUT", path, covered, created_s=int(time.time()))
        self._ask("PUT", path, body, headers=signature.headers)

    def document(self, kind: Kind, known_version: str = "") -> Reference | None:
        """A document as issued (`kiosk.platform.references`), or None when `known_version` is in force still.

        Nothing is verified here: that is the `ReferenceCache`'s.
        """
        headers = {"If-None-Match": f'"{known_version}"'} if known_version else {}
        answer = self._ask("GET", _DOCUMENTS[kind], headers=headers)
        if answer.status == 304:
            return None
        received = answer.headers
        return Reference(
            kind,
            version=received.get("etag", "").strip('"'),
            issued_at=received.get(ISSUED_AT_HEADER.lower(), ""),
            signature=received.get(SIGNATURE_HEADER.lower(), ""),
            body=answer.body,
        )

    def prefill(self, request: PrefillRequest) -> PrefillAnswer:
        """What the platform knows of a person who consented and was recognised."""
        body = request.model_dump_json().encode()
        return _read(self._ask("POST", "/v1/prefill", body), PrefillAnswer)

    def identity_of(self, token: str) -> QrIdentity:
        """Whom an e-ID code stands for. Raises `identity.qr_…`: unknown, used, expired, offline (cannot be asked)."""
        body = QrPresented(token=token).model_dump_json().encode()
        with _meaning(_QR_REFUSED, offline="identity.qr_offline"):
            identity = _read(self._ask("POST", "/v1/identities/qr", body), QrIdentity)
            try:
                base64.b64decode(identity.portrait_jpeg, validate=True)
            except ValueError:
                raise PlatformError("platform.garbage") from None
            return identity

    def redeem_staff_code(self, code: str) -> StaffApproval:
        """Raises `staff_code.…`: unknown, used, expired, locked (too many wrong ones), offline (cannot be asked)."""
        body = StaffCodeGiven(code=code).model_dump_json().encode()
        with _meaning(_STAFF_CODE_REFUSED, offline="staff_code.offline"):
            return _read(self._ask("POST", "/v1/staff-codes/redeem", body), StaffApproval)

    def pickups(self, identity_number: str) -> PickupsWaiting:
        """What waits for an identified person, here and at other terminals."""
        body = PickupsAsked(identity_number=identity_number).model_dump_json().encode()
        return _read(self._ask("POST", "/v1/pickups", body), PickupsWaiting)

    def claim_pickup(self, order_number: str, claim_id: str, identity_number: str) -> ClaimGranted:
        """Hold an order before the first door opens; nobody else can take it then.

        Args:
            claim_id: a UUID of one's own; the same again holds it for longer.

        Raises:
            PlatformError: `pickup.unknown` (not this person's), `pickup.claimed` (somebody is taking it, took it, or it
                lies elsewhere), `pickup.expired`; `pickup.offline`: the platform cannot be asked, vouchers decide.
        """
        body = ClaimAsked(claim_id=claim_id, identity_number=identity_number).model_dump_json().encode()
        with _meaning(_CLAIM_REFUSED, offline="pickup.offline"):
            return _read(self._ask("POST", f"/v1/pickups/{order_number}/claim", body), ClaimGranted)

    def release_pickup(self, order_number: str, claim_id: str) -> None:
        """Give a claim back of which nothing was taken. Twice is fine."""
        body = ClaimReleased(claim_id=claim_id).model_dump_json().encode()
        self._ask("POST", f"/v1/pickups/{order_number}/release", body)

    def stock_item(self, parcel: str) -> StockItem:
        """What staff have scanned. Raises `stock.unknown` (no order has it), `stock.offline` (cannot be asked)."""
        with _meaning(_STOCK_REFUSED, offline="stock.offline"):
            return _read(self._ask("GET", f"/v1/stock/{quote(parcel, safe='')}"), StockItem)

    def overdue(self) -> OverdueParcels:
        """What lies in this terminal's cells for longer than it is kept."""
        return _read(self._ask("GET", "/v1/overdue"), OverdueParcels)

    def certificate(self, submission_id: str, identity_number: str) -> CertificateIssued:
        """What was approved, as a signed PDF, for the applicant who stands here."""
        body = CertificateAsked(identity_number=identity_number).model_dump_json().encode()
        issued = _read(self._ask("POST", f"/v1/submissions/{submission_id}/certificate", body), CertificateIssued)
        try:
            base64.b64decode(issued.pdf, validate=True)
        except ValueError:
            raise PlatformError("platform.garbage") from None
        return issued

    def submission_status(self, submission_id: str) -> SubmissionStatus:
        """What became of a submission; refused with status 404 while the platform does not have it."""
        return _read(self._ask("GET", f"/v1/submissions/{submission_id}"), SubmissionStatus)

    def _ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        try:
            answer = self._transport.request(method, path, body=body, headers=headers)
        except LinkError as error:
            code = _FAILURES.get(error.code, "platform.unreachable")
            raise PlatformError(code, retryable=error.retryable, data={"link": error.code, **error.data}) from error
        if answer.status >= 400:
            retryable = answer.status >= 500 or answer.status in _WORTH_RETRYING
            raise PlatformError("platform.refused", retryable=retryable, data={"status": answer.status})
        if answer.status not in (200, 204, 304):
            raise PlatformError("platform.garbage", data={"status": answer.status})
        return answer


_QR_REFUSED = {
    404: "identity.qr_unknown",
    409: "identity.qr_used",
    410: "identity.qr_expired",
    422: "identity.qr_unknown",
}
_CLAIM_REFUSED = {
    404: "pickup.unknown",
    409: "pickup.claimed",
    410: "pickup.expired",
}
_STOCK_REFUSED = {404: "stock.unknown", 422: "stock.unknown"}
_STAFF_CODE_REFUSED = {
    404: "staff_code.unknown",
    409: "staff_code.used",
    410: "staff_code.expired",
    422: "staff_code.unknown",
    429: "staff_code.locked",
}


@contextlib.contextmanager
def _meaning(refused: Mapping[int, str], *, offline: str) -> Generator[None]:
    """Errors as they concern the code that was shown: by HTTP status; `offline` for every other one."""
    try:
        yield
    except PlatformError as error:
        status = error.data.get("status")
        code = refused.get(status, offline) if isinstance(status, int) else offline
        raise PlatformError(code, data=error.data) from error


def _read(answer: Answer, message: type[_Message]) -> _Message:
    try:
        return message.model_validate_json(answer.body)
    except ValidationError:  # not chained: its text quotes what was received
        raise PlatformError("platform.garbage", data={"status": answer.status}) from None
