"""What each class of device does: one Protocol per class, and the records that pass through them.

Every call may block and is made on the device's own `DeviceWorker` thread. Every failure is a `DeviceError`.
Device states are XFS4IoT's (`Common.Status`, property `device`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class DeviceState(StrEnum):
    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    BUSY = "deviceBusy"

    @property
    def usable(self) -> bool:
        return self in (DeviceState.ONLINE, DeviceState.BUSY)


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """State of one device.

    `code` is the error code behind any state but online; beside online it is what the device works without, and
    somebody should mend. `details` holds class-specific words, such as `{"paper": "low", "cover": "closed"}` (XFS4IoT
    `Printer.Status`).
    """

    state: DeviceState
    code: str = ""
    details: Mapping[str, str] = field(default_factory=dict[str, str])


class Device(Protocol):
    """Common to all classes. `open` may be called again after `close`; both are idempotent."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def status(self) -> DeviceStatus:
        """Ask the device itself (a round trip on the wire), in well under a second."""
        ...


# ---- identity card -------------------------------------------------------------------------------------------------


class CardKind(StrEnum):
    RESIDENT = "resident"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"
    HMT_RESIDENCE = "hmt_residence"


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What a SAM-V reader read. Dates are ISO `YYYY-MM-DD`; `valid_to` is "" for 长期 (no end).

    `portrait` is the card's own 1,024 bytes (WLT), undecoded: decoding runs in a child process (`FaceMatcher.enrol`).
    """

    kind: CardKind
    name: str
    sex: str  # GB/T 2261.1: "0" unknown, "1" male, "2" female, "9" not stated
    nation: (
        str  # GB/T 3304 code, "01"…"56", "97", "98"; foreigners: ISO 3166 alpha-3 country; "" when the card has none
    )
    birth: str
    address: str
    number: str
    authority: str
    valid_from: str
    valid_to: str
    portrait: bytes = field(repr=False)
    new_address: str = ""
    latin_name: str = ""  # foreigners: the name as in the passport
    pass_number: str = ""  # Hong Kong, Macao and Taiwan residents: their travel permit's number

    def __repr__(self) -> str:
        return f"IdentityCard(kind={self.kind.value})"  # nothing personal may reach a log by accident


class IdCardReader(Device, Protocol):
    find_interval_s: float
    """Pause between two `find` calls while waiting for a person."""

    def find(self) -> bool:
        """True when a card lies in the field and has been selected. Once read, it is found again only after it left.

        Raises MediaError `id_card.refused`, `id_card.wrong_kind`, `id_card.several`.
        """
        ...

    def read(self) -> IdentityCard:
        """Read the found card. Raises MediaError `id_card.removed`, `id_card.read_failed`, `id_card.wrong_kind`."""
        ...

    @property
    def unfound_since_read(self) -> bool:
        """Nothing was found since a card was read: it may still lie there, which no module tells."""
        ...

    @property
    def wire_s(self) -> float:
        """Seconds the last `find` + `read` spent on the wire: bytes over baud."""
        ...


# ---- barcodes --------------------------------------------------------------------------------------------------------


class BarcodeReader(Device, Protocol):
    """A scanner. What codes say is opaque here: bytes of bounded length, meant for the platform, never for a log."""

    hands_free: bool
    """It looks by itself, so that a code may be held before it without anybody having been asked to."""

    def start(self) -> None:
        """Begin to look; codes shown before are forgotten."""
        ...

    def stop(self) -> None: ...
    def next(self, timeout_s: float) -> bytes | None:
        """The next code, or None when none came in `timeout_s`.

        Raises MediaError `barcode.unreadable`: something was seen, but not whole.
        """
        ...


# ---- smart cards (PC/SC) -------------------------------------------------------------------------------------------


class SmartCardKind(StrEnum):
    SOCIAL_SECURITY = "social_security"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class PresentCard:
    """A card whose application has been selected. `reader` is PC/SC's name of the slot it is in."""

    kind: SmartCardKind
    reader: str


