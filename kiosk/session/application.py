"""From a session to the plain text of its submission, which only the platform reads again."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from kiosk.platform.schema import (
    Applicant,
    Application,
    FaceRecord,
    LivenessChecked,
    MaterialSupplied,
    PromptFollowed,
    Signature,
)
from kiosk.services import materials, papers
from kiosk.session.model import MaterialChoice

if TYPE_CHECKING:
    from datetime import datetime

    from drivers.contract.face import LivenessRecord
    from kiosk.session.model import Session
    from offline_cache.attachments import Attachment


def application_of(session: Session, *, submission_id: str, terminal_id: str, at: datetime) -> Application:
    """Everything the platform needs to decide, and of the face check only what the law lets us keep."""
    item, identity, ink = session.item, session.identity, session.draft.signature
    assert item is not None
    assert identity is not None
    assert ink is not None
    assert session.is_confirmed
    return Application(
        id=submission_id,
        item_code=item.code,
        item_version=item.version,
        applicant=Applicant(
            name=identity.name,
            identity_number=identity.number,
            card_kind=identity.document,
            way=identity.way.value,
        ),
        values=dict(session.draft.values),
        sources={name: source.kind.value for name, source in session.draft.sources.items()},
        materials=tuple(
            MaterialSupplied(
                code=row.material.code,
                source=row.choice.value,
                due=row.due.isoformat() if row.due else "",
                attachment=materials.attachment_of(row.material) if row.choice is MaterialChoice.CAPTURED else "",
            )
            for row in materials.rows_of(session, at.date())
        ),
        face=face_record(session),
        staff=session.staff,
        data_consented_at=session.consents.data_at,
        signature=Signature(png_base64=base64.b64encode(ink.png).decode(), strokes=ink.strokes, signed_at=at),
        language=session.preferences.language,
        terminal_id=terminal_id,
        created_at=at,
    )


def attachments_of(session: Session) -> tuple[Attachment, ...]:
    """The papers that were photographed, a PDF for each material or original."""
    if not session.draft.captured:
        return ()
    from kiosk.paper.scans import as_pdf
    from offline_cache.attachments import Attachment as Attached

    known = (
        *(session.item.materials if session.item else ()),
        *(papers.material_for(original) for original in session.collection.shown),
    )
    return tuple(
        Attached(materials.attachment_of(material), "application/pdf", as_pdf(session.draft.captured[material.code]))
        for material in known
        if material.code in session.draft.captured
    )


def face_record(session: Session) -> FaceRecord | None:
    """Of the face check what the law lets us keep; None where there was none."""
    face, consented_at = session.face, session.consents.face_at
    if face.checked_at is None or consented_at is None:
        return None
    return FaceRecord(
        verdict="accept",
        score_band=face.score_band,
        engine=face.engine,
        liveness=_liveness(face.liveness),
        consented_at=consented_at,
        checked_at=face.checked_at,
    )


def _liveness(record: LivenessRecord | None) -> LivenessChecked | None:
    if record is None:
        return None
    prompts = tuple(
        PromptFollowed(action=prompt.instruction.value, shown_s=prompt.shown_s, done_s=prompt.done_s)
        for prompt in record.prompts
    )
    return LivenessChecked(version=record.version, seed=record.seed, prompts=prompts)
