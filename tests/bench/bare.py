"""The smallest PySide6 QML program: one empty window of the terminal's size, which ends after its first frame.

What every such program pays; the terminal's start is measured against it.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow  # noqa: F401 - or the window is no QQuickWindow here

QML = b"import QtQuick\nWindow { width: 1080; height: 1920; visible: true }"


def main() -> None:
    application = QGuiApplication(sys.argv)
    engine = QQmlApplicationEngine()
    engine.loadData(QML)

    def shown() -> None:
        print(time.time())
        application.quit()

    engine.rootObjects()[0].frameSwapped.connect(shown)  # type: ignore[attr-defined]
    application.exec()


if __name__ == "__main__":
    main()
