"""The language in force for the whole program. Chinese is the source and needs no file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

SOURCE_LANGUAGE = "zh-CN"
_FOLDER = Path(__file__).parent / "i18n"


class Languages:
    """Installs the translation of the language asked for. An unknown one shows the Chinese source."""

    def __init__(self) -> None:
        self.current = SOURCE_LANGUAGE
        self._installed: QTranslator | None = None

    def choose(self, language: str) -> bool:
        """True when the language changed, and what is shown must be translated again."""
        if language == self.current:
            return False
        self.current = language
        if self._installed is not None:
            QCoreApplication.removeTranslator(self._installed)
            self._installed = None
        translator = QTranslator()
        if language != SOURCE_LANGUAGE and translator.load(str(_FOLDER / f"kiosk_{language}.qm")):
            QCoreApplication.installTranslator(translator)
            self._installed = translator
        return True
