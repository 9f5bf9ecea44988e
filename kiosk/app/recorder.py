"""Takes a numbered picture of every page of a journey and measures the machine's own time for each.

The machine's time for a page runs from the touch (or the card, or the page before, where nobody has to do anything)
that brings it, until its first frame has been drawn. Bytes over baud on the wire are counted apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.session.model import Step
from kiosk.session.performer import WireTime
from kiosk.session.runtime import Runtime

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from ui.main import KioskWindow

PASSING = (Step.FACE, Step.FETCHING, Step.SENDING)
"""Pages that go on by themselves: writing a picture file there would be counted as the machine's time."""


@dataclass(slots=True)
class PageRecord:
    """One picture. `machine_ms` is 0 for a further picture of a page that was shown already."""

    name: str
    png: str
    machine_ms: float
    wire_ms: float


class Recorder:
    """Listens to the window and the session; `begin` starts the record of a journey."""

    def __init__(self, window: KioskWindow, runtime: Runtime, wire: WireTime) -> None:
        self.pages: list[PageRecord] = []
        self._window = window
        self._runtime = runtime
        self._wire = wire
        self._directory: Path | None = None
        self._seen: Callable[[str], None] = lambda _name: None
        self._arrival: tuple[float, float] | None = None
        """Machine and wire time of the page that was shown last, until its first picture."""
        self._shown_turn = -1
        self._unsaved: list[tuple[Path, QImage]] = []
        self.touched()
        window.page_shown.connect(self._page_shown)

    def begin(self, directory: Path | None, *, seen: Callable[[str], None] = lambda _name: None) -> None:
        """Start a new record.

        Args:
            directory: where the pictures go; None = none are taken.
            seen: called with the name of each picture, taken or not, while the screen shows it.
        """
        self.pages = []
        self._directory = directory
        self._seen = seen
        self.touched()

    def touched(self) -> None:
        """The machine's time for the next page runs from now."""
        self._since_s = time.monotonic()
        self._wire_since_s = self._wire.total_s

    def is_shown(self) -> bool:
        """The current step's page is on the screen."""
        return self._shown_turn == self._runtime.session.turn

    def picture(self, name: str) -> None:
        """Take a picture of what the screen shows, and note the time of the page if it is its first."""
        machine_s, wire_s = self._arrival or (0.0, 0.0)
        self._arrival = None
        number = len(self.pages) + 1
        png = f"{number:02d}-{name.replace('_', '-')}.png"
        self.pages.append(PageRecord(name, png, round(machine_s * 1000, 1), round(wire_s * 1000, 1)))
        self._seen(name)
        if self._directory is None:
            return
        self._unsaved.append((self._directory / png, self._window.grab()))
        if self._runtime.session.step not in PASSING:
            self.save()

    def save(self) -> None:
        """Write the pictures that were held back."""
        while self._unsaved:
            path, image = self._unsaved.pop(0)
            image.save(str(path))

    def _page_shown(self, _name: str) -> None:
        now_s = time.monotonic()
        wire_s = self._wire.total_s - self._wire_since_s
        self._arrival = (max(0.0, now_s - self._since_s - wire_s), wire_s)
        self._since_s, self._wire_since_s = now_s, self._wire.total_s
        self._shown_turn = self._runtime.session.turn
