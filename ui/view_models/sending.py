"""The few seconds between "submit" and the outcome."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.session.limits import Limits
from kiosk.session.model import Sent, Session

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class SendingView(QObject):
    changed = Signal()

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._sent = Sent.NO

    def update(self, session: Session) -> None:
        if session.submission.sent is not self._sent:
            self._sent = session.submission.sent
            self.changed.emit()

    @Property(bool, notify=changed)
    def safe(self) -> bool:
        """Sealed and committed: from here it counts."""
        return self._sent not in (Sent.NO, Sent.SEALING)

    @Property(float, constant=True)
    def answerSeconds(self) -> float:
        """How long the page waits for the platform at most."""
        return self._limits.answer_s
