"""Papers under the document camera: wanted, seen, kept, dropped; and how they go with the application."""

from pathlib import Path

import pytest
from walking import NOW, ONLINE, Walk

import config
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction, PageLook, PaperSize, ScannedPage
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import load_catalogue
from kiosk.services.materials import rows_of
from kiosk.session.application import application_of, attachments_of
from kiosk.session.effects import ArmTimer, CancelJobs, WatchPaper
from kiosk.session.events import (
    CaptureWanted,
    Confirmed,
    DeviceFailed,
    HealthChanged,
    MaterialDeferred,
    PagesDropped,
    PageSeen,
    Timer,
    WentBack,
)
from kiosk.session.model import MaterialChoice, Stamp, Step
from kiosk.session.steps.capture import MOST_PAGES

CONTRACT = "lease_contract"


def page(mark: int) -> ScannedPage:
    return ScannedPage(b"\xff\xd8\xff" + bytes([mark]), 1654, 2339, 200)


def taken(mark: int) -> PageLook:
    return PageLook(PageInstruction.TAKEN, progress=1.0, page=page(mark))


@pytest.fixture(scope="module")
def lease() -> ServiceItem:
    return load_catalogue(Path(config.__file__).parent / "catalogue").by_code("ZJ-ZLBA")


@pytest.fixture
def walk(lease: ServiceItem) -> Walk:
    return Walk().to(Step.MATERIALS, lease)


def choice(walk: Walk) -> MaterialChoice:
    return next(row.choice for row in rows_of(walk.session, NOW.date()) if row.material.code == CONTRACT)


def test_a_paper_of_two_pages(walk: Walk) -> None:
    walk.do(MaterialDeferred, CONTRACT, True).do(CaptureWanted, CONTRACT)
    assert walk.session.step is Step.CAPTURE
    assert WatchPaper(walk.session.stamp, PaperSize.A4) in walk.effects
    walk.do(PageSeen, taken(1)).do(PageSeen, PageLook(PageInstruction.NEXT_PAGE)).do(PageSeen, taken(2))
    walk.do(Confirmed, NOW)
    assert walk.session.step is Step.MATERIALS
    assert choice(walk) is MaterialChoice.CAPTURED
    assert walk.session.draft.captured == {CONTRACT: (page(1), page(2))}
    assert CONTRACT not in walk.session.draft.deferred
    assert walk.session.capture.pages == ()


def test_it_goes_with_the_application(walk: Walk, lease: ServiceItem) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(Confirmed, NOW)
    walk.to(Step.SENDING, lease)
    application = application_of(walk.session, submission_id="s", terminal_id="t", at=NOW)
    supplied = next(material for material in application.materials if material.code == CONTRACT)
    assert (supplied.source, supplied.attachment, supplied.due) == ("captured", "lease_contract.pdf", "")
    (attached,) = attachments_of(walk.session)
    assert (attached.name, attached.media_type) == ("lease_contract.pdf", "application/pdf")
    assert attached.data.startswith(b"%PDF")
    assert page(1).jpeg in attached.data


def test_without_a_page_there_is_nothing_to_keep(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(Confirmed, NOW)
    assert walk.session.step is Step.CAPTURE
    assert walk.session.notice is not None
    assert walk.session.notice.code == "capture.no_page"


def test_back_keeps_what_was_there_before(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(Confirmed, NOW)
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(2)).do(WentBack)
    assert walk.session.step is Step.MATERIALS
    assert walk.session.draft.captured == {CONTRACT: (page(1),)}


def test_begun_anew_the_camera_forgets_too(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1))
    before = walk.session.stamp
    walk.do(PagesDropped)
    assert walk.session.capture.pages == ()
    assert walk.session.capture.material == CONTRACT
    assert CancelJobs(before) in walk.effects
    assert WatchPaper(walk.session.stamp, PaperSize.A4) in walk.effects


def test_from_the_review_and_back_there(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT)
    stamp = walk.session.stamp
    walk.do(WentBack)
    assert walk.session.step is Step.MATERIALS
    walk.happen(PageSeen(stamp, taken(1)))  # late
    assert walk.session.capture.pages == ()


def test_a_page_is_a_sign_of_life(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT)
    before = len(walk.effects)
    walk.do(PageSeen, taken(1))
    assert any(isinstance(e, ArmTimer) and e.timer is Timer.IDLE for e in walk.effects[before:])


def test_no_more_pages_than_there_is_room_for(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT)
    for mark in range(MOST_PAGES + 3):
        walk.do(PageSeen, taken(mark))
    assert len(walk.session.capture.pages) == MOST_PAGES


def test_a_camera_that_is_lost(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(DeviceFailed, "document_camera", "document.lost", True)
    assert walk.session.step is Step.MATERIALS
    assert walk.session.notice is not None
    assert walk.session.notice.code == "document.lost"
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(
        DeviceFailed, "document_camera", "document.lost", True
    ).do(Confirmed, NOW)
    assert choice(walk) is MaterialChoice.CAPTURED


@pytest.mark.parametrize("code", ["id_card", "unheard_of"])
def test_what_cannot_be_photographed(walk: Walk, code: str) -> None:
    assert walk.do(CaptureWanted, code).session.step is Step.MATERIALS


def test_without_a_camera_it_is_not_offered(walk: Walk) -> None:
    gone = {**ONLINE, "document_camera": DeviceStatus(DeviceState.NO_DEVICE, "document.missing")}
    walk.happen(HealthChanged(Stamp("", 0), gone))
    assert walk.do(CaptureWanted, CONTRACT).session.step is Step.MATERIALS


def test_nothing_of_it_is_in_what_is_logged(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1))
    assert "xff" not in repr(walk.session)
    assert "xff" not in repr(walk.do(Confirmed, NOW).session)
