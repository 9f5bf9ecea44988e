"""What terminal and platform say to each other about things that wait in cells: orders, claims, stock, custody."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from kiosk.platform.item import Text
from kiosk.platform.record import Record
from kiosk.platform.references import CellName, LedgerId, OwedOriginal

_IdentityNumber = Annotated[str, Field(min_length=15, max_length=18)]
_Tag = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]
_ClaimId = Annotated[str, Field(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
_Optional = Annotated[str, Field(pattern="^[A-Za-z0-9._-]{0,64}$")]


class Conclusion(StrEnum):
    """What a record of custody settles (`kiosk.custody`)."""

    NOT_OPENED = "not_opened"
    NOTHING_MOVED = "nothing_moved"  # the door was open, and what lay inside still does, or nothing was put in
    STOCKED = "stocked"
    COLLECTED = "collected"
    TAKEN_BACK = "taken_back"
    HANDED_IN = "handed_in"  # an original that was owed lies in a cell now
    DOUBTFUL = "doubtful"  # a technician has to look
    CLEARED = "cleared"  # one has


class ParcelState(StrEnum):
    """Where something is that can be picked up."""

    EXPECTED = "expected"  # not in a cell yet
    STOCKED = "stocked"
    COLLECTED = "collected"
    TAKEN_BACK = "taken_back"
    HANDED_IN = "handed_in"  # an original that was owed; staff fetch it
    DOUBTFUL = "doubtful"


class Parcel(Record):
    """One thing of an order, in one cell. `parcel` is its barcode; `size` the least size of a cell that takes it."""

    parcel: LedgerId
    contents: Text
    size: str
    state: ParcelState
    cell: _Optional = ""
    """"" while it is in none."""


class PickupsAsked(Record):
    """`POST /v1/pickups`: what waits for this person, anywhere. Asked only after the person was identified."""

    identity_number: _IdentityNumber


class WaitingOrder(Record):
    """取件. `terminal_id` says where it waits, "" while it is nowhere yet. `has_code`: there is a pick-up code."""

    order_number: LedgerId
    business: str
    terminal_id: str
    keep_until: AwareDatetime
    has_code: bool
    parcels: tuple[Parcel, ...]
    owed: tuple[OwedOriginal, ...] = ()
    """Originals that have to be handed in first."""


class PickupsWaiting(Record):
    """Orders of which something was not collected yet."""

    orders: tuple[WaitingOrder, ...]


class ClaimAsked(Record):
    """`POST /v1/pickups/{order_number}/claim`: this person is about to take all of an order here. The same claim again
    gives the same answer, and holds it for longer."""

    claim_id: _ClaimId
    identity_number: _IdentityNumber


class ClaimGranted(Record):
    """Nobody else can take it before `expires_at`."""

    order_number: LedgerId
    claim_id: _ClaimId
    expires_at: AwareDatetime
    parcels: tuple[Parcel, ...]


class ClaimReleased(Record):
    """`POST /v1/pickups/{order_number}/release`: nothing was taken; somebody else may. Twice is fine."""

    claim_id: _ClaimId


class StockItem(Record):
    """Answer to `GET /v1/stock/{parcel}`: what staff have in their hands; `terminal_id` where it
    lies, "" while it is nowhere."""

    order_number: LedgerId
    business: str
    keep_until: AwareDatetime
    terminal_id: str
    parcel: Parcel


class OverdueParcel(Record):
    """Lies in a cell of the asking terminal, longer than it is kept; or an original, which was handed in then."""

    order_number: LedgerId
    parcel: Parcel
    keep_until: AwareDatetime


class OverdueParcels(Record):
    """Answer to `GET /v1/overdue`, the oldest first."""

    parcels: tuple[OverdueParcel, ...]


class CustodyReport(Record):
    """A record of the terminal's ledger, sealed and queued like a submission (channel `custody`), and what it settles.

    `number` and `digest` are the record's in the chain (`kiosk.audit`): whoever holds them sees when a terminal's
    ledger was cut off or written anew. Tags are the terminal's own, and mean nothing to the platform but sameness.
    """

    id: str
    terminal_id: str
    number: Annotated[int, Field(ge=1)]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    at: datetime
    kind: Annotated[str, Field(pattern=r"^custody\.[a-z_.]{1,40}$")]
    cell: CellName | Annotated[str, Field(pattern="^$")] = ""
    order: _Optional = ""
    parcel: _Optional = ""
    voucher: _Optional = ""
    session_tag: _Tag = ""
    person_tag: _Tag = ""
    outcome: _Optional = ""
    conclusion: Conclusion | None = None
