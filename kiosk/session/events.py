"""What reaches a session: the answers of devices, cache and platform here, what the person does in `person_events`.

Every event carries the stamp of the session and step it was meant for; `advance` drops those meant for an earlier one.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from drivers.contract.value import Value
from kiosk.session.model import PageRead, Receipt, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from drivers.contract.device import DeviceStatus
    from drivers.contract.document import PageLook, ScannedPage
    from drivers.contract.face import FaceLook
    from drivers.contract.id_card import IdentityCard
    from drivers.contract.receipt_printer import PrintResult
    from drivers.contract.smart_card import SocialSecurityCard, StaffCard, StaffIdentity
    from kiosk.paper.page_print import PagePrint
    from kiosk.platform.certificate_code import CertificateCode
    from kiosk.platform.schema import CertificateIssued, PrefillAnswer, QrIdentity, StaffApproval, SubmissionStatus
    from kiosk.session.collection import DoorPhase, Waiting
    from kiosk.session.shift import Suspect, Thing


class Scope(StrEnum):
    """How fresh an event has to be to be heard."""

    STEP = "step"  # meant for the step it was stamped in
    SESSION = "session"  # meant for the person, whatever page came since
    TERMINAL = "terminal"  # meant for whoever is there


class Timer(StrEnum):
    IDLE = "idle"  # nobody touched anything
    WARNING = "warning"  # "are you still there?" ran out
    STEP = "step"  # the step's own limit


class Event(Value):
    scope: ClassVar[Scope] = Scope.STEP

    stamp: Stamp


# ---- answers -------------------------------------------------------------------------------------------------------


class TimedOut(Event):
    timer: Timer


class CardRead(Event):
    card: IdentityCard
    at: datetime


class SocialSecurityCardRead(Event):
    card: SocialSecurityCard


class CodeScanned(Event):
    """`session_id` is for whoever shows a code on the start page, and so begins a session."""

    payload: bytes = field(repr=False)
    session_id: str = ""


class CodeVerified(Event):
    """The platform vouches for whom an e-ID code stands for."""

    answer: QrIdentity = field(repr=False)
    at: datetime


class StaffCardRead(Event):
    card: StaffCard


class StaffArrived(Event):
    """A staff card was put in without having been asked for. `session_id` is for whoever begins a session by it."""

    session_id: str


class StaffVerified(Event):
    """The PIN was right, and the card holds its certificate's key."""

    identity: StaffIdentity
    at: datetime


class StaffApproved(Event):
    approval: StaffApproval


class ReceiptFound(Event):
    """What a scanned receipt stands for; None: no terminal signed it."""

    receipt: Receipt | None


class CertificateRead(Event):
    """What a scanned certificate's code says; None: the platform did not sign it."""

    certificate: CertificateCode | None


class FaceLooked(Event):
    look: FaceLook
    engine: str
    at: datetime


class PageSeen(Event):
    """What the document camera saw, when it is something else than before; a page that was taken comes with it."""

    look: PageLook


class PagesScanned(Event):
    pages: tuple[ScannedPage, ...] = field(repr=False)


class PaperRead(Event):
    """What a page seems to say; heard whatever page is shown by then."""

    scope: ClassVar[Scope] = Scope.SESSION

    read: PageRead


class PaperUnread(Event):
    """Pages that were to be read will not be."""

    scope: ClassVar[Scope] = Scope.SESSION

    code: str


class Prefilled(Event):
    answer: PrefillAnswer = field(repr=False)


class PrefillFailed(Event):
    code: str


class PickupsFound(Event):
    """What waits for this person. `is_complete`: as the platform says; else as this terminal knows by itself."""

    found: tuple[Waiting, ...]
    is_complete: bool


class RoomFound(Event):
    """Where the original that is due may be put; "" = nowhere now."""

    cell: str


class OriginalShown(Event):
    """It is recorded that this original was photographed."""

    original: str


class OrderClaimed(Event):
    """Nobody else can take what was chosen now. `claim_id` "" = the platform was not there to be asked."""

    claim_id: str


class DoorSeen(Event):
    """How far a door is. `code` says why it is not as it should be."""

    cell: str
    phase: DoorPhase
    code: str = ""


class CabinetSurveyed(Event):
    """What there is to do for staff. `is_complete`: as the platform says; else as this terminal knows by itself."""

    overdue: tuple[Thing, ...]
    suspects: tuple[Suspect, ...]
    is_complete: bool


class ThingFound(Event):
    """What a scanned parcel is, and by least size which free cells take it."""

    thing: Thing
    rooms: Mapping[str, tuple[str, ...]]


class CellCleared(Event):
    """It is recorded what lies inside."""

    cell: str


class Enqueued(Event):
    """The outbox committed the sealed submission: from here it counts."""

    submission_id: str


class EnqueueFailed(Event):
    code: str


class Acknowledged(Event):
    """The platform stored the submission and told its status."""

    scope: ClassVar[Scope] = Scope.SESSION

    submission_id: str
    status: SubmissionStatus


class SendingDelayed(Event):
    """The platform cannot be reached or refused for now: no need to wait the 8 s out."""

    scope: ClassVar[Scope] = Scope.SESSION

    submission_id: str
    code: str


class ReceiptPrinted(Event):
    scope: ClassVar[Scope] = Scope.SESSION

    result: PrintResult


class CertificateFetched(Event):
    certificate: CertificateIssued = field(repr=False)


class CopyTypeset(Event):
    page: PagePrint = field(repr=False)


class PrintSeen(Event):
    """How far the page is; `page` has gone on from the session's own."""

    page: PagePrint = field(repr=False)


class DeviceFailed(Event):
    """A job of this step failed. `device` is the class: id_card, pcsc, barcode, camera, face, printer, platform, …
    `data` is for the sentence."""

    device: str
    code: str
    retryable: bool
    data: Mapping[str, str] = field(default_factory=dict[str, str])


# ---- the terminal (no session) -------------------------------------------------------------------------------------


class Broke(Event):
    """A bug showed itself. Whoever is there is told, and nothing of them is kept on the screen."""

    scope: ClassVar[Scope] = Scope.TERMINAL


class HealthChanged(Event):
    """Device states changed; meant for whoever is there."""

    scope: ClassVar[Scope] = Scope.TERMINAL

    health: Mapping[str, DeviceStatus]
