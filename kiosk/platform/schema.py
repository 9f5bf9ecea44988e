"""The messages between terminal and platform. OpenAPI is generated from these."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from kiosk.platform.item import ItemTheme, ServiceItem
from kiosk.platform.record import Record
from kiosk.platform.submission_state import SubmissionState

ISSUED_AT_HEADER = "Kiosk-Issued-At"
SIGNATURE_HEADER = "Kiosk-Reference-Signature"
"""With every document that terminals keep for use without a network: see `offline_cache.reference`."""


class Catalogue(Record):
    """Answer to `GET /v1/catalogue` (ETag = version), signed in the header fields above."""

    version: str
    themes: tuple[ItemTheme, ...]
    items: tuple[ServiceItem, ...]


class QrPresented(Record):
    """`POST /v1/identities/qr`: an e-ID token as scanned, opaque to the terminal. It counts once."""

    token: Annotated[str, Field(min_length=1, max_length=1024)]


class QrIdentity(Record):
    """Whom the token stands for, and the portrait that the face check compares with; nothing else. Dates are ISO,
    `valid_to` "" = no end; `sex` and `nation` as on the identity card; `portrait_jpeg` base64."""

    name: str
    identity_number: str
    sex: str
    nation: str
    birth: str
    valid_from: str
    valid_to: str
    portrait_jpeg: Annotated[str, Field(max_length=262_144)]


class StaffCodeGiven(Record):
    """`POST /v1/staff-codes/redeem`: a code that staff gave by telephone, for this terminal alone. It counts once."""

    code: Annotated[str, Field(pattern="^[A-Z2-9]{8}$")]


class StaffApproval(Record):
    """Who confirmed that the person is whom they say, why another way than the face check was taken, and when."""

    staff_id: str
    """As staff are known by telephone, or `card:` and the card's id."""
    staff_name: str = ""
    """As on the staff card; "" where nobody of them was there."""
    reason: str
    issued_at: datetime
    redeemed_at: datetime


class PrefillRequest(Record):
    """`POST /v1/prefill`: sent only after the person's consent and an accepted face check."""

    item_code: str
    identity_number: Annotated[str, Field(min_length=15, max_length=18)]
    name: str
    consented_at: datetime


class PrefilledField(Record):
    """`source` is "licence" or "last"; `source_name` is shown in the field's tag (来自居住登记)."""

    value: str
    source: Annotated[str, Field(pattern="^(licence|last)$")]
    source_name: dict[str, str]


class LicenceFound(Record):
    """An electronic licence that replaces a paper material. `valid_to` "" = no end."""

    kind: str
    name: dict[str, str]
    issuer: dict[str, str]
    issued: str
    valid_to: str = ""


class PrefillAnswer(Record):
    fields: dict[str, PrefilledField]
    licences: dict[str, LicenceFound]
    """By material code."""


class Applicant(Record):
    """`way` is how the person said who they are: "card", "eid_qr"; or what proves nothing by itself: "travel_document",
    which was typed, and "social_card", whose data nobody signs."""

    name: str
    identity_number: str
    card_kind: str
    way: Annotated[str, Field(pattern="^(card|eid_qr|travel_document|social_card)$")] = "card"


class MaterialSupplied(Record):
    code: str
    source: str
    due: str = ""
    """ISO date by which a deferred material is promised."""
    attachment: str = ""
    """Name of the attachment that a captured material goes with."""


class PromptFollowed(Record):
    """A prompt of the liveness check; seconds after its first frame, None when it was not followed."""

    action: str
    shown_s: float
    done_s: float | None


class LivenessChecked(Record):
    """With the version, the seed gives the prompts and their order again."""

    version: str
    seed: str
    prompts: tuple[PromptFollowed, ...]


