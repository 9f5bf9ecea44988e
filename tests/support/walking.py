"""A plausible person, and a walk through the transition table, for every test that needs a session."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction, PageLook, ScannedPage
from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.contract.id_card import CardKind, IdentityCard
from drivers.contract.smart_card import SocialSecurityCard, StaffCard, StaffIdentity, StaffRole
from kiosk.app.answers import answer
from kiosk.identity.person import Way
from kiosk.platform.item import Material, MaterialSource, ServiceItem
from kiosk.platform.schema import PrefillAnswer, StaffApproval, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.collection import Compartment, DoorPhase, Waiting
from kiosk.session.events import (
    Acknowledged,
    CabinetSurveyed,
    CardRead,
    CodeScanned,
    DoorSeen,
    Enqueued,
    Event,
    FaceLooked,
    HealthChanged,
    OrderClaimed,
    PageSeen,
    PickupsFound,
    Prefilled,
    SocialSecurityCardRead,
    StaffApproved,
    StaffArrived,
    StaffCardRead,
    StaffVerified,
    ThingFound,
    TimedOut,
    Timer,
)
from kiosk.session.machine import advance
from kiosk.session.model import Ink, Session, Stamp, Step
from kiosk.session.person_events import (
    CaptureWanted,
    ChoreChosen,
    Confirmed,
    CopyWanted,
    Declared,
    FaceDeclined,
    FieldChanged,
    ItemChosen,
    LeaveConfirmed,
    MaterialDeferred,
    OrderChosen,
    PickupCodeWanted,
    PickupWanted,
    Signed,
    StaffCardWanted,
    StaffCodeWanted,
    Started,
    ThemeChosen,
    Typed,
    WayChosen,
)
from kiosk.session.shift import Chore, Suspect, Thing

NOW = datetime(2026, 11, 22, 20, 36, tzinfo=UTC)
_AT_NEED = ("pcsc", "locker", "document_camera", "paper_reader", "page_printer")
_DEVICES = ("id_card", "camera", "face", "printer", "platform", *_AT_NEED)
ONLINE = {name: DeviceStatus(DeviceState.ONLINE) for name in _DEVICES}
SUBMISSION_ID = "019ab000-0000-7000-8000-000000000001"


CARD = IdentityCard(
    kind=CardKind.RESIDENT,
    name="林小禾",
    sex="2",
    nation="01",
    birth="1990-06-18",
    address="广东省深圳市福田区园岭街道百花一路示范小区8栋1203",
    number="440304199006189989",
    authority="深圳市公安局福田分局",
    valid_from="2018-05-20",
    valid_to="2038-05-20",
    portrait=b"P" * 1024,
)


SOCIAL_CARD = SocialSecurityCard(
    name=CARD.name,
    number=CARD.number,
    sex=CARD.sex,
    nation=CARD.nation,
    birth=CARD.birth,
    card_number="A00000000",
    issued="2020-01-01",
    valid_to="2040-01-01",
)
APPROVAL = StaffApproval(staff_id="H-0123", reason="declined", issued_at=NOW, redeemed_at=NOW)


def accept() -> FaceLook:
    return FaceLook(FaceInstruction.CHECKING, FaceVerdict.ACCEPT, "match", 1.0)


STAFF_CARD = StaffCard("Staff 7", "0f8b3a52-6f0e-4a5e-9a52-1c1d7d1f0a01", "ab" * 32, 3, frozenset(StaffRole))
STAFF_IDENTITY = StaffIdentity(STAFF_CARD.subject, STAFF_CARD.card_uuid, STAFF_CARD.fingerprint, STAFF_CARD.roles)
ACCEPTED = SubmissionStatus(state=SubmissionState.ACCEPTED, acceptance_number="440304261122000001")
APPROVED = SubmissionStatus(
    state=SubmissionState.APPROVED,
    acceptance_number="440304261122000001",
    certificate_number="GA-WFZJL-440304261122000001",
)
WAITING = Waiting(
    number="QJ-2026-0731",
    business="深圳市示范美容有限公司",
    keep_until=datetime(2026, 12, 22, tzinfo=UTC),
    compartments=(
        Compartment("A03", "QJ-2026-0731-1", {"zh-CN": "营业执照正副本", "en": "Business licence"}, "V-1"),
        Compartment("A04", "QJ-2026-0731-2", {"zh-CN": "免费刻制印章一套（4 枚）", "en": "Set of four seals"}, "V-2"),
    ),
)
"""Two things of one order, in two cells."""
OWING = replace(
    WAITING, owed=(Compartment("", "QJ-2026-0731-Y1", {"zh-CN": "旧营业执照", "en": "Old licence"}, size="S"),)
)
"""The same, of which an original is owed."""

PAPER = "paper"
"""Code of the material of `with_paper`."""
PAGE = ScannedPage(b"\xff\xd8\xff", 1654, 2339, 200)

AT_THE_CABINET = (Step.PICKUP_CODE, Step.WAITING, Step.HAND_IN, Step.DOOR, Step.DOOR_TROUBLE, Step.SIGN_FOR)


AT_WORK = (Step.STAFF, Step.STOCK_ITEM, Step.STAFF_DOOR, Step.STAFF_TROUBLE, Step.CELL_FOUND)
"""Staff's pages."""
IN_HAND = Thing(
    "QJ-2026-0752-1",
    "QJ-2026-0752",
    "深圳市示范美容有限公司",
    {"zh-CN": "公共场所卫生许可证", "en": "Hygiene permit"},
    "S",
    datetime(2026, 12, 22, tzinfo=UTC),
)
OVERDUE = Thing("QJ-2026-0688-1", "QJ-2026-0688", contents={"zh-CN": "营业执照", "en": "Licence"}, cell="A08")
DOUBTED = Suspect("A05", "forced", Thing("QJ-2026-0745-1", "QJ-2026-0745", cell="A05"))
ROOMS = {"S": ("A01", "A02", "B01"), "M": ("B01",), "L": ()}


