"""Without a card, and without a face check: every way on, and every way back."""

from dataclasses import replace
from datetime import date

import pytest
from walking import APPROVAL, CARD, NOW, ONLINE, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.identity import mrz
from kiosk.identity.codes import CodeKind
from kiosk.identity.mrz import DocumentKind, TravelDocument
from kiosk.identity.person import Way
from kiosk.platform.certificate_code import CertificateCode
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import QrIdentity
from kiosk.services.catalogue import Catalogue
from kiosk.session.application import application_of
from kiosk.session.effects import (
    ArmTimer,
    AwaitCard,
    AwaitCode,
    EnrolPortrait,
    FetchPrefill,
    LookUpReceipt,
    ReadCertificate,
    RedeemStaffCode,
    VerifyCode,
    Wipe,
)
from kiosk.session.events import (
    CardRead,
    CertificateRead,
    CodeScanned,
    CodeVerified,
    DeviceFailed,
    HealthChanged,
    ReceiptFound,
    StaffApproved,
    TimedOut,
    Timer,
)
from kiosk.session.model import Ink, Receipt, Scanned, Session, Stamp, Step
from kiosk.session.person_events import (
    Confirmed,
    DocumentChosen,
    FaceDeclined,
    FaceSkipped,
    LeaveConfirmed,
    StaffCodeWanted,
    Typed,
    WentBack,
)

EID = b"EID1.token.signature"
VOUCHED = QrIdentity(
    name=CARD.name,
    identity_number=CARD.number,
    sex=CARD.sex,
    nation=CARD.nation,
    birth=CARD.birth,
    valid_from=CARD.valid_from,
    valid_to=CARD.valid_to,
    portrait_jpeg="/9j/",
)
PASSPORT = TravelDocument(
    kind=DocumentKind.PASSPORT,
    issuer="FRA",
    name="DUBOIS, CLAIRE",
    number="E00000000",
    nationality="FRA",
    birth="1985-04-22",
    sex="2",
    valid_to="2029-06-03",
)
OFFLINE = {**ONLINE, "platform": DeviceStatus(DeviceState.OFFLINE, "platform.unreachable")}


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    return next(item for item in catalogue.items if item.materials)


def at(step: Step, item: ServiceItem) -> Walk:
    walk = Walk().to(step, item)
    walk.effects.clear()
    return walk


def told(walk: Walk) -> str:
    return walk.session.notice.code if walk.session.notice else ""


# ---- e-ID code -------------------------------------------------------------------------------------------------------


def test_an_eid_page_waits_for_code_and_card(item: ServiceItem) -> None:
    walk = Walk().to(Step.EID_QR, item)
    assert AwaitCode(walk.session.stamp, asked=True) in walk.effects
    assert AwaitCard(walk.session.stamp) in walk.effects
    assert walk.do(CardRead, CARD, NOW).session.step is Step.CONSENT


def test_a_code_is_verified_once_and_its_portrait_enrolled(item: ServiceItem) -> None:
    walk = at(Step.EID_QR, item).do(CodeScanned, EID).do(CodeScanned, EID)
    verify = [effect for effect in walk.effects if isinstance(effect, VerifyCode)]
    assert [effect.token for effect in verify] == [EID.decode()]
    assert walk.session.asking
    walk.do(CodeVerified, VOUCHED, NOW)
    assert walk.session.step is Step.CONSENT
    assert not walk.session.asking
    assert walk.session.identity is not None
    assert walk.session.identity.way is Way.EID_QR
    enrolled = [effect.portrait for effect in walk.effects if isinstance(effect, EnrolPortrait)]
    assert enrolled == [b"\xff\xd8\xff"]


@pytest.mark.parametrize("payload", [b"K1.receipt", b"884213", b"\xff\x00", b""])
def test_another_code_is_called_so_and_never_sent(payload: bytes, item: ServiceItem) -> None:
    walk = at(Step.EID_QR, item).do(CodeScanned, payload)
    assert told(walk) == "identity.qr_other"
    assert not [effect for effect in walk.effects if isinstance(effect, VerifyCode)]


