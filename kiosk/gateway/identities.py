"""Two questions about persons: whom an e-ID code stands for, and whether staff vouch for somebody."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from kiosk.gateway.eid import EidIssuer, EidService, load_citizens
from kiosk.gateway.one_time import OneTimeRecords
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.problems import described
from kiosk.gateway.staff_codes import StaffCodes
from kiosk.platform.schema import QrIdentity, QrPresented, StaffApproval, StaffCodeGiven


@dataclass(frozen=True, slots=True)
class IdentityDesk:
    eid: EidService
    staff_codes: StaffCodes
    now: Callable[[], datetime]

    @classmethod
    def open(cls, paths: GatewayPaths, citizens_file: Path | None, now: Callable[[], datetime]) -> "IdentityDesk":
        records = OneTimeRecords(paths.one_time)
        issuer = EidIssuer.load_or_make(paths.eid_issuer_key)
        return cls(EidService(issuer, load_citizens(citizens_file), records), StaffCodes(records), now)


def routes(desk: IdentityDesk, terminal_id: Callable[[Request], Awaitable[str]]) -> APIRouter:
    """`terminal_id` says which terminal is asking, or refuses."""
    router = APIRouter(prefix="/v1")

    @router.post("/identities/qr", responses=described(400, 403, 404, 409, 410, 422, 503))
    def identity(presented: QrPresented, _terminal: Annotated[str, Depends(terminal_id)]) -> QrIdentity:  # pyright: ignore[reportUnusedFunction]
        """Redeem an e-ID token: 404 not the service's, 409 used before, 410 too old."""
        return desk.eid.redeem(presented.token, desk.now())

    @router.post("/staff-codes/redeem", responses=described(400, 403, 404, 409, 410, 422, 429, 503))
    def staff_code(given: StaffCodeGiven, terminal: Annotated[str, Depends(terminal_id)]) -> StaffApproval:  # pyright: ignore[reportUnusedFunction]
        """Redeem a code of staff for this terminal: 404 none, 409 used before, 410 too old, 429 too many wrong ones."""
        return desk.staff_codes.redeem(given.code, terminal, desk.now())

    return router
