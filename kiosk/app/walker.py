"""How an unattended person moves: looks until the page is there, reads, touches, turns the pages of a list, leaves.

Patience and reading are the person's own time; the recorder counts the machine's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from config.persons import Person
from kiosk.app.recorder import Recorder
from kiosk.app.simulation import Simulation
from kiosk.platform.item import ServiceItem
from kiosk.session.model import Overlay, Preferences, Session
from kiosk.session.runtime import Runtime
from ui.main import KioskWindow
from ui.touch import Finger, Matches, NothingThereError, both, of_type, pause, wait_until, with_property

PAGE_S = 45.0
"""A page that does not change for so long is a failure of the program."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much time the person takes."""

    reading_s: float = 0.35
    """For each page; longer than the guard after a page change, or the touch is swallowed."""
    patience_s: float = 9.0
    """How long they try again where a device fails, before leaving."""


AT_EASE = Pace()
"""As people are."""


class Identify(StrEnum):
    """How the person says who they are."""

    CARD = "card"
    CARD_ALONE = "card-alone"  # and no face check
    CARD_CODE = "card-code"  # and the pick-up code instead of a face check
    SCANNED_CODE = "scanned-code"  # the same, and the code is shown to the scanner before anything was touched
    STAFF = "staff"  # and somebody of the staff with their card instead of a face check
    EID = "eid"
    MRZ = "mrz"
    SOCIAL = "social"  # a social security card, then the identity card that it needs
    SOCIAL_ALONE = "social-alone"  # without one, so that staff have to confirm it


class StuckError(RuntimeError):
    """The page did not go on; names the step."""


class Walker:
    """Somebody before the terminal."""

    def __init__(
        self,
        window: KioskWindow,
        runtime: Runtime,
        simulation: Simulation,
        recorder: Recorder,
        *,
        item: ServiceItem,
        person: Person,
        preferences: Preferences,
        identify: Identify,
        pace: Pace,
    ) -> None:
        self._window = window
        self._runtime = runtime
        self._simulation = simulation
        self._recorder = recorder
        self._item = item
        self._person = person
        self._preferences = preferences
        self._identify = identify
        self._pace = pace
        self._finger = Finger(window.window)
        self._left = False

    @property
    def _session(self) -> Session:
        return self._runtime.session

    def _read(self) -> None:
        pause(self._pace.reading_s)

    def _settle(self) -> None:
        """Wait until the page is really on the screen, or has passed already, and take its picture."""
        turn, step = self._session.turn, self._session.step
        if not wait_until(lambda: self._recorder.is_shown() or self._session.turn != turn, PAGE_S):
            raise StuckError(step.value)
        if self._recorder.is_shown():
            self._recorder.picture(self._session.step.value)

    def _has_moved(self, turn: int) -> bool:
        """Another page, or a word on this one."""
        return self._session.turn != turn or self._session.notice is not None

    def _is_told(self, code: str) -> bool:
        return self._session.notice is not None and self._session.notice.code == code

    def _main(self) -> None:
        self._act(lambda: self._finger.tap(with_property("kind", "main"), within=of_type("Footer")))

    def _act(self, do: Callable[[], None]) -> None:
        """Do what makes the machine work; its time runs from here."""
        self._see_screen()
        self._recorder.touched()
        do()

    def _tap(self, matches: Matches, within: Matches | None = None) -> None:
        self._see_screen()
        self._finger.tap(matches, within)

    def _draw(self, matches: Matches, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        self._see_screen()
        self._finger.draw(matches, strokes)

    def _see_screen(self) -> None:
        """Until the screen shows where everything is by now, and hears: on a busy machine both come late."""
        begun = self._window.begin_frame()
        if not wait_until(lambda: self._window.frame >= begun and not self._window.guarding, PAGE_S):
            raise StuckError(f"{self._session.step.value}, undrawn")

    def _paged(self, matches: Matches, within: Matches | None = None) -> None:
        """Touch a row of a list, turning its pages until it is in sight."""
        for _ in range(20):
            try:
                self._act(lambda: self._finger.tap(matches, within))
            except NothingThereError:
                self._tap(both(of_type("AppButton"), with_property("iconName", "chevron-down")))
                self._read()
            else:
                return
        raise StuckError("list")

    def _leave(self) -> None:
        self._tap(with_property("kind", "plain"), within=of_type("Footer"))
        self._read()
        if self._session.overlay is Overlay.LEAVE:
            self._recorder.picture("leave")
            self._tap(with_property("iconName", "leave"), within=both(of_type("Dialog"), with_property("open", True)))