@dataclass(frozen=True, slots=True)
class SocialSecurityCard:
    """What a social security card says. **Nothing of it is authenticated**: anybody can write a card that says so.

    It may fill in a form or find a person; it never proves who somebody is. Codes and dates as in `IdentityCard`;
    "" where the card has none.
    """

    name: str
    number: str  # the citizen's, GB 11643; its check digit fits and its day of birth is `birth`
    sex: str
    nation: str
    birth: str
    card_number: str
    issued: str
    valid_to: str

    def __repr__(self) -> str:
        return "SocialSecurityCard()"


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A staff card whose certificate is in order; that its holder is the one is not known before `verify_pin`.

    `tries_left` is None when the card does not say. `card_uuid` is "" for a certificate that names none.
    """

    subject: str = field(repr=False)
    card_uuid: str
    fingerprint: str  # SHA-256 of the certificate, hexadecimal
    tries_left: int | None


@dataclass(frozen=True, slots=True)
class StaffIdentity:
    """Who has shown a staff card, its PIN, and that the card holds its certificate's key."""

    subject: str = field(repr=False)
    card_uuid: str
    fingerprint: str


class SmartCardReader(Device, Protocol):
    """A PC/SC service with its readers. One card at a time, from `find` until it leaves or `release`."""

    def find(self) -> PresentCard | None:
        """Wait a moment (bounded: a fraction of a second) for a card; a card is found once for each time it comes.

        Raises MediaError `pcsc.wrong_kind`, `pcsc.two_cards`, `pcsc.mute`, `pcsc.in_use`, `pcsc.removed`,
        `pcsc.garbage`; DeviceUnavailable `pcsc.service_gone`, `pcsc.no_reader`.
        """
        ...

    def read(self) -> SocialSecurityCard | StaffCard:
        """Read the found card. Raises what `find` raises; `pcsc.read_failed`; of staff cards `pcsc.no_certificate`,
        `pcsc.chain`, `pcsc.usage`, `pcsc.certificate_expired`, `pcsc.certificate_early`, `pcsc.not_allowed`,
        `pcsc.revoked`, `pcsc.crl_stale`, `pcsc.trust_unreadable`.
        """
        ...

    def verify_pin(self, pin: str) -> StaffIdentity:
        """Verify the PIN of the staff card that was read, **once**, and have it sign a challenge.

        Raises MediaError `pcsc.pin_wrong` (data `left`: tries that remain), `pcsc.pin_blocked`, `pcsc.pin_format`
        (nothing was tried), `pcsc.not_genuine`, and what `read` raises.
        """
        ...

    def release(self) -> None:
        """Let go of the card: it forgets a verified PIN. Nothing happens without a card."""
        ...


# ---- camera and face -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. `image` is (H, W, 3) uint8 BGR and is never written to again; `taken_s` is monotonic."""

    image: NDArray[np.uint8]
    taken_s: float
    number: int


class FrameSource(Protocol):
    """The camera's one-frame mailbox: a new frame replaces the last; nobody waits for anybody."""

    def latest(self) -> Frame | None: ...


class Camera(Device, Protocol):
    def start(self) -> None:
        """Turn the camera on (and its light, if any). Frames appear in `frames` until `stop`."""
        ...

    def stop(self) -> None: ...
    def capture(self) -> None:
        """Wait for the next frame, put it into the mailbox. Raises DeviceTimeout `camera.frozen`, DeviceUnavailable."""
        ...

    @property
    def frames(self) -> FrameSource: ...


class FaceInstruction(StrEnum):
    """One thing at a time that the person should do."""

    LOOK_HERE = "look_here"
    COME_CLOSER = "come_closer"
    MOVE_BACK = "move_back"
    CENTRE = "centre"
    ONE_PERSON = "one_person"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    HOLD_STILL = "hold_still"
    CHECKING = "checking"
    TURN_LEFT = "turn_left"  # prompts of the liveness check; left and right are the person's own
    TURN_RIGHT = "turn_right"
    OPEN_MOUTH = "open_mouth"
    BLINK = "blink"
    NOD = "nod"


PROMPTS = (
    FaceInstruction.TURN_LEFT,
    FaceInstruction.TURN_RIGHT,
    FaceInstruction.OPEN_MOUTH,
    FaceInstruction.BLINK,
    FaceInstruction.NOD,
)


class FaceVerdict(StrEnum):
    ACCEPT = "accept"
    RETRY = "retry"  # between the two thresholds, or no usable frame in time
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class PromptShown:
    """One prompt of a liveness check, in seconds after its first frame; `done_s` is None when it was not followed."""

    instruction: FaceInstruction
    shown_s: float
    done_s: float | None = None


