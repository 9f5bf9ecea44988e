"""Worst-case sessions of staff's pages: long names, every doubt, every trouble with a door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.smart_card import StaffCard, StaffRole
from kiosk.session.collection import DoorPhase
from kiosk.session.model import Errand, Notice, Session, Step
from kiosk.session.shift import Chore, Done, Shift, Suspect, Thing

from .at_the_cabinet import BUSINESS, THINGS

ROOMS: Mapping[str, tuple[str, ...]] = {"S": ("A01", "A02"), "M": ("B01",), "L": ("C03",)}
DOUBTS = ("forced", "unseen", "vanished", "unsure", "interrupted", "disputed", "inspected", "no_sensor", "")


def thing(now: datetime, at: int = 1, cell: str = "") -> Thing:
    words, english = THINGS[at]
    return Thing(f"QJ-2026-0752-{at}", "QJ-2026-0752", BUSINESS, {"zh-CN": words, "en": english}, "S", now, cell)


def staff_sessions(base: Callable[[Step], Session], now: datetime) -> dict[str, Session]:
    """Name of the picture → session."""
    everything = Shift(
        "ab" * 32,
        frozenset(role.value for role in StaffRole),
        overdue=tuple(thing(now, at, f"A0{at + 1}") for at in range(len(THINGS))),
        suspects=tuple(Suspect(f"B0{at}", doubt, thing(now), is_open=at == 0) for at, doubt in enumerate(DOUBTS)),
        is_complete=True,
        done=(Done(Chore.STOCK, "A01", "QJ-2026-0752-1"), Done(Chore.TAKE_BACK, "A08", "QJ-2026-0688-1")),
    )
    found = replace(everything, chore=Chore.STOCK, typed="QJ-2026-0752-1", thing=thing(now), rooms=ROOMS, size="S")
    unbound = replace(found, thing=Thing("SZXXJZ-2026-1122-000000000752-0001"), size="")
    opened = replace(found, phase=DoorPhase.OPEN, was_open=True)
    taking = replace(opened, chore=Chore.TAKE_BACK, cell="A08", rooms={})
    looking = replace(taking, chore=Chore.INSPECT, cell="C03")
    jammed = replace(found, phase=DoorPhase.NOT_OPENED)
    card = StaffCard("Staff 7", "", "ab" * 32, 3, frozenset(StaffRole))

    def at(step: Step, shift: Shift | None = everything, notice: str = "", **data: str) -> Session:
        session = base(step)
        return replace(
            session,
            item=None,
            identity=None,
            errand=Errand.STOCK,
            shift=shift,
            notice=Notice(notice, data) if notice else None,
            health={**session.health, "locker": DeviceStatus(DeviceState.ONLINE)},
        )

    return {
        "staff_card-at-work": at(Step.STAFF_CARD, None),
        "staff_card-no-role": at(Step.STAFF_CARD, None, "pcsc.no_role"),
        "staff_card-pin": replace(at(Step.STAFF_CARD, None, "pcsc.pin_wrong", left="2"), staff_card=card, pin="4711"),
        "staff": at(Step.STAFF),
        "staff-offline": at(Step.STAFF, replace(everything, suspects=()), "stock.survey_offline"),
        "staff-stock-alone": at(Step.STAFF, replace(everything, roles=frozenset({"stock"}), overdue=(), done=())),
        "stock_item": at(Step.STOCK_ITEM, replace(everything, chore=Chore.STOCK)),
        "stock_item-typed": at(Step.STOCK_ITEM, replace(unbound, thing=None, typed="SZXXJZ-2026-1122-000000000752")),
        "stock_item-no-scanner": at(Step.STOCK_ITEM, replace(found, thing=None), "stock.no_scanner"),
        "stock_item-stocked": at(Step.STOCK_ITEM, replace(found, thing=None), "stock.stocked", cell="A05"),
        "stock_item-found": at(Step.STOCK_ITEM, found),
        "stock_item-by-code": at(Step.STOCK_ITEM, unbound, "stock.by_code_alone"),
        "stock_item-no-room": at(Step.STOCK_ITEM, replace(found, rooms={"S": (), "M": ()}), "stock.no_room"),
        "stock_item-inspected": at(Step.STOCK_ITEM, replace(looking, phase=DoorPhase.DOUBTFUL)),
        "staff_door": at(Step.STAFF_DOOR, opened),
        "staff_door-opening": at(Step.STAFF_DOOR, replace(found, phase=DoorPhase.OPENING)),
        "staff_door-take-back": at(Step.STAFF_DOOR, taking),
        "staff_door-look": at(Step.STAFF_DOOR, replace(looking, thing=None)),
        "staff_door-left-open": at(Step.STAFF_DOOR, replace(opened, phase=DoorPhase.LEFT_OPEN), "door.left_open"),
        "staff_door-unseen": at(Step.STAFF_DOOR, replace(looking, phase=DoorPhase.UNSEEN), "door.unseen"),
        "staff_trouble": at(Step.STAFF_TROUBLE, jammed, "locker.jammed"),
        "staff_trouble-not-put-in": at(Step.STAFF_TROUBLE, jammed, "stock.not_put_in"),
        "staff_trouble-taking": at(
            Step.STAFF_TROUBLE, replace(taking, phase=DoorPhase.LEFT_INSIDE), "stock.not_taken_out"
        ),
        "staff_trouble-doubtful": at(Step.STAFF_TROUBLE, replace(found, phase=DoorPhase.DOUBTFUL), "stock.doubtful"),
        "cell_found": at(Step.CELL_FOUND, looking),
        "cell_found-refused": at(Step.CELL_FOUND, replace(looking, thing=None), "custody.open"),
    }
