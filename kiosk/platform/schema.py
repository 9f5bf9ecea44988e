"""The messages between terminal and platform. OpenAPI is generated from these."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform.item import ItemTheme, ServiceItem


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


ISSUED_AT_HEADER = "Kiosk-Issued-At"
SIGNATURE_HEADER = "Kiosk-Reference-Signature"
"""With every document that terminals keep for use without a network: see `offline_cache.reference`."""


class Catalogue(_Message):
    """Answer to `GET /v1/catalogue` (ETag = version), signed in the header fields above."""

    version: str
    themes: tuple[ItemTheme, ...]
    items: tuple[ServiceItem, ...]


class PrefillRequest(_Message):
    """`POST /v1/prefill`: sent only after the person's consent and an accepted face check."""

    item_code: str
    identity_number: Annotated[str, Field(min_length=15, max_length=18)]
    name: str
    consented_at: datetime


class PrefilledField(_Message):
    """`source` is "licence" or "last"; `source_name` is shown in the field's tag (来自居住登记)."""

    value: str
    source: Annotated[str, Field(pattern="^(licence|last)$")]
    source_name: dict[str, str]


class LicenceFound(_Message):
    """An electronic licence that replaces a paper material. `valid_to` "" = no end."""

    kind: str
    name: dict[str, str]
    issuer: dict[str, str]
    issued: str
    valid_to: str = ""


class PrefillAnswer(_Message):
    fields: dict[str, PrefilledField]
    licences: dict[str, LicenceFound]
    """By material code."""


class Applicant(_Message):
    name: str
    identity_number: str
    card_kind: str


class MaterialSupplied(_Message):
    code: str
    source: str
    due: str = ""
    """ISO date by which a deferred material is promised."""


class FaceRecord(_Message):
    """What the law lets us keep of a face check: verdict, band, engine and times; no picture, no template."""

    verdict: str
    score_band: str
    engine: str
    consented_at: datetime
    checked_at: datetime


class Signature(_Message):
    png_base64: str
    strokes: int
    signed_at: datetime


class Application(_Message):
    """The plain text of a sealed submission: only the platform ever reads it again."""

    id: str
    item_code: str
    item_version: int
    applicant: Applicant
    values: dict[str, str]
    sources: dict[str, str]
    materials: tuple[MaterialSupplied, ...]
    face: FaceRecord
    data_consented_at: datetime
    signature: Signature
    language: str
    terminal_id: str
    created_at: datetime


class RatingGiven(_Message):
    """好差评, sealed and queued like a submission (channel `rating`). 1 and 2 carry at least one reason."""

    id: str
    submission_id: str
    grade: Annotated[int, Field(ge=1, le=5)]
    reasons: tuple[str, ...] = ()
    created_at: datetime


class SubmissionState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    RETURNED = "returned"
    POSSIBLE_DUPLICATE = "possible_duplicate"


class SubmissionStatus(_Message):
    """What became of a submission: `GET /v1/submissions/{id}`, and in the answer to its PUT.

    `due` is the ISO date until which the outcome is promised; `next_steps` are the receipt's "what happens next".
    """

    state: SubmissionState
    acceptance_number: str = ""
    due: str = ""
    next_steps: tuple[dict[str, str], ...] = ()


class StorageReceipt(_Message):
    """The platform's signed word that it holds this envelope.

    `signature` is Ed25519 over `id|digest|stored_at` as these stand in the JSON, base64.
    """

    id: str
    digest: str
    stored_at: datetime
    key_id: str
    signature: str


class StoredAnswer(_Message):
    receipt: StorageReceipt
    status: SubmissionStatus | None = None
    """None for a rating."""


class PlatformKeys(_Message):
    """`GET /v1/keys`: what the terminal seals to and verifies with. Raw public keys, base64."""

    sealing_key_id: str
    sealing_public_key: str
    receipt_key_id: str
    receipt_public_key: str


class Problem(_Message):
    """RFC 9457 problem details, for every refusal."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: dict[str, Any] = {}