@dataclass(frozen=True, slots=True)
class LivenessRecord:
    """What an audit needs of a liveness check. `seed` gives the prompts and their order again, with this `version`.

    `outcome`: "passed", "" when it was not finished, or the error code that says why it was refused.
    """

    version: str
    seed: str
    outcome: str
    prompts: tuple[PromptShown, ...] = ()


@dataclass(frozen=True, slots=True)
class FaceLook:
    """What one frame gave: an instruction while going on, or a verdict with its distance band.

    `score_band` is "match", "near" or "far": the raw distance stays in the face process (nothing but the band is kept).
    `reason`: an error code, when not the comparison but the liveness check decided. `liveness` comes with a verdict.
    """

    instruction: FaceInstruction
    verdict: FaceVerdict | None = None
    score_band: str = ""
    progress: float = 0.0  # 0…1 for the ring
    reason: str = ""
    liveness: LivenessRecord | None = None


class FaceMatcher(Device, Protocol):
    """The face process: decodes portraits, finds, gates and compares faces. Templates live in its memory only."""

    engine: str
    """Name and version, for the audit record."""

    def enrol(self, portrait: bytes) -> None:
        """Decode a card's portrait (WLT bytes), or a JPEG, and keep its template until `forget`.

        Raises MediaError `face.portrait_undecodable`, `face.portrait_faceless`; DeviceUnavailable: the process died.
        """
        ...

    def look(self, frame: Frame) -> FaceLook:
        """Judge one frame against the enrolled portrait."""
        ...

    def another_prompt(self) -> None:
        """The person cannot do what the liveness check asks for: it asks for something else, twice at most."""
        ...

    def forget(self) -> None:
        """Wipe template and frames."""
        ...


# ---- papers that come in -------------------------------------------------------------------------------------------


class PaperSize(StrEnum):
    """ISO 216, and ISO/IEC 7810 for cards. `size_mm` is width × height, upright."""

    A4 = "a4"
    A5 = "a5"
    CARD = "card"  # ID-1

    @property
    def size_mm(self) -> tuple[float, float]:
        return {PaperSize.A4: (210.0, 297.0), PaperSize.A5: (148.0, 210.0), PaperSize.CARD: (53.98, 85.6)}[self]


class PageInstruction(StrEnum):
    """One thing at a time that the person should do with the paper."""

    LAY_PAPER = "lay_paper"  # nothing lies there
    WHOLE_PAGE = "whole_page"  # it reaches beyond the picture
    OTHER_PAPER = "other_paper"  # of another size than was asked for
    TOO_DARK = "too_dark"
    GLARE = "glare"
    HANDS_OFF = "hands_off"  # something covers its edge
    HOLD_STILL = "hold_still"
    BLURRED = "blurred"
    TURN_OVER = "turn_over"  # the side that shows is empty
    NEXT_PAGE = "next_page"  # this one has been taken
    TAKING = "taking"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page, straight, as a JPEG of at most a megabyte. `dpi` is what its pixels mean on the paper."""

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    dpi: int


@dataclass(frozen=True, slots=True)
class PageLook:
    """What one frame gave. `corners` are (x, y) as parts of the frame's width and height, clockwise; () without a page.

    `page` comes with the instruction TAKEN alone.
    """

    instruction: PageInstruction
    corners: tuple[tuple[float, float], ...] = ()
    progress: float = 0.0  # 0…1 until it is taken
    page: ScannedPage | None = None


class DocumentCamera(Camera, Protocol):
    """A camera above a table. Between `start` and `stop` frames appear in `frames`, as with any camera."""

    def expect(self, size: PaperSize) -> None:
        """Begin a paper: pages that were taken are no longer known. Takes effect with the next `look`."""
        ...

    def look(self) -> PageLook:
        """Wait for the next frame, put it into the mailbox, judge it. A page is taken once, until another lies there.

        Raises what `capture` raises.
        """
        ...


class DocumentScanner(Device, Protocol):
    """A scanner that draws sheets in, or has a glass plate."""

    def scan(self) -> tuple[ScannedPage, ...]:
        """Every sheet that lies in it (one from a glass plate), empty sides too.

        Raises MediaError `scanner.no_paper`, `scanner.jammed`, `scanner.cover_open` (data `pages`: how many came
        before, which are lost: all sheets go in again), `scanner.too_many`; DeviceUnavailable, DeviceTimeout.
        """
        ...


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of print. `box` is left, top, right, bottom as parts of the upright page; `confidence` 0…1."""

    text: str = field(repr=False)
    box: tuple[float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True)
