"""From a session to the plain text of what somebody signed for at the cabinet, or left behind unsigned, which only the
platform reads again."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from kiosk.platform.schema import Applicant, Handover, OriginalShown, Signature
from kiosk.services import materials, papers
from kiosk.session.application import face_record

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.session.model import Session


def handover_of(session: Session, *, submission_id: str, terminal_id: str, at: datetime) -> Handover:
    """What was handed in and taken out, by whom, and the signature that says so."""
    collection, identity, ink = session.collection, session.identity, session.draft.signature
    assert collection.order is not None
    assert identity is not None
    assert session.is_confirmed
    return Handover(
        kind="handover",
        id=submission_id,
        order_number=collection.order.number,
        claim_id=collection.claim_id,
        parcels=tuple(each.parcel for each in collection.taken),
        cells=tuple(each.cell for each in collection.taken),
        originals=tuple(each.parcel for each in collection.handed_in),
        shown=tuple(
            OriginalShown(original=each.parcel, attachment=materials.attachment_of(papers.material_for(each)))
            for each in collection.shown
        ),
        collector=Applicant(
            name=identity.name,
            identity_number=identity.number,
            card_kind=identity.document,
            way=identity.way.value,
        ),
        face=face_record(session),
        staff=session.staff,
        with_code=collection.code != "",
        signature=Signature(png_base64=base64.b64encode(ink.png).decode(), strokes=ink.strokes, signed_at=at)
        if ink is not None
        else None,
        language=session.preferences.language,
        terminal_id=terminal_id,
        created_at=at,
    )
