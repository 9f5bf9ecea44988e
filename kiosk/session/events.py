"""All that can happen to a session. Person events come from the screen, answers from devices, cache and platform.

Every event carries the stamp of the session and step it was meant for; `advance` drops those meant for an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from drivers.contract import DeviceStatus, FaceLook, IdentityCard, PrintResult
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import PrefillAnswer, SubmissionStatus
from kiosk.session.model import Ink, Overlay, Stamp


class Timer(StrEnum):
    IDLE = "idle"  # nobody touched anything
    WARNING = "warning"  # "are you still there?" ran out
    STEP = "step"  # the step's own limit


@dataclass(frozen=True, slots=True)
class Event:
    stamp: Stamp


# ---- the person ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched(Event):
    """Any touch that means nothing else: the person is still there."""


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The start page was touched. `session_id` and `at` are made by the runtime."""

    session_id: str


@dataclass(frozen=True, slots=True)
class ThemeChosen(Event):
    theme: str


@dataclass(frozen=True, slots=True)
class Searched(Event):
    """The query changed (every key). From home it opens the items page."""

    query: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ItemChosen(Event):
    item: ServiceItem


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """The page's one main action."""

    at: datetime


@dataclass(frozen=True, slots=True)
class FaceDeclined(Event):
    """The person prefers another way than the face check."""


@dataclass(frozen=True, slots=True)
class WentBack(Event):
    pass


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The person wants out (footer, middle). Asks first when something would be lost."""


@dataclass(frozen=True, slots=True)
class LeaveConfirmed(Event):
    """Out, and wipe."""


@dataclass(frozen=True, slots=True)
class OverlayOpened(Event):
    overlay: Overlay


@dataclass(frozen=True, slots=True)
class OverlayClosed(Event):
    """Also "I need more time" on the idle warning."""


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    language: str


@dataclass(frozen=True, slots=True)
class DisplayChosen(Event):
    large_print: bool
    high_contrast: bool


@dataclass(frozen=True, slots=True)
class FieldChanged(Event):
    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MaterialDeferred(Event):
    """ "Later" was chosen for a material, or taken back."""

    code: str
    deferred: bool


@dataclass(frozen=True, slots=True)
class TopicReopened(Event):
    """The "change" beside a row of the review. `topic` -1 = materials."""

    topic: int


@dataclass(frozen=True, slots=True)
class Declared(Event):
    declared: bool


@dataclass(frozen=True, slots=True)
class Signed(Event):
    """The signature changed; None when it was cleared."""

    ink: Ink | None


@dataclass(frozen=True, slots=True)
class GradeChosen(Event):
    grade: int


@dataclass(frozen=True, slots=True)
class ReasonToggled(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class ReprintAsked(Event):
    pass


# ---- answers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimedOut(Event):
    timer: Timer


@dataclass(frozen=True, slots=True)
class CardRead(Event):
    card: IdentityCard


@dataclass(frozen=True, slots=True)
class FaceLooked(Event):
    look: FaceLook
    engine: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Prefilled(Event):
    answer: PrefillAnswer = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrefillFailed(Event):
    code: str


@dataclass(frozen=True, slots=True)
class Enqueued(Event):
    """The outbox committed the sealed submission: from here it counts."""

    submission_id: str


@dataclass(frozen=True, slots=True)
class EnqueueFailed(Event):
    code: str


@dataclass(frozen=True, slots=True)
class Acknowledged(Event):
    """The platform stored the submission and told its status."""

    submission_id: str
    status: SubmissionStatus


@dataclass(frozen=True, slots=True)
class SendingDelayed(Event):
    """The platform cannot be reached or refused for now: no need to wait the 8 s out."""

    submission_id: str
    code: str


@dataclass(frozen=True, slots=True)
class ReceiptPrinted(Event):
    result: PrintResult


@dataclass(frozen=True, slots=True)
class DeviceFailed(Event):
    """A job of this step failed. `device` is the class: id_card, camera, face, printer, platform."""

    device: str
    code: str
    retryable: bool


# ---- the terminal (no session) -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HealthChanged(Event):
    """Device states changed; meant for whoever is there."""

    health: Mapping[str, DeviceStatus]
