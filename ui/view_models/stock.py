"""Staff at the cabinet: what there is to do, what is in their hands, what they say of a cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.platform.item import in_language
from kiosk.session.collection import DoorPhase
from kiosk.session.model import Session
from kiosk.session.person_events import (
    ChoreChosen,
    CompartmentSkipped,
    DoorStuck,
    FoundInside,
    OtherCellWanted,
    OtherThingSeen,
    SizeChosen,
    Typed,
)
from kiosk.session.shift import Chore, Done, Shift, Suspect, Thing
from kiosk.session.steps.stock import may_try_again, other_room
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import long_date, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_STOCK = QT_TRANSLATE_NOOP("Stock", "放入物件")
_STOCK_HOW = QT_TRANSLATE_NOOP("Stock", "扫物件上的条码，终端找空格")
_TAKE_BACK = QT_TRANSLATE_NOOP("Stock", "取回 {cell}：{thing}")
_OVER = QT_TRANSLATE_NOOP("Stock", "{date}到期，没有人取")
_INSPECT = QT_TRANSLATE_NOOP("Stock", "查看 {cell} 号格")
_CLOSE_FIRST = QT_TRANSLATE_NOOP("Stock", "门还开着，请先关好")
_NOT_YOURS = QT_TRANSLATE_NOOP("Stock", "您的卡没有开通")
_DOUBTS = {
    "forced": QT_TRANSLATE_NOOP("Stock", "门自己开过"),
    "unseen": QT_TRANSLATE_NOOP("Stock", "门可能开过，没有看到"),
    "vanished": QT_TRANSLATE_NOOP("Stock", "物件不见了"),
    "unsure": QT_TRANSLATE_NOOP("Stock", "说不清里面有没有物件"),
    "interrupted": QT_TRANSLATE_NOOP("Stock", "门开着的时候断过电"),
    "disputed": QT_TRANSLATE_NOOP("Stock", "有人说不对"),
    "inspected": QT_TRANSLATE_NOOP("Stock", "打开看过，还没登记"),
    "no_sensor": QT_TRANSLATE_NOOP("Stock", "没有门磁，里面的物件要取出来"),
    "": QT_TRANSLATE_NOOP("Stock", "门磁没有回答"),
}
_DONE = {
    Chore.STOCK: QT_TRANSLATE_NOOP("Stock", "{thing} 已放进 {cell}"),
    Chore.TAKE_BACK: QT_TRANSLATE_NOOP("Stock", "{thing} 已从 {cell} 取回"),
    Chore.INSPECT: QT_TRANSLATE_NOOP("Stock", "已登记：{cell} 里是 {thing}"),
}
_FOUND_EMPTY = QT_TRANSLATE_NOOP("Stock", "已登记：{cell} 是空的")
_OPENING = QT_TRANSLATE_NOOP("Stock", "正在开 {cell} 号门")
_CLOSE = QT_TRANSLATE_NOOP("Stock", "请把 {cell} 号门关好")
_LOOK = QT_TRANSLATE_NOOP("Stock", "请打开 {cell} 号门，取空再关好")
_OPEN = {
    Chore.STOCK: QT_TRANSLATE_NOOP("Stock", "{cell} 号门开了，请放进物件"),
    Chore.TAKE_BACK: QT_TRANSLATE_NOOP("Stock", "{cell} 号门开了，请取出物件"),
    Chore.INSPECT: QT_TRANSLATE_NOOP("Stock", "{cell} 号门开了，请看里面"),
}
_SIZES = {
    "S": QT_TRANSLATE_NOOP("Stock", "小格"),
    "M": QT_TRANSLATE_NOOP("Stock", "中格"),
    "L": QT_TRANSLATE_NOOP("Stock", "大格"),
}
_UNKNOWN_ORDER = QT_TRANSLATE_NOOP("Stock", "取件单号联网后补上")


class _Shown(Value):
    done: str = ""
    done_count: int = 0
    chore: str = ""
    typed: str = ""
    asking: bool = False
    has_thing: bool = False
    parcel: str = ""
    title: str = ""
    subtitle: str = ""
    cell: str = ""
    heading: str = ""
    may_try_again: bool = False
    other_room: str = ""


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class StockView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._chores = RowModel("chore", "cell", "icon", "title", "subtitle", "reason")
        self._sizes = RowModel("size", "label", "chosen", "free")

    def update(self, session: Session) -> None:
        shift, language = session.shift, session.preferences.language
        shown = _Shown()
        if shift is not None:
            self._chores.show(_chores(shift, language))
            self._sizes.show(_sizes(shift))
            title, subtitle = _thing(shift.thing, language) if shift.thing else ("", "")
            shown = _Shown(
                done=_done(shift.done[-1]) if shift.done else "",
                done_count=len(shift.done),
                chore=shift.chore.value if shift.chore else "",
                typed=shift.typed,
                asking=session.asking,
                has_thing=shift.thing is not None,
                parcel=shift.thing.parcel if shift.thing else "",
                title=title,
                subtitle=subtitle,
                cell=shift.at,
                heading=_heading(shift),
                may_try_again=may_try_again(shift),
                other_room=other_room(shift),
            )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    # ---- shown ----

    @Property(QObject, constant=True)
    def chores(self) -> QObject:
        """Rows: chore, cell, icon, title, subtitle, reason ("" = it can be done now)."""
        return self._chores

    @Property(QObject, constant=True)
    def sizes(self) -> QObject:
        """Rows: size, label, chosen, free (there is room)."""
        return self._sizes

    @Property(str, notify=changed)
    def done(self) -> str:
        """What was done last; "" = nothing yet."""
        return self._shown.done

    @Property(int, notify=changed)
    def doneCount(self) -> int:
        return self._shown.done_count

    @Property(str, notify=changed)
    def chore(self) -> str:
        return self._shown.chore

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._shown.typed

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self._shown.asking

    @Property(bool, notify=changed)
    def hasThing(self) -> bool:
        """It is known what is on hand."""
        return self._shown.has_thing

    @Property(str, notify=changed)
    def parcel(self) -> str:
        return self._shown.parcel

    @Property(str, notify=changed)
    def title(self) -> str:
        """Of what is on hand: what it is, or its code."""
        return self._shown.title

    @Property(str, notify=changed)
    def subtitle(self) -> str:
        return self._shown.subtitle

    @Property(str, notify=changed)
    def cell(self) -> str:
        return self._shown.cell

    @Property(str, notify=changed)
    def heading(self) -> str:
        return self._shown.heading

    @Property(bool, notify=changed)
    def mayTryAgain(self) -> bool:
        return self._shown.may_try_again

    @Property(str, notify=changed)
    def otherRoom(self) -> str:
        """Another cell for what is to be put in; "" = there is none."""
        return self._shown.other_room

    # ---- asked ----

    @Slot(str, str)
    def choose(self, chore: str, cell: str) -> None:
        self._host.dispatch(ChoreChosen(self._host.session.stamp, Chore(chore), cell))

    @Slot(str)
    def type(self, key: str) -> None:
        self._host.dispatch(Typed(self._host.session.stamp, self._shown.typed + key))

    @Slot()
    def backspace(self) -> None:
        self._host.dispatch(Typed(self._host.session.stamp, self._shown.typed[:-1]))

    @Slot()
    def another(self) -> None:
        """Another thing instead of the one on hand."""
        self._host.dispatch(Typed(self._host.session.stamp, ""))

    @Slot(str)
    def chooseSize(self, size: str) -> None:
        self._host.dispatch(SizeChosen(self._host.session.stamp, size))

    @Slot()
    def sayStuck(self) -> None:
        self._host.dispatch(DoorStuck(self._host.session.stamp))

    @Slot()
    def takeOtherCell(self) -> None:
        self._host.dispatch(OtherCellWanted(self._host.session.stamp))

    @Slot()
    def giveUp(self) -> None:
        self._host.dispatch(CompartmentSkipped(self._host.session.stamp))

    @Slot(str)
    def sayInside(self, parcel: str) -> None:
        self._host.dispatch(FoundInside(self._host.session.stamp, parcel))

    @Slot()
    def sayOther(self) -> None:
        self._host.dispatch(OtherThingSeen(self._host.session.stamp))


def _chores(shift: Shift, language: str) -> Sequence[dict[str, str]]:
    stock = _row(shift, Chore.STOCK, "", "parcel", translated("Stock", _STOCK), translated("Stock", _STOCK_HOW))
    overdue = [_overdue(shift, thing, language) for thing in shift.overdue]
    return [stock, *overdue, *(_suspect(shift, suspect) for suspect in shift.suspects)]


def _overdue(shift: Shift, thing: Thing, language: str) -> dict[str, str]:
    title = translated("Stock", _TAKE_BACK).format(cell=thing.cell, thing=_name(thing, language))
    until = thing.keep_until
    over = translated("Stock", _OVER).format(date=long_date(until, language)) if until else ""
    return _row(shift, Chore.TAKE_BACK, thing.cell, "calendar", title, over)


def _suspect(shift: Shift, suspect: Suspect) -> dict[str, str]:
    title = translated("Stock", _INSPECT).format(cell=suspect.cell)
    row = _row(shift, Chore.INSPECT, suspect.cell, "locker", title, translated("Stock", _DOUBTS[suspect.doubt]))
    return {**row, "reason": translated("Stock", _CLOSE_FIRST)} if suspect.is_open else row


def _row(shift: Shift, chore: Chore, cell: str, icon: str, title: str, subtitle: str) -> dict[str, str]:  # noqa: PLR0917 (a row)
    reason = "" if shift.may(chore) else translated("Stock", _NOT_YOURS)
    return {"chore": chore.value, "cell": cell, "icon": icon, "title": title, "subtitle": subtitle, "reason": reason}


def _sizes(shift: Shift) -> Sequence[dict[str, object]]:
    return [
        {
            "size": size,
            "label": translated("Stock", _SIZES[size]) if size in _SIZES else size,
            "chosen": size == shift.size,
            "free": bool(rooms),
        }
        for size, rooms in shift.rooms.items()
    ]


def _name(thing: Thing, language: str) -> str:
    return in_language(thing.contents, language) if thing.contents else thing.parcel


def _thing(thing: Thing, language: str) -> tuple[str, str]:
    order = thing.order or translated("Stock", _UNKNOWN_ORDER)
    parts = (thing.parcel if thing.contents else "", thing.business or order)
    return _name(thing, language), " · ".join(part for part in parts if part)


def _done(done: Done) -> str:
    words = _DONE[done.chore] if done.parcel else _FOUND_EMPTY
    return translated("Stock", words).format(thing=done.parcel, cell=done.cell)


def _heading(shift: Shift) -> str:
    if shift.chore is None:
        return ""
    known = {DoorPhase.OPEN: _OPEN[shift.chore], DoorPhase.LEFT_OPEN: _CLOSE, DoorPhase.UNSEEN: _LOOK}
    words = known.get(shift.phase, _OPENING)
    return translated("Stock", words).format(cell=shift.at)
