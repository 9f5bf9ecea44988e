"""On every page of the running program: help, language, display, the idle warning, back, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from journeying import HURRIED, ITEM, PERSONS, Hall, assert_left_clean, visible_texts

from drivers.faults import Fault, Kind
from kiosk.app.journey import JourneyPlan
from kiosk.session.events import TimedOut, Timer
from kiosk.session.machine import back_target
from kiosk.session.model import Overlay, Preferences, Step
from ui.main import KioskWindow
from ui.touch import Finger, both, of_type, pause, wait_until, with_property

ON_THE_WAY = (
    Step.HOME,
    Step.ITEMS,
    Step.GUIDE,
    Step.IDENTIFY,
    Step.CONSENT,
    Step.FACE,
    Step.OTHER_WAY,
    Step.FORM,
    Step.MATERIALS,
    Step.REVIEW,
    Step.DONE,
    Step.RATING,
)
IN_FRONT = both(of_type("Dialog"), with_property("open", True))
SHOWN_S = 5.0


class Arrived(Exception):
    """The page a test wants to look at is shown."""


class Person:
    """Walks to a page, and then does with it what a test wants."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.finger = Finger(hall.stage.window.window)

    def go_to(self, step: Step) -> None:
        plan = JourneyPlan(item_code=ITEM, person=PERSONS["lin"], preferences=Preferences(), pace=HURRIED, guard_ms=0)
        before = Step.CONSENT if step is Step.OTHER_WAY else step

        def eyes(name: str, _window: KioskWindow) -> None:
            if name == before.value:
                raise Arrived

        if step is Step.FACE:
            self.hall.faults.add(Fault("camera", Kind.NO_FACE, on="capture", times=0))
        with pytest.raises(Arrived):
            self.hall.stage.walk(plan, eyes=eyes)
        if step is Step.OTHER_WAY:
            pause(0.1)
            self.tap(both(of_type("AppButton"), with_property("iconName", "person")))
        self.sees(lambda: self.session.step is step and self.hall.stage.window.shown_page == step.value)
        pause(0.05)

    @property
    def session(self):
        return self.hall.session

    def tap(self, matches: Callable[..., bool], within: Callable[..., bool] | None = None) -> None:
        self.sees(lambda: self.finger.find(matches, within) is not None)
        pause(0.06)  # until it is laid out, where the touch lands
        self.finger.tap(matches, within)

    def sees(self, condition: Callable[[], bool]) -> None:
        assert wait_until(condition, SHOWN_S), self.session.step

    def reads(self) -> str:
        return "\n".join(visible_texts(self.hall.stage.window.window.contentItem()))

    def leaves(self) -> None:
        self.tap(with_property("kind", "plain"), of_type("Footer"))
        self.sees(lambda: self.session.overlay is Overlay.LEAVE or self.session.step is Step.START)
        if self.session.overlay is Overlay.LEAVE:
            self.tap(with_property("iconName", "leave"), IN_FRONT)
        self.is_wiped()

    def is_wiped(self) -> None:
        self.sees(lambda: self.session.step is Step.START and self.hall.stage.window.shown_page == "start")
        assert self.session.identity is None
        assert not self.session.draft.values
        assert PERSONS["lin"].name not in self.reads()


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    with Hall(state, devices__face__options__give_up_s="30") as hall:
        hall.stage.wait_ready()
        yield hall
    assert_left_clean(state)


@pytest.fixture
def person(hall: Hall) -> Iterator[Person]:
    yield Person(hall)
    hall.faults.clear("camera")
    simulation = hall.terminal.backstage.simulation
    simulation.take_card()
    simulation.step_aside()
    assert not hall.stage.window.complaints


@pytest.mark.parametrize("step", ON_THE_WAY)
def test_every_page_helps_waits_and_lets_go(step: Step, person: Person) -> None:
    person.go_to(step)
    for icon, overlay in (("help", Overlay.HELP), ("text-size", Overlay.DISPLAY)):
        person.tap(with_property("iconName", icon), of_type("Header"))
        person.sees(lambda wanted=overlay: person.session.overlay is wanted)
        person.tap(with_property("kind", "main"), IN_FRONT)
        person.sees(lambda: person.session.overlay is Overlay.NONE)
    for language in ("English", "简体中文"):
        person.tap(with_property("iconName", "language"), of_type("Header"))
        person.tap(both(of_type("ChoiceRow"), with_property("title", language)), IN_FRONT)
        person.sees(lambda: person.session.overlay is Overlay.NONE)
    assert person.session.step is step
    runtime = person.hall.terminal.runtime
    runtime.dispatch(TimedOut(person.session.stamp, Timer.IDLE))
    assert person.session.overlay is Overlay.IDLE_WARNING
    person.sees(lambda: "您还在吗" in person.reads())
    person.tap(with_property("kind", "main"), IN_FRONT)
    person.sees(lambda: person.session.overlay is Overlay.NONE)
    assert person.session.step is step
    person.leaves()


@pytest.mark.parametrize("step", [step for step in ON_THE_WAY if step is not Step.FORM])
def test_back_leads_where_the_table_says(step: Step, person: Person) -> None:
    """From the review on the way back is walked to its end, through materials and every topic of the form."""
    person.go_to(step)
    while person.session.step is not Step.START:
        target = back_target(person.session)
        turn = person.session.turn
        assert target is not None
        person.tap(with_property("kind", "back"), of_type("Footer"))
        person.sees(lambda before=turn: person.session.turn != before)
        assert person.session.step is target
        person.sees(lambda wanted=target: person.hall.stage.window.shown_page == wanted.value)
        if step is not Step.REVIEW:
            break
    if person.session.step is not Step.START:
        person.leaves()


def test_who_walks_away_is_wiped(fresh: Path) -> None:
    """Nobody touches anything: the warning comes, then the start page, by the clock alone."""
    with Hall(fresh, session__idle_s="1", session__idle_slow_s="1", session__warning_s="0.3") as hall:
        hall.stage.wait_ready()
        person = Person(hall)
        person.go_to(Step.CONSENT)
        person.sees(lambda: person.session.overlay is Overlay.IDLE_WARNING)
        person.is_wiped()
    assert_left_clean(fresh, PERSONS["lin"])