class ReadField:
    """A value that stands on a paper; dates are ISO `YYYY-MM-DD`. `confidence` is that of its least certain line."""

    name: str
    value: str = field(repr=False)
    confidence: float


class PaperDoubt(StrEnum):
    """What speaks against a paper. A person decides: reading is never certain."""

    NOTHING_READ = "nothing_read"
    WRONG_KIND = "wrong_kind"
    WRONG_SIDE = "wrong_side"  # the right kind of paper, its other side
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What a page seems to say. **To be confirmed by a person, always**: none of it is proof of anything.

    `turn` is by how many degrees clockwise the page must be turned to be read; lines and boxes are after that turn.
    `kind` is "" when no template fits. `valid_to` is the last day it is good for, "" for none or not found.
    `page_number`, `page_count`: as printed ("第 2 页 共 3 页"), 0 when not.
    """

    turn: int
    kind: str = ""
    side: str = ""
    lines: tuple[ReadLine, ...] = field(default=(), repr=False)
    fields: tuple[ReadField, ...] = field(default=(), repr=False)
    valid_to: str = ""
    page_number: int = 0
    page_count: int = 0
    doubts: tuple[PaperDoubt, ...] = ()


class PaperReader(Device, Protocol):
    """Reads print (OCR), in a process of its own that may die without harm."""

    engine: str
    """Name and version, for the audit record."""

    def prepare(self) -> None:
        """Start the process, so that the first page need not wait for it (some 1.5 s)."""
        ...

    def read(self, page: ScannedPage, *, kind: str = "", side: str = "", today: str = "") -> PaperReading:
        """Read one page, which should be that side of that kind of paper ("" = whatever it is), on that ISO day.

        Raises MediaError `paper_reader.bad_page`; DeviceUnavailable `paper_reader.crashed`; DeviceTimeout
        `paper_reader.silent`; ProtocolError `paper_reader.garbage`.
        """
        ...

    def forget(self) -> None:
        """End the process, and with it all that it has seen."""
        ...


# ---- receipt printer -----------------------------------------------------------------------------------------------


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph, wrapped by columns (a Chinese character takes two). `scale`: 1…4, so many times width and height."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True)
class PairLine:
    """A label at the left edge and its value after it, wrapped with a hanging indent."""

    label: str
    value: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class QrCode:
    payload: str
    module_dots: int = 6


@dataclass(frozen=True, slots=True)
class Feed:
    lines: int = 1


ReceiptPart = TextLine | PairLine | Rule | QrCode | Feed


@dataclass(frozen=True, slots=True)
class Receipt:
    """What to print, in order; the driver cuts at the end."""

    parts: tuple[ReceiptPart, ...]


class PrintOutcome(StrEnum):
    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """`code` says why when not printed, or why it is unknown (`printer.paper_out`, `printer.silent`, …)."""

    outcome: PrintOutcome
    code: str = ""
    wire_s: float = 0.0


class ReceiptPrinter(Device, Protocol):
    def print(self, receipt: Receipt) -> PrintResult:
        """Check the status, send, check again. Raises nothing for paper, cover or loss: the outcome says it."""
        ...


# ---- page printer --------------------------------------------------------------------------------------------------


class Media(StrEnum):
    """What lies in the printer's tray."""

    PLAIN = "plain"
    SPECIAL = "special"
    """Numbered or watermarked paper for certificates: counted sheet by sheet, and from its own tray."""


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A finished document for a page printer.

    `name` is unique to this print (a reprint has another): the printer is asked for it before anything is sent again,
    so that a lost answer never becomes a second copy. It is shown in the printer's queue: nothing of a person in it.
    """

    name: str
    pdf: bytes = field(repr=False)
    sheets: int
    media: Media = Media.PLAIN


class PageJobState(StrEnum):
    """RFC 8011 section 5.3.7 `job-state`, and what is known when the printer does not say."""

    PENDING = "pending"
    HELD = "held"
    PROCESSING = "processing"
    STOPPED = "stopped"
    CANCELED = "canceled"
    ABORTED = "aborted"
    COMPLETED = "completed"
    """The printer has done with it. **That is not "printed"**: only the person who holds the sheet knows."""
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        return self in (PageJobState.CANCELED, PageJobState.ABORTED, PageJobState.COMPLETED)


@dataclass(frozen=True, slots=True)
class PageJob:
    """One job as the printer tells it.

    Attributes:
        id: the printer's number; 0 when it never told one.
        code: what holds it up or ended it (`page_printer.paper_out`, …); "" = nothing.
        sheets: sheets that the printer says it has put out; None when it does not say. Never proof of paper.
    """

    id: int
    state: PageJobState
    code: str = ""
    sheets: int | None = None


class PagePrinter(Device, Protocol):
    """A printer for A4 pages. Its `status().details` have `paper`, `toner`, `cover` (XFS4IoT `Printer.Status`)."""

    def print(self, document: PageDocument) -> PageJob:
        """Hand the document over, unless a job of its name is there already. Whether it came out, `job` follows.

        `UNKNOWN`: the line broke after sending and could not be asked again; `print` with the same document finds
        out. Raises DeviceUnavailable, DeviceTimeout, MediaError: it was not handed over.
        """
        ...

    def job(self, job_id: int) -> PageJob:
        """How the job is. Raises DeviceUnavailable, DeviceTimeout, ProtocolError."""
        ...

    def cancel(self, job_id: int) -> PageJob:
        """End the job, as far as it has not come out; its state afterwards. Raises as `job` does."""
        ...


# ---- locker ----------------------------------------------------------------------------------------------------------


class DoorState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"  # its board did not say, or the cell has no sensor


@dataclass(frozen=True, slots=True)
class Cell:
    """One compartment of the cabinet and where its door is, seen from the front, from the cabinet's upper left."""

    id: str  # as on its door
    size: str  # the name of its size, which several cells share
    width_mm: int
    height_mm: int
    depth_mm: int
    left_mm: int
    top_mm: int
    has_sensor: bool
    has_item_sensor: bool = False  # one for what lies inside


