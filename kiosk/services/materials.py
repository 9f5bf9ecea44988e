"""Which materials an application needs, where each comes from, and what is still open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from drivers.contract.value import Value
from kiosk.platform.item import Material, MaterialSource
from kiosk.session.model import MaterialChoice, Session

if TYPE_CHECKING:
    from collections.abc import Iterator


class MaterialRow(Value):
    """One line of the list. `due` is the day until which it may follow, for those that are, or could be, promised."""

    material: Material
    choice: MaterialChoice
    due: date | None = None


def rows_of(session: Session, today: date) -> tuple[MaterialRow, ...]:
    """The chosen item's materials in their order; a promise made `today` runs for the material's `defer_days`."""
    rows: list[MaterialRow] = []
    for material, choice in _choices(session):
        later = MaterialSource.DEFER in material.sources and choice in (MaterialChoice.OPEN, MaterialChoice.DEFERRED)
        rows.append(MaterialRow(material, choice, today + timedelta(days=material.defer_days) if later else None))
    return tuple(rows)


def open_count(session: Session) -> int:
    """How many materials there is nothing for yet: nothing at hand and not promised."""
    return sum(choice is MaterialChoice.OPEN for _, choice in _choices(session))


def may_capture(material: Material, session: Session) -> bool:
    """Whether it can be photographed or scanned here and now."""
    ways = ("document_camera", "document_scanner")
    return MaterialSource.CAPTURE in material.sources and any(is_well(session, device) for device in ways)


def is_well(session: Session, device: str) -> bool:
    """Whether the terminal has such a device, and it can be used."""
    status = session.health.get(device)
    return status is not None and status.state.usable


def attachment_of(material: Material) -> str:
    """What its pages are called among the attachments."""
    return f"{material.code}.pdf"


def _choices(session: Session) -> Iterator[tuple[Material, MaterialChoice]]:
    for material in session.item.materials if session.item else ():
        found = (_from(source, material, session) for source in material.sources)
        yield material, next((choice for choice in found if choice), MaterialChoice.OPEN)


def _from(source: MaterialSource, material: Material, session: Session) -> MaterialChoice | None:
    match source:
        case MaterialSource.CARD:
            return MaterialChoice.HAVE if session.identity else None
        case MaterialSource.LICENCE:
            return MaterialChoice.LICENCE if material.code in session.draft.licences else None
        case MaterialSource.FORM:
            return MaterialChoice.HAVE
        case MaterialSource.CAPTURE:
            return MaterialChoice.CAPTURED if material.code in session.draft.captured else None
        case MaterialSource.DEFER:
            return MaterialChoice.DEFERRED if material.code in session.draft.deferred else None
