"""What is said of a code: three short sentences."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from drivers.contract.value import Value


class Message(Value):
    """Three short sentences. `meaning` or `action` may be "" where nothing needs saying."""

    what: str
    meaning: str = ""
    action: str = ""

    @property
    def rest(self) -> str:
        """What follows the headline, in one paragraph."""
        space = "" if self.meaning.endswith("。") else " "
        return space.join(part for part in (self.meaning, self.action) if part)


NOTHING_SENT = QT_TRANSLATE_NOOP("Messages", "还没有提交任何内容。")
