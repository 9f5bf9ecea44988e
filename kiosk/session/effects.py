"""What `advance` wants done, as data. The runtime has it performed; answers come back as events with the same stamp."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from drivers.contract.value import Value

if TYPE_CHECKING:
    from datetime import datetime

    from drivers.contract.document import PaperSize, ScannedPage
    from kiosk.paper.page_print import PagePrint
    from kiosk.session.events import Timer
    from kiosk.session.model import Session, Stamp
    from kiosk.session.shift import Thing


class ArmTimer(Value):
    timer: Timer
    delay_s: float


class DisarmTimer(Value):
    timer: Timer


class AwaitCard(Value):
    """Poll the reader until a card was read: CardRead, or DeviceFailed."""

    stamp: Stamp


class AwaitSocialCard(Value):
    """Look at the smart card readers until a social security card was read: SocialSecurityCardRead, or DeviceFailed."""

    stamp: Stamp


class AwaitCode(Value):
    """Let the scanner look until a code was shown: CodeScanned, or DeviceFailed.

    `asked` = the person was told to show one; without that only a scanner that looks by itself is listened to.
    """

    stamp: Stamp
    asked: bool


class VerifyCode(Value):
    """Ask the platform whom an e-ID code stands for: CodeVerified or DeviceFailed."""

    stamp: Stamp
    token: str = field(repr=False)


class RedeemStaffCode(Value):
    """Ask the platform whose code this is, and record that they vouch: StaffApproved or DeviceFailed."""

    stamp: Stamp
    code: str = field(repr=False)
    identity_number: str = field(repr=False)


class AwaitStaffCard(Value):
    """Look at the smart card readers until a staff card in good order was read: StaffCardRead, or DeviceFailed."""

    stamp: Stamp


class VerifyStaffPin(Value):
    """Try the PIN on the card that was read, once, let go of the card, and record that its holder vouches and why:
    StaffVerified, or DeviceFailed. Without an identity number nobody is vouched for."""

    stamp: Stamp
    pin: str = field(repr=False)
    identity_number: str = field(repr=False)
    reason: str
    at: datetime


class WatchForStaff(Value):
    """Notice a staff card that is put in although nobody asked for one, and leave it to be read: StaffArrived."""

    stamp: Stamp


class LookUpReceipt(Value):
    """ReceiptFound or DeviceFailed."""

    stamp: Stamp
    slip: str = field(repr=False)


class ReadCertificate(Value):
    """Check the signature on a certificate's code: CertificateRead."""

    stamp: Stamp
    code: str


class EnrolPortrait(Value):
    """Let the face process decode and embed the portrait meanwhile. CheckFace tells a failure."""

    stamp: Stamp
    portrait: bytes = field(repr=False)


class CheckFace(Value):
    """Camera on, look frame by frame: FaceLooked … until one carries a verdict, or DeviceFailed."""

    stamp: Stamp


class AskOtherPrompt(Value):
    """The running face check asks for something else than what the person cannot do."""

    stamp: Stamp


class WatchPaper(Value):
    """Document camera on, look frame by frame: PageSeen …, or DeviceFailed. `taken` is the last page, which still lies
    there."""

    stamp: Stamp
    size: PaperSize
    taken: ScannedPage | None = field(default=None, repr=False)


class ScanPaper(Value):
    """Draw in what lies in the scanner: PagesScanned, or DeviceFailed."""

    stamp: Stamp


class PreparePaperReader(Value):
    """A page will be read soon."""

    stamp: Stamp


class ReadPage(Value):
    """Read a page, which should be of that kind: PaperRead, whatever page of the session is shown by then."""

    stamp: Stamp
    page: ScannedPage = field(repr=False)
    kind: str


class CancelJobs(Value):
    """The step is over: cancel whatever still runs under its stamp; camera off."""

    stamp: Stamp


class FetchPrefill(Value):
    """Prefilled or PrefillFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


class FindPickups(Value):
    """Look what waits for this person by what is kept here, then ask the platform: PickupsFound, once or twice."""

    stamp: Stamp
    session: Session = field(repr=False)


class FindRoom(Value):
    """A free cell for the original that is due: RoomFound."""

    stamp: Stamp
    session: Session = field(repr=False)


class NoteShown(Value):
    """Record that the original that is due was photographed: OriginalShown or DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


