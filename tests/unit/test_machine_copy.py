"""The copy of an application: offered where it can be printed, printed once, and back to the receipt. What becomes of a
sheet under way is the certificate's row too: tests/unit/test_machine_certificate.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from walking import APPROVED, ONLINE, SUBMISSION_ID, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.paper.page_print import PagePrint, Paper, ReprintReason, Stage
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.session.effects import ArmTimer, CallOffPage, PrintPage, PrintReceipt, RecordPage, TypesetCopy, Wipe
from kiosk.session.events import (
    Acknowledged,
    CopyTypeset,
    DeviceFailed,
    Enqueued,
    HealthChanged,
    PrintSeen,
    ReceiptPrinted,
    SendingDelayed,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.machine import back_target
from kiosk.session.model import Overlay, Stamp, Step
from kiosk.session.person_events import Confirmed, CopyWanted, Left, OverlayClosed, PaperDeclined, PaperFaulty, WentBack

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGE = PagePrint("copy-person-1", b"%PDF", 2, number=SUBMISSION_ID, kind=Paper.COPY)
PRINTER_GONE = {**ONLINE, "page_printer": DeviceStatus(DeviceState.NO_DEVICE, "page_printer.missing")}


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    return catalogue.by_code("GA-WFZJL")


@pytest.fixture
def done(item: ServiceItem) -> Walk:
    return Walk().to(Step.DONE, item)


@pytest.fixture
def asked(done: Walk) -> Walk:
    return done.do(CopyWanted)


@pytest.fixture
def printing(asked: Walk) -> Walk:
    asked.do(Confirmed, NOW).do(CopyTypeset, PAGE)
    return seen(asked, Stage.PRINTING)


def copy_of(walk: Walk) -> PagePrint:
    assert walk.session.copy is not None
    return walk.session.copy


def seen(walk: Walk, stage: Stage, code: str = "", job_id: int = 7) -> Walk:
    return walk.do(PrintSeen, replace(copy_of(walk), stage=stage, code=code, job_id=job_id))


def wanted(walk: Walk, kind: type) -> int:
    return sum(isinstance(effect, kind) for effect in walk.effects)


def recorded(walk: Walk) -> list[tuple[Paper, str, str]]:
    pages = [effect.page for effect in walk.effects if isinstance(effect, RecordPage)]
    return [(page.kind, page.stage.value, page.code) for page in pages]


# ---- offering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", list(PrintOutcome))
def test_whoever_has_applied_is_offered_one_whatever_became_of_the_receipt(outcome: PrintOutcome, done: Walk) -> None:
    assert done.session.copy_is_offered
    done.do(ReceiptPrinted, PrintResult(outcome))
    assert done.do(CopyWanted).session.step is Step.COPY


def test_what_waits_to_be_sent_counts_and_may_be_kept(item: ServiceItem) -> None:
    walk = Walk().to(Step.SENDING, item).do(Enqueued, SUBMISSION_ID).do(SendingDelayed, SUBMISSION_ID, "link.down")
    assert walk.session.copy_is_offered


@pytest.mark.parametrize(
    "printer", [None, DeviceStatus(DeviceState.NO_DEVICE, "page_printer.missing"), DeviceStatus(DeviceState.STARTING)]
)
def test_without_a_printer_that_works_none_is(printer: DeviceStatus | None, done: Walk) -> None:
    health = {name: status for name, status in ONLINE.items() if name != "page_printer"}
    done.happen(HealthChanged(Stamp("", 0), health | ({"page_printer": printer} if printer else {})))
    assert not done.session.copy_is_offered
    assert done.do(CopyWanted).session.step is Step.DONE


def test_who_came_for_something_else_has_no_application(item: ServiceItem) -> None:
    walk = Walk().to(Step.SIGN_FOR, item)
    assert not walk.to(Step.DONE, item).session.copy_is_offered


def test_it_is_no_detour_for_who_wants_none(done: Walk) -> None:
    assert done.do(Confirmed, NOW).session.step is Step.RATING
    assert wanted(done, TypesetCopy) == 0


def test_nothing_is_made_or_printed_unasked(asked: Walk) -> None:
    assert wanted(asked, TypesetCopy) == wanted(asked, PrintPage) == 0
    assert asked.do(PaperDeclined).session.step is Step.DONE
    assert asked.session.copy_is_offered
    assert recorded(asked) == []


# ---- making it -------------------------------------------------------------------------------------------------------


def test_a_second_tap_makes_one(asked: Walk) -> None:
    asked.do(Confirmed, NOW).do(Confirmed, NOW)
    assert wanted(asked, TypesetCopy) == 1
    assert ArmTimer(Timer.STEP, Limits().certificate_s) in asked.effects
    assert back_target(asked.session) is None


@pytest.mark.parametrize("end", [(TimedOut, Timer.STEP), (DeviceFailed, "page_printer", "copy.not_made", True)])
def test_what_cannot_be_made_is_told_and_leads_back(end: tuple[object, ...], asked: Walk) -> None:
    asked.do(Confirmed, NOW).do(*end)  # type: ignore[arg-type]
    assert asked.session.notice is not None
    assert asked.session.notice.code == "copy.not_made"
    asked.do(CopyTypeset, PAGE)  # too late: nobody waits for it
    assert asked.session.copy is None
    assert asked.do(WentBack).session.step is Step.DONE
    asked.do(CopyWanted).do(Confirmed, NOW).do(CopyTypeset, PAGE)
    assert wanted(asked, PrintPage) == 1


def test_a_platform_that_fails_meanwhile_changes_nothing(asked: Walk) -> None:
    asked.do(Confirmed, NOW).do(DeviceFailed, "platform", "platform.unreachable", True)
    assert asked.session.asking


# ---- printing it -----------------------------------------------------------------------------------------------------


def test_it_is_in_hand_and_the_receipt_is_shown_again(printing: Walk) -> None:
    seen(printing, Stage.ASKING).do(Confirmed, NOW)
    assert recorded(printing) == [(Paper.COPY, "printed", "")]
    assert printing.do(Confirmed, NOW).session.step is Step.DONE
    assert not printing.session.copy_is_offered  # one is enough
    assert printing.do(CopyWanted).session.step is Step.DONE
    assert wanted(printing, PrintReceipt) == 1
    assert printing.do(Confirmed, NOW).session.step is Step.RATING


def test_a_tray_empty_and_filled_again(printing: Walk) -> None:
    seen(printing, Stage.HELD_UP, "page_printer.paper_out").do(TimedOut, Timer.IDLE)
    assert printing.session.overlay is Overlay.IDLE_WARNING
    printing.do(OverlayClosed)
    seen(printing, Stage.PRINTING)
    seen(printing, Stage.ASKING).do(Confirmed, NOW)
    assert recorded(printing) == [(Paper.COPY, "printed", "")]
    assert wanted(printing, PrintPage) == 1
    assert wanted(printing, CallOffPage) == 0


def test_it_is_printed_again_for_a_reason(printing: Walk) -> None:
    seen(printing, Stage.ASKING).do(PaperFaulty, ReprintReason.INCOMPLETE)
    assert recorded(printing) == [
        (Paper.COPY, "not_printed", "page_print.incomplete"),
        (Paper.COPY, "sending", ""),
    ]
    assert copy_of(printing).document == replace(PAGE, attempt=2).document
    assert not copy_of(printing).document.signed


def test_a_printer_that_was_busy_is_offered_again_another_is_not(asked: Walk) -> None:
    asked.do(Confirmed, NOW).do(CopyTypeset, PAGE)
    seen(asked, Stage.NOT_PRINTED, "page_printer.busy", job_id=0).do(WentBack)
    assert asked.do(CopyWanted).session.step is Step.COPY
    asked.do(Confirmed, NOW)
    first, second = [effect.page.document for effect in asked.effects if isinstance(effect, PrintPage)]
    assert first == second
    seen(asked, Stage.NOT_PRINTED, "page_printer.format", job_id=0).do(Confirmed, NOW)
    assert asked.session.step is Step.DONE
    assert not asked.session.copy_is_offered


def test_the_certificate_is_had_all_the_same(item: ServiceItem) -> None:
    walk = Walk().to(Step.SENDING, item).do(Enqueued, SUBMISSION_ID).do(Acknowledged, SUBMISSION_ID, APPROVED)
    walk.do(CopyWanted).do(Confirmed, NOW).do(CopyTypeset, PAGE)
    seen(walk, Stage.ASKING).do(Confirmed, NOW).do(Confirmed, NOW)
    assert walk.session.certificate_is_offered
    assert walk.do(Confirmed, NOW).session.step is Step.CERTIFICATE
    assert walk.session.paper is None


# ---- who goes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [Stage.PRINTING, Stage.HELD_UP, Stage.ASKING])
def test_whoever_goes_leaves_it_open_and_nothing_behind(stage: Stage, printing: Walk) -> None:
    seen(printing, stage).do(Left)
    assert printing.session.step is Step.START
    assert recorded(printing) == [(Paper.COPY, "unknown", "page_print.left")]
    assert wanted(printing, Wipe) == 1
    assert printing.session.copy is None


def test_paper_coming_out_is_waited_for(printing: Walk) -> None:
    assert printing.do(TimedOut, Timer.IDLE).session.overlay is Overlay.NONE


def test_a_printer_that_goes_meanwhile_throws_nobody_out(printing: Walk) -> None:
    printing.happen(HealthChanged(Stamp("", 0), PRINTER_GONE))
    assert printing.session.step is Step.COPY