def with_paper(item: ServiceItem) -> ServiceItem:
    """The same, with a material that can be photographed."""
    if any(material.code == PAPER for material in item.materials):
        return item
    name = {"zh-CN": "合同", "en": "Contract"}
    paper = Material(code=PAPER, name=name, sources=(MaterialSource.CAPTURE,), paper_kind="lease_contract")
    return item.model_copy(update={"materials": (*item.materials, paper)})


class Walk:
    """Drives `advance` and remembers every effect."""

    def __init__(self, session: Session | None = None) -> None:
        self.session = session or Session(health=ONLINE)
        self.effects: list[object] = []

    def do(self, make: Callable[..., Event], *arguments: Any) -> "Walk":
        """Let `make(stamp, …)` happen."""
        return self.happen(make(self.session.stamp, *arguments))

    def happen(self, event: Event) -> "Walk":
        self.session, effects = advance(self.session, event)
        self.effects += effects
        return self

    def to(self, step: Step, item: ServiceItem) -> "Walk":
        """Walk an ordinary way until `step` is reached."""
        for _ in range(60):
            if self.session.step is step:
                return self
            self.one_step(step, item)
        raise AssertionError(f"{step} not reached, stuck at {self.session.step}")

    def one_step(self, goal: Step, item: ServiceItem) -> None:  # noqa: C901 (a case a step)
        """What a person, or the machine behind them, usually does next on the way to `goal`."""
        session = self.session
        if goal in (Step.CAPTURE, Step.PAPER_CHECK, Step.FAREWELL):
            item = with_paper(item)
        match session.step:
            case Step.START if goal in AT_WORK:
                self.do(StaffArrived, "person-1")
            case Step.STAFF:
                self.do(CabinetSurveyed, (OVERDUE,), (DOUBTED,), True)
                inspects = goal is Step.CELL_FOUND
                self.do(ChoreChosen, Chore.INSPECT if inspects else Chore.STOCK, DOUBTED.cell if inspects else "")
            case Step.STOCK_ITEM:
                self.do(CodeScanned, IN_HAND.parcel.encode()).do(ThingFound, IN_HAND, ROOMS).do(Confirmed, NOW)
            case Step.STAFF_DOOR:
                assert session.shift is not None
                phase = DoorPhase.DOUBTFUL if goal is Step.CELL_FOUND else DoorPhase.NOT_OPENED
                self.do(DoorSeen, session.shift.at, DoorPhase.OPEN).do(DoorSeen, session.shift.at, phase)
            case Step.START if goal is Step.OUT_OF_SERVICE:
                down = {**ONLINE, "id_card": DeviceStatus(DeviceState.NO_DEVICE, "id_card.missing")}
                self.happen(HealthChanged(Stamp("", 0), down))
            case Step.START:
                self.do(Started, "person-1")
            case Step.HOME if goal in AT_THE_CABINET:
                self.do(PickupWanted)
            case Step.HOME if goal is Step.CODE:
                self.do(CodeScanned, b"K1.a.b.c.d")
            case Step.HOME:
                self.do(ThemeChosen, item.theme)
            case Step.ITEMS:
                self.do(ItemChosen, item)
            case Step.IDENTIFY if goal in (Step.EID_QR, Step.TRAVEL_DOCUMENT):
                self.do(WayChosen, Way(goal.value))
            case Step.IDENTIFY if goal is Step.SOCIAL_CARD:
                self.do(SocialSecurityCardRead, SOCIAL_CARD)
            case Step.IDENTIFY | Step.SOCIAL_CARD | Step.EID_QR | Step.TRAVEL_DOCUMENT:
                self.do(CardRead, CARD, NOW)
            case Step.CONSENT if goal in (Step.OTHER_WAY, Step.STAFF_CODE, Step.STAFF_CARD, Step.PICKUP_CODE):
                self.do(FaceDeclined)
            case Step.OTHER_WAY if goal is Step.STAFF_CARD:
                self.do(StaffCardWanted)
            case Step.OTHER_WAY if goal is Step.PICKUP_CODE:
                self.do(PickupCodeWanted)
            case Step.OTHER_WAY if goal is Step.STAFF_CODE:
                self.do(StaffCodeWanted)
            case Step.STAFF_CODE:
                self.do(StaffApproved, APPROVAL)
            case Step.FACE:
                self.do(FaceLooked, accept(), "test 1", NOW)
            case Step.STAFF_CARD:
                self.do(StaffCardRead, STAFF_CARD).do(Typed, "471109").do(Confirmed, NOW)
                self.do(StaffVerified, STAFF_IDENTITY, NOW)
            case Step.WAITING:
                order = OWING if goal is Step.HAND_IN else WAITING
                self.do(PickupsFound, (order,), True).do(OrderChosen, WAITING.number).do(OrderClaimed, "claim-1")
            case Step.DOOR:
                current = session.collection.current
                assert current is not None
                phase = DoorPhase.NOT_OPENED if goal is Step.DOOR_TROUBLE else DoorPhase.TAKEN
                self.do(DoorSeen, current.cell, DoorPhase.OPEN).do(DoorSeen, current.cell, phase)
            case Step.SIGN_FOR:
                self.do(Signed, Ink(b"png", 3)).do(Confirmed, NOW)
            case Step.FETCHING:
                self.do(Prefilled, PrefillAnswer(fields={}, licences={}))
            case Step.FORM:
                for name in item.form.topics[session.topic].fields:
                    if not self.session.draft.values.get(name) and name in item.form.json_schema.get("required", ()):
                        self.do(FieldChanged, name, answer(item, name))
                self.do(Confirmed, NOW)
            case Step.MATERIALS if goal in (Step.CAPTURE, Step.PAPER_CHECK, Step.FAREWELL):
                self.do(CaptureWanted, PAPER)
            case Step.CAPTURE if goal is Step.FAREWELL:
                self.do(PageSeen, PageLook(PageInstruction.TAKEN, progress=1.0, page=PAGE)).do(LeaveConfirmed)
            case Step.CAPTURE:
                self.do(PageSeen, PageLook(PageInstruction.TAKEN, progress=1.0, page=PAGE)).do(Confirmed, NOW)
            case Step.MATERIALS:
                for material in item.materials:
                    self.do(MaterialDeferred, material.code, True)
                self.do(Confirmed, NOW)
            case Step.REVIEW:
                self.do(Declared, True).do(Signed, Ink(b"png", 3)).do(Confirmed, NOW)
            case Step.DONE if goal is Step.COPY:
                self.do(CopyWanted)
            case Step.SENDING if goal is Step.STOPPED:
                self.do(TimedOut, Timer.STEP)
            case Step.SENDING:
                self.do(Enqueued, SUBMISSION_ID)
                self.do(Acknowledged, SUBMISSION_ID, APPROVED if goal is Step.CERTIFICATE else ACCEPTED)
            case _:
                self.do(Confirmed, NOW)
