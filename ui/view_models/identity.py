"""Whose card was read, and what the consent page asks for."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk import masking
from kiosk.identity.person import SOCIAL_CARD
from kiosk.platform.item import MaterialSource, ServiceItem, in_language
from kiosk.session.model import Session
from ui.view_models.rows import RowModel
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_CARD = QT_TRANSLATE_NOOP("Consent", "身份证信息")
_CARD_WHY = QT_TRANSLATE_NOOP("Consent", "姓名、号码、住址，用来填表")
_LAST = QT_TRANSLATE_NOOP("Consent", "您上次填的信息")
_LAST_WHY = QT_TRANSLATE_NOOP("Consent", "手机号等，不用再填一遍")
_LICENCE_WHY = QT_TRANSLATE_NOOP("Consent", "调取电子证照，免交原件")
_FACE = QT_TRANSLATE_NOOP("Consent", "现场人脸画面")
_FACE_WHY = QT_TRANSLATE_NOOP("Consent", "只和身份证照片比对，比完马上删除")


class _Shown(Value):
    name: str = ""
    number: str = ""
    item: str = ""
    claimed_name: str = ""
    claimed_number: str = ""
    social_card_fetched: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class IdentityView(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = _Shown()
        self._asked = RowModel("iconName", "title", "subtitle")

    def update(self, session: Session) -> None:
        language = session.preferences.language
        card, claim = session.identity, session.claim
        self._asked.show(_asked(session.item, language) if session.item else [])
        shown = _Shown(
            name=masking.name(card.name) if card else "",
            number=masking.identity_number(card.number) if card else "",
            item=in_language(session.item.short_name, language) if session.item else "",
            claimed_name=masking.name(claim.name) if claim else "",
            claimed_number=masking.identity_number(claim.number) if claim else "",
            social_card_fetched=session.item is not None and _fetches(session.item, SOCIAL_CARD),
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(str, notify=changed)
    def name(self) -> str:
        """林**: the full name stands on the check page alone."""
        return self._shown.name

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._shown.number

    @Property(str, notify=changed)
    def item(self) -> str:
        return self._shown.item

    @Property(str, notify=changed)
    def claimedName(self) -> str:
        """Whom the social security card names, masked."""
        return self._shown.claimed_name

    @Property(str, notify=changed)
    def claimedNumber(self) -> str:
        return self._shown.claimed_number

    @Property(bool, notify=changed)
    def socialCardFetched(self) -> bool:
        """The platform fetches for this item what stands on the social security card."""
        return self._shown.social_card_fetched

    @Property(QObject, constant=True)
    def asked(self) -> QObject:
        """What the person is asked to agree to. Rows: iconName, title, subtitle."""
        return self._asked


def _fetches(item: ServiceItem, licence_kind: str) -> bool:
    return any(material.licence_kind == licence_kind for material in item.materials)


def _asked(item: ServiceItem, language: str) -> list[dict[str, str]]:
    origins = {origin.partition(".")[0] for origin in item.prefill.values()}
    licences = [
        {
            "iconName": "shield",
            "title": in_language(material.name, language),
            "subtitle": translated("Consent", _LICENCE_WHY),
        }
        for material in item.materials
        if MaterialSource.LICENCE in material.sources
    ]
    last = [{"iconName": "clock", "title": translated("Consent", _LAST), "subtitle": translated("Consent", _LAST_WHY)}]
    return [
        {"iconName": "id-card", "title": translated("Consent", _CARD), "subtitle": translated("Consent", _CARD_WHY)},
        {"iconName": "face", "title": translated("Consent", _FACE), "subtitle": translated("Consent", _FACE_WHY)},
        *licences,
        *(last if "last" in origins else []),
    ]
