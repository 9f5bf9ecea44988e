"""What workers do for the session on their own threads: read a card or a code, run the camera, check a face."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from drivers.contract.face import FaceInstruction, FaceLook, FaceMatcher, FaceVerdict
from drivers.contract.smart_card import SmartCardKind, SmartCardReader, SocialSecurityCard, StaffCard
from drivers.errors import MediaError

if TYPE_CHECKING:
    import threading

    from drivers.contract.barcode import BarcodeReader
    from drivers.contract.camera import Camera
    from drivers.contract.document import DocumentCamera, PaperSize, ScannedPage
    from drivers.contract.id_card import IdCardReader, IdentityCard
    from drivers.contract.smart_card import StaffIdentity
    from drivers.worker import JobContext
    from kiosk.session.viewfinder import Viewfinder

_Card = TypeVar("_Card", SocialSecurityCard, StaffCard)

CARD_OVERDUE_S = 8.0
"""Whoever has not laid down a card after this long has probably left it there."""
CODE_WAIT_S = 0.2
"""One look for a code; a step that is over is noticed after this long."""
_PASSING = ("pcsc.removed", "pcsc.in_use")
"""It has gone again, or another program had it: the next look tells."""
FRAME_WAIT_S = 0.01
"""Between two looks into the viewfinder: well under a frame's time."""


@dataclass(frozen=True, slots=True)
class CardOnReader:
    card: IdentityCard = field(repr=False)
    wire_s: float


@dataclass(frozen=True, slots=True)
class CodeSeen:
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaffCardSeen:
    """One lies in a reader, and is left to be read."""


@dataclass(frozen=True, slots=True)
class FaceSeen:
    """What the face check saw, and which engine judged it."""

    look: FaceLook
    engine: str


def read_card(reader: IdCardReader, job: JobContext) -> CardOnReader | None:
    """Wait for a card as long as the person takes, then read it.

    Raises MediaError `id_card.no_card` when none was found for long, and the last one read may be the reason: it is
    not found again until it was lifted. Waiting goes on with the next try.
    """
    until = time.monotonic() + CARD_OVERDUE_S
    while not job.cancelled:
        if reader.find():
            return CardOnReader(reader.read(), reader.wire_s)
        if reader.unfound_since_read and time.monotonic() > until:
            raise MediaError("id_card.no_card", retryable=True)
        job.wait(reader.find_interval_s)
    return None


def read_social_card(reader: SmartCardReader, job: JobContext) -> SocialSecurityCard | None:
    """Wait for a social security card as long as the person takes, then read it. MediaError `pcsc.wrong_kind` for the
    card of somebody who works here: this is not where it is asked for."""
    return _read_smart_card(reader, job, SmartCardKind.SOCIAL_SECURITY, SocialSecurityCard)


def read_staff_card(reader: SmartCardReader, job: JobContext) -> StaffCard | None:
    """Wait for a staff card as long as the person takes, then read it. MediaError `pcsc.wrong_kind` for another."""
    return _read_smart_card(reader, job, SmartCardKind.STAFF, StaffCard)


def _read_smart_card(
    reader: SmartCardReader, job: JobContext, kind: SmartCardKind, card_type: type[_Card]
) -> _Card | None:
    while not job.cancelled:
        job.renew()
        found = reader.find()
        if found is None:
            continue
        card = reader.read() if found.kind is kind else None
        if not isinstance(card, card_type):
            raise MediaError("pcsc.wrong_kind", retryable=False)
        return card
    return None


def watch_for_staff(reader: SmartCardReader, job: JobContext) -> StaffCardSeen | None:
    """Notice a staff card, and leave it to be read. Any other card is left too, for a page that asks for one: nobody is
    told anything, and nothing is watched for until somebody has come and gone."""
    while not job.cancelled:
        job.renew()
        try:
            found = reader.find()
        except MediaError as error:
            if error.code in _PASSING:
                continue
            reader.put_back()
            return None
        if found is not None:
            reader.put_back()
            return StaffCardSeen() if found.kind is SmartCardKind.STAFF else None
    return None


def verify_staff(reader: SmartCardReader, pin: str) -> StaffIdentity:
    """Try the PIN, once. A card whose PIN was right is let go of at once, and forgets it."""
    identity = reader.verify_pin(pin)
    reader.release()
    return identity


def read_code(reader: BarcodeReader, job: JobContext, *, asked: bool) -> CodeSeen | None:
    """Wait for a code as long as the person takes; not at all when nobody was asked and the scanner needs that."""
    if not asked and not reader.hands_free:
        return None
    reader.start()
    try:
        while not job.cancelled:
            payload = reader.next(CODE_WAIT_S)
            if payload is not None:
                return CodeSeen(payload)
            job.renew()
    finally:
        reader.stop()
    return None


def run_camera(camera: Camera, job: JobContext, viewfinder: Viewfinder) -> None:
    """Camera on until the job is cancelled; each frame goes to the viewfinder, which is dark again afterwards."""
    try:
        camera.start()
        while not job.cancelled:
            camera.capture()
            viewfinder.show(camera.frames.latest())
            job.renew()
    finally:
        viewfinder.show(None)
        camera.stop()


def watch_paper(
    camera: DocumentCamera, job: JobContext, viewfinder: Viewfinder, size: PaperSize, taken: ScannedPage | None = None
) -> None:
    """Document camera on until the job is cancelled; each frame goes to the viewfinder with the outline of the page in
    it, each new finding is told. `taken` still lies there, and is not taken again."""
    shown: tuple[object, ...] = ()
    try:
        camera.start()
        camera.expect(size, taken)
        while not job.cancelled:
            look = camera.look()
            frame = camera.frames.latest()
            viewfinder.show(replace(frame, outline=look.corners) if frame is not None else None)
            if (look.instruction, look.progress) != shown:
                shown = (look.instruction, look.progress)
                job.emit(look)
            job.renew()
    finally:
        viewfinder.show(None)
        camera.stop()


def check_face(
    matcher: FaceMatcher, job: JobContext, viewfinder: Viewfinder, limit_s: float, other_prompt: threading.Event
) -> FaceSeen | None:
    """Look at frame after frame until there is a verdict; RETRY when it did not get on for `limit_s`.

    `other_prompt` is set by whoever cannot do what is asked for.
    """
    until = time.monotonic() + limit_s
    number = -1
    furthest = 0.0
    shown: FaceLook | None = None
    while not job.cancelled:
        if other_prompt.is_set():
            other_prompt.clear()
            matcher.another_prompt()
            furthest, until = 0.0, time.monotonic() + limit_s
        frame = viewfinder.latest()
        if frame is None or frame.number == number:
            if time.monotonic() > until:
                return FaceSeen(FaceLook(FaceInstruction.LOOK_HERE, FaceVerdict.RETRY), matcher.engine)
            job.wait(FRAME_WAIT_S)
            continue
        number = frame.number
        look = matcher.look(frame)
        if look.verdict is not None:
            return FaceSeen(look, matcher.engine)
        if look.progress > furthest:
            furthest, until = look.progress, time.monotonic() + limit_s
        if time.monotonic() > until:
            return FaceSeen(FaceLook(look.instruction, FaceVerdict.RETRY), matcher.engine)
        if look != shown:
            shown = look
            job.emit(FaceSeen(look, matcher.engine))
    return None
