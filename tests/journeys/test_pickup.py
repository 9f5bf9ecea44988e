"""Picking up, from identity card to rating: by face with a network, by code without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import (
    PERSONS,
    Hall,
    assert_left_clean,
    assert_no_page_on_the_disk,
    attachments,
    queued_at,
    submissions_at,
    walk,
)
from picking_up import DOORS, is_claimed, ledger, original_at_platform, parcel_at_platform

from kiosk import audit
from kiosk.app.pickup_visitor import CODES, PickupVisitor, ShowingVisitor
from kiosk.app.walker import Identify
from ui.touch import wait_until

HANDED_IN = [("intent.hand_in", ""), ("command", "opened"), ("door", "closed_occupied")]
OPENED_AND_TAKEN = [("intent.pickup", ""), ("command", "opened"), ("door", "closed_vacant")]
ORIGINAL = "QJ-2026-0760-Y1"
PARCELS = ["QJ-2026-0731-1", "QJ-2026-0731-2"]
CELLS = ["A03", "A04"]


class LeavesTheLicence(PickupVisitor):
    """Hands the original in and goes when the own door is shut again with everything inside."""

    def use_door(self) -> None:
        if self._session.collection.due_original is not None:
            super().use_door()
            return
        self._simulation.shut_doors()

    def _try_door_again(self) -> None:
        self._leave()


class PutsNothingIn(PickupVisitor):
    """Closes every door without having moved anything."""

    def use_door(self) -> None:
        self._simulation.shut_doors()


class GoesUnsigned(ShowingVisitor):
    """Takes everything out and leaves."""

    def _sign_for(self) -> None:
        self._leave()


def cell_of(state: Path, original: str) -> str:
    """The one that it was put into."""
    cells = {record.entry.cell for record in audit.read(state / audit.KEPT_IN) if record.entry.parcel == original}
    (cell,) = cells
    return cell


def test_by_face_licence_and_seals_together(fresh: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        journey = hall.walk("lin", visitor=PickupVisitor)
        assert journey.report.outcome == "accepted"
        assert journey.told == []
        handover = journey.submission["application"]
        assert (handover["kind"], handover["parcels"], handover["cells"]) == ("handover", PARCELS, CELLS)
        assert handover["collector"]["name"] == PERSONS["lin"].name
        assert handover["face"]["verdict"] == "accept"
        assert handover["claim_id"]
        assert not handover["with_code"]
        assert handover["signature"]["strokes"] > 0
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 20)
        assert [parcel_at_platform(fresh, parcel) for parcel in PARCELS] == [("collected", "")] * 2
    assert "取件回执" in journey.receipt
    assert "免费刻制印章一套" in journey.receipt
    assert PERSONS["lin"].name not in journey.receipt
    assert [ledger(fresh, cell) for cell in CELLS] == [OPENED_AND_TAKEN] * 2
    assert_left_clean(fresh, PERSONS["lin"])


@pytest.mark.soak
def test_right_after_a_start_what_waits_shows_itself_when_it_is_known(fresh: Path) -> None:
    """The platform takes its time with the first vouchers; the person is there before them."""
    with Hall(fresh, fault="pickup/vouchers_late", **DOORS) as hall:
        journey = hall.walk("lin", visitor=PickupVisitor, identify=Identify.SCANNED_CODE)
    assert journey.report.outcome == "accepted"
    assert "pickup.nothing" not in journey.codes
    assert [ledger(fresh, cell) for cell in CELLS] == [OPENED_AND_TAKEN] * 2
    assert_left_clean(fresh, PERSONS["lin"])


def test_by_a_code_that_is_shown_to_the_scanner_without_a_network(fresh: Path) -> None:
    journey = walk(fresh, "lin", visitor=PickupVisitor, identify=Identify.SCANNED_CODE, offline=True, **DOORS)
    assert journey.report.outcome == "received"
    pages = [shown.name for shown in journey.shown]
    assert pages[:3] == ["start", "identify", "waiting"]
    assert not {"home", "consent", "face", "pickup_code"} & set(pages)
    assert not [shown for shown in journey.shown if CODES["lin"] in "\n".join(shown.texts)]
    assert CODES["lin"] not in (fresh / "log" / "kiosk.log").read_text("utf-8")
    assert "免费刻制印章一套" in journey.receipt
    assert [ledger(fresh, cell) for cell in CELLS] == [OPENED_AND_TAKEN] * 2
    assert queued_at(fresh) == 1
    assert queued_at(fresh, channel="custody") == 2 * len(OPENED_AND_TAKEN)


def test_an_original_that_is_owed_is_handed_in_first(fresh: Path) -> None:
    """Without a network: the voucher says so, and the ledger says that it was done."""
    with Hall(fresh, offline=True, **DOORS) as hall:
        hall.stage.wait_ready()
        journey = hall.walk("ji", visitor=PickupVisitor, identify=Identify.CARD_CODE)
    assert journey.report.outcome == "received"
    handing_in, taking = journey.texts("hand_in"), journey.texts("waiting-found")
    assert "取件前，请先交原件" in handing_in
    assert "旧营业执照正本" in handing_in
    assert "取件前要交原件：旧营业执照正本" in taking
    cell = cell_of(fresh, "QJ-2026-0760-Y1")
    assert ledger(fresh, cell) == HANDED_IN
    assert ledger(fresh, "C03") == OPENED_AND_TAKEN
    in_order = [record.entry.cell for record in audit.read(fresh / audit.KEPT_IN) if record.entry.cell]
    assert in_order == [cell] * len(HANDED_IN) + ["C03"] * len(OPENED_AND_TAKEN)
    assert "已交原件" in journey.receipt
    assert_left_clean(fresh, PERSONS["ji"])


def test_an_original_that_is_owed_is_shown_and_taken_home(fresh: Path, tmp_path: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        journey = hall.walk("ji", visitor=ShowingVisitor, identify=Identify.CARD_CODE)
        assert journey.report.outcome == "accepted"
        handover = journey.submission["application"]
        shown = [{"original": "QJ-2026-0760-Y1", "attachment": "QJ-2026-0760-Y1.pdf"}]
        assert (handover["originals"], handover["shown"]) == ([], shown)
        (pdf,) = attachments(fresh, journey.report.submission_id, tmp_path / "opened").values()
        assert pdf.startswith(b"%PDF")
        assert original_at_platform(fresh, ORIGINAL) == ("shown", "KIOSK-0000", "")
    in_order = [record.entry for record in audit.read(fresh / audit.KEPT_IN) if record.entry.order]
    assert (in_order[0].kind, in_order[0].parcel) == ("custody.shown", "QJ-2026-0760-Y1")
    assert [entry.cell for entry in in_order[1:]] == ["C03"] * len(OPENED_AND_TAKEN)
    assert "原件已拍照" in journey.receipt
    assert "已交原件" not in journey.receipt
    assert_left_clean(fresh, PERSONS["ji"])


@pytest.mark.soak
def test_an_original_that_is_shown_without_a_network_waits_with_the_rest(fresh: Path) -> None:
    with Hall(fresh, offline=True, **DOORS) as hall:
        hall.stage.wait_ready()
        journey = hall.walk("ji", visitor=ShowingVisitor, identify=Identify.CARD_CODE)
    assert journey.report.outcome == "received"
    assert queued_at(fresh) == 1
    assert ledger(fresh, "C03") == OPENED_AND_TAKEN
    assert_no_page_on_the_disk(fresh)


@pytest.mark.soak
def test_who_shows_an_original_and_goes_without_signing_leaves_its_pages(fresh: Path, tmp_path: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        hall.walk("ji", visitor=GoesUnsigned, identify=Identify.CARD_CODE)
        assert wait_until(lambda: len(submissions_at(fresh)) == 1, 20)
        (held,) = submissions_at(fresh)
        assert held["application"]["signature"] is None
        assert list(attachments(fresh, held["id"], tmp_path / "opened")) == ["QJ-2026-0760-Y1.pdf"]
        assert original_at_platform(fresh, ORIGINAL)[0] == "shown"


@pytest.mark.soak
def test_an_original_once_handed_in_is_not_asked_for_again_and_staff_are_told(fresh: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        first = hall.walk("ji", visitor=LeavesTheLicence, identify=Identify.CARD_CODE)
        assert first.report.outcome == "not_opened"
        cell = cell_of(fresh, "QJ-2026-0760-Y1")
        second = hall.walk("ji", visitor=PickupVisitor, identify=Identify.CARD_CODE)
        assert second.report.outcome == "accepted"
        assert "hand_in" not in [shown.name for shown in second.shown]
        assert second.submission["application"]["originals"] == []
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 20)
        assert original_at_platform(fresh, "QJ-2026-0760-Y1") == ("handed_in", "KIOSK-0000", cell)
    assert_left_clean(fresh, PERSONS["ji"])


@pytest.mark.soak
def test_who_puts_nothing_in_gets_nothing_out(fresh: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        journey = hall.walk("ji", visitor=PutsNothingIn, identify=Identify.CARD_CODE)
        assert journey.report.outcome == "not_opened"
        assert [told.code for told in journey.told if told.code != "face.declined"] == ["original.left_out"]
        assert not ledger(fresh, "C03")
        assert wait_until(lambda: not is_claimed(fresh, "QJ-2026-0760"), 60)
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 20)
        assert parcel_at_platform(fresh, "QJ-2026-0760-1") == ("stocked", "C03")


@pytest.mark.soak
def test_what_lies_in_a_cell_already_does_not_count_as_handed_in(fresh: Path) -> None:
    """The ledger and the vouchers take the cell for free; its sensor knows better."""
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        hall.terminal.backstage.simulation.lay_into("A01")
        journey = hall.walk("ji", visitor=PickupVisitor, identify=Identify.CARD_CODE)
        assert journey.report.outcome == "not_opened"
        assert {told.code for told in journey.told} - {"face.declined"} == {"custody.occupied"}
        assert not [record for record in audit.read(fresh / audit.KEPT_IN) if record.entry.cell]


@pytest.mark.soak
def test_a_code_shown_on_the_home_page_in_english(fresh: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        assert wait_until(lambda: len(hall.terminal.references.vouchers) > 0, 20)
        journey = hall.walk("lin", visitor=PickupVisitor, identify=Identify.SCANNED_CODE, language="en")
    assert journey.report.outcome == "accepted"
    assert journey.submission["application"]["with_code"]
    assert "Set of four company seals" in journey.receipt


@pytest.mark.soak
def test_an_impostor_sees_nothing(fresh: Path) -> None:
    journey = walk(fresh, "zhou", visitor=PickupVisitor, **DOORS)
    assert journey.report.outcome == "face_refused"
    assert "waiting" not in [shown.name for shown in journey.shown]