@pytest.mark.parametrize("code", ["identity.qr_used", "identity.qr_expired", "identity.qr_offline"])
def test_a_refused_code_is_told_and_another_awaited_after_a_pause(code: str, item: ServiceItem) -> None:
    walk = at(Step.EID_QR, item).do(CodeScanned, EID).do(DeviceFailed, "platform", code, False)
    assert told(walk) == code
    assert not walk.session.asking
    assert ArmTimer(Timer.STEP, 2) in walk.effects
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert AwaitCode(walk.session.stamp, asked=True) in walk.effects


def test_no_answer_is_told_and_one_that_comes_late_is_taken(item: ServiceItem) -> None:
    walk = at(Step.EID_QR, item).do(CodeScanned, EID).do(TimedOut, Timer.STEP)
    assert told(walk) == "identity.qr_offline"
    assert walk.do(CodeVerified, VOUCHED, NOW).session.step is Step.CONSENT


def test_an_answer_for_a_page_that_was_left_is_dropped(item: ServiceItem) -> None:
    walk = at(Step.EID_QR, item).do(CodeScanned, EID)
    stamp = walk.session.stamp
    walk.do(WentBack)
    assert walk.session.step is Step.IDENTIFY
    assert walk.happen(CodeVerified(stamp, VOUCHED, NOW)).session.step is Step.IDENTIFY


def test_an_expired_identity_behind_a_good_code_is_refused(item: ServiceItem) -> None:
    walk = at(Step.EID_QR, item).do(CodeScanned, EID)
    walk.do(CodeVerified, VOUCHED.model_copy(update={"valid_to": "2020-01-01"}), NOW)
    assert told(walk) == "identity.expired"
    assert walk.session.identity is None


# ---- travel document -------------------------------------------------------------------------------------------------


def test_a_typed_passport_leads_to_staff_and_on(item: ServiceItem) -> None:
    walk = at(Step.TRAVEL_DOCUMENT, item).do(Typed, mrz.write(PASSPORT).lower()).do(Confirmed, NOW)
    assert (walk.session.step, told(walk)) == (Step.OTHER_WAY, "identity.no_portrait")
    assert not [effect for effect in walk.effects if isinstance(effect, EnrolPortrait)]
    assert walk.do(Confirmed, NOW).session.step is Step.OTHER_WAY  # no face to try
    walk.do(StaffCodeWanted)
    assert walk.session.step is Step.STAFF_CODE
    walk.do(StaffApproved, APPROVAL)
    assert walk.session.step in (Step.FORM, Step.MATERIALS)
    assert not [effect for effect in walk.effects if isinstance(effect, FetchPrefill)]
    walk.session = replace(walk.session, draft=replace(walk.session.draft, signature=Ink(b"png", 3)))
    application = application_of(walk.session, submission_id="s", terminal_id="t", at=NOW)
    assert (application.applicant.way, application.applicant.card_kind) == ("travel_document", "passport")
    assert application.staff == APPROVAL
    assert application.face is None
    assert application.data_consented_at is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "mrz.incomplete"),
        (mrz.write(PASSPORT)[:-1], "mrz.incomplete"),
        (mrz.write(PASSPORT)[:-1] + "Z", "mrz.wrong"),
        (mrz.write(replace(PASSPORT, valid_to="2020-01-01")), "identity.document_expired"),
    ],
)
def test_what_is_wrong_with_a_zone_is_told(typed: str, code: str, item: ServiceItem) -> None:
    walk = at(Step.TRAVEL_DOCUMENT, item).do(Typed, typed).do(Confirmed, NOW)
    assert (walk.session.step, told(walk)) == (Step.TRAVEL_DOCUMENT, code)
    assert walk.session.identity is None


def test_another_document_begins_anew(item: ServiceItem) -> None:
    walk = at(Step.TRAVEL_DOCUMENT, item).do(Typed, "P<FRA").do(DocumentChosen, DocumentKind.HOME_RETURN_PERMIT)
    assert walk.session.zone.characters == ""
    assert walk.do(CardRead, CARD, NOW).session.step is Step.CONSENT


