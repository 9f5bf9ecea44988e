"""A paper under the document camera: page by page, until the person says that these are all."""

from __future__ import annotations

from dataclasses import replace

from drivers.contract.document import PaperSize
from kiosk.platform.item import Material
from kiosk.services import materials
from kiosk.session.effects import ArmTimer, Effect, WatchPaper
from kiosk.session.events import CaptureWanted, Confirmed, DeviceFailed, PagesDropped, PageSeen, Timer
from kiosk.session.limits import Limits
from kiosk.session.model import Capture, Notice, Overlay, Session, Step
from kiosk.session.table import Result, Row, go, stay, tell

MOST_PAGES = 20
"""Of one material: 20 MB at most, as long as the person is here."""


def begin(session: Session, event: CaptureWanted, _limits: Limits) -> Result:
    """To the camera, for a material that may be photographed."""
    material = _material(session, event.material)
    if material is None or not materials.may_capture(material, session):
        return stay(session)
    return go(replace(session, capture=Capture(event.material)), Step.CAPTURE)


def _material(session: Session, code: str) -> Material | None:
    known = session.item.materials if session.item else ()
    return next((material for material in known if material.code == code), None)


def _watch(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    material = _material(session, session.capture.material)
    return (WatchPaper(session.stamp, PaperSize(material.paper_size)),) if material else ()


def _seen(session: Session, event: PageSeen, limits: Limits) -> Result:
    """A page that is taken shows that somebody is there, who touches paper and not the screen."""
    look, capture = event.look, session.capture
    capture = replace(capture, instruction=look.instruction, progress=look.progress)
    if look.page is None or len(capture.pages) == MOST_PAGES:
        return stay(replace(session, capture=capture))
    session = replace(session, capture=replace(capture, pages=(*capture.pages, look.page)), notice=None)
    return stay(session, ArmTimer(Timer.IDLE, limits.idle_slow_s)) if session.overlay is Overlay.NONE else stay(session)


def _drop(session: Session, _event: PagesDropped, _limits: Limits) -> Result:
    return go(replace(session, capture=Capture(session.capture.material)), Step.CAPTURE)


def _keep(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    capture, draft = session.capture, session.draft
    if not capture.pages:
        return tell(session, "capture.no_page")
    draft = replace(
        draft,
        captured={**draft.captured, capture.material: capture.pages},
        deferred=draft.deferred - {capture.material},
        declared=False,
    )
    return go(replace(session, draft=draft, capture=Capture()), Step.MATERIALS)


def _camera_lost(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    """What was taken until now is kept to be used; without a page there is nothing to do here."""
    if session.capture.pages:
        return tell(session, event.code)
    return go(replace(session, capture=Capture()), Step.MATERIALS, notice=Notice(event.code))


ROWS = {
    Step.CAPTURE: Row(
        back=lambda _: Step.MATERIALS,
        on={PageSeen: _seen, PagesDropped: _drop, Confirmed: _keep, DeviceFailed: _camera_lost},
        arrive=_watch,
    ),
}
