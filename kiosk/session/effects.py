"""What `advance` wants done, as data. The runtime has it performed; answers come back as events with the same stamp."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.session.events import Timer
    from kiosk.session.model import Session, Stamp


@dataclass(frozen=True, slots=True)
class ArmTimer:
    timer: Timer
    delay_s: float


@dataclass(frozen=True, slots=True)
class DisarmTimer:
    timer: Timer


@dataclass(frozen=True, slots=True)
class AwaitCard:
    """Poll the reader until a card was read: CardRead, or DeviceFailed."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class AwaitSocialCard:
    """Look at the smart card readers until a social security card was read: SocialSecurityCardRead, or DeviceFailed."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class AwaitCode:
    """Let the scanner look until a code was shown: CodeScanned, or DeviceFailed.

    `asked` = the person was told to show one; without that only a scanner that looks by itself is listened to.
    """

    stamp: Stamp
    asked: bool


@dataclass(frozen=True, slots=True)
class VerifyCode:
    """Ask the platform whom an e-ID code stands for: CodeVerified or DeviceFailed."""

    stamp: Stamp
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RedeemStaffCode:
    """StaffApproved or DeviceFailed."""

    stamp: Stamp
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AwaitStaffCard:
    """Look at the smart card readers until a staff card in good order was read: StaffCardRead, or DeviceFailed."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class VerifyStaffPin:
    """Try the PIN on the card that was read, once, and let go of the card: StaffVerified, or DeviceFailed."""

    stamp: Stamp
    pin: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class LookUpReceipt:
    """ReceiptFound or DeviceFailed."""

    stamp: Stamp
    slip: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EnrolPortrait:
    """Let the face process decode and embed the portrait meanwhile. CheckFace tells a failure."""

    stamp: Stamp
    portrait: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckFace:
    """Camera on, look frame by frame: FaceLooked … until one carries a verdict, or DeviceFailed."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class AskOtherPrompt:
    """The running face check asks for something else than what the person cannot do."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class CancelJobs:
    """The step is over: cancel whatever still runs under its stamp; camera off."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class FetchPrefill:
    """Prefilled or PrefillFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindPickups:
    """Look what waits for this person by what is kept here, then ask the platform: PickupsFound, once or twice."""

    stamp: Stamp
    session: Session = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClaimOrder:
    """Hold the chosen order against everybody else: OrderClaimed or DeviceFailed."""

    stamp: Stamp
    session: Session = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """Nothing of a claimed order was taken: somebody else may."""

    order_number: str
    claim_id: str


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """Open a compartment of the order on hand and watch its door: DoorSeen …, the last neither opening nor open."""

    stamp: Stamp
    session: Session = field(repr=False)
    cell: str


@dataclass(frozen=True, slots=True)
class DisputeDoor:
    """Record that the person says something is wrong with this cell. DoorSeen `doubtful`."""

    stamp: Stamp
    session: Session = field(repr=False)
    cell: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Seal and commit the application, or what was signed for: Enqueued or EnqueueFailed; later Acknowledged or
    SendingDelayed."""

    stamp: Stamp
    session: Session = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class PrintReceipt:
    """ReceiptPrinted."""

    stamp: Stamp
    session: Session = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendRating:
    submission_id: str
    grade: int
    reasons: frozenset[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Wipe:
    """The person is gone: forget templates, frames, pages and everything else of the session with this id."""

    session_id: str


Effect = (
    ArmTimer | DisarmTimer | AwaitCard | AwaitSocialCard | AwaitStaffCard | VerifyStaffPin | AwaitCode | VerifyCode
    | RedeemStaffCode | LookUpReceipt | EnrolPortrait | CheckFace | AskOtherPrompt | CancelJobs | FetchPrefill
    | FindPickups | ClaimOrder | ReleaseOrder | OpenDoor | DisputeDoor | Enqueue | PrintReceipt | SendRating | Wipe
)  # fmt: skip
