"""What a visitor's hands do at simulated devices, for whoever tries the program out at a desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


class Prop(Value):
    """Something that hands put somewhere and take away again; with no words for taking, it is over at once.

    `carried`: it belongs to the person, and leaves with them.
    """

    icon: str
    put: str
    take: str = ""
    carried: bool = True


PROPS: Mapping[str, Prop] = {
    "id_card": Prop(
        "id-card",
        QT_TRANSLATE_NOOP("SimulationView", "放上身份证"),
        QT_TRANSLATE_NOOP("SimulationView", "拿走身份证"),
    ),
    "id_card_torn": Prop("id-card", QT_TRANSLATE_NOOP("SimulationView", "放上身份证，没读完就拿开")),
    "id_card_second": Prop(
        "card",
        QT_TRANSLATE_NOOP("SimulationView", "再叠放一张卡"),
        QT_TRANSLATE_NOOP("SimulationView", "把卡都拿走"),
    ),
    "eid_qr": Prop("qr", QT_TRANSLATE_NOOP("SimulationView", "出示电子身份证二维码")),
    "eid_qr_torn": Prop("qr", QT_TRANSLATE_NOOP("SimulationView", "出示二维码，没扫完就拿开")),
    "social_security": Prop(
        "id-card",
        QT_TRANSLATE_NOOP("SimulationView", "插上社保卡"),
        QT_TRANSLATE_NOOP("SimulationView", "拔出社保卡"),
    ),
    "social_security_torn": Prop("id-card", QT_TRANSLATE_NOOP("SimulationView", "插上社保卡，没读完就拔出")),
    "staff_card": Prop(
        "card",
        QT_TRANSLATE_NOOP("SimulationView", "插上工作卡（密码 471109）"),
        QT_TRANSLATE_NOOP("SimulationView", "拔出工作卡"),
        carried=False,
    ),
    "staff_card_torn": Prop("card", QT_TRANSLATE_NOOP("SimulationView", "插上工作卡，没读完就拔出")),
    "bank_card": Prop(
        "card",
        QT_TRANSLATE_NOOP("SimulationView", "插上银行卡"),
        QT_TRANSLATE_NOOP("SimulationView", "拔出银行卡"),
    ),
    "face": Prop(
        "face",
        QT_TRANSLATE_NOOP("SimulationView", "站到镜头前"),
        QT_TRANSLATE_NOOP("SimulationView", "离开镜头"),
    ),
    "document": Prop(
        "document",
        QT_TRANSLATE_NOOP("SimulationView", "在台面上放下一页材料"),
        QT_TRANSLATE_NOOP("SimulationView", "拿走材料"),
    ),
    "doors": Prop(
        "locker",
        QT_TRANSLATE_NOOP("SimulationView", "取走柜里的东西，关上柜门"),
        QT_TRANSLATE_NOOP("SimulationView", "撬开一扇柜门"),
        carried=False,
    ),
    "parcel": Prop("scan", QT_TRANSLATE_NOOP("SimulationView", "扫物件的条码"), carried=False),
    "cells": Prop("parcel", QT_TRANSLATE_NOOP("SimulationView", "放进物件，关上柜门"), carried=False),
    "paper": Prop(
        "printer",
        QT_TRANSLATE_NOOP("SimulationView", "装上纸"),
        QT_TRANSLATE_NOOP("SimulationView", "取走纸"),
        carried=False,
    ),
    "pages": Prop(
        "document",
        QT_TRANSLATE_NOOP("SimulationView", "给 A4 打印机装纸"),
        QT_TRANSLATE_NOOP("SimulationView", "取走 A4 纸"),
        carried=False,
    ),
}
"""Every row that the panel can have, in its order; which of them it has, the simulators say."""


class Hands(Protocol):
    """The simulators, as hands reach them."""

    def props(self) -> Sequence[str]:
        """Keys of `PROPS` that there are devices for."""
        ...

    def put(self, prop: str, person: str) -> None:
        """Put this person's thing where it belongs; `person` is a demo person's key."""
        ...

    def take(self, prop: str) -> None: ...


@QmlElement
@QmlUncreatable("made by ui.main")
class SimulationView(QObject):
    """Which demo person is at the terminal, and what lies where."""

    changed = Signal()

    def __init__(self, hands: Hands, persons: Mapping[str, str], person: str, there: Sequence[str]) -> None:
        """`persons`: key → what the panel calls them. `there`: what has been put already."""
        super().__init__()
        self._hands = hands
        self._persons = [{"key": key, "name": name} for key, name in persons.items()]
        self._person = person
        self._there = set(there)

    @Property("QVariantList", constant=True)
    def persons(self) -> list[dict[str, str]]:
        return self._persons

    @Property(str, notify=changed)
    def person(self) -> str:
        return self._person

    @Property("QVariantList", notify=changed)
    def props(self) -> list[dict[str, str]]:
        """A row each: key, icon, and what a touch on it does now."""
        offered = self._hands.props()
        return [
            {"key": key, "icon": prop.icon, "label": _said(prop.take if key in self._there else prop.put)}
            for key, prop in PROPS.items()
            if key in offered
        ]

    @Slot(str)
    def choose(self, person: str) -> None:
        """Another person comes: what the last one carried is gone. Who stood before the camera is followed there."""
        self._person = person
        for key in [key for key in self._there if PROPS[key].carried]:
            self._hands.take(key)
            if key == "face":
                self._hands.put(key, person)
            else:
                self._there.remove(key)
        self.changed.emit()

    @Slot(str)
    def toggle(self, key: str) -> None:
        """Put it, or take it away where it lies."""
        if key in self._there:
            self._hands.take(key)
            self._there.remove(key)
        else:
            self._hands.put(key, self._person)
            if PROPS[key].take:
                self._there.add(key)
        self.changed.emit()


def _said(words: str) -> str:
    return QCoreApplication.translate("SimulationView", words)
