"""The documents that terminals keep for use without a network, beside the catalogue: notices, vouchers, revocations,
and the keys that receipts of all terminals are verified with.

Each is served with its version as ETag and signed as `offline_cache.reference` says.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from kiosk.platform.item import HandInWay, PaperForm, Text
from kiosk.platform.record import Record

_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
CellName = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,16}$")]
"""As on its door."""
_Sentence = Annotated[str, Field(min_length=1, max_length=120)]
_PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
"""32 raw bytes, base64."""


def _not_a_person(given: str) -> str:
    if re.fullmatch(r"\d{15}|\d{17}[\dXx]", given):
        raise ValueError("looks like an identity number")
    return given


LedgerId = Annotated[_Id, AfterValidator(_not_a_person)]
"""Of an order, a parcel, a voucher: stands in the terminal's audit ledger, where no identity number may."""


class NoticeKind(StrEnum):
    WARNING = "warning"
    INFO = "info"


class Notice(Record):
    """One sentence for everybody who comes to the terminal, in force from `valid_from` until before `valid_to`."""

    id: _Id
    kind: NoticeKind = NoticeKind.INFO
    text: Annotated[dict[str, _Sentence], Field(min_length=1)]
    valid_from: AwareDatetime
    valid_to: AwareDatetime

    def is_valid(self, now: datetime) -> bool:
        return self.valid_from <= now < self.valid_to


class Texts(Record):
    """Answer to `GET /v1/texts`: the notices for one terminal, the weightiest first."""

    version: str
    terminal_id: str
    notices: tuple[Notice, ...]

    def notice_at(self, now: datetime) -> Notice | None:
        """The one to show."""
        return next((notice for notice in self.notices if notice.is_valid(now)), None)


class CollectorRole(StrEnum):
    """On whose behalf somebody collects."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    AGENT = "agent"


class OwedOriginal(Record):
    """An original that an application promised for collection: it is handed in before the order's doors open.

    `original` is its name in ledgers, like a parcel's; `size` the least size of a cell that takes it. `ways`: the
    person chooses among them. `paper_size`, `paper_kind`: of what is shown, as of a material.
    """

    original: LedgerId
    name: Text
    size: str
    ways: Annotated[tuple[HandInWay, ...], Field(min_length=1)] = (HandInWay.KEPT,)
    paper_size: PaperForm = "a4"
    paper_kind: str = ""


class _Pickup(Record):
    id: LedgerId
    order_number: LedgerId
    parcel: Annotated[str, Field(pattern="^[A-Za-z0-9._-]{0,64}$"), AfterValidator(_not_a_person)] = ""
    cabinet: _Id
    cell: CellName
    contents: Text
    business: str = ""
    role: CollectorRole = CollectorRole.LEGAL_REPRESENTATIVE
    owed: tuple[OwedOriginal, ...] = ()
    """Originals of the order that were not handed in yet when the voucher was made."""
    valid_from: AwareDatetime
    valid_to: AwareDatetime


class Voucher(_Pickup):
    """What waits for whom in which cell. Leaves the platform wrapped for the cabinet's terminal alone."""

    identity_number: Annotated[str, Field(min_length=15, max_length=18)]
    pickup_code: Annotated[str, Field(pattern="^[0-9]{0,12}$")] = ""
    """With this and the card, no face check is needed; "" = without a code there is none."""


class KeptVoucher(_Pickup):
    """A voucher as the terminal keeps it: the person is the tag that this terminal makes of the identity number, the
    code the tag of the code ("" = there is none)."""

    person_tag: str
    code_tag: str = ""


class WrappedVoucher(Record):
    """`wrapped` is a `Voucher` as JSON, wrapped (`offline_cache.wrapping`) for the terminal, base64."""

    id: _Id
    wrapped: str


class Vouchers(Record):
    """Answer to `GET /v1/vouchers`: those of the asking terminal that are not over."""

    version: str
    terminal_id: str
    vouchers: tuple[WrappedVoucher, ...]


class KeptVouchers(Record):
    vouchers: tuple[KeptVoucher, ...]


class RevokedKind(StrEnum):
    VOUCHER = "voucher"
    TERMINAL = "terminal"
    STAFF = "staff"


class Revoked(Record):
    """`id`: a voucher's, or the SHA-256 (lower-case hexadecimal) of a certificate's SubjectPublicKeyInfo."""

    kind: RevokedKind
    id: _Id


class Revocations(Record):
    """Answer to `GET /v1/revocations`."""

    version: str
    revoked: tuple[Revoked, ...]


class TerminalKeys(Record):
    """`PUT /v1/terminals/{id}/keys`: the terminal's public keys of its own making. Raw, base64.

    `receipt_public_key` (Ed25519) verifies its receipts; vouchers are wrapped with `wrapping_public_key` (X25519).
    """

    receipt_public_key: _PublicKey
    wrapping_public_key: _PublicKey


class ReceiptKeys(Record):
    """Answer to `GET /v1/terminals/keys`: by terminal, every key that its receipts were ever signed with."""

    version: str
    terminals: dict[str, tuple[_PublicKey, ...]]


def voucher_place(terminal_id: str, voucher_id: str) -> str:
    """What a voucher's wrapping belongs to."""
    return f"voucher|{terminal_id}|{voucher_id}"
