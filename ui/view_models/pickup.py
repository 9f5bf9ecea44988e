"""What waits in the cabinet, the doors while they open, and what is signed for."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.platform.item import HandInWay, in_language
from kiosk.services.papers import ways_to_hand_in
from kiosk.session.collection import CODE_LENGTH, Collection, Compartment, DoorPhase, Waiting
from kiosk.session.model import Ink, Session, Step
from kiosk.session.person_events import (
    CaptureWanted,
    CompartmentSkipped,
    DoorStuck,
    OrderChosen,
    PickupCodeWanted,
    PickupWanted,
    Signed,
    Typed,
)
from kiosk.session.steps.hand_in import is_being_noted
from kiosk.session.steps.pickup import is_open, may_type_code
from ui.items.signature_pad import SignatureCanvas
from ui.messages import message
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import UNTYPED, long_date, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_BETWEEN = QT_TRANSLATE_NOOP("Pickup", "、")
_KEEP_UNTIL = QT_TRANSLATE_NOOP("Pickup", "{date}前有效")
_ORDER = QT_TRANSLATE_NOOP("Pickup", "取件单 {number}")
_ELSEWHERE = QT_TRANSLATE_NOOP("Pickup", "在另一台终端：{place}")
_HEADINGS = {
    DoorPhase.SHUT: QT_TRANSLATE_NOOP("Pickup", "正在开 {cell} 号门"),
    DoorPhase.OPENING: QT_TRANSLATE_NOOP("Pickup", "正在开 {cell} 号门"),
    DoorPhase.OPEN: QT_TRANSLATE_NOOP("Pickup", "{cell} 号门开了，请取走物品"),
    DoorPhase.LEFT_OPEN: QT_TRANSLATE_NOOP("Pickup", "请把 {cell} 号门关好"),
}
_HAND_IN = {
    DoorPhase.OPEN: QT_TRANSLATE_NOOP("Pickup", "{cell} 号门开了，请放入原件"),
}
_INTO = QT_TRANSLATE_NOOP("Pickup", "放进 {cell} 号柜")
_DONE = {
    DoorPhase.PUT_IN: QT_TRANSLATE_NOOP("Pickup", "已经交了"),
    DoorPhase.SHOWN: QT_TRANSLATE_NOOP("Pickup", "已经拍了，原件您拿好"),
}
_BRING = QT_TRANSLATE_NOOP("Pickup", "取件前要交原件：{originals}")


class _Shown(Value):
    can_pick_up: bool = False
    may_type_code: bool = False
    code: str = ""
    missing: int = CODE_LENGTH
    code_shown: bool = False
    asking: bool = False
    complete: bool = False
    heading: str = ""
    contents: str = ""
    business: str = ""
    count: str = ""
    handing_in: bool = False
    room: str = ""
    may_keep: bool = False
    may_show: bool = False
    noting: bool = False
    signed: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class PickupView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._waiting = RowModel("order", "title", "subtitle", "reason")
        self._taken = RowModel("title", "subtitle")
        self._originals = RowModel("title", "into", "done")

    def update(self, session: Session) -> None:
        collection, language = session.collection, session.preferences.language
        typed = collection.code if session.step is Step.PICKUP_CODE else ""
        current = collection.current if session.step in (Step.DOOR, Step.DOOR_TROUBLE) else None
        self._waiting.show([self._row(waiting, language) for waiting in collection.found])
        self._taken.show([_thing(each, language) for each in collection.taken])
        self._originals.show(_original_rows(collection, language))
        shown = _Shown(
            can_pick_up=is_open(session),
            may_type_code=may_type_code(session, self._host.limits),
            code=typed,
            missing=CODE_LENGTH - len(typed),
            code_shown=collection.has_code and session.step is Step.IDENTIFY,
            asking=session.asking,
            complete=collection.is_complete,
            handing_in=collection.due_original is not None,
            room=collection.due_original.cell if collection.due_original else "",
            **_of_hand_in(session),
            signed=session.draft.signature is not None,
            **self._of_door(collection, current, language),
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _of_door(self, collection: Collection, current: Compartment | None, language: str) -> dict[str, str]:
        if current is None or collection.order is None:
            return {}
        is_owed = current is collection.due_original
        cells = collection.order.owed if is_owed else collection.order.compartments
        heading = (_HAND_IN.get(current.phase) if is_owed else None) or _HEADINGS.get(current.phase)
        return {
            "heading": translated("Pickup", heading).format(cell=current.cell) if heading else "",
            "contents": in_language(current.contents, language),
            "business": collection.order.business,
            "count": f"{cells.index(current) + 1}/{len(cells)}" if len(cells) > 1 else "",
        }

    def _row(self, waiting: Waiting, language: str) -> dict[str, str]:
        contents = translated("Pickup", _BETWEEN).join(
            in_language(each.contents, language) for each in waiting.compartments
        )
        until = waiting.keep_until
        originals = translated("Pickup", _BETWEEN).join(in_language(each.contents, language) for each in waiting.owed)
        bring = translated("Pickup", _BRING).format(originals=originals) if originals else ""
        parts = [
            contents,
            bring,
            translated("Pickup", _KEEP_UNTIL).format(date=long_date(until, language)) if until else "",
        ]
        number = translated("Pickup", _ORDER).format(number=waiting.number)
        reason = message(waiting.code).what if waiting.code else ""
        if waiting.elsewhere:
            reason = translated("Pickup", _ELSEWHERE).format(place=waiting.elsewhere)
        return {
            "order": waiting.number,
            "title": waiting.business or number,
            "subtitle": "\n".join(part for part in parts if part),
            "reason": reason,
        }

    # ---- shown ----

    @Property(bool, notify=changed)
    def canPickUp(self) -> bool:
        """There is a cabinet, and it works."""
        return self._shown.can_pick_up

    @Property(bool, notify=changed)
    def mayTypeCode(self) -> bool:
        """A pick-up code may take the place of a face check."""
        return self._shown.may_type_code

    @Property(str, notify=changed)
    def code(self) -> str:
        """As typed so far, a line for each digit that is missing."""
        return self._shown.code + UNTYPED * self._shown.missing

    @Property(bool, notify=changed)
    def codeWhole(self) -> bool:
        return self._shown.missing == 0

    @Property(bool, notify=changed)
    def codeShown(self) -> bool:
        """The scanner has read a pick-up code; what it says is shown nowhere."""
        return self._shown.code_shown

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self._shown.asking

    @Property(bool, notify=changed)
    def complete(self) -> bool:
        """The platform has said what waits; else only this terminal has."""
        return self._shown.complete

    @Property(QObject, constant=True)
    def waiting(self) -> QObject:
        """Rows: order, title, subtitle, reason ("" = it can be taken here and now)."""
        return self._waiting

    @Property(QObject, constant=True)
    def taken(self) -> QObject:
        """Rows: title, subtitle."""
        return self._taken

    @Property(QObject, constant=True)
    def originals(self) -> QObject:
        """What is handed in before any door opens. Rows: title, into, done."""
        return self._originals

    @Property(bool, notify=changed)
    def handingIn(self) -> bool:
        """An original is owed: the next door is for it."""
        return self._shown.handing_in

    @Property(str, notify=changed)
    def room(self) -> str:
        """The cell for it; "" = none was found yet."""
        return self._shown.room

    @Property(bool, notify=changed)
    def mayKeep(self) -> bool:
        """It may be put into a cell."""
        return self._shown.may_keep

    @Property(bool, notify=changed)
    def mayShow(self) -> bool:
        """It may be photographed or scanned, and taken home."""
        return self._shown.may_show

    @Property(bool, notify=changed)
    def noting(self) -> bool:
        """It was photographed a moment ago."""
        return self._shown.noting

    @Property(str, notify=changed)
    def heading(self) -> str:
        return self._shown.heading

    @Property(str, notify=changed)
    def contents(self) -> str:
        return self._shown.contents

    @Property(str, notify=changed)
    def business(self) -> str:
        return self._shown.business

    @Property(str, notify=changed)
    def count(self) -> str:
        """As 1/2; "" where there is only one door."""
        return self._shown.count

    @Property(bool, notify=changed)
    def signed(self) -> bool:
        return self._shown.signed

    # ---- asked ----

    @Slot()
    def begin(self) -> None:
        self._host.dispatch(PickupWanted(self._host.session.stamp))

    @Slot()
    def wantCode(self) -> None:
        self._host.dispatch(PickupCodeWanted(self._host.session.stamp))

    @Slot(str)
    def typeCode(self, key: str) -> None:
        self._type(self._host.session.collection.code + key)

    @Slot()
    def backspace(self) -> None:
        self._type(self._host.session.collection.code[:-1])

    @Slot(str)
    def choose(self, number: str) -> None:
        self._host.dispatch(OrderChosen(self._host.session.stamp, number))

    @Slot()
    def sayStuck(self) -> None:
        self._host.dispatch(DoorStuck(self._host.session.stamp))

    @Slot()
    def skip(self) -> None:
        self._host.dispatch(CompartmentSkipped(self._host.session.stamp))

    @Slot()
    def show(self) -> None:
        """The original that is due is shown instead of put into a cell."""
        due = self._host.session.collection.due_original
        if due is not None:
            self._host.dispatch(CaptureWanted(self._host.session.stamp, due.parcel))

    @Slot(SignatureCanvas)
    def sign(self, canvas: SignatureCanvas) -> None:
        """The signature as drawn so far; less than counts as one is none."""
        ink = Ink(canvas.png(), len(canvas.strokes)) if canvas.hasInk else None
        if ink is not None or self._host.session.draft.signature is not None:
            self._host.dispatch(Signed(self._host.session.stamp, ink))

    def _type(self, text: str) -> None:
        self._host.dispatch(Typed(self._host.session.stamp, text))


def _of_hand_in(session: Session) -> dict[str, bool]:
    ways = ways_to_hand_in(session) if session.step is Step.HAND_IN else ()
    return {
        "may_keep": HandInWay.KEPT in ways,
        "may_show": HandInWay.SHOWN in ways,
        "noting": session.step is Step.HAND_IN and is_being_noted(session),
    }


def _original_rows(collection: Collection, language: str) -> list[dict[str, object]]:
    owed = collection.order.owed if collection.order else ()
    rows: list[dict[str, object]] = []
    for each in owed:
        done = _DONE.get(each.phase)
        into = translated("Pickup", _INTO).format(cell=each.cell) if each.cell else ""
        into = translated("Pickup", done) if done else into
        rows.append({"title": in_language(each.contents, language), "into": into, "done": done is not None})
    return rows


def _thing(compartment: Compartment, language: str) -> dict[str, str]:
    return {"title": in_language(compartment.contents, language), "subtitle": compartment.parcel}
