"""Worst-case sessions for every page, and a host that shows them and records what the pages ask for."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from papers import pages
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from config.loader import load
from config.settings import Settings
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction, PaperReading, ReadField
from drivers.contract.face import FaceInstruction
from drivers.contract.id_card import CardKind, IdentityCard
from drivers.contract.smart_card import StaffCard
from drivers.document.pages import encoded, turned
from kiosk.app.answers import answer
from kiosk.identity.codes import CodeKind
from kiosk.identity.mrz import DocumentKind
from kiosk.identity.person import Way, of_card
from kiosk.platform.certificate_code import CertificateCode
from kiosk.platform.references import Texts
from kiosk.platform.schema import LicenceFound, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.services.catalogue import Catalogue, load_catalogue
from kiosk.services.forms import problems
from kiosk.session.events import Event
from kiosk.session.limits import Limits
from kiosk.session.model import (
    Capture,
    Draft,
    FaceCheck,
    FieldSource,
    Notice,
    Overlay,
    PageRead,
    Preferences,
    Receipt,
    ReceiptState,
    Scanned,
    Sent,
    Session,
    Source,
    Step,
    Submission,
    Zone,
)
from ui.main import KioskWindow, show

from .at_the_cabinet import pickup_sessions
from .at_the_page_printer import APPROVED, COPY_PRINTED, certificate_sessions, copy_sessions
from .at_work import staff_sessions

NOW = datetime(2026, 11, 22, 20, 36, tzinfo=timezone(timedelta(hours=8)))
WELL = {
    name: DeviceStatus(DeviceState.ONLINE)
    for name in ("id_card", "camera", "face", "printer", "page_printer", "platform", "barcode", "document_camera")
}
ZONE = "POCHNDING<<XIAOQING" + "<" * 25 + "G123456786CHN4201012F320901119201101<<<<<<34"
"""A passport as it may be typed."""
SIZE = QSize(1080, 1920)
TAKEN = {"floor_plan": (encoded(pages("lease_contract")[0], 200),)}
"""A page under the document camera."""
SAID = {
    "rent_cny": "128000",
    "valid_from": "2026-03-01",
    "valid_to": "2028-02-29",
    "area_m2": "68.50",
    "landlord": "深圳市前海示范商业管理服务有限公司第一分公司",
    "address": "广东省深圳市福田区香蜜湖街道竹园社区紫竹六道8号东海国际公寓3栋B座1204房",
}
READ = Capture(
    "lease_contract",
    pages=TAKEN["floor_plan"],
    read=(
        PageRead(
            TAKEN["floor_plan"][0],
            PaperReading(
                0, "lease_contract", fields=tuple(ReadField(name, value, 0.9) for name, value in SAID.items())
            ),
        ),
    ),
    chosen=frozenset({"house_address", "landlord_name"}),
)
"""What was read from a contract: the longest there may be."""
UPSIDE_DOWN = replace(turned(TAKEN["floor_plan"][0], 180), turn=180)
READ_UPSIDE_DOWN = replace(
    READ, pages=(UPSIDE_DOWN,), read=(PageRead(UPSIDE_DOWN, replace(READ.read[0].reading, turn=180)),)
)
LAID_WRONG = Capture("floor_plan", pages=(UPSIDE_DOWN,), read=(PageRead(UPSIDE_DOWN, PaperReading(180)),))
"""A page that was laid upside down."""

CARD = IdentityCard(
    kind=CardKind.RESIDENT,
    name="阿卜杜热合曼·买买提明",
    sex="2",
    nation="05",
    birth="1942-11-22",
    address="广东省深圳市福田区香蜜湖街道竹园社区紫竹六道8号东海国际公寓3栋B座1204房",
    number="440304194211221222",
    authority="深圳市公安局福田分局",
    valid_from="2016-04-01",
    valid_to="",
    portrait=bytes(1024),
)
"""A long name and a long address: what must still fit."""
PERSON = of_card(CARD)
CERTIFICATE = CertificateCode("GA-WFZJL-440304261122000001", NOW.date(), "digest")
STAFF_CARD = StaffCard("Technician 7", "0f8b3a52-6f0e-4a5e-9a52-1c1d7d1f0a01", "0" * 64, 3)
CLAIM = replace(PERSON, way=Way.SOCIAL_CARD, document="social_card", portrait=b"")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load("simulated", [], {})


@pytest.fixture(scope="session")
def catalogue(settings: Settings) -> Catalogue:
    return load_catalogue(settings.paths.catalogue_dir)


class NoFrames:
    def latest(self) -> Frame | None:
        return None


@dataclass
class Stage:
    """Stands where the runtime stands: shows whatever session it is given, and keeps the events."""

    catalogue: Catalogue
    settings: Settings
    session: Session = field(default_factory=lambda: Session(health=WELL))
    limits: Limits = field(default_factory=Limits)
    events: list[Event] = field(default_factory=list)
    started: list[Preferences | None] = field(default_factory=list)
    subscribers: list[Callable[[Session], None]] = field(default_factory=list)
    texts: Texts | None = None

    def dispatch(self, event: Event) -> None:
        self.events.append(event)

    def start(self, preferences: Preferences | None = None) -> None:
        self.started.append(preferences)

    def subscribe(self, callback: Callable[[Session], None]) -> None:
        self.subscribers.append(callback)

    def now(self) -> datetime:
        return NOW

    def play(self, session: Session) -> None:
        self.session = session
        for callback in self.subscribers:
            callback(session)


class Sessions:
    """Builds the session of each page, as full as it can get."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._turn = 0

    def _base(self, step: Step, item: str, **changes: object) -> Session:
        self._turn += 1
        session = Session(
            id="s1", turn=self._turn, step=step, health=WELL, item=self._catalogue.by_code(item), identity=PERSON
        )
        return replace(session, **changes)  # pyright: ignore[reportArgumentType]

    def draft(self, item: str, *, deferred: bool = True) -> Draft:
        """Every field has a long value, from every source in turn."""
        chosen = self._catalogue.by_code(item)
        sources = (
            FieldSource(Source.CARD),
            FieldSource(Source.LICENCE, {"zh-CN": "住房租赁合同网签", "en": "tenancy contract"}),
            FieldSource(Source.LAST),
            FieldSource(Source.PERSON),
        )
        values: dict[str, str] = {}
        where: dict[str, FieldSource] = {}
        for at, name in enumerate(name for topic in chosen.form.topics for name in topic.fields):
            fits_all = not problems(chosen.form, {name: CARD.address}).get(name)
            values[name] = CARD.address if fits_all else answer(chosen, name)
            where[name] = sources[at % len(sources)]
        later = {material.code for material in chosen.materials if material.defer_days} if deferred else set()
        return Draft(
            values=values,
            sources=where,
            licences={
                material.code: LicenceFound(
                    kind=material.licence_kind,
                    name=material.name,
                    issuer={"zh-CN": "深圳市规划和自然资源局", "en": "Planning and Natural Resources Bureau"},
                    issued="2021-11-20",
                )
                for material in chosen.materials
                if material.licence_kind and material.code not in later
            },
            deferred=frozenset(later),
        )

    def all(self) -> dict[str, Session]:
        """Name of the picture → session."""
        biggest = max(self._catalogue.items, key=lambda item: sum(len(topic.fields) for topic in item.form.topics))
        materials = max(self._catalogue.items, key=lambda item: len(item.materials)).code
        code = biggest.code
        topic = max(range(len(biggest.form.topics)), key=lambda at: len(biggest.form.topics[at].fields))
        full = self.draft(code)
        accepted = SubmissionStatus(
            state=SubmissionState.ACCEPTED,
            acceptance_number="440304202611220386",
            due="2026-12-04",
            next_steps=(
                {"zh-CN": "12月4日前：补交房屋权属证明", "en": "By 4 December: hand in the proof of title"},
                {"zh-CN": "补交后 5 个工作日内：出结果", "en": "Within 5 working days after that: the outcome"},
                {"zh-CN": "出证后 3 天：免费邮寄到家", "en": "3 days after that: posted home, free of charge"},
            ),
        )
        queued = Submission(id="0190b5c2-7d1e-7abc-8def-0123456789ab", sent=Sent.QUEUED, created_at=NOW)
        answered = replace(queued, sent=Sent.ANSWERED, status=accepted)
        approved = replace(queued, sent=Sent.ANSWERED, status=APPROVED)
        broken = {**WELL, "camera": DeviceStatus(DeviceState.NO_DEVICE, "camera.missing")}
        offline = {**WELL, "platform": DeviceStatus(DeviceState.OFFLINE, "platform.unreachable")}
        found = Receipt(queued.id, accepted.acceptance_number, NOW, "SZ-FT-0001", accepted)
        base = self._base
        nobody = replace(base(Step.CODE, code), item=None, identity=None)
        return {
            "start": Session(health=WELL),
            "home": replace(base(Step.HOME, code), item=None, identity=None),
            "items": replace(base(Step.ITEMS, code), item=None, identity=None),
            "items-unavailable": replace(base(Step.ITEMS, code), item=None, health=broken, theme="housing"),
            "items-nothing": replace(base(Step.ITEMS, code), item=None, query="zzzzzzzzzzzzzzzzzzzz"),
            "guide": base(Step.GUIDE, materials, identity=None),
            "guide-unavailable": base(Step.GUIDE, code, health=broken, identity=None),
            "identify": base(Step.IDENTIFY, code, identity=None),
            "identify-waited": base(Step.IDENTIFY, code, identity=None, notice=Notice("identity.no_card")),
            "identify-other-reader": base(
                Step.IDENTIFY, code, identity=None, notice=Notice("identity.no_card_on_readers")
            ),
            "identify-removed": base(Step.IDENTIFY, code, identity=None, notice=Notice("id_card.removed")),
            "identify-expired": base(
                Step.IDENTIFY, code, identity=None, notice=Notice("identity.expired", {"valid_to": "2015-05-20"})
            ),
            "identify-refused": base(Step.IDENTIFY, code, identity=None, notice=Notice("id_card.refused")),
            "identify-still-there": base(Step.IDENTIFY, code, identity=None, notice=Notice("id_card.no_card")),
            "identify-offline": base(Step.IDENTIFY, code, identity=None, health=offline),
            "social_card": base(Step.SOCIAL_CARD, code, identity=None, claim=CLAIM),
            "social_card-fetched": base(Step.SOCIAL_CARD, "MZ-GLJT", identity=None, claim=CLAIM, health=offline),
            "social_card-removed": base(
                Step.SOCIAL_CARD, code, identity=None, claim=CLAIM, notice=Notice("pcsc.removed")
            ),
            "eid_qr": base(Step.EID_QR, code, identity=None),
            "eid_qr-asking": base(Step.EID_QR, code, identity=None, asking=True),
            "eid_qr-used": base(Step.EID_QR, code, identity=None, notice=Notice("identity.qr_used")),
            "travel_document": base(Step.TRAVEL_DOCUMENT, code, identity=None, zone=Zone(characters=ZONE[:60])),
            "travel_document-wrong": base(
                Step.TRAVEL_DOCUMENT,
                code,
                identity=None,
                zone=Zone(characters=ZONE[:53] + "9" + ZONE[54:]),
                notice=Notice("mrz.wrong", {"part": "number"}),
            ),
            "travel_document-permit": base(
                Step.TRAVEL_DOCUMENT, code, identity=None, zone=Zone(DocumentKind.HOME_RETURN_PERMIT)
            ),
            "consent": base(Step.CONSENT, materials),
            "consent-other-person": base(Step.CONSENT, materials, notice=Notice("identity.claim_other_person")),
            "face": base(Step.FACE, code, face=FaceCheck(FaceInstruction.CHECKING, 0.62)),
            "face-prompt": base(Step.FACE, code, face=FaceCheck(FaceInstruction.TURN_LEFT, 0.3)),
            "face-prompt-twice": base(Step.FACE, code, face=FaceCheck(FaceInstruction.OPEN_MOUTH_TWICE, 0.4)),
            "face-prompt-both": base(Step.FACE, code, face=FaceCheck(FaceInstruction.TURN_RIGHT_LEFT, 0.5)),
            "face-mask": base(Step.FACE, code, face=FaceCheck(FaceInstruction.MASK)),
            "face-retry": base(Step.FACE, code, face=FaceCheck(tries=1), notice=Notice("face.retry", {"left": "2"})),
            "other_way": base(Step.OTHER_WAY, code, notice=Notice("face.declined")),
            "other_way-no-portrait": base(
                Step.OTHER_WAY,
                code,
                identity=replace(PERSON, portrait=b"", way=Way.TRAVEL_DOCUMENT),
                notice=Notice("identity.no_portrait"),
            ),
            "other_way-free": replace(
                base(Step.OTHER_WAY, code, health=offline), item=biggest.model_copy(update={"needs_face": False})
            ),
            "staff_card": base(Step.STAFF_CARD, code),
            "staff_card-pin": base(Step.STAFF_CARD, code, staff_card=STAFF_CARD, pin="471109"),
            "staff_card-wrong": base(
                Step.STAFF_CARD,
                code,
                staff_card=replace(STAFF_CARD, tries_left=1),
                notice=Notice("pcsc.pin_wrong", {"left": "1"}),
            ),
            "staff_card-unsaid": base(Step.STAFF_CARD, code, staff_card=replace(STAFF_CARD, tries_left=None)),
            "staff_card-unreadable": base(Step.STAFF_CARD, code, notice=Notice("staff_card.unreadable")),
            "staff_code": base(Step.STAFF_CODE, code, staff_code="ABCD2"),
            "staff_code-wrong": base(Step.STAFF_CODE, code, notice=Notice("staff_code.unknown")),
            "code": replace(nobody, scanned=Scanned(CodeKind.RECEIPT, found)),
            "code-pickup": replace(nobody, scanned=Scanned(CodeKind.PICKUP)),
            "code-unknown": replace(nobody, scanned=Scanned(CodeKind.UNKNOWN)),
            "code-genuine": replace(nobody, scanned=Scanned(CodeKind.CERTIFICATE, certificate=CERTIFICATE)),
            "code-forged": replace(nobody, scanned=Scanned(CodeKind.CERTIFICATE)),
            "code-unanswered": replace(nobody, scanned=Scanned(CodeKind.RECEIPT), notice=Notice("receipt.unanswered")),
            "fetching": base(Step.FETCHING, code),
            "form": base(Step.FORM, code, topic=topic, draft=full),
            "form-offline": base(Step.FORM, code, topic=topic, notice=Notice("prefill.failed")),
            "form-wrong": base(
                Step.FORM, code, topic=topic, shown_problems=True, notice=Notice("form.unfit", {"count": "3"})
            ),
            "materials": base(Step.MATERIALS, materials, draft=self.draft(materials, deferred=False)),
            "materials-open": base(Step.MATERIALS, materials, notice=Notice("materials.open", {"count": "3"})),
            "materials-captured": base(
                Step.MATERIALS, materials, draft=replace(self.draft(materials, deferred=False), captured=TAKEN)
            ),
            "capture": base(Step.CAPTURE, materials, capture=Capture("floor_plan", PageInstruction.WHOLE_PAGE)),
            "capture-taken": base(
                Step.CAPTURE,
                materials,
                capture=Capture("floor_plan", PageInstruction.NEXT_PAGE, pages=TAKEN["floor_plan"]),
            ),
            "capture-scanner": base(Step.CAPTURE, materials, capture=Capture("floor_plan", by_scanner=True)),
            "capture-jammed": base(
                Step.CAPTURE,
                materials,
                capture=Capture("floor_plan", by_scanner=True, pages=TAKEN["floor_plan"]),
                notice=Notice("scanner.jammed", {"pages": "1"}),
            ),
            "paper_check": base(Step.PAPER_CHECK, "ZJ-ZLBA", capture=READ),
            "paper_check-turned": base(Step.PAPER_CHECK, materials, capture=LAID_WRONG),
            "paper_check-read-and-turned": base(Step.PAPER_CHECK, "ZJ-ZLBA", capture=READ_UPSIDE_DOWN),
            "paper_check-reading": base(Step.PAPER_CHECK, "ZJ-ZLBA", capture=replace(READ, read=()), asking=True),
            "paper_check-expired": base(
                Step.PAPER_CHECK,
                "ZJ-ZLBA",
                capture=READ,
                draft=self.draft("ZJ-ZLBA"),
                notice=Notice("capture.expired", {"day": "2025-01-31"}),
            ),
            "paper_check-missing": base(
                Step.PAPER_CHECK, "ZJ-ZLBA", capture=READ, notice=Notice("capture.page_missing", {"page": "2"})
            ),
            "paper_check-unread": base(
                Step.PAPER_CHECK,
                "ZJ-ZLBA",
                capture=replace(READ, read=()),
                notice=Notice("paper_reader.crashed"),
            ),
            "capture-lost": base(
                Step.CAPTURE,
                materials,
                capture=Capture("floor_plan", pages=TAKEN["floor_plan"]),
                notice=Notice("document.lost"),
            ),
            "review": base(Step.REVIEW, code, draft=full),
            "review-not-signed": base(
                Step.REVIEW, code, draft=replace(full, declared=True), notice=Notice("review.not_signed")
            ),
            "sending": base(Step.SENDING, code, submission=queued),
            "done": base(Step.DONE, code, submission=answered, receipt=ReceiptState.PRINTING),
            "done-no-paper": base(
                Step.DONE, code, submission=answered, receipt=ReceiptState.NOT_PRINTED, receipt_code="printer.paper_out"
            ),
            "done-offline": base(Step.DONE, code, submission=queued, receipt=ReceiptState.PRINTED),
            **certificate_sessions(lambda: base(Step.CERTIFICATE, "GA-WFZJL", submission=approved)),
            "done-certificate": base(Step.DONE, "GA-WFZJL", submission=approved, receipt=ReceiptState.PRINTED),
            **copy_sessions(lambda: base(Step.COPY, code, submission=answered)),
            "done-certificate-copied": base(
                Step.DONE, "GA-WFZJL", submission=approved, receipt=ReceiptState.PRINTED, copy=COPY_PRINTED
            ),
            "rating": base(Step.RATING, code, submission=answered, grade=2, reasons=frozenset({"slow"})),
            "farewell": replace(nobody, step=Step.FAREWELL),
            "farewell-left": replace(nobody, step=Step.FAREWELL, notice=Notice("capture.papers_left")),
            "stopped": base(Step.STOPPED, code, notice=Notice("submission.unconfirmed")),
            "out_of_service": Session(
                turn=99, step=Step.OUT_OF_SERVICE, health=broken, notice=Notice("id_card.missing")
            ),
            "overlay-idle": base(Step.FORM, code, draft=full, topic=topic, overlay=Overlay.IDLE_WARNING),
            "overlay-leave": base(Step.REVIEW, code, draft=full, overlay=Overlay.LEAVE),
            "overlay-help": base(Step.IDENTIFY, code, overlay=Overlay.HELP),
            "overlay-display": base(Step.HOME, code, overlay=Overlay.DISPLAY),
            "overlay-language": base(Step.HOME, code, overlay=Overlay.LANGUAGE),
            **pickup_sessions(lambda step: base(step, code), NOW),
            **staff_sessions(lambda step: base(step, code), NOW),
        }

    def usual(self, step: Step, item: str) -> Session:
        """Somebody with a short name and short answers, without anything promised for later."""
        chosen = self._catalogue.by_code(item)
        names = [name for topic in chosen.form.topics for name in topic.fields]
        draft = replace(
            self.draft(item, deferred=False),
            values={name: answer(chosen, name) for name in names},
            sources=dict.fromkeys(names, FieldSource(Source.CARD)),
        )
        person = replace(PERSON, name="林小禾", address="广东省深圳市福田区香蜜湖街道竹园社区紫竹六道8号")
        return self._base(step, item, draft=draft, identity=person)


@pytest.fixture
def stage(catalogue: Catalogue, settings: Settings) -> Stage:
    return Stage(catalogue, settings)


@pytest.fixture
def sessions(catalogue: Catalogue) -> Sessions:
    return Sessions(catalogue)


@pytest.fixture
def screen(stage: Stage, qapp: QGuiApplication) -> Iterator[KioskWindow]:
    """The real window over the stage, movement off, every page made when it is wanted, no guard."""
    window = show(stage, NoFrames(), full_screen=False, size=SIZE, ahead_ms=0, guard_ms=0)
    theme = window.engine.singletonInstance("Kiosk", "Theme")
    theme.setProperty("animations", False)
    yield window
    window.close()
    qapp.processEvents()


@pytest.fixture
def pictures() -> Path:
    folder = Path("build/pages")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
