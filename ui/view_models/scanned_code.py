"""A code that somebody scanned without being asked for one: what it is, and what there is to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.identity.codes import CodeKind
from kiosk.platform.item import in_language
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.model import Session
from ui.view_models.host import Host
from ui.view_models.words import grouped, long_date, translated

if TYPE_CHECKING:
    from kiosk.platform.certificate_code import CertificateCode

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_KINDS = {
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


class _Shown(Value):
    asking: bool = False
    title: str = ""
    text: str = ""
    receipt_state: str = ""
    receipt_number: str = ""
    receipt_made: str = ""
    certificate: tuple[tuple[str, str], ...] = ()
    language: str = ""


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class ScannedCodeView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()

    def update(self, session: Session) -> None:
        scanned, language = session.scanned, session.preferences.language
        receipt = scanned.receipt if scanned else None
        certificate = scanned.certificate if scanned else None
        status = receipt.status if receipt else None
        number = (status.acceptance_number if status else "") or (receipt.acceptance_number if receipt else "")
        shown = _Shown(
            asking=session.asking,
            title=translated("Code", _GENUINE if certificate else _KINDS[scanned.kind]) if scanned else "",
            text=translated("Code", _COMPARE if certificate else _WHAT_TO_DO[scanned.kind]) if scanned else "",
            certificate=self._certificate(certificate, language) if certificate else (),
            receipt_state=translated("Code", _STATES[status.state] if status else _ON_ITS_WAY) if receipt else "",
            receipt_number=grouped(number),
            receipt_made=long_date(receipt.made_at, language) if receipt else "",
            language=language,
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

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """The platform is being asked."""
        return self._shown.asking

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown.title

    @Property(str, notify=changed)
    def text(self) -> str:
        return self._shown.text

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