def test_back_from_the_other_way_leads_to_what_was_typed(item: ServiceItem) -> None:
    walk = at(Step.TRAVEL_DOCUMENT, item).do(Typed, mrz.write(PASSPORT)).do(Confirmed, NOW).do(WentBack)
    assert walk.session.step is Step.TRAVEL_DOCUMENT
    assert walk.session.zone.characters == mrz.write(PASSPORT)


def test_who_comes_back_by_the_guide_has_still_to_be_confirmed(item: ServiceItem) -> None:
    walk = at(Step.TRAVEL_DOCUMENT, item).do(Typed, mrz.write(PASSPORT)).do(Confirmed, NOW)
    walk.do(WentBack).do(WentBack).do(WentBack)
    assert walk.session.step is Step.GUIDE
    assert walk.do(Confirmed, NOW).session.step is Step.OTHER_WAY


# ---- codes from staff ------------------------------------------------------------------------------------------------


def test_a_code_from_staff_is_redeemed_when_it_is_whole(item: ServiceItem) -> None:
    walk = at(Step.STAFF_CODE, item).do(Typed, "abcd-io01").do(Confirmed, NOW)
    assert walk.session.staff_code == "ABCD"
    assert told(walk) == "staff_code.incomplete"
    walk.do(Typed, "ABCD23456").do(Confirmed, NOW).do(Confirmed, NOW)
    assert [effect.code for effect in walk.effects if isinstance(effect, RedeemStaffCode)] == ["ABCD2345"]
    for code in ("staff_code.used", "staff.unrecorded"):
        walk.do(DeviceFailed, "platform", code, False)
        assert (walk.session.staff_code, told(walk)) == ("", code)
        assert not walk.session.is_confirmed


def test_without_an_answer_the_code_can_be_tried_again(item: ServiceItem) -> None:
    walk = at(Step.STAFF_CODE, item).do(Typed, "ABCD2345").do(Confirmed, NOW).do(TimedOut, Timer.STEP)
    assert told(walk) == "staff_code.offline"
    walk.effects.clear()
    walk.do(Confirmed, NOW)
    assert [effect for effect in walk.effects if isinstance(effect, RedeemStaffCode)]


def test_without_a_network_no_code_is_asked_for(item: ServiceItem) -> None:
    walk = at(Step.OTHER_WAY, item).happen(HealthChanged(Stamp("", 0), OFFLINE)).do(StaffCodeWanted)
    assert (walk.session.step, told(walk)) == (Step.OTHER_WAY, "staff_code.offline")


def test_an_approval_does_not_outlive_the_identity(item: ServiceItem) -> None:
    """Who shows another document is another claim."""
    walk = at(Step.STAFF_CODE, item).do(StaffApproved, APPROVAL)
    assert walk.session.is_confirmed
    walk.session = replace(walk.session, step=Step.IDENTIFY)
    walk.do(CardRead, CARD, NOW)
    assert walk.session.staff is None
    assert not walk.session.is_confirmed


# ---- items that ask for less -----------------------------------------------------------------------------------------


def test_an_item_that_needs_no_face_goes_on_with_a_verified_document(item: ServiceItem) -> None:
    walk = at(Step.OTHER_WAY, item.model_copy(update={"needs_face": False})).do(FaceSkipped)
    assert walk.session.step in (Step.FORM, Step.MATERIALS)
    assert walk.session.is_confirmed


def test_neither_other_items_nor_typed_documents_do(item: ServiceItem) -> None:
    assert at(Step.OTHER_WAY, item).do(FaceSkipped).session.step is Step.OTHER_WAY
    free = item.model_copy(update={"needs_face": False})
    walk = at(Step.TRAVEL_DOCUMENT, free).do(Typed, mrz.write(PASSPORT)).do(Confirmed, NOW).do(FaceSkipped)
    assert walk.session.step is Step.OTHER_WAY


def test_who_declines_may_still_go_back_to_the_face_check(item: ServiceItem) -> None:
    walk = at(Step.CONSENT, item).do(FaceDeclined).do(Confirmed, NOW)
    assert walk.session.step is Step.FACE
    assert walk.session.consents.face_at == NOW


# ---- codes nobody asked for ------------------------------------------------------------------------------------------