class ClaimOrder(Value):
    """Hold the chosen order against everybody else: OrderClaimed or DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


class ReleaseOrder(Value):
    """Nothing of a claimed order was taken: somebody else may."""

    order_number: str
    claim_id: str


class NoteWrongCode(Value):
    """Record that a pick-up code was tried in vain on these orders. Outlives the person."""

    orders: tuple[str, ...]


class OpenDoor(Value):
    """Open a compartment of the order on hand, or the cell that staff have on hand, and watch its door: DoorSeen …, the
    last neither opening nor open."""

    stamp: Stamp
    session: Session = field(repr=False)
    cell: str


class DisputeDoor(Value):
    """Record that the person says something is wrong with this cell. DoorSeen `doubtful`."""

    stamp: Stamp
    session: Session = field(repr=False)
    cell: str


class SayShut(Value):
    """Record that staff say that the door of this cell, which has no sensor, is shut. DoorSeen `doubtful`: what is
    inside they say next."""

    stamp: Stamp
    cell: str


class SurveyCabinet(Value):
    """What staff have to do here, by what is known here and then by the platform: CabinetSurveyed, once or twice, or
    DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


class FindThing(Value):
    """What the parcel with this code is, and where there is room for it: ThingFound or DeviceFailed.

    `is_alone`: by what is kept here, at once; the platform gave no answer.
    """

    stamp: Stamp
    session: Session = field(repr=False)
    code: str
    is_alone: bool = False


class ClearCell(Value):
    """Record what staff saw in the cell on hand, None = nothing: CellCleared or DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)
    inside: Thing | None


class Enqueue(Value):
    """Seal and commit the application, or what was signed for: Enqueued or EnqueueFailed; later Acknowledged or
    SendingDelayed. `at`: when it was signed; None = nobody did."""

    stamp: Stamp
    session: Session = field(repr=False)
    at: datetime | None


class PrintReceipt(Value):
    """ReceiptPrinted."""

    stamp: Stamp
    session: Session = field(repr=False)


class FetchCertificate(Value):
    """Have the platform issue the certificate of what was submitted: CertificateFetched, or DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


class TypesetCopy(Value):
    """Make the copy of the application that was submitted: CopyTypeset, or DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


class PrintPage(Value):
    """Hand the page over and follow it: PrintSeen …, the last one no longer under way; or DeviceFailed."""

    stamp: Stamp
    page: PagePrint = field(repr=False)


class CallOffPage(Value):
    """Wait no longer: the page under way is called off at the printer. PrintSeen says what came of that."""

    stamp: Stamp


class RecordPage(Value):
    """Keep in the ledger, and in the count of special paper, what became of an attempt, or that it is made again."""

    session_id: str
    page: PagePrint = field(repr=False)


class NotePapersLeft(Value):
    """Somebody has gone and left papers under the document camera: for staff, in the log."""


class SendRating(Value):
    submission_id: str
    grade: int
    reasons: frozenset[str]
    at: datetime


class Wipe(Value):
    """The person is gone: forget templates, frames, pages and everything else of the session with this id."""

    session_id: str


Effect = (
    ArmTimer | DisarmTimer | AwaitCard | AwaitSocialCard | AwaitStaffCard | VerifyStaffPin | AwaitCode | VerifyCode
    | RedeemStaffCode | WatchForStaff | LookUpReceipt | ReadCertificate | EnrolPortrait | CheckFace | AskOtherPrompt
    | WatchPaper | ScanPaper | PreparePaperReader | ReadPage | CancelJobs | FetchPrefill | FindPickups | FindRoom
    | NoteShown | ClaimOrder | ReleaseOrder | NoteWrongCode
    | OpenDoor | DisputeDoor | SayShut | SurveyCabinet | FindThing | ClearCell | Enqueue | PrintReceipt
    | FetchCertificate | TypesetCopy | PrintPage | CallOffPage | RecordPage | NotePapersLeft | SendRating | Wipe
)  # fmt: skip
