"""Picking up, from identity card to rating: by face with a network, by code without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import PERSONS, Hall, assert_left_clean, queued_at, walk
from picking_up import BRISK_DOORS, ledger, parcel_at_platform

from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.app.walker import Identify
from ui.touch import wait_until

OPENED_AND_TAKEN = [("intent.pickup", ""), ("command", "opened"), ("door", "closed_vacant")]
PARCELS = ["QJ-2026-0731-1", "QJ-2026-0731-2"]
CELLS = ["A03", "A04"]


def test_by_face_licence_and_seals_together(fresh: Path) -> None:
    with Hall(fresh, **BRISK_DOORS) as hall:
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


def test_by_a_code_that_is_shown_to_the_scanner_without_a_network(fresh: Path) -> None:
    journey = walk(fresh, "lin", visitor=PickupVisitor, identify=Identify.SCANNED_CODE, offline=True, **BRISK_DOORS)
    assert journey.report.outcome == "received"
    pages = [shown.name for shown in journey.shown]
    assert pages[:3] == ["start", "identify", "waiting"]
    assert not {"home", "consent", "face", "pickup_code"} & set(pages)
    assert not [shown for shown in journey.shown if PickupVisitor.code in "\n".join(shown.texts)]
    assert PickupVisitor.code not in (fresh / "log" / "kiosk.log").read_text("utf-8")
    assert "免费刻制印章一套" in journey.receipt
    assert [ledger(fresh, cell) for cell in CELLS] == [OPENED_AND_TAKEN] * 2
    assert queued_at(fresh) == 1
    assert queued_at(fresh, channel="custody") == 2 * len(OPENED_AND_TAKEN)


@pytest.mark.soak
def test_a_code_shown_on_the_home_page_in_english(fresh: Path) -> None:
    journey = walk(fresh, "lin", visitor=PickupVisitor, identify=Identify.SCANNED_CODE, language="en", **BRISK_DOORS)
    assert journey.report.outcome == "accepted"
    assert journey.submission["application"]["with_code"]
    assert "Set of four company seals" in journey.receipt


@pytest.mark.soak
def test_an_impostor_sees_nothing(fresh: Path) -> None:
    journey = walk(fresh, "zhou", visitor=PickupVisitor, **BRISK_DOORS)
    assert journey.report.outcome == "face_refused"
    assert "waiting" not in [shown.name for shown in journey.shown]
