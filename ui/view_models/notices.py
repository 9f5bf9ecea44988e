"""The notice that the platform has for everybody who comes, if one is in force now."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.platform.item import in_language
from kiosk.session.model import Session
from ui.view_models.host import Host

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class NoticesView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = ("", "")
        """Kind and sentence."""

    def update(self, session: Session) -> None:
        notice = self._host.texts.notice_at(self._host.now()) if self._host.texts else None
        text = in_language(notice.text, session.preferences.language) if notice else ""
        shown = (notice.kind.value, text) if notice else ("", "")
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def tick(self) -> None:
        """Notices begin and end by the clock."""
        self.update(self._host.session)

    @Property(str, notify=changed)
    def text(self) -> str:
        """ "" = there is none."""
        return self._shown[1]

    @Property(str, notify=changed)
    def kind(self) -> str:
        """ "warning" or "info"."""
        return self._shown[0]
