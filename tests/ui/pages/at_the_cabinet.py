"""Worst-case sessions of the pick-up pages: long names, four parcels, every trouble with a door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction
from kiosk.platform.item import HandInWay
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.collection import Collection, Compartment, DoorPhase, Waiting
from kiosk.session.model import Capture, Errand, FaceCheck, Notice, ReceiptState, Sent, Session, Step, Submission

LOCKER = DeviceStatus(DeviceState.ONLINE)
THINGS = (
    ("营业执照正本、副本（各一份）", "Business licence: one original and one duplicate"),
    ("免费刻制印章一套（公章、财务专用章、合同专用章、法定代表人名章）", "Set of four company seals, free of charge"),
    ("公共场所卫生许可证", "Hygiene permit for public places"),
    ("食品经营许可证", "Food trading permit"),
)
BUSINESS = "深圳市福田区香蜜湖街道东海国际美容美发连锁经营管理有限公司"


def waiting(now: datetime, cells: tuple[str, ...] = ("A03", "A04", "B02", "C03")) -> Waiting:
    compartments = tuple(
        Compartment(cell, f"QJ-2026-0731-{at + 1}", {"zh-CN": thing, "en": english}, f"v{at}")
        for at, (cell, (thing, english)) in enumerate(zip(cells, THINGS, strict=False))
    )
    return Waiting("QJ-2026-0731", BUSINESS, now.replace(month=12, day=22), compartments)


def at_door(phase: DoorPhase, now: datetime, *, first: int = 0) -> Collection:
    """The door of that compartment is as far as that; what was before it is out."""
    order = waiting(now)
    collection = Collection(found=(order,), is_complete=True, order=order, claim_id="c1")
    for compartment in order.compartments[:first]:
        collection = collection.with_phase(compartment.cell, DoorPhase.TAKEN)
    return collection.with_phase(order.compartments[first].cell, phase)


BOTH = (HandInWay.KEPT, HandInWay.SHOWN)


def owing(now: datetime, room: str = "B04", ways: tuple[HandInWay, ...] = (HandInWay.KEPT,)) -> Collection:
    """One original is handed in, another is due, for which there is that room."""
    names = (
        ("原公共场所卫生许可证正本", "Old hygiene permit, original"),
        ("旧营业执照正本、副本", "Old business licence, both"),
    )
    owed = tuple(
        Compartment("", f"QJ-2026-0731-Y{at}", {"zh-CN": name, "en": english}, size="S", ways=ways)
        for at, (name, english) in enumerate(names)
    )
    order = replace(waiting(now), owed=owed)
    collection = Collection(found=(order,), is_complete=True, order=order, claim_id="c1")
    if HandInWay.SHOWN in ways:
        return collection.with_shown("QJ-2026-0731-Y0").with_room(room)
    return collection.with_room("A09").with_phase("A09", DoorPhase.PUT_IN).with_room(room)


def pickup_sessions(base: Callable[[Step], Session], now: datetime) -> dict[str, Session]:
    """Name of the picture → session."""
    here = waiting(now)
    elsewhere = replace(waiting(now, ("A01",)), number="QJ-2026-0802", elsewhere="SZ-LH-0002")
    doubted = Waiting("QJ-2026-0688", "", None, (), code="pickup.doubt")
    several = Collection(found=(here, elsewhere, doubted), is_complete=True)
    out = at_door(DoorPhase.TAKEN, now, first=3)
    signed_for = Submission(id="0190b5c2-7d1e-7abc-8def-0123456789ab", sent=Sent.QUEUED, created_at=now)
    registered = SubmissionStatus(state=SubmissionState.APPROVED, acceptance_number="440304202611220386")

    def at(step: Step, collection: Collection | None = None, notice: str = "", **data: str) -> Session:
        session = base(step)
        return replace(
            session,
            item=None,
            errand=Errand.PICKUP,
            collection=collection or Collection(),
            face=FaceCheck(checked_at=now),
            notice=Notice(notice, data) if notice else None,
            health={**session.health, "locker": LOCKER},
        )

    done = replace(at(Step.DONE, out), submission=signed_for, receipt=ReceiptState.PRINTED)
    home = at(Step.HOME)
    return {
        "home-cabinet": replace(home, errand=Errand.APPLY, identity=None),
        "identify-pickup": replace(at(Step.IDENTIFY), identity=None),
        "identify-code-shown": replace(at(Step.IDENTIFY, Collection(code="482913")), identity=None),
        "pickup_code-other": at(Step.PICKUP_CODE, notice="pickup_code.other"),
        "consent-pickup": at(Step.CONSENT),
        "other_way-pickup": at(Step.OTHER_WAY, notice="pickup_code.too_often"),
        "pickup_code": at(Step.PICKUP_CODE, Collection(code="4829")),
        "pickup_code-wrong": at(Step.PICKUP_CODE, notice="pickup_code.wrong", left="2"),
        "waiting": at(Step.WAITING, several),
        "waiting-looking": at(Step.WAITING),
        "waiting-nothing": at(Step.WAITING, Collection(is_complete=True), "pickup.nothing"),
        "waiting-unknown": at(Step.WAITING, notice="pickup.nothing_known"),
        "waiting-claimed": at(Step.WAITING, several, "pickup.claimed"),
        "hand_in": at(Step.HAND_IN, owing(now)),
        "hand_in-looking": at(Step.HAND_IN, owing(now, room="")),
        "hand_in-no-room": at(Step.HAND_IN, owing(now, room=""), "original.no_room"),
        "hand_in-choose": at(Step.HAND_IN, owing(now, ways=BOTH)),
        "hand_in-only-shown": at(Step.HAND_IN, owing(now, room="", ways=(HandInWay.SHOWN,))),
        "hand_in-full": at(Step.HAND_IN, owing(now, room="", ways=BOTH), "original.only_shown"),
        "hand_in-not-noted": at(Step.HAND_IN, owing(now, ways=BOTH), "original.not_noted"),
        "hand_in-no-way": replace(
            at(Step.HAND_IN, owing(now, room="", ways=(HandInWay.SHOWN,)), "original.no_way"), health={}
        ),
        "capture-original": replace(
            at(Step.CAPTURE, owing(now, ways=BOTH)), capture=Capture("QJ-2026-0731-Y1", PageInstruction.GLARE)
        ),
        "door-hand-in": at(Step.DOOR, owing(now).with_phase("B04", DoorPhase.OPEN)),
        "door_trouble-hand-in": at(
            Step.DOOR_TROUBLE, owing(now).with_phase("B04", DoorPhase.LEFT_INSIDE), "original.left_out"
        ),
        "stopped-original": at(Step.STOPPED, notice="original.doubtful"),
        "waiting-owing": at(Step.WAITING, owing(now)),
        "door": at(Step.DOOR, at_door(DoorPhase.OPEN, now)),
        "door-opening": at(Step.DOOR, at_door(DoorPhase.OPENING, now, first=2)),
        "door-right": at(Step.DOOR, at_door(DoorPhase.OPEN, now, first=3)),
        "door-left-open": at(Step.DOOR, at_door(DoorPhase.LEFT_OPEN, now, first=1), "door.left_open"),
        "door-other": at(Step.DOOR, at_door(DoorPhase.OPENING, now), "locker.other_door"),
        "door_trouble": at(Step.DOOR_TROUBLE, at_door(DoorPhase.NOT_OPENED, now), "locker.jammed"),
        "door_trouble-inside": at(Step.DOOR_TROUBLE, at_door(DoorPhase.LEFT_INSIDE, now), "door.left_inside"),
        "door_trouble-refused": at(Step.DOOR_TROUBLE, at_door(DoorPhase.NOT_OPENED, now), "custody.taken"),
        "sign_for": at(Step.SIGN_FOR, out),
        "sign_for-not-signed": at(Step.SIGN_FOR, out, "sign_for.not_signed"),
        "done-pickup": replace(done, submission=replace(signed_for, sent=Sent.ANSWERED, status=registered)),
        "done-pickup-offline": done,
        "stopped-door": at(Step.STOPPED, notice="door.nobody_closed"),
    }
