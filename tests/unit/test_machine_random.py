"""The session machine under persons and answers in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from walking import (
    APPROVAL,
    APPROVED,
    CARD,
    DOUBTED,
    IN_HAND,
    NOW,
    ONLINE,
    OVERDUE,
    ROOMS,
    SOCIAL_CARD,
    STAFF_CARD,
    STAFF_IDENTITY,
    SUBMISSION_ID,
    Walk,
    accept,
)

import config
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction, PageLook, PaperDoubt, PaperReading, ReadField, ScannedPage
from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.identity.mrz import DocumentKind
from kiosk.identity.person import Way
from kiosk.paper.page_print import PagePrint, Paper, ReprintReason, Stage
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import CertificateIssued, PrefillAnswer, QrIdentity, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.services.catalogue import load_catalogue
from kiosk.session import events as e
from kiosk.session import person_events as p
from kiosk.session.collection import DoorPhase
from kiosk.session.effects import ArmTimer, DisarmTimer, Effect, Enqueue, PrintReceipt, Wipe
from kiosk.session.events import (
    Event,
    Timer,
)
from kiosk.session.machine import IDLE_PAGES, advance, back_target
from kiosk.session.model import Errand, Ink, Overlay, PageRead, Preferences, Sent, Session, Stamp, Step
from kiosk.session.shift import Chore

LONGEST_S = 900.0
"""By then nobody is there any more, wherever they went away."""
CATALOGUE = load_catalogue(Path(config.__file__).parent / "catalogue")


def item_of(code: str) -> ServiceItem:
    return CATALOGUE.by_code(code)


CODES_OF_ITEMS = st.sampled_from([item.code for item in CATALOGUE.items])
NAMES = st.sampled_from(
    sorted({name for item in CATALOGUE.items for topic in item.form.topics for name in topic.fields})
)
LOOKS = st.sampled_from(
    [
        accept(),
        FaceLook(FaceInstruction.CHECKING),
        FaceLook(FaceInstruction.TURN_LEFT, progress=0.3),
        FaceLook(FaceInstruction.CHECKING, FaceVerdict.RETRY),
        FaceLook(FaceInstruction.CHECKING, FaceVerdict.RETRY, reason="face.liveness.late"),
        FaceLook(FaceInstruction.CHECKING, FaceVerdict.RETRY, reason="face.liveness.unable"),
        FaceLook(FaceInstruction.CHECKING, FaceVerdict.REJECT, "far"),
    ]
)
STATUSES = st.sampled_from(
    [
        SubmissionStatus(state=SubmissionState.ACCEPTED, acceptance_number="440304261122000001"),
        SubmissionStatus(state=SubmissionState.POSSIBLE_DUPLICATE),
        APPROVED,
    ]
)
PRINTED = st.sampled_from([PrintResult(PrintOutcome.PRINTED), PrintResult(PrintOutcome.UNKNOWN, "printer.silent")])
SCANNED = ScannedPage(b"\xff\xd8\xff", 1, 1, 200)
PAGES = st.sampled_from(
    [
        PageLook(PageInstruction.LAY_PAPER),
        PageLook(PageInstruction.TAKEN, progress=1.0, page=SCANNED),
    ]
)
READ = st.sampled_from(
    [
        PageRead(SCANNED, PaperReading(0, "lease_contract", fields=(ReadField("rent_cny", "4800", 0.9),))),
        PageRead(SCANNED, PaperReading(0, doubts=(PaperDoubt.WRONG_KIND,))),
        PageRead(SCANNED, PaperReading(180)),
    ]
)
CODES = st.sampled_from(["id_card.removed", "camera.lost", "face.crashed", "face.portrait_undecodable"])
PAYLOADS = st.sampled_from([b"EID1.token.signature", b"K1.receipt", b"884213", b"C1.GA-1.2026-11-22.d.s", b"?"])
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F3204153ZE184226B<<<<<16"
VOUCHED = QrIdentity(
    name=CARD.name,
    identity_number=CARD.number,
    sex="2",
    nation="01",
    birth=CARD.birth,
    valid_from=CARD.valid_from,
    valid_to=CARD.valid_to,
    portrait_jpeg="/9j/",
)
ISSUED = CertificateIssued(number="GA-WFZJL-1", special=False, sheets=1, pdf="JVBERg==")
PRINTS = st.builds(
    PagePrint,
    st.just("GA-WFZJL-1"),
    st.just(b"%PDF"),
    st.just(1),
    attempt=st.integers(1, 3),
    stage=st.sampled_from([Stage.PRINTING, Stage.HELD_UP, Stage.ASKING, Stage.NOT_PRINTED, Stage.UNKNOWN]),
    job_id=st.integers(0, 3),
)
COPY = PagePrint("copy-person-1", b"%PDF", 1, kind=Paper.COPY)
IDS = st.sampled_from([SUBMISSION_ID, "somebody-elses"])

PERSON: dict[type[Event], tuple[st.SearchStrategy[Any], ...]] = {
    p.Touched: (),
    p.ThemeChosen: (st.sampled_from(sorted({item.theme for item in CATALOGUE.items})),),
    p.Searched: (st.text(max_size=3),),
    p.ItemChosen: (CODES_OF_ITEMS.map(item_of),),
    p.Confirmed: (st.just(NOW),),
    p.PromptDeclined: (),
    p.FaceDeclined: (),
    p.WentBack: (),
    p.WayChosen: (st.sampled_from(Way),),
    p.DocumentChosen: (st.sampled_from(DocumentKind),),
    p.Typed: (st.text(max_size=9) | st.just(ZONE),),
    p.StaffCodeWanted: (),
    p.FaceSkipped: (),
    p.Left: (),
    p.LeaveConfirmed: (),
    p.OverlayOpened: (st.sampled_from(Overlay),),
    p.OverlayClosed: (),
    p.LanguageChosen: (st.sampled_from(["zh-CN", "en"]),),
    p.DisplayChosen: (st.booleans(), st.booleans()),
    p.SpeechChosen: (st.booleans(),),
    p.FieldChanged: (NAMES, st.text(max_size=3)),
    p.MaterialDeferred: (
        st.sampled_from(sorted({m.code for item in CATALOGUE.items for m in item.materials})),
        st.booleans(),
    ),
    p.CaptureWanted: (st.sampled_from(["lease_contract", "id_card", "?"]),),
    p.PageDropped: (),
    p.PagesDropped: (),
    p.ScanWanted: (),
    p.ReadingChosen: (NAMES, st.booleans()),
    p.PagesTurned: (st.booleans(),),
    p.TopicReopened: (st.integers(-1, 1),),
    p.Declared: (st.booleans(),),
    p.Signed: (st.sampled_from([None, Ink(b"png", 3)]),),
    p.GradeChosen: (st.integers(1, 5),),
    p.ReasonToggled: (st.sampled_from(["slow", "unclear"]),),
    p.ReprintAsked: (),
    p.ChoreChosen: (st.sampled_from(Chore), st.sampled_from(["", "A05", "A08"])),
    p.SizeChosen: (st.sampled_from(["S", "M", "XL"]),),
    p.OtherCellWanted: (),
    p.FoundInside: (st.sampled_from(["", "QJ-2026-0745-1"]),),
    p.OtherThingSeen: (),
    p.CompartmentSkipped: (),
    p.DoorStuck: (),
    p.CopyWanted: (),
    p.PaperDeclined: (),
    p.PaperFaulty: (st.sampled_from(ReprintReason),),
}
ANSWERS: dict[type[Event], tuple[st.SearchStrategy[Any], ...]] = {
    e.TimedOut: (st.sampled_from(Timer),),
    e.CardRead: (st.just(CARD), st.just(NOW)),
    e.SocialSecurityCardRead: (st.just(SOCIAL_CARD),),
    e.CodeScanned: (PAYLOADS, st.just("person-0")),
    e.CodeVerified: (st.just(VOUCHED), st.just(NOW)),
    e.StaffApproved: (st.just(APPROVAL),),
    e.StaffArrived: (st.just("staff-1"),),
    e.StaffCardRead: (st.just(STAFF_CARD),),
    e.StaffVerified: (st.just(STAFF_IDENTITY), st.just(NOW)),
    e.CabinetSurveyed: (st.just((OVERDUE,)), st.just((DOUBTED,)), st.booleans()),
    e.ThingFound: (st.just(IN_HAND), st.just(ROOMS)),
    e.DoorSeen: (st.sampled_from(["A01", "A05"]), st.sampled_from(DoorPhase)),
    e.CellCleared: (st.just("A05"),),
    e.OriginalShown: (st.just("QJ-2026-0731-Y1"),),
    e.ReceiptFound: (st.none(),),
    e.CertificateRead: (st.none(),),
    e.FaceLooked: (LOOKS, st.just("test 1"), st.just(NOW)),
    e.PageSeen: (PAGES,),
    e.PagesScanned: (st.just((SCANNED,)),),
    e.PaperRead: (READ,),
    e.PaperUnread: (st.just("paper_reader.crashed"),),
    e.Prefilled: (st.just(PrefillAnswer(fields={}, licences={})),),
    e.PrefillFailed: (st.just("platform.slow"),),
    e.Enqueued: (st.just(SUBMISSION_ID),),
    e.EnqueueFailed: (st.just("outbox.full"),),
    e.Acknowledged: (IDS, STATUSES),
    e.SendingDelayed: (IDS, st.just("link.down")),
    e.ReceiptPrinted: (PRINTED,),
    e.CertificateFetched: (st.just(ISSUED),),
    e.CopyTypeset: (st.just(COPY),),
    e.PrintSeen: (PRINTS,),
    e.DeviceFailed: (
        st.sampled_from(["id_card", "pcsc", "barcode", "platform", "camera", "face", "locker", "page_printer"]),
        CODES,
        st.booleans(),
    ),
}


def any_of(table: dict[type[Event], tuple[st.SearchStrategy[Any], ...]]) -> st.SearchStrategy[Callable[[Stamp], Event]]:
    """Events but for their stamp."""
    kinds = [
        st.tuples(*data).map(lambda data, kind=kind: lambda stamp: kind(stamp, *data)) for kind, data in table.items()
    ]
    return st.one_of(kinds)


class Usual(Walk):
    """What a person usually does next, happening to the machine under test."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.session)
        self._person = person

    def happen(self, event: Event) -> Usual:
        self._person.happen(event)
        self.session = self._person.session
        return self


