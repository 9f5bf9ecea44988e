"""Other ways for whom identity card or face check do not serve, and the code that staff give by telephone."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from config.settings import Terminal
from drivers.contract.value import Value
from kiosk.identity.person import Way
from kiosk.platform import staff_code
from kiosk.platform.item import in_language
from kiosk.session.model import Session
from kiosk.session.person_events import (
    FaceSkipped,
    StaffCodeWanted,
    Typed,
    WayChosen,
)
from kiosk.session.steps.other_ways import may_skip_face, platform_answers
from ui.view_models.host import Host
from ui.view_models.words import UNTYPED

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


class _Shown(Value):
    scanner: bool = False
    online: bool = False
    asking: bool = False
    may_skip: bool = False
    staff_code: str = ""
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

    def update(self, session: Session) -> None:
        scanner = session.health.get("barcode")
        shown = _Shown(
            scanner=scanner is not None and scanner.state.usable,
            online=platform_answers(session),
            asking=session.asking,
            may_skip=may_skip_face(session),
            staff_code=session.staff_code,
            hall=_hall(self._host.settings.terminal, session.preferences.language),
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

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