@dataclass(frozen=True, slots=True)
class LockerCapabilities:
    """`codec`: what the boards speak. `cells` in the order of the settings."""

    codec: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """What is known of one door. Times are monotonic.

    `forced`: it opened although nobody had asked it to, until it is seen closed. `left_open`: it stands open for longer
    than the settings allow. `occupied`: whether something lies inside; None where there is no sensor for it, or while
    its board does not say.
    """

    state: DoorState
    since_s: float
    forced: bool = False
    left_open: bool = False
    occupied: bool | None = None


class OpenOutcome(StrEnum):
    NOT_SENT = "not_sent"  # nothing left the terminal: the same command may be made again
    UNKNOWN = "unknown"  # it may have left, and nothing tells what it did: never made again without a person's decision
    OPENED = "opened"  # the sensor says so; without a sensor, the board
    JAMMED = "jammed"  # the board took the command and says that it failed, or the sensor says that nothing moved


@dataclass(frozen=True, slots=True)
class OpenCell:
    """Unlock one door, once: a `command_id` whose bytes may have left is never sent again, whoever asks."""

    cell: str
    command_id: str


@dataclass(frozen=True, slots=True)
class OpenResult:
    """`code` says why it did not simply open (`locker.silent`, `locker.jammed`, …); `others` are doors that opened
    meanwhile although nobody had asked them to.
    """

    outcome: OpenOutcome
    code: str = ""
    others: tuple[str, ...] = ()


class Locker(Device, Protocol):
    """A cabinet of cells with electric locks.

    `status` polls one board, each in its turn, so that no more than one poll is ever ahead of a command. Its `details`
    list cells, separated by spaces, under `open`, `left_open`, `forced` and `unknown`, so that a worker tells of every
    change by `StatusChanged`; beside online the code is `locker.forced`, `locker.left_open` or `locker.board_silent`.
    """

    @property
    def capabilities(self) -> LockerCapabilities: ...
    @property
    def known(self) -> Mapping[str, Door]:
        """What the last polls said of every cell; asks nobody."""
        ...

    def open_cell(self, command: OpenCell) -> OpenResult:
        """Unlock, and wait a moment until the sensor says what came of it. Raises nothing but for a cell that there is
        not (DeviceError `locker.no_cell`): the outcome says it. The same command again gives its outcome again.
        """
        ...

    def door(self, cell: str) -> Door:
        """Ask the cell's board. Raises DeviceError `locker.no_cell`, DeviceUnavailable `locker.missing`,
        DeviceTimeout `locker.silent`, ProtocolError `locker.garbage`.
        """
        ...

    def doors(self) -> Mapping[str, Door]:
        """Ask every board; the doors of those that do not answer are `unknown`. Raises as `door` when none answers."""
        ...
