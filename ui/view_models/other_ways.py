"""What is asked of whom identity card or face check do not serve: a code, a typed zone, a code from staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from config.settings import Terminal
from kiosk.identity import mrz
from kiosk.identity.codes import CodeKind
from kiosk.identity.mrz import FORMS, DocumentKind, Part
from kiosk.identity.person import Way
from kiosk.platform import staff_code
from kiosk.platform.item import in_language
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.events import DocumentChosen, FaceSkipped, StaffCodeWanted, Typed, WayChosen
from kiosk.session.model import Session, Zone
from kiosk.session.steps.other_ways import may_skip_face, platform_answers
from ui.view_models.host import Host
from ui.view_models.words import grouped, long_date, translated

if TYPE_CHECKING:
    from kiosk.platform.certificate_code import CertificateCode

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

FILLER = "<"
UNTYPED = "_"
NOTHING_TYPED = Zone()

_PARTS = {
    Part.TYPE: QT_TRANSLATE_NOOP("Zone", "证件种类和签发国"),
    Part.NAME: QT_TRANSLATE_NOOP("Zone", "姓名"),
    Part.NUMBER: QT_TRANSLATE_NOOP("Zone", "证件号码"),
    Part.NATIONALITY: QT_TRANSLATE_NOOP("Zone", "国籍"),
    Part.BIRTH: QT_TRANSLATE_NOOP("Zone", "出生日期"),
    Part.SEX: QT_TRANSLATE_NOOP("Zone", "性别"),
    Part.EXPIRY: QT_TRANSLATE_NOOP("Zone", "有效期"),
    Part.OPTIONAL: QT_TRANSLATE_NOOP("Zone", "其他信息"),
    Part.WHOLE: QT_TRANSLATE_NOOP("Zone", "最后一位校验码"),
}
_NOW = QT_TRANSLATE_NOOP("Zone", "正在输入：{part}")
_ALL = QT_TRANSLATE_NOOP("Zone", "全部输完了，请按“核对好了”")
_WRONG = QT_TRANSLATE_NOOP("Zone", "{part}和校验码对不上，请点那一段改正")
_CODES = {
    CodeKind.RECEIPT: QT_TRANSLATE_NOOP("Code", "这是办件回执"),
    CodeKind.PICKUP: QT_TRANSLATE_NOOP("Code", "这是取件码"),
    CodeKind.CERTIFICATE: QT_TRANSLATE_NOOP("Code", "核验不通过：这不是平台签发的证明"),
    CodeKind.EID: QT_TRANSLATE_NOOP("Code", "这是电子身份证二维码"),
    CodeKind.UNKNOWN: QT_TRANSLATE_NOOP("Code", "这个码不是本终端能用的"),
}
_WHAT_TO_DO = {
    CodeKind.RECEIPT: QT_TRANSLATE_NOOP("Code", "平台上查到的情况在下面。"),
    CodeKind.PICKUP: QT_TRANSLATE_NOOP("Code", "这台终端没有存取柜。请到回执上写的地点领取，或打电话问。"),
    CodeKind.CERTIFICATE: QT_TRANSLATE_NOOP("Code", "码里的签名对不上，纸上写的请不要采信。"),
    CodeKind.EID: QT_TRANSLATE_NOOP("Code", "请先选要办的事，到“确认身份”那一步再出示。"),
    CodeKind.UNKNOWN: QT_TRANSLATE_NOOP("Code", "可以出示回执、取件通知或证明上的二维码。码里的内容没有保存。"),
}
_GENUINE = QT_TRANSLATE_NOOP("Code", "这张证明是真的")
_COMPARE = QT_TRANSLATE_NOOP("Code", "平台签发过这个编号。请核对下面三项和纸上写的一样。")
_CERTIFIES = QT_TRANSLATE_NOOP("Code", "证明的事项")
_CERTIFICATE_NUMBER = QT_TRANSLATE_NOOP("Code", "证明编号")
_ISSUED = QT_TRANSLATE_NOOP("Code", "签发日期")
_STATES = {
    SubmissionState.RECEIVED: QT_TRANSLATE_NOOP("Code", "已收到，正在核对"),
    SubmissionState.ACCEPTED: QT_TRANSLATE_NOOP("Code", "已受理"),
    SubmissionState.APPROVED: QT_TRANSLATE_NOOP("Code", "已批准"),
    SubmissionState.RETURNED: QT_TRANSLATE_NOOP("Code", "已退回，请补正"),
    SubmissionState.POSSIBLE_DUPLICATE: QT_TRANSLATE_NOOP("Code", "和另一件重复，工作人员正在核对"),
}
_ON_ITS_WAY = QT_TRANSLATE_NOOP("Code", "已存好，还没有送到平台")


@dataclass(frozen=True, slots=True)
class _Shown:
    scanner: bool = False
    online: bool = False
    asking: bool = False
    may_skip: bool = False
    zone: Zone = NOTHING_TYPED
    cursor: int = 0
    staff_code: str = ""
    code_title: str = ""
    code_text: str = ""
    receipt_state: str = ""
    receipt_number: str = ""
    receipt_made: str = ""
    certificate: tuple[tuple[str, str], ...] = ()
    language: str = ""
    hall: str = ""


def _hall(terminal: Terminal, language: str) -> str:
    """Address and hours of the counters."""
    return f"{in_language(terminal.hall_address, language)}\n{in_language(terminal.hall_hours, language)}"


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class OtherWaysView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._cursor: int | None = None
        """Where the next key goes in the zone; None = behind what is typed."""

    def update(self, session: Session) -> None:
        scanner = session.health.get("barcode")
        typed = len(session.zone.characters)
        if self._cursor is not None and self._cursor >= typed:
            self._cursor = None
        scanned, language = session.scanned, session.preferences.language
        receipt = scanned.receipt if scanned else None
        certificate = scanned.certificate if scanned else None
        terminal = self._host.settings.terminal
        status = receipt.status if receipt else None
        number = (status.acceptance_number if status else "") or (receipt.acceptance_number if receipt else "")
        shown = _Shown(
            scanner=scanner is not None and scanner.state.usable,
            online=platform_answers(session),
            asking=session.asking,
            may_skip=may_skip_face(session),
            zone=session.zone,
            cursor=typed if self._cursor is None else self._cursor,
            staff_code=session.staff_code,
            code_title=translated("Code", _GENUINE if certificate else _CODES[scanned.kind]) if scanned else "",
            code_text=translated("Code", _COMPARE if certificate else _WHAT_TO_DO[scanned.kind]) if scanned else "",
            certificate=self._certificate(certificate, language) if certificate else (),
            receipt_state=translated("Code", _STATES[status.state] if status else _ON_ITS_WAY) if receipt else "",
            receipt_number=grouped(number),
            receipt_made=long_date(receipt.made_at, language) if receipt else "",
            language=language,
            hall=_hall(terminal, language),
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _certificate(self, certificate: CertificateCode, language: str) -> tuple[tuple[str, str], ...]:
        """What to compare with the paper, each with what it is. The number begins with its item's code."""
        code = certificate.number.rpartition("-")[0]
        item = next((item for item in self._host.catalogue.items if item.code == code), None)
        rows = (
            (in_language(item.name, language) if item else "", _CERTIFIES),
            (certificate.number, _CERTIFICATE_NUMBER),
            (long_date(certificate.issued_on, language), _ISSUED),
        )
        return tuple((text, translated("Code", what)) for text, what in rows if text)

    # ---- instead of the card ----

    @Property(bool, notify=changed)
    def scannerThere(self) -> bool:
        return self._shown.scanner

    @Property(bool, notify=changed)
    def online(self) -> bool:
        """The platform answers, so that it can be asked about codes."""
        return self._shown.online

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """The platform is being asked."""
        return self._shown.asking

    @Slot()
    def chooseQr(self) -> None:
        self._host.dispatch(WayChosen(self._host.session.stamp, Way.EID_QR))

    @Slot()
    def chooseDocument(self) -> None:
        self._host.dispatch(WayChosen(self._host.session.stamp, Way.TRAVEL_DOCUMENT))

    @Slot()
    def chooseClaim(self) -> None:
        """On with what the social security card claims; staff have to confirm it."""
        self._host.dispatch(WayChosen(self._host.session.stamp, Way.SOCIAL_CARD))

    # ---- the zone of a travel document ----

    @Property(bool, notify=changed)
    def isPassport(self) -> bool:
        return self._shown.zone.kind is DocumentKind.PASSPORT

    @Property("QStringList", notify=changed)
    def zoneLines(self) -> list[str]:
        """As on the document; what is not typed yet as dots."""
        form = FORMS[self._shown.zone.kind]
        filled = self._shown.zone.characters.ljust(form.length, UNTYPED)
        return [filled[at : at + form.width] for at in range(0, form.length, form.width)]

    @Property(int, notify=changed)
    def zoneWidth(self) -> int:
        """Characters in a line."""
        return FORMS[self._shown.zone.kind].width

    @Property(int, notify=changed)
    def zonePlace(self) -> int:
        """Where the next key goes, counted over all lines; -1 when all is typed."""
        return self._place()

    @Property("QVariantList", notify=changed)
    def zoneWrong(self) -> list[dict[str, int]]:
        """Stretches that do not fit their check digits: {start, end}, the digit included."""
        form = FORMS[self._shown.zone.kind]
        return [
            {"start": form.spans[part][0] if part in form.spans else form.checks[part], "end": form.checks[part] + 1}
            for part in mrz.wrong_parts(self._shown.zone.kind, self._shown.zone.characters)
        ]

    @Property(str, notify=changed)
    def zoneWords(self) -> str:
        """What is wrong, or what is being typed."""
        zone = self._shown.zone
        wrong = mrz.wrong_parts(zone.kind, zone.characters)
        if wrong:
            return translated("Zone", _WRONG).format(part=translated("Zone", _PARTS[wrong[0]]))
        place = self._place()
        if place < 0:
            return translated("Zone", _ALL)
        part = mrz.part_at(zone.kind, place)
        return translated("Zone", _NOW).format(part=translated("Zone", _PARTS[part]))

    @Property(bool, notify=changed)
    def zoneIsWrong(self) -> bool:
        return bool(mrz.wrong_parts(self._shown.zone.kind, self._shown.zone.characters))

    @Slot(bool)
    def choosePassport(self, passport: bool) -> None:
        self._cursor = None
        kind = DocumentKind.PASSPORT if passport else DocumentKind.HOME_RETURN_PERMIT
        self._host.dispatch(DocumentChosen(self._host.session.stamp, kind))

    @Slot(int)
    def placeZone(self, place: int) -> None:
        """The next key goes here; behind what is typed there is no place."""
        self._cursor = max(0, place)
        self.update(self._host.session)

    @Slot(str)
    def typeZone(self, character: str) -> None:
        """Put it at the place, over what stands there."""
        typed, at = self._host.session.zone.characters, self._shown.cursor
        self._zone_is(typed[:at] + character + typed[at + 1 :], at + 1)

    @Slot()
    def fillZone(self) -> None:
        """Fillers to the end of the line."""
        zone = self._host.session.zone
        typed, width = zone.characters, FORMS[zone.kind].width
        at = self._shown.cursor
        end = (at // width + 1) * width
        self._zone_is(typed[:at] + FILLER * (end - at) + typed[end:], end)

    @Slot()
    def backspaceZone(self) -> None:
        """Takes the last character away; within the zone it only steps back, for the next key to write over."""
        typed, at = self._host.session.zone.characters, self._shown.cursor
        if at and at == len(typed):
            self._zone_is(typed[:-1], at - 1)
        elif at:
            self.placeZone(at - 1)

    def _place(self) -> int:
        return self._shown.cursor if self._shown.cursor < FORMS[self._shown.zone.kind].length else -1

    def _zone_is(self, text: str, cursor: int) -> None:
        self._cursor = cursor
        self._host.dispatch(Typed(self._host.session.stamp, text))
        self.update(self._host.session)

    # ---- without a face check ----

    @Property(str, notify=changed)
    def hall(self) -> str:
        """Where the counters are, and when they are open."""
        return self._shown.hall

    @Property(bool, notify=changed)
    def maySkipFace(self) -> bool:
        return self._shown.may_skip

    @Slot()
    def skipFace(self) -> None:
        self._host.dispatch(FaceSkipped(self._host.session.stamp))

    @Slot()
    def wantStaffCode(self) -> None:
        self._host.dispatch(StaffCodeWanted(self._host.session.stamp))

    @Property(str, notify=changed)
    def staffCode(self) -> str:
        """In two groups; what is not typed yet as dots."""
        filled = self._shown.staff_code.ljust(staff_code.LENGTH, UNTYPED)
        return f"{filled[:4]} {filled[4:]}"

    @Property(bool, notify=changed)
    def staffCodeWhole(self) -> bool:
        return len(self._shown.staff_code) == staff_code.LENGTH

    @Slot(str)
    def typeStaffCode(self, character: str) -> None:
        session = self._host.session
        self._host.dispatch(Typed(session.stamp, session.staff_code + character))

    @Slot()
    def backspaceStaffCode(self) -> None:
        session = self._host.session
        self._host.dispatch(Typed(session.stamp, session.staff_code[:-1]))

    # ---- a code nobody asked for ----

    @Property(str, notify=changed)
    def codeTitle(self) -> str:
        return self._shown.code_title

    @Property(str, notify=changed)
    def codeText(self) -> str:
        return self._shown.code_text

    @Property("QVariantList", notify=changed)
    def certificate(self) -> list[dict[str, str]]:
        """Of a genuine one, what to compare with the paper: {title, subtitle}; empty when there is none."""
        return [{"title": title, "subtitle": subtitle} for title, subtitle in self._shown.certificate]

    @Property(str, notify=changed)
    def receiptState(self) -> str:
        """Where the submission stands; "" when no receipt was found."""
        return self._shown.receipt_state

    @Property(str, notify=changed)
    def receiptNumber(self) -> str:
        return self._shown.receipt_number

    @Property(str, notify=changed)
    def receiptMade(self) -> str:
        return self._shown.receipt_made
