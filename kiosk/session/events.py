"""All that can happen to a session. Person events come from the screen, answers from devices, cache and platform.

Every event carries the stamp of the session and step it was meant for; `advance` drops those meant for an earlier one.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from kiosk.session.model import Ink, Overlay, PageRead, Preferences, Receipt, Stamp
from kiosk.session.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from drivers.contract.device import DeviceStatus
    from drivers.contract.document import PageLook, ScannedPage
    from drivers.contract.face import FaceLook
    from drivers.contract.id_card import IdentityCard
    from drivers.contract.receipt_printer import PrintResult
    from drivers.contract.smart_card import SocialSecurityCard, StaffCard, StaffIdentity
    from kiosk.identity.mrz import DocumentKind
    from kiosk.identity.person import Way
    from kiosk.paper.page_print import PagePrint, ReprintReason
    from kiosk.platform.certificate_code import CertificateCode
    from kiosk.platform.item import ServiceItem
    from kiosk.platform.schema import CertificateIssued, PrefillAnswer, QrIdentity, StaffApproval, SubmissionStatus
    from kiosk.session.collection import DoorPhase, Waiting
    from kiosk.session.shift import Chore, Suspect, Thing


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


class PersonEvent(Event):
    """Something the person did; it shows that somebody is there."""


# ---- the person ----------------------------------------------------------------------------------------------------


class Touched(PersonEvent):
    """Any touch that means nothing else: the person is still there."""


class Started(PersonEvent):
    """The start page was touched. `session_id` is made by the runtime; language and display may be chosen already."""

    session_id: str
    preferences: Preferences = field(default_factory=Preferences)


class ThemeChosen(PersonEvent):
    theme: str


class Searched(PersonEvent):
    """The query changed (every key). From home it opens the items page."""

    query: str = field(repr=False)


class ItemChosen(PersonEvent):
    item: ServiceItem


class Confirmed(PersonEvent):
    """The page's one main action."""

    at: datetime


class PromptDeclined(PersonEvent):
    """I cannot do what the face check asks for."""


class FaceDeclined(PersonEvent):
    """The person prefers another way than the face check."""


class WayChosen(PersonEvent):
    """Another way than the identity card, on the page that waits for the card."""

    way: Way


class DocumentChosen(PersonEvent):
    kind: DocumentKind


class Typed(PersonEvent):
    """What stands now in the one thing that this page asks to type: a zone, a staff code."""

    text: str = field(repr=False)


class StaffCardWanted(PersonEvent):
    """Somebody of the staff is there to confirm the person."""


class StaffCodeWanted(PersonEvent):
    """The person has a code from the hotline, or is going to ask for one."""


class FaceSkipped(PersonEvent):
    """On without a face check, where the item allows it."""


class WentBack(PersonEvent):
    pass


class Left(PersonEvent):
    """The person wants out (footer, middle). Asks first when something would be lost."""


class LeaveConfirmed(PersonEvent):
    """Out, and wipe."""


class OverlayOpened(PersonEvent):
    overlay: Overlay


class OverlayClosed(PersonEvent):
    """Also "I need more time" on the idle warning."""


class LanguageChosen(PersonEvent):
    language: str


class DisplayChosen(PersonEvent):
    large_print: bool
    high_contrast: bool


class SpeechChosen(PersonEvent):
    spoken: bool


class FieldChanged(PersonEvent):
    name: str
    value: str = field(repr=False)


class MaterialDeferred(PersonEvent):
    """ "Later" was chosen for a material, or taken back."""

    code: str
    deferred: bool


class TopicReopened(PersonEvent):
    """The "change" beside a row of the review. `topic` -1 = materials."""

    topic: int


class Declared(PersonEvent):
    declared: bool


class Signed(PersonEvent):
    """The signature changed; None when it was cleared."""

    ink: Ink | None


class GradeChosen(PersonEvent):
    grade: int


class ReasonToggled(PersonEvent):
    reason: str


class ReprintAsked(PersonEvent):
    pass


# ---- the person, at the page printer ---------------------------------------------------------------------------------


class PaperDeclined(PersonEvent):
    """No certificate on paper now; it can be had later."""


class PaperFaulty(PersonEvent):
    """Nothing came out, or it will not do: print it again."""

    reason: ReprintReason


# ---- the person, at the cabinet ------------------------------------------------------------------------------------


class PickupWanted(PersonEvent):
    """Something waits for the person here."""


class PickupCodeWanted(PersonEvent):
    """The person has the code that was sent with the notice, and types it instead of a face check."""


class CaptureWanted(PersonEvent):
    """This material is at hand, to be photographed; also instead of what was taken of it."""

    material: str


class PageDropped(PersonEvent):
    """The last page is to be taken again."""


class PagesDropped(PersonEvent):
    """Begin this paper anew."""


class ScanWanted(PersonEvent):
    """The sheets lie in the scanner."""


class ReadingChosen(PersonEvent):
    """This field of the form is to take what the paper says, or not."""

    field_name: str
    chosen: bool


class OrderChosen(PersonEvent):
    order_number: str


class DoorStuck(PersonEvent):
    """The person says that the door is not open, whatever the sensors say."""


class CompartmentSkipped(PersonEvent):
    """On without what lies in this one."""


# ---- staff, at the cabinet ------------------------------------------------------------------------------------------


class ChoreChosen(PersonEvent):
    """What to do next; `cell` where that is about one."""

    chore: Chore
    cell: str = ""


class SizeChosen(PersonEvent):
    """The least size of the cell that something is to be put into."""

    size: str


class OtherCellWanted(PersonEvent):
    """This one will not do for what is to be put in."""


class FoundInside(PersonEvent):
    """What they saw: the parcel that should lie there, or, with "", nothing."""

    parcel: str


class OtherThingSeen(PersonEvent):
    """Something else lies there; its code comes next."""


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


class PrintSeen(Event):
    """How far the certificate's page is; `page` has gone on from the session's own."""

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
