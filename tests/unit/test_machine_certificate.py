"""A certificate on paper: asked first, watched, confirmed by whoever holds it, printed again for a reason, recorded."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from walking import APPROVED, ONLINE, SUBMISSION_ID, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.page_printer import Media
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.paper.page_print import ATTEMPTS_MAX, PagePrint, ReprintReason, Stage
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import CertificateIssued
from kiosk.services.catalogue import Catalogue
from kiosk.session.effects import ArmTimer, CallOffPage, CancelJobs, FetchCertificate, PrintPage, RecordPage, Wipe
from kiosk.session.events import (
    Acknowledged,
    Broke,
    CertificateFetched,
    DeviceFailed,
    HealthChanged,
    PrintSeen,
    ReceiptPrinted,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.machine import back_target
from kiosk.session.model import Overlay, ReceiptState, Stamp, Step
from kiosk.session.person_events import (
    Confirmed,
    Left,
    OverlayClosed,
    PaperDeclined,
    PaperFaulty,
    WentBack,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NUMBER = APPROVED.certificate_number
ISSUED = CertificateIssued(number=NUMBER, special=False, sheets=1, pdf=base64.b64encode(b"%PDF").decode())
LIMITS = Limits()


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    return catalogue.by_code("GA-WFZJL")


@pytest.fixture
def offered(item: ServiceItem) -> Walk:
    return Walk().to(Step.CERTIFICATE, item)


@pytest.fixture
def printing(offered: Walk) -> Walk:
    offered.do(Confirmed, NOW).do(CertificateFetched, ISSUED)
    return seen(offered, Stage.PRINTING)


def page_of(walk: Walk) -> PagePrint:
    assert walk.session.page is not None
    return walk.session.page


def seen(walk: Walk, stage: Stage, code: str = "", job_id: int = 7) -> Walk:
    return walk.do(PrintSeen, replace(page_of(walk), stage=stage, code=code, job_id=job_id))


def recorded(walk: Walk) -> list[tuple[str, str, int]]:
    pages = [effect.page for effect in walk.effects if isinstance(effect, RecordPage)]
    return [(page.stage.value, page.code, page.attempt) for page in pages]


def timers(walk: Walk) -> list[float]:
    return [effect.delay_s for effect in walk.effects if isinstance(effect, ArmTimer) and effect.timer is Timer.STEP]


def handed_over(walk: Walk) -> list[PagePrint]:
    return [effect.page for effect in walk.effects if isinstance(effect, PrintPage)]


def calls_off(walk: Walk) -> int:
    return sum(isinstance(effect, CallOffPage) for effect in walk.effects)


# ---- offering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printer", [None, DeviceStatus(DeviceState.NO_DEVICE, "page_printer.missing"), DeviceStatus(DeviceState.STARTING)]
)
def test_without_a_printer_that_works_nothing_is_offered(printer: DeviceStatus | None, item: ServiceItem) -> None:
    health = {name: status for name, status in ONLINE.items() if name != "page_printer"}
    walk = Walk().to(Step.SENDING, item)
    walk.happen(HealthChanged(Stamp("", 0), health | ({"page_printer": printer} if printer else {})))
    walk.one_step(Step.CERTIFICATE, item)
    assert walk.session.step is Step.DONE
    assert walk.do(Confirmed, NOW).session.step is Step.RATING


def test_what_was_not_approved_has_none(item: ServiceItem) -> None:
    assert Walk().to(Step.DONE, item).do(Confirmed, NOW).session.step is Step.RATING


def test_nothing_is_fetched_or_printed_unasked(offered: Walk) -> None:
    assert not [each for each in offered.effects if isinstance(each, FetchCertificate | PrintPage)]
    assert offered.do(PaperDeclined).session.step is Step.RATING
    assert recorded(offered) == []


def test_back_to_the_receipt_and_again(offered: Walk) -> None:
    offered.do(WentBack)
    assert offered.session.step is Step.DONE
    assert offered.do(Confirmed, NOW).session.step is Step.CERTIFICATE


def test_the_receipt_is_told_on_this_page_too(offered: Walk) -> None:
    offered.do(ReceiptPrinted, PrintResult(PrintOutcome.PRINTED)).do(Acknowledged, SUBMISSION_ID, APPROVED)
    assert offered.session.receipt is ReceiptState.PRINTED
    assert offered.session.step is Step.CERTIFICATE


# ---- fetching --------------------------------------------------------------------------------------------------------


def test_a_second_tap_fetches_once(offered: Walk) -> None:
    offered.do(Confirmed, NOW).do(Confirmed, NOW)
    assert sum(isinstance(each, FetchCertificate) for each in offered.effects) == 1
    assert timers(offered)[-1] == LIMITS.certificate_s
    assert back_target(offered.session) is None
    assert offered.do(PaperDeclined).session.step is Step.CERTIFICATE  # it is on its way already


@pytest.mark.parametrize("end", [(TimedOut, Timer.STEP), (DeviceFailed, "platform", "platform.unreachable", True)])
def test_what_cannot_be_fetched_may_be_asked_for_again(end: tuple[object, ...], offered: Walk) -> None:
    offered.do(Confirmed, NOW).do(*end)  # type: ignore[arg-type]
    assert offered.session.notice is not None
    assert offered.session.notice.code == "certificate.unanswered"
    offered.do(CertificateFetched, ISSUED)  # too late: nobody waits for it
    assert offered.session.page is None
    offered.do(Confirmed, NOW).do(CertificateFetched, ISSUED)
    assert len(handed_over(offered)) == 1


def test_each_sessions_page_has_a_name_of_its_own_and_no_ones(printing: Walk) -> None:
    """The printer remembers the names of earlier jobs, and shows them."""
    (page,) = handed_over(printing)
    assert page.document.name == f"{NUMBER}-person-1-1"
    assert page.number == NUMBER
    assert page.media is Media.PLAIN
    assert "%PDF" not in repr(page)
    special = ISSUED.model_copy(update={"special": True})
    other = Walk(replace(printing.session, page=None, asking=True)).do(CertificateFetched, special)
    assert handed_over(other)[0].media is Media.SPECIAL


# ---- printing --------------------------------------------------------------------------------------------------------


def test_done_is_a_question_and_the_person_answers_it(printing: Walk) -> None:
    seen(printing, Stage.ASKING)
    assert recorded(printing) == []
    assert back_target(printing.session) is None
    assert printing.do(PaperDeclined).session.step is Step.CERTIFICATE
    printing.do(Confirmed, NOW)
    assert page_of(printing).stage is Stage.PRINTED
    assert recorded(printing) == [("printed", "", 1)]
    assert printing.do(Confirmed, NOW).session.step is Step.RATING
    assert printing.do(WentBack).do(Confirmed, NOW).session.step is Step.RATING  # nothing is printed twice
    assert len(handed_over(printing)) == 1


def test_a_tray_empty_for_ten_minutes_and_filled_again(printing: Walk) -> None:
    """Whoever waits says so when asked; it goes on, and nothing is sent again."""
    seen(printing, Stage.HELD_UP, "page_printer.paper_out")
    assert timers(printing)[-1] == LIMITS.page_held_s == 600
    for _ in range(10):
        printing.do(TimedOut, Timer.IDLE)
        assert printing.session.overlay is Overlay.IDLE_WARNING
        printing.do(OverlayClosed)
        seen(printing, Stage.HELD_UP, "page_printer.paper_out")
    assert timers(printing).count(LIMITS.page_held_s) == 1  # the ten minutes do not begin again
    seen(printing, Stage.PRINTING)
    assert timers(printing)[-1] == LIMITS.page_s
    seen(printing, Stage.ASKING).do(Confirmed, NOW)
    assert recorded(printing) == [("printed", "", 1)]
    assert len(handed_over(printing)) == 1
    assert calls_off(printing) == 0


def test_a_tray_that_nobody_fills_is_called_off(printing: Walk) -> None:
    seen(printing, Stage.HELD_UP, "page_printer.paper_out").do(TimedOut, Timer.STEP)
    assert calls_off(printing) == 1
    seen(printing, Stage.NOT_PRINTED, "page_printer.paper_out")
    assert recorded(printing) == [("not_printed", "page_printer.paper_out", 1)]
    assert printing.do(Confirmed, NOW).session.step is Step.RATING


def test_one_that_never_ends_is_called_off(printing: Walk) -> None:
    assert timers(printing)[-1] == LIMITS.page_s
    printing.do(TimedOut, Timer.STEP)
    assert calls_off(printing) == 1
    seen(printing, Stage.UNKNOWN, "page_print.not_called_off")
    assert recorded(printing) == [("unknown", "page_print.not_called_off", 1)]


def test_whoever_does_not_want_to_wait_calls_it_off(printing: Walk) -> None:
    """A jam with the sheet visible: staff have to take it out."""
    printing.do(Confirmed, NOW)
    assert calls_off(printing) == 0  # while it prints the button does nothing
    seen(printing, Stage.HELD_UP, "page_printer.jammed").do(Confirmed, NOW)
    assert calls_off(printing) == 1
    seen(printing, Stage.ASKING)  # it came out in the very same moment
    assert page_of(printing).stage is Stage.ASKING


def test_a_printer_that_is_gone_leaves_it_open(printing: Walk) -> None:
    printing.do(DeviceFailed, "page_printer", "page_printer.hung", True)
    assert recorded(printing) == [("unknown", "page_printer.hung", 1)]
    assert printing.do(PaperFaulty, ReprintReason.NOTHING_CAME).session.page == page_of(printing)
    assert len(handed_over(printing)) == 1  # nothing is sent again by itself, or on a guess
    assert printing.do(Confirmed, NOW).session.step is Step.RATING


def test_a_printer_that_did_not_take_it_may_be_asked_again_without_a_reason(offered: Walk) -> None:
    offered.do(Confirmed, NOW).do(CertificateFetched, ISSUED)
    seen(offered, Stage.NOT_PRINTED, "page_printer.busy", job_id=0)
    assert recorded(offered) == [("not_printed", "page_printer.busy", 1)]
    offered.do(Confirmed, NOW)
    first, second = handed_over(offered)
    assert first.document == second.document


@pytest.mark.parametrize("code", ["sheets.none_left", "page_print.not_genuine", "page_printer.format"])
def test_what_will_not_pass_is_not_tried_again(code: str, offered: Walk) -> None:
    offered.do(Confirmed, NOW).do(CertificateFetched, ISSUED)
    seen(offered, Stage.NOT_PRINTED, code, job_id=0)
    assert offered.do(Confirmed, NOW).session.step is Step.RATING
    assert len(handed_over(offered)) == 1


# ---- a sheet that will not do ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(ReprintReason))
def test_it_is_printed_again_for_a_reason_and_both_are_recorded(reason: ReprintReason, printing: Walk) -> None:
    seen(printing, Stage.ASKING).do(PaperFaulty, reason)
    assert recorded(printing) == [("not_printed", f"page_print.{reason.value}", 1), ("sending", "", 2)]
    first, second = handed_over(printing)
    assert second.reason is reason
    assert first.document.name != second.document.name
    seen(printing, Stage.PRINTING, job_id=8)
    seen(printing, Stage.ASKING, job_id=8).do(Confirmed, NOW)
    assert recorded(printing)[-1] == ("printed", "", 2)


def test_three_times_and_no_more(printing: Walk) -> None:
    for _ in range(ATTEMPTS_MAX):
        seen(printing, Stage.ASKING).do(PaperFaulty, ReprintReason.UNREADABLE)
    assert len(handed_over(printing)) == ATTEMPTS_MAX
    assert (page_of(printing).stage, page_of(printing).code) == (Stage.NOT_PRINTED, "page_print.too_often")
    assert recorded(printing)[-1] == ("not_printed", "page_print.unreadable", ATTEMPTS_MAX)
    assert printing.do(Confirmed, NOW).session.step is Step.RATING


def test_what_is_heard_of_an_earlier_sheet_is_not_this_ones(printing: Walk) -> None:
    earlier = replace(page_of(printing), stage=Stage.ASKING)
    seen(printing, Stage.ASKING).do(PaperFaulty, ReprintReason.DAMAGED).do(PrintSeen, earlier)
    assert page_of(printing).stage is Stage.SENDING


# ---- who goes --------------------------------------------------------------------------------------------------------


def test_paper_coming_out_is_waited_for(printing: Walk) -> None:
    printing.do(TimedOut, Timer.IDLE)
    assert printing.session.overlay is Overlay.NONE
    seen(printing, Stage.ASKING).do(TimedOut, Timer.IDLE)
    assert printing.session.overlay is Overlay.IDLE_WARNING


@pytest.mark.parametrize("stage", [Stage.PRINTING, Stage.HELD_UP, Stage.ASKING])
def test_whoever_goes_leaves_it_open_and_gets_nothing_more(stage: Stage, printing: Walk) -> None:
    seen(printing, stage)
    stamp = printing.session.stamp
    printing.do(Left)
    assert printing.session.step is Step.START
    assert recorded(printing) == [("unknown", "page_print.left", 1)]
    assert CancelJobs(stamp) in printing.effects  # which calls it off at the printer
    assert any(isinstance(each, Wipe) for each in printing.effects)
    assert printing.session.page is None


def test_nobody_there_ends_it_while_it_is_held_up(printing: Walk) -> None:
    seen(printing, Stage.HELD_UP, "page_printer.paper_out").do(TimedOut, Timer.IDLE).do(TimedOut, Timer.WARNING)
    assert printing.session.step is Step.START
    assert recorded(printing) == [("unknown", "page_print.left", 1)]


def test_a_bug_leaves_it_open_too(printing: Walk) -> None:
    printing.happen(Broke(Stamp("", 0)))
    assert recorded(printing) == [("unknown", "page_print.left", 1)]
    assert printing.session.page is None


def test_who_has_answered_leaves_nothing_open(printing: Walk) -> None:
    seen(printing, Stage.ASKING).do(Confirmed, NOW).do(Left)
    assert recorded(printing) == [("printed", "", 1)]
