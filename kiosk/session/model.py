"""One person at the terminal, as immutable values. Everything personal lives here and is dropped with it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.device import DeviceStatus
from drivers.contract.document import PageInstruction, PaperReading, ScannedPage
from drivers.contract.face import FaceInstruction, LivenessRecord
from drivers.contract.value import Value
from kiosk.identity.mrz import DocumentKind
from kiosk.session.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from drivers.contract.smart_card import StaffCard
    from kiosk.identity.codes import CodeKind
    from kiosk.identity.person import Identity
    from kiosk.paper.page_print import PagePrint
    from kiosk.platform.certificate_code import CertificateCode
    from kiosk.platform.item import ServiceItem
    from kiosk.platform.schema import LicenceFound, StaffApproval, SubmissionStatus
    from kiosk.session.shift import Shift


class Step(StrEnum):
    """Where the person is; one page each (`ui/qml/Kiosk/pages/`)."""

    START = "start"
    HOME = "home"
    ITEMS = "items"  # items of a theme, or search results
    GUIDE = "guide"
    CODE = "code"  # what a scanned receipt or pick-up code is
    IDENTIFY = "identify"
    SOCIAL_CARD = "social_card"  # a social security card says who this is, and cannot prove it
    EID_QR = "eid_qr"  # the code of an electronic identity card
    TRAVEL_DOCUMENT = "travel_document"  # its machine-readable zone, typed
    CONSENT = "consent"
    FACE = "face"
    OTHER_WAY = "other_way"  # who declines the face check, failed it three times, or has no portrait to compare with
    STAFF_CODE = "staff_code"  # given by telephone
    STAFF_CARD = "staff_card"  # somebody of the staff is there
    FETCHING = "fetching"  # prefill under way
    FORM = "form"  # one topic at a time
    MATERIALS = "materials"
    CAPTURE = "capture"  # a paper under the document camera or into the scanner, page by page
    PAPER_CHECK = "paper_check"  # what was read from it, to be confirmed
    PICKUP_CODE = "pickup_code"  # of an order, typed; instead of a face check
    WAITING = "waiting"  # what waits in the cabinet for this person
    HAND_IN = "hand_in"  # an original that is owed, before anything is taken out
    DOOR = "door"  # one opens, and is closed again
    DOOR_TROUBLE = "door_trouble"  # one did not open, or was closed with everything inside
    SIGN_FOR = "sign_for"  # what was taken out
    STAFF = "staff"  # what there is to do at the cabinet
    STOCK_ITEM = "stock_item"  # what staff have in their hands, and where it goes
    STAFF_DOOR = "staff_door"  # one opens for them, and is closed again
    STAFF_TROUBLE = "staff_trouble"  # it did not open, or nothing was moved
    CELL_FOUND = "cell_found"  # what they saw in a cell of which something is in doubt
    REVIEW = "review"  # with declaration and signature
    SENDING = "sending"
    DONE = "done"  # the receipt prints here
    CERTIFICATE = "certificate"  # of what was approved, on A4
    COPY = "copy"  # of the application, on A4
    RATING = "rating"
    STOPPED = "stopped"  # it ended without a submission: what happened, what it means, what to do
    FAREWELL = "farewell"  # it is over: whoever had papers with them takes them along
    OUT_OF_SERVICE = "out_of_service"


class Errand(StrEnum):
    """What somebody came for; `kiosk.journeys` has a journey for each."""

    APPLY = "apply"
    PICKUP = "pickup"
    STOCK = "stock"  # staff: put in, take back, look into cells


class Overlay(StrEnum):
    NONE = "none"
    IDLE_WARNING = "idle_warning"
    LEAVE = "leave"  # "really leave?"; asked only when something would be lost
    HELP = "help"
    DISPLAY = "display"
    LANGUAGE = "language"


class Preferences(Value):
    """How this person wants the screen, and whether prompts are spoken. Back to the defaults with every new person."""

    language: str = "zh-CN"
    large_print: bool = False
    high_contrast: bool = False
    spoken: bool = True


class Source(StrEnum):
    CARD = "card"
    LICENCE = "licence"
    LAST = "last"
    PAPER = "paper"  # read from a paper that was captured, and confirmed
    PERSON = "person"


class FieldSource(Value):
    kind: Source
    name: Mapping[str, str] = field(default_factory=dict[str, str])


class MaterialChoice(StrEnum):
    HAVE = "have"  # card just read, or made from the form
    LICENCE = "licence"
    CAPTURED = "captured"  # photographed here
    DEFERRED = "deferred"
    OPEN = "open"  # nothing yet


class Ink(Value):
    """A hand-drawn signature: PNG bytes and the number of strokes."""

    png: bytes = field(repr=False)
    strokes: int


class Draft(Value):
    """What will be submitted. Lives in memory only; `repr` shows nothing of it."""

    values: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    sources: Mapping[str, FieldSource] = field(default_factory=dict[str, FieldSource], repr=False)
    licences: Mapping[str, LicenceFound] = field(default_factory=dict[str, "LicenceFound"], repr=False)
    deferred: frozenset[str] = frozenset()
    captured: Mapping[str, tuple[ScannedPage, ...]] = field(
        default_factory=dict[str, tuple[ScannedPage, ...]], repr=False
    )
    """Material → its pages."""
    declared: bool = False
    signature: Ink | None = field(default=None, repr=False)


class PageRead(Value):
    """One page and what it seems to say; `reading` is None where it could not be read, and `code` says why."""

    page: ScannedPage = field(repr=False)
    reading: PaperReading | None = field(repr=False)
    code: str = ""


class Capture(Value):
    """The paper that is handed in now: for which material, what was taken of it, and what was read there."""

    material: str = ""
    instruction: PageInstruction = PageInstruction.LAY_PAPER
    progress: float = 0.0
    pages: tuple[ScannedPage, ...] = field(default=(), repr=False)
    by_scanner: bool = False
    scanning: bool = False
    """Sheets are being drawn in."""
    read: tuple[PageRead, ...] = field(default=(), repr=False)
    chosen: frozenset[str] = frozenset()
    """Fields of the form that will take what the paper says."""


class FaceCheck(Value):
    """The running check. `tries` counts refused ones; after three the other way is offered."""

    instruction: FaceInstruction = FaceInstruction.LOOK_HERE
    progress: float = 0.0
    tries: int = 0
    score_band: str = ""
    engine: str = ""
    liveness: LivenessRecord | None = None
    """How the check made sure of a living person, for the audit record; None when it does not."""
    checked_at: datetime | None = None


class Zone(Value):
    """The machine-readable zone as typed so far."""

    kind: DocumentKind = DocumentKind.PASSPORT
    characters: str = field(default="", repr=False)


class Receipt(Value):
    """What one of our receipts says, and what the platform says of it; None where it does not know it (yet)."""

    submission_id: str
    acceptance_number: str
    made_at: datetime
    terminal_id: str
    status: SubmissionStatus | None


class Scanned(Value):
    """A code that was shown without having been asked for."""

    kind: CodeKind
    receipt: Receipt | None = None
    certificate: CertificateCode | None = None
    """What the platform signed; None beside a code that only looks like a certificate's."""


