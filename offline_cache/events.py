"""What the cache tells the kiosk. Posted from the cache's threads."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Queued:
    """Sealed and committed: from here it counts."""

    id: str


@dataclass(frozen=True, slots=True)
class PutFailed:
    """Not queued, and will not be: `outbox.…` or `seal.…`. Nothing may be promised."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform confirmed storing it. `answer` is its answer to the PUT (receipt and status)."""

    id: str
    answer: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delayed:
    """Queued still, not sent now: `link.…` or `platform.busy`. Posted after each attempt, and while sending rests."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """The platform refused the envelope itself (`envelope.…`): kept for staff, not sent again."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The platform answers us again, or no longer. `code` is "" when up."""

    up: bool
    code: str


@dataclass(frozen=True, slots=True)
class OutboxFailed:
    """Intake stops: every put fails with this code until `IntakeResumed`. What is queued is sent on where possible."""

    code: str


@dataclass(frozen=True, slots=True)
class IntakeResumed:
    """Items are taken in again: there is room, or the disk works again."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The queue's file was damaged: it is kept beside the new one as `kept_as`, what could be read goes on.

    `lost` are ids of items that were found but cannot be sent any more.
    """

    kept_as: str
    recovered: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are in each state, and since when the oldest unsent one waits (ms since the epoch, wall clock)."""

    pending: int = 0
    leased: int = 0
    stored: int = 0
    quarantined: int = 0
    oldest_unsent_at_ms: int | None = None


CacheEvent = (
    Queued | PutFailed | Delivered | Delayed | Quarantined | LinkChanged | OutboxFailed | IntakeResumed | Salvaged
)
