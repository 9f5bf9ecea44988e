"""Papers that are handed in: wanted, seen, scanned, dropped, kept; read and confirmed; and how they go with the
application."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from walking import NOW, ONLINE, Walk

import config
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import (
    PageInstruction,
    PageLook,
    PaperDoubt,
    PaperReading,
    PaperSize,
    ReadField,
    ScannedPage,
)
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import load_catalogue
from kiosk.services.materials import rows_of
from kiosk.services.papers import findings
from kiosk.session.application import application_of, attachments_of
from kiosk.session.effects import (
    ArmTimer,
    CancelJobs,
    NotePapersLeft,
    PreparePaperReader,
    ReadPage,
    ScanPaper,
    SendRating,
    WatchPaper,
    Wipe,
)
from kiosk.session.events import (
    DeviceFailed,
    HealthChanged,
    PageSeen,
    PagesScanned,
    PaperRead,
    PaperUnread,
    TimedOut,
    Timer,
)
from kiosk.session.model import Draft, FieldSource, MaterialChoice, Notice, PageRead, Source, Stamp, Step
from kiosk.session.person_events import (
    CaptureWanted,
    Confirmed,
    FieldChanged,
    GradeChosen,
    LeaveConfirmed,
    Left,
    MaterialDeferred,
    PageDropped,
    PagesDropped,
    PagesTurned,
    ReadingChosen,
    ScanWanted,
    WentBack,
)
from kiosk.session.steps.capture import MOST_PAGES

CONTRACT = "lease_contract"
GONE = DeviceStatus(DeviceState.NO_DEVICE, "document.missing")
WELL = DeviceStatus(DeviceState.ONLINE)
SAID = {
    "rent_cny": "4,800",
    "valid_from": "2026-03-01",
    "valid_to": "2028-02-29",
    "area_m2": "68.50",
    "landlord": "周示例",
    "address": "深圳市福田区百花一路8栋1203",
}


def page(mark: int) -> ScannedPage:
    return ScannedPage(b"\xff\xd8\xff" + bytes([mark]), 1654, 2339, 200)


def taken(mark: int) -> PageLook:
    return PageLook(PageInstruction.TAKEN, progress=1.0, page=page(mark))


def reading(
    said: Mapping[str, str] = SAID,
    *doubts: PaperDoubt,
    kind: str = CONTRACT,
    number: int = 0,
    count: int = 0,
    turn: int = 0,
) -> PaperReading:
    fields = tuple(ReadField(name, value, 0.9) for name, value in said.items())
    valid_to = said.get("valid_to", "")
    return PaperReading(
        turn, kind, fields=fields, valid_to=valid_to, page_number=number, page_count=count, doubts=doubts
    )


@pytest.fixture(scope="module")
def lease() -> ServiceItem:
    return load_catalogue(Path(config.__file__).parent / "catalogue").by_code("ZJ-ZLBA")


@pytest.fixture
def walk(lease: ServiceItem) -> Walk:
    """At the list of materials, on a terminal that reads nothing."""
    health = {name: status for name, status in ONLINE.items() if name != "paper_reader"}
    return Walk().happen(HealthChanged(Stamp("", 0), health)).to(Step.MATERIALS, lease)


@pytest.fixture
def reader(walk: Walk) -> Walk:
    """Before the camera with a contract, on a terminal that reads."""
    return walk.happen(HealthChanged(Stamp("", 0), ONLINE)).do(CaptureWanted, CONTRACT)


def choice(walk: Walk) -> MaterialChoice:
    return next(row.choice for row in rows_of(walk.session, NOW.date()) if row.material.code == CONTRACT)


def told(walk: Walk) -> str:
    return walk.session.notice.code if walk.session.notice else ""


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
    assert not [effect for effect in walk.effects if isinstance(effect, (ReadPage, PreparePaperReader))]


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
    assert told(walk) == "capture.no_page"


def test_back_keeps_what_was_there_before(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(Confirmed, NOW)
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(2)).do(WentBack)
    assert walk.session.step is Step.MATERIALS
    assert walk.session.draft.captured == {CONTRACT: (page(1),)}


def test_the_last_page_is_taken_again(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(PageSeen, taken(2))
    before = walk.session.stamp
    walk.do(PageDropped)
    assert walk.session.capture.pages == (page(1),)
    assert CancelJobs(before) in walk.effects
    assert WatchPaper(walk.session.stamp, PaperSize.A4, page(1)) in walk.effects  # which may lie there still
    walk.do(PageSeen, taken(3))
    assert walk.session.capture.pages == (page(1), page(3))


def test_what_was_seen_before_going_back_is_not_heard(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT)
    stamp = walk.session.stamp
    walk.do(WentBack)
    assert walk.session.step is Step.MATERIALS
    walk.happen(PageSeen(stamp, taken(1)))
    assert walk.session.capture.pages == ()


def test_a_page_is_a_sign_of_life(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT)
    for look, alive in ((PageLook(PageInstruction.LAY_PAPER), False), (taken(1), True)):
        before = len(walk.effects)
        walk.do(PageSeen, look)
        assert alive == any(isinstance(e, ArmTimer) and e.timer is Timer.IDLE for e in walk.effects[before:])


def test_no_more_pages_than_there_is_room_for(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT)
    for mark in range(MOST_PAGES + 3):
        walk.do(PageSeen, taken(mark))
    assert len(walk.session.capture.pages) == MOST_PAGES
    assert walk.session.notice == Notice("capture.most_pages", {"count": str(MOST_PAGES)})


def test_a_camera_lost_before_the_first_page_leaves_the_other_ways(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(DeviceFailed, "document_camera", "document.lost", True)
    assert walk.session.step is Step.MATERIALS
    assert told(walk) == "document.lost"
    walk.do(MaterialDeferred, CONTRACT, True)
    assert choice(walk) is MaterialChoice.DEFERRED


def test_a_camera_lost_in_the_middle_keeps_what_was_taken_and_is_tried_again(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1))
    walk.do(DeviceFailed, "document_camera", "document.lost", True)
    assert told(walk) == "document.lost"
    walk.do(TimedOut, Timer.STEP)
    assert walk.effects[-1] == WatchPaper(walk.session.stamp, PaperSize.A4, page(1))
    walk.do(PageSeen, PageLook(PageInstruction.NEXT_PAGE))
    assert told(walk) == ""
    walk.do(DeviceFailed, "document_camera", "document.lost", True).do(Confirmed, NOW)
    assert choice(walk) is MaterialChoice.CAPTURED


@pytest.mark.parametrize("code", ["id_card", "unheard_of"])
def test_what_cannot_be_captured(walk: Walk, code: str) -> None:
    assert walk.do(CaptureWanted, code).session.step is Step.MATERIALS


def test_without_a_camera_it_is_not_offered(walk: Walk) -> None:
    walk.happen(HealthChanged(Stamp("", 0), {**ONLINE, "document_camera": GONE}))
    assert walk.do(CaptureWanted, CONTRACT).session.step is Step.MATERIALS


def test_nothing_of_it_is_in_what_is_logged(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1))
    assert "xff" not in repr(walk.session)
    assert "xff" not in repr(walk.do(Confirmed, NOW).session)


# ---- papers are taken along ------------------------------------------------------------------------------------------

TABLE_BARE = PageLook(PageInstruction.LAY_PAPER)
PAPER_THERE = PageLook(PageInstruction.NEXT_PAGE)


@pytest.fixture
def leaving(walk: Walk) -> Walk:
    """Gone, after one page was photographed."""
    return walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(Confirmed, NOW).do(Left).do(LeaveConfirmed)


def test_who_leaves_is_wiped_and_reminded_of_their_papers(leaving: Walk) -> None:
    session = leaving.session
    assert session.step is Step.FAREWELL
    assert (session.identity, session.draft, session.item) == (None, Draft(), None)
    assert leaving.effects.index(Wipe(session.id)) < leaving.effects.index(WatchPaper(session.stamp, PaperSize.A4))
    leaving.do(PageSeen, TABLE_BARE)
    assert leaving.session.step is Step.START
    assert NotePapersLeft() not in leaving.effects


def test_papers_that_lie_there_still_are_told_until_they_are_taken(leaving: Walk) -> None:
    assert told(leaving.do(PageSeen, PAPER_THERE)) == "capture.papers_left"
    assert leaving.session.step is Step.FAREWELL
    assert leaving.do(PageSeen, TABLE_BARE).session.step is Step.START
    assert NotePapersLeft() not in leaving.effects


def test_papers_that_nobody_takes_are_noted(leaving: Walk) -> None:
    leaving.do(PageSeen, PAPER_THERE).do(TimedOut, Timer.STEP)
    assert leaving.session.step is Step.START
    assert leaving.effects.count(NotePapersLeft()) == 1


@pytest.mark.parametrize("end", ["said", "waited", "failed"])
def test_the_reminder_ends(leaving: Walk, end: str) -> None:
    if end == "failed":
        leaving.do(DeviceFailed, "document_camera", "document.lost", True)
        assert leaving.session.step is Step.FAREWELL
    leaving.do(Confirmed, NOW) if end == "said" else leaving.do(TimedOut, Timer.STEP)
    assert leaving.session.step is Step.START
    assert NotePapersLeft() not in leaving.effects


def test_who_went_away_with_papers_on_the_table_is_reminded_too(walk: Walk) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(TimedOut, Timer.IDLE).do(TimedOut, Timer.WARNING)
    assert walk.session.step is Step.FAREWELL


def test_after_the_rating_of_an_application_with_papers(walk: Walk, lease: ServiceItem) -> None:
    walk.do(CaptureWanted, CONTRACT).do(PageSeen, taken(1)).do(Confirmed, NOW).to(Step.RATING, lease)
    walk.do(GradeChosen, 5).do(Confirmed, NOW)
    assert walk.session.step is Step.FAREWELL
    assert any(isinstance(effect, SendRating) for effect in walk.effects)


def test_who_had_no_papers_is_not_detained(walk: Walk) -> None:
    assert walk.do(Left).do(LeaveConfirmed).session.step is Step.START


def test_a_scanner_has_no_eyes(scanner: Walk) -> None:
    scanner.do(ScanWanted).do(PagesScanned, (page(1),)).do(Left).do(LeaveConfirmed)
    assert scanner.session.step is Step.FAREWELL
    assert not [effect for effect in scanner.effects if isinstance(effect, WatchPaper)]
    assert scanner.do(TimedOut, Timer.STEP).session.step is Step.START


# ---- through a scanner -----------------------------------------------------------------------------------------------


@pytest.fixture
def scanner(walk: Walk) -> Walk:
    """Before the scanner of a terminal that has no camera."""
    health = {**ONLINE, "document_camera": GONE, "document_scanner": WELL}
    return walk.happen(HealthChanged(Stamp("", 0), health)).do(CaptureWanted, CONTRACT)


def test_sheets_are_scanned_when_the_person_says_so(scanner: Walk) -> None:
    assert scanner.session.capture.by_scanner
    assert not [effect for effect in scanner.effects if isinstance(effect, (WatchPaper, ScanPaper))]
    scanner.do(ScanWanted).do(ScanWanted)
    assert scanner.effects.count(ScanPaper(scanner.session.stamp)) == 1
    scanner.do(PagesScanned, (page(1), page(2)))
    assert scanner.session.capture.pages == (page(1), page(2))
    assert not scanner.session.capture.scanning
    scanner.do(ScanWanted).do(PagesScanned, (page(3),))
    assert len(scanner.session.capture.pages) == 3
    assert sum(isinstance(effect, ReadPage) for effect in scanner.effects) == 3


def test_a_jam_costs_only_this_scan(scanner: Walk) -> None:
    scanner.do(ScanWanted).do(PagesScanned, (page(1),)).do(ScanWanted)
    scanner.do(DeviceFailed, "document_scanner", "scanner.jammed", True, {"pages": "1"})
    assert told(scanner) == "scanner.jammed"
    assert not scanner.session.capture.scanning
    assert scanner.session.capture.pages == (page(1),)
    scanner.do(ScanWanted).do(PagesScanned, (page(2),))
    assert told(scanner) == ""


# ---- what was read ---------------------------------------------------------------------------------------------------


def test_what_was_read_fills_nothing_before_it_is_confirmed(reader: Walk) -> None:
    reader.do(PageSeen, taken(1))
    assert ReadPage(reader.session.stamp, page(1), CONTRACT) in reader.effects
    before = dict(reader.session.draft.values)
    reader.do(PaperRead, PageRead(page(1), reading())).do(Confirmed, NOW)
    assert reader.session.step is Step.PAPER_CHECK
    assert told(reader) == ""
    assert reader.session.draft.values == before
    offered = {each.spec.name: each.value for each in findings(reader.session).proposals}
    assert offered == {
        "house_address": SAID["address"],
        "area_m2": "68.50",
        "start": "20260301",
        "end": "20280229",
        "rent_cny": "4800",
        "landlord_name": "周示例",
    }
    assert reader.session.capture.chosen == {"house_address", "landlord_name"}  # nothing stood there
    reader.do(ReadingChosen, "rent_cny", True).do(ReadingChosen, "landlord_name", False)
    reader.do(ReadingChosen, "phone", True).do(Confirmed, NOW)
    assert reader.session.step is Step.MATERIALS
    draft = reader.session.draft
    assert draft.values == {**before, "house_address": SAID["address"], "rent_cny": "4800"}
    assert draft.sources["rent_cny"] == FieldSource(Source.PAPER, {"zh-CN": "房屋租赁合同", "en": "Lease contract"})
    assert draft.sources["end"].kind is not Source.PAPER
    assert choice(reader) is MaterialChoice.CAPTURED


def test_a_value_that_the_form_would_not_take_is_not_offered(reader: Walk) -> None:
    said = {**SAID, "rent_cny": "按季支付", "valid_to": "2028-02-30"}
    reader.do(PageSeen, taken(1)).do(PaperRead, PageRead(page(1), reading(said))).do(Confirmed, NOW)
    offered = {each.spec.name for each in findings(reader.session).proposals}
    assert {"rent_cny", "end"}.isdisjoint(offered)
    assert "start" in offered


def test_a_paper_that_says_what_the_form_says_asks_nothing(reader: Walk) -> None:
    said = {"rent_cny": reader.session.draft.values["rent_cny"]}
    reader.do(PageSeen, taken(1)).do(PaperRead, PageRead(page(1), reading(said))).do(Confirmed, NOW)
    assert reader.session.step is Step.MATERIALS
    assert choice(reader) is MaterialChoice.CAPTURED


@pytest.mark.parametrize(
    ("read", "code", "data"),
    [
        (reading({}, PaperDoubt.WRONG_KIND, kind="hygiene_report"), "capture.wrong_kind", {}),
        (reading({}, PaperDoubt.WRONG_KIND, kind=""), "capture.wrong_kind", {}),
        (reading({}, PaperDoubt.NOTHING_READ, kind=""), "capture.illegible", {}),
        (reading({"valid_to": "2025-01-31"}, PaperDoubt.EXPIRED), "capture.expired", {"day": "2025-01-31"}),
        (reading({}, PaperDoubt.WRONG_SIDE), "capture.wrong_side", {}),
        (reading({}, number=2, count=3), "capture.page_missing", {"page": "1"}),
    ],
)
def test_what_speaks_against_a_paper_is_told_and_the_person_decides(
    reader: Walk, read: PaperReading, code: str, data: Mapping[str, str]
) -> None:
    reader.do(PageSeen, taken(1)).do(PaperRead, PageRead(page(1), read)).do(Confirmed, NOW)
    assert reader.session.step is Step.PAPER_CHECK
    assert reader.session.notice == Notice(code, data)
    assert choice(reader) is MaterialChoice.OPEN
    reader.do(Confirmed, NOW)
    assert choice(reader) is MaterialChoice.CAPTURED


def test_another_paper_instead(reader: Walk) -> None:
    wrong = reading({}, PaperDoubt.WRONG_KIND, kind="")
    reader.do(PageSeen, taken(1)).do(PaperRead, PageRead(page(1), wrong)).do(Confirmed, NOW).do(PagesDropped)
    assert reader.session.step is Step.CAPTURE
    assert (reader.session.capture.pages, reader.session.capture.read) == ((), ())
    assert reader.session.capture.material == CONTRACT


def test_the_missing_page_is_added(reader: Walk) -> None:
    reader.do(PageSeen, taken(1)).do(PaperRead, PageRead(page(1), reading({}, number=1, count=2))).do(Confirmed, NOW)
    assert told(reader) == "capture.page_missing"
    reader.do(WentBack)
    assert WatchPaper(reader.session.stamp, PaperSize.A4, page(1)) in reader.effects
    second = reading({}, PaperDoubt.WRONG_KIND, number=2, count=2)
    reader.do(PageSeen, taken(2)).do(PaperRead, PageRead(page(2), second)).do(Confirmed, NOW)
    assert reader.session.step is Step.MATERIALS
    assert reader.session.draft.captured == {CONTRACT: (page(1), page(2))}


def test_who_is_faster_than_the_reader_waits_a_little(reader: Walk) -> None:
    reader.do(PageSeen, taken(1)).do(PageSeen, taken(2)).do(PaperRead, PageRead(page(1), reading())).do(Confirmed, NOW)
    assert reader.session.step is Step.PAPER_CHECK
    assert reader.session.asking
    assert reader.do(Confirmed, NOW).session.asking  # there is nothing to confirm yet
    reader.do(PaperRead, PageRead(page(2), reading({})))
    assert not reader.session.asking
    assert findings(reader.session).proposals


def test_a_reader_that_takes_too_long_is_not_waited_for(reader: Walk) -> None:
    reader.do(PageSeen, taken(1)).do(Confirmed, NOW).do(TimedOut, Timer.STEP)
    assert told(reader) == "paper_reader.silent"
    assert not reader.session.asking
    assert reader.do(Confirmed, NOW).session.draft.captured == {CONTRACT: (page(1),)}


@pytest.mark.parametrize("done_first", [True, False])
def test_a_reader_that_fails_stops_nobody(reader: Walk, done_first: bool) -> None:
    reader.do(PageSeen, taken(1))
    if done_first:
        reader.do(Confirmed, NOW).do(PaperUnread, "paper_reader.crashed")
    else:
        reader.do(PaperUnread, "paper_reader.crashed")
        reader.happen(HealthChanged(Stamp("", 0), {**ONLINE, "paper_reader": GONE})).do(Confirmed, NOW)
    assert (reader.session.step, told(reader)) == (Step.PAPER_CHECK, "paper_reader.crashed")
    assert reader.do(Confirmed, NOW).session.draft.captured == {CONTRACT: (page(1),)}


def test_a_page_read_after_it_was_dropped_is_of_no_interest(reader: Walk) -> None:
    reader.do(PageSeen, taken(1)).do(PageDropped).do(PaperRead, PageRead(page(1), reading()))
    assert reader.session.capture.read == ()


@pytest.fixture
def plain(lease: ServiceItem) -> Walk:
    """Before the camera with a paper of no known kind, on a terminal that reads."""
    unread = [material.model_copy(update={"paper_kind": "", "fills": {}}) for material in lease.materials]
    materials = lease.model_copy(update={"materials": tuple(unread)})
    return Walk().to(Step.MATERIALS, materials).do(CaptureWanted, CONTRACT).do(PageSeen, taken(1))


@pytest.mark.parametrize("doubts", [(), (PaperDoubt.NOTHING_READ,)])
def test_of_a_material_of_no_known_kind_only_the_direction_counts(plain: Walk, doubts: tuple[PaperDoubt, ...]) -> None:
    assert ReadPage(plain.session.stamp, page(1), "") in plain.effects
    plain.do(PaperRead, PageRead(page(1), reading(SAID, *doubts, kind=""))).do(Confirmed, NOW)
    assert plain.session.step is Step.MATERIALS
    assert choice(plain) is MaterialChoice.CAPTURED


def test_a_reader_that_fails_over_a_material_of_no_known_kind_is_nobodys_business(plain: Walk) -> None:
    plain.do(PaperUnread, "paper_reader.crashed").do(Confirmed, NOW)
    assert (plain.session.step, told(plain)) == (Step.MATERIALS, "")


# ---- which way up it lies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("kind", ["plain", "reader"])
def test_a_page_laid_wrong_is_turned_and_shown(turn: int, kind: str, request: pytest.FixtureRequest) -> None:
    walk: Walk = request.getfixturevalue(kind)
    if not walk.session.capture.pages:
        walk.do(PageSeen, taken(1))
    walk.do(PageSeen, taken(2)).do(PaperRead, PageRead(page(1), reading({}))).do(
        PaperRead, PageRead(page(2), reading({}, turn=turn))
    )
    walk.do(Confirmed, NOW)
    assert (walk.session.step, told(walk)) == (Step.PAPER_CHECK, "")
    assert findings(walk.session).turned == (2,)
    assert walk.session.capture.pages == (page(1), replace(page(2), turn=turn))
    walk.do(Confirmed, NOW)
    assert walk.session.draft.captured == {CONTRACT: (page(1), replace(page(2), turn=turn))}
    assert page(2).shown_px == (1654, 2339)
    assert walk.session.draft.captured[CONTRACT][1].shown_px == ((1654, 2339) if turn == 180 else (2339, 1654))


def test_the_person_has_it_as_it_was_laid(plain: Walk) -> None:
    plain.do(PaperRead, PageRead(page(1), reading({}, turn=180))).do(Confirmed, NOW)
    plain.do(PagesTurned, False)
    assert plain.session.capture.pages == (page(1),)
    assert findings(plain.session).turned == (1,)  # to be turned all the same
    plain.do(PagesTurned, True)
    assert plain.session.capture.pages == (replace(page(1), turn=180),)
    assert plain.do(PagesTurned, False).do(Confirmed, NOW).session.draft.captured == {CONTRACT: (page(1),)}


def test_another_page_after_one_that_was_turned(plain: Walk) -> None:
    plain.do(PaperRead, PageRead(page(1), reading({}, turn=180))).do(Confirmed, NOW).do(WentBack)
    laid = replace(page(1), turn=180)
    assert WatchPaper(plain.session.stamp, PaperSize.A4, laid) in plain.effects
    plain.do(PageSeen, taken(2)).do(PaperRead, PageRead(page(2), reading({}))).do(Confirmed, NOW)
    assert plain.session.capture.pages == (laid, page(2))
    assert findings(plain.session).turned == (1,)


def test_a_changed_field_is_the_persons_again(reader: Walk) -> None:
    reader.do(PageSeen, taken(1)).do(PaperRead, PageRead(page(1), reading())).do(Confirmed, NOW).do(Confirmed, NOW)
    assert reader.session.draft.sources["landlord_name"].kind is Source.PAPER
    reader.do(WentBack).do(FieldChanged, "landlord_name", "周示范")
    assert reader.session.draft.sources["landlord_name"].kind is Source.PERSON