def wind(armed: dict[Timer, float], effects: Iterable[Effect], now_s: float) -> None:
    """Keep the timers as the runtime does; `armed` has the second in which each goes off."""
    for effect in effects:
        if isinstance(effect, ArmTimer):
            armed[effect.timer] = now_s + effect.delay_s
        elif isinstance(effect, DisarmTimer):
            armed.pop(effect.timer, None)


class Person(RuleBasedStateMachine):
    """Whatever happens, in whatever order; the runtime's timers are kept as the runtime keeps them."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(health=ONLINE)
        self.armed: dict[Timer, float] = {}
        self.stamps: list[Stamp] = [Stamp("", 0)]
        self.persons = 0
        self.enqueued: list[Stamp] = []
        self.printed: list[str] = []

    def happen(self, event: Event) -> None:
        before = self.session
        self.session, effects = advance(before, event)
        wind(self.armed, effects, now_s=0)
        for effect in effects:
            if isinstance(effect, Enqueue):
                assert isinstance(event, p.Confirmed)
                assert effect.stamp not in self.enqueued
                assert effect.session.draft.declared or effect.session.errand is Errand.PICKUP
                assert effect.session.draft.signature is not None
                self.enqueued.append(effect.stamp)
            elif isinstance(effect, PrintReceipt):
                assert effect.session.submission.id == SUBMISSION_ID
        if before.identity is not None and self.session.identity is None:
            assert any(isinstance(effect, Wipe) for effect in effects)
        if self.session.turn != before.turn:
            self.stamps.append(self.session.stamp)

    @precondition(lambda self: self.session.step is Step.START)
    @rule(preferences=st.builds(Preferences, language=st.sampled_from(["zh-CN", "en"]), large_print=st.booleans()))
    def start(self, preferences: Preferences) -> None:
        self.persons += 1
        self.happen(p.Started(self.session.stamp, f"person-{self.persons}", preferences))

    @rule(make=any_of(PERSON))
    def the_person_does_something(self, make: Callable[[Stamp], Event]) -> None:
        self.happen(make(self.session.stamp))

    @rule(make=any_of(ANSWERS))
    def an_answer_comes(self, make: Callable[[Stamp], Event]) -> None:
        event = make(self.session.stamp)
        if not isinstance(event, e.TimedOut) or event.timer in self.armed:
            if isinstance(event, e.TimedOut):
                del self.armed[event.timer]
            self.happen(event)

    @rule(make=st.one_of(any_of(PERSON), any_of(ANSWERS)), data=st.data())
    def something_comes_late(self, make: Callable[[Stamp], Event], data: st.DataObject) -> None:
        stamp = data.draw(st.sampled_from(self.stamps))
        event = make(stamp)
        before = self.session
        if event.scope is e.Scope.STEP and stamp != before.stamp:
            self.happen(event)
            assert self.session == before

    @precondition(lambda self: self.session.step not in (*IDLE_PAGES, Step.DONE, Step.RATING))
    @rule(code=CODES_OF_ITEMS)
    def the_usual_next_thing(self, code: str) -> None:
        """Chance alone would hardly ever come to the review."""
        Usual(self).one_step(Step.DONE, self.session.item or CATALOGUE.by_code(code))

    @rule(device=st.sampled_from(sorted(ONLINE)), state=st.sampled_from([DeviceState.ONLINE, DeviceState.NO_DEVICE]))
    def health_changes(self, device: str, state: DeviceState) -> None:
        health = {**self.session.health, device: DeviceStatus(state, "" if state.usable else f"{device}.missing")}
        self.happen(e.HealthChanged(Stamp("", 0), health))

    @invariant()
    def nothing_personal_when_nobody_is_there(self) -> None:
        session = self.session
        if session.step in IDLE_PAGES:
            rest = Session(turn=session.turn, step=session.step, health=session.health, notice=session.notice)
            assert session == rest

    @invariant()
    def what_is_promised_is_stored(self) -> None:
        sent = self.session.submission.sent
        if sent in (Sent.QUEUED, Sent.ANSWERED, Sent.UNANSWERED):
            assert self.session.submission.id == SUBMISSION_ID

    @invariant()
    def back_never_raises(self) -> None:
        back_target(self.session)

    @invariant()
    def it_ends_by_time_outs_alone(self) -> None:
        session, armed, now_s = self.session, dict(self.armed), 0.0
        while now_s < LONGEST_S:
            if session.step in IDLE_PAGES:
                return
            assert armed, session.step
            timer = min(armed, key=armed.__getitem__)
            now_s = armed.pop(timer)
            session, effects = advance(session, e.TimedOut(session.stamp, timer))
            wind(armed, effects, now_s)
            if session.step is Step.DONE and session.receipt.value == "printing":
                session, effects = advance(session, e.ReceiptPrinted(session.stamp, PrintResult(PrintOutcome.UNKNOWN)))
                wind(armed, effects, now_s)
            if session.step in (Step.CERTIFICATE, Step.COPY) and session.paper is not None:  # called off
                over = replace(session.paper, stage=Stage.UNKNOWN)
                session, effects = advance(session, e.PrintSeen(session.stamp, over))
                wind(armed, effects, now_s)
        raise AssertionError(f"still at {session.step}")


TestPerson = Person.TestCase
TestPerson.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