class Consents(Value):
    data_at: datetime | None = None
    face_at: datetime | None = None


class Sent(StrEnum):
    """How far the submission is; see lifecycle.md."""

    NO = "no"
    SEALING = "sealing"
    QUEUED = "queued"  # durable: from here it counts
    ANSWERED = "answered"
    UNANSWERED = "unanswered"  # queued; the platform was not heard within 8 s


class Submission(Value):
    id: str = ""
    sent: Sent = Sent.NO
    status: SubmissionStatus | None = None
    created_at: datetime | None = None


class ReceiptState(StrEnum):
    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"  # these three are the values of `drivers.contract.receipt_printer.PrintOutcome`
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


class Notice(Value):
    """A problem to tell on the current page: an error code, and data for its sentence (numbers; nothing personal)."""

    code: str
    data: Mapping[str, str] = field(default_factory=dict[str, str])


class Stamp(Value):
    """Which person and which entered step something belongs to. A late answer from an earlier one is dropped."""

    session_id: str
    turn: int


class Session(Value):
    id: str = ""
    turn: int = 0
    step: Step = Step.START
    overlay: Overlay = Overlay.NONE
    preferences: Preferences = Preferences()
    health: Mapping[str, DeviceStatus] = field(default_factory=dict[str, DeviceStatus])
    """Device class → status. Belongs to the terminal, outlives the person."""
    errand: Errand = Errand.APPLY
    theme: str = ""
    query: str = field(default="", repr=False)
    item: ServiceItem | None = None
    identity: Identity | None = field(default=None, repr=False)
    claim: Identity | None = field(default=None, repr=False)
    """Whom a social security card claimed this to be; what else was shown is compared with it."""
    consents: Consents = Consents()
    face: FaceCheck = FaceCheck()
    staff: StaffApproval | None = None
    """Staff confirmed by telephone who this is."""
    without_face: bool = False
    """The person went on without a face check, as the item allows."""
    zone: Zone = Zone()
    staff_card: StaffCard | None = field(default=None, repr=False)
    """Of whoever is there to confirm the person; in the reader, its PIN not shown yet."""
    pin: str = field(default="", repr=False)
    """Of that card, as typed so far."""
    staff_code: str = field(default="", repr=False)
    """As typed so far."""
    scanned: Scanned | None = None
    asking: bool = False
    """The platform has been asked something that this page waits for."""
    shift: Shift | None = field(default=None, repr=False)
    """Of somebody of the staff who has shown a card and its PIN."""
    collection: Collection = field(default_factory=Collection, repr=False)
    draft: Draft = field(default_factory=Draft, repr=False)
    capture: Capture = field(default_factory=Capture, repr=False)
    topic: int = 0
    """Which topic of the form is shown."""
    correcting: bool = False
    """The person came from the review to change one topic and goes back there next."""
    shown_problems: bool = False
    """Next was refused on this page: unfit fields and open materials are marked."""
    submission: Submission = Submission()
    receipt: ReceiptState = ReceiptState.NONE
    receipt_code: str = ""
    page: PagePrint | None = field(default=None, repr=False)
    """The certificate on its way to paper; None before it was fetched."""
    copy: PagePrint | None = field(default=None, repr=False)
    """The copy of the application on its way to paper; None before it was typeset."""
    grade: int = 0
    reasons: frozenset[str] = frozenset()
    notice: Notice | None = None

    @property
    def is_confirmed(self) -> bool:
        """The identity is established as far as the item asks for it."""
        by_code = self.collection.code != "" and any(waiting.may_be_taken for waiting in self.collection.found)
        return self.face.checked_at is not None or self.staff is not None or self.without_face or by_code

    @property
    def certificate_is_offered(self) -> bool:
        """There is a certificate to be had, a printer that works, and nothing was printed yet."""
        status = self.submission.status
        is_there = status is not None and status.certificate_number != ""
        return is_there and self._prints_pages and self.page is None

    @property
    def copy_is_offered(self) -> bool:
        """An application was made, there is a printer that works, and it has had no copy yet."""
        applied = self.errand is Errand.APPLY and self.submission.sent in (Sent.ANSWERED, Sent.UNANSWERED)
        return applied and self._prints_pages and (self.copy is None or self.copy.may_be_handed_over_again)

    @property
    def _prints_pages(self) -> bool:
        printer = self.health.get("page_printer")
        return printer is not None and printer.state.usable

    @property
    def paper(self) -> PagePrint | None:
        """What this page prints on A4."""
        return self.copy if self.step is Step.COPY else self.page

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.id, self.turn)