def test_the_home_page_listens_only_to_scanners_that_look_by_themselves(item: ServiceItem) -> None:
    walk = Walk().to(Step.HOME, item)
    assert AwaitCode(walk.session.stamp, asked=False) in walk.effects
    walk.effects.clear()
    walk.do(DeviceFailed, "barcode", "barcode.missing", True)
    assert told(walk) == ""
    walk.do(TimedOut, Timer.STEP)
    assert AwaitCode(walk.session.stamp, asked=False) in walk.effects


def test_a_code_on_the_start_page_begins_a_session(item: ServiceItem) -> None:
    walk = Walk().do(CodeScanned, b"?", "person-1")
    assert (walk.session.id, walk.session.step) == ("person-1", Step.CODE)
    assert any(isinstance(effect, ArmTimer) and effect.timer is Timer.IDLE for effect in walk.effects)
    walk.effects.clear()
    walk.do(LeaveConfirmed)
    assert walk.session.step is Step.START
    assert AwaitCode(walk.session.stamp, asked=False) in walk.effects
    assert Wipe("person-1") in walk.effects


def test_a_receipt_is_looked_up(item: ServiceItem) -> None:
    walk = at(Step.HOME, item).do(CodeScanned, b"K1.receipt")
    assert walk.session.step is Step.CODE
    assert walk.session.asking
    assert LookUpReceipt(walk.session.stamp, "K1.receipt") in walk.effects
    found = Receipt("id", "440304261122000001", NOW, "T-1", None)
    walk.do(ReceiptFound, found)
    assert not walk.session.asking
    assert walk.session.scanned is not None
    assert walk.session.scanned.receipt == found
    walk.do(Confirmed, NOW)
    assert walk.session.step is Step.HOME
    assert walk.session.scanned is None


def test_a_receipt_that_nobody_signed_is_called_unknown(item: ServiceItem) -> None:
    walk = at(Step.HOME, item).do(CodeScanned, b"K1.forged").do(ReceiptFound, None)
    assert walk.session.scanned is not None
    assert walk.session.scanned.kind is CodeKind.UNKNOWN


@pytest.mark.parametrize("signed", [CertificateCode("GA-WFZJL-44", date(2026, 11, 22), "digest"), None])
def test_a_certificate_is_genuine_or_not(signed: CertificateCode | None, item: ServiceItem) -> None:
    walk = at(Step.HOME, item).do(CodeScanned, b"C1.GA-WFZJL-44.2026-11-22.digest.sig")
    assert (walk.session.step, walk.session.asking) == (Step.CODE, True)
    assert ReadCertificate(walk.session.stamp, "C1.GA-WFZJL-44.2026-11-22.digest.sig") in walk.effects
    walk.do(CertificateRead, signed)
    assert not walk.session.asking
    assert walk.session.scanned == Scanned(CodeKind.CERTIFICATE, certificate=signed)


@pytest.mark.parametrize("silence", ["failure", "time"])
def test_a_receipt_that_cannot_be_looked_up_is_told(silence: str, item: ServiceItem) -> None:
    walk = at(Step.HOME, item).do(CodeScanned, b"K1.receipt")
    if silence == "time":
        walk.do(TimedOut, Timer.STEP)
    else:
        walk.do(DeviceFailed, "platform", "platform.unreachable", True)
    assert told(walk) == "receipt.unanswered"
    assert not walk.session.asking


@pytest.mark.parametrize(
    ("payload", "kind"), [(b"884213", CodeKind.PICKUP), (b"?", CodeKind.UNKNOWN), (EID, CodeKind.EID)]
)
def test_other_codes_are_named_and_not_kept(payload: bytes, kind: CodeKind, item: ServiceItem) -> None:
    """A pick-up code where there is no cabinet."""
    walk = Walk(Session(health={name: status for name, status in ONLINE.items() if name != "locker"}))
    walk.to(Step.HOME, item).do(CodeScanned, payload)
    assert walk.session.scanned is not None
    assert walk.session.scanned.kind is kind
    assert payload.decode() not in repr(walk.session.scanned) or payload == b"?"
    assert not [effect for effect in walk.effects if isinstance(effect, Wipe)]
