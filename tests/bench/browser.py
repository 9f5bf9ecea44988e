"""Somebody who looks around: themes, lists, search with the keypad, guides, and back."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.app.journey import Stage
from kiosk.session.model import Step
from ui.touch import Finger, Matches, NothingThereError, both, of_type, pause, wait_until, with_property

READING_S = 0.3
"""Longer than the guard after a page change."""
KEY_S = 0.12
"""Between two keys: a quick typist."""
WORDS = ("zhengming", "jintie", "zulin")


class Browser:
    """From the start page back to it, by touch alone."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._finger = Finger(stage.window.window)

    def look_around(self) -> None:
        """Visit every item's guide, search for a few, and leave. Raises RuntimeError when a page does not come."""
        pause(READING_S)
        self._go(Step.HOME, lambda: self._finger.tap(with_property("iconName", "hand")))
        for item in self._stage.terminal.runtime.catalogue.items:
            theme, code = item.theme, item.code
            self._go(Step.ITEMS, lambda theme=theme: self._row(with_property("code", theme, "subtitle")))
            self._go(Step.GUIDE, lambda code=code: self._row(with_property("code", code, "title")))
            self._page_through()
            self._go(Step.ITEMS, lambda: self._footer("back"))
            self._go(Step.HOME, lambda: self._footer("back"))
        for word in WORDS:
            self._go(Step.ITEMS, lambda: self._finger.tap(of_type("SearchBox")))
            self._type(word)
            self._go(Step.HOME, lambda: self._footer("back"))
        self._go(Step.START, lambda: self._footer("plain"))

    def _go(self, step: Step, tap: Callable[[], None]) -> None:
        tap()
        runtime, window = self._stage.terminal.runtime, self._stage.window
        if not wait_until(lambda: runtime.session.step is step and window.shown_page == step.value, 10.0):
            raise RuntimeError(f"{step.value} never came; still on {runtime.session.step.value}")
        pause(READING_S)

    def _footer(self, kind: str) -> None:
        self._finger.tap(with_property("kind", kind), within=of_type("Footer"))

    def _row(self, matches: Matches) -> None:
        """Touch a row of a list, turning its pages until it is in sight."""
        for _ in range(10):
            try:
                self._finger.tap(matches)
            except NothingThereError:
                self._turn("chevron-down")
            else:
                return
        raise RuntimeError("not in the list")

    def _page_through(self) -> None:
        """To the end of a long page and back to its top."""
        for icon in ("chevron-down", "chevron-up"):
            for _ in range(3):
                try:
                    self._turn(icon)
                except NothingThereError:
                    break

    def _turn(self, icon: str) -> None:
        self._finger.tap(both(of_type("AppButton"), with_property("iconName", icon)))
        pause(READING_S)

    def _type(self, word: str) -> None:
        for character in word:
            self._finger.tap(with_property("character", character))
            pause(KEY_S)
        for _ in word:
            self._finger.tap(with_property("act", "backspace"))
            pause(KEY_S)