class FaceRecord(Record):
    """What the law lets us keep of a face check: verdict, band, engine and times; no picture, no template."""

    verdict: str
    score_band: str
    engine: str
    liveness: LivenessChecked | None = None
    """None: nobody was asked to act."""
    consented_at: datetime
    checked_at: datetime


class Signature(Record):
    png_base64: str
    strokes: int
    signed_at: datetime


class Application(Record):
    """The plain text of a sealed submission: only the platform ever reads it again."""

    id: str
    item_code: str
    item_version: int
    applicant: Applicant
    values: dict[str, str]
    sources: dict[str, str]
    materials: tuple[MaterialSupplied, ...]
    face: FaceRecord | None = None
    """None: the person took another way, which `staff` tells, or the item does not ask for one."""
    staff: StaffApproval | None = None
    data_consented_at: datetime | None = None
    """None: no data was fetched."""
    signature: Signature
    language: str
    terminal_id: str
    created_at: datetime


class OriginalShown(Record):
    """An original that was owed and photographed; `attachment` names its pages."""

    original: str
    attachment: str


class Handover(Record):
    """What somebody took out of a cabinet and signed for: the plain text of a sealed submission, as `Application` is.

    `claim_id` "" = the terminal's voucher alone vouched. `with_code`: a pick-up code stood for the face check.
    `originals`: what was owed and put into cells before; `shown`: what was photographed instead, with its pages.
    `signature` is None where somebody went without signing after having shown an original: its pages count.
    """

    kind: Literal["handover"]
    id: str
    order_number: str
    claim_id: str
    parcels: tuple[str, ...]
    cells: tuple[str, ...]
    originals: tuple[str, ...] = ()
    shown: tuple[OriginalShown, ...] = ()
    collector: Applicant
    face: FaceRecord | None = None
    staff: StaffApproval | None = None
    with_code: bool
    signature: Signature | None = None
    language: str
    terminal_id: str
    created_at: datetime


class RatingGiven(Record):
    """好差评, sealed and queued like a submission (channel `rating`). 1 and 2 carry at least one reason."""

    id: str
    submission_id: str
    grade: Annotated[int, Field(ge=1, le=5)]
    reasons: tuple[str, ...] = ()
    created_at: datetime


class SubmissionStatus(Record):
    """What became of a submission: `GET /v1/submissions/{id}`, and in the answer to its PUT.

    `due` is the ISO date until which the outcome is promised; `next_steps` are the receipt's "what happens next";
    `certificate_number` "" = nothing can be printed of it.
    """

    state: SubmissionState
    acceptance_number: str = ""
    due: str = ""
    next_steps: tuple[dict[str, str], ...] = ()
    certificate_number: str = ""


class CertificateAsked(Record):
    """`POST /v1/submissions/{id}/certificate`: at the terminal the applicant has proven who they are."""

    identity_number: Annotated[str, Field(min_length=1, max_length=32)]


class CertificateIssued(Record):
    """The certificate of an approved submission: a PDF (base64) that the issuer has signed, on `sheets` sheets.

    `special`: on the paper that is counted sheet by sheet.
    """

    number: str
    special: bool
    sheets: Annotated[int, Field(ge=1, le=20)]
    pdf: str = Field(repr=False)


class StorageReceipt(Record):
    """The platform's signed word that it holds this envelope.

    `signature` is Ed25519 over `id|digest|stored_at` as these stand in the JSON, base64.
    """

    id: str
    digest: str
    stored_at: datetime
    key_id: str
    signature: str


class StoredAnswer(Record):
    receipt: StorageReceipt
    status: SubmissionStatus | None = None
    """None for a rating."""


class PlatformKeys(Record):
    """`GET /v1/keys`: what the terminal seals to and verifies with. Raw public keys, base64."""

    sealing_key_id: str
    sealing_public_key: str
    receipt_key_id: str
    receipt_public_key: str


class Problem(Record):
    """RFC 9457 problem details, for every refusal."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: dict[str, Any] = Field(default_factory=dict[str, Any])
