"""On every page of the running program: help, language, display, the idle warning, back, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from journeying import HURRIED, ITEM, PERSONS, Hall, assert_left_clean, visible_texts

from drivers.faults import Fault, Kind
from kiosk.app.journey import JourneyPlan
from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.app.walker import Identify
from kiosk.session.clock import SimulatedClock
from kiosk.session.machine import back_target
from kiosk.session.model import Overlay, Preferences, ReceiptState, Session, Step
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
SHOWN_S = 60.0


class Arrived(Exception):
    """The page a test wants to look at is shown."""


class Person:
    """Walks to a page, and then does with it what a test wants. The session's time passes only when told to."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.finger = Finger(hall.stage.window.window)
        self.clock = SimulatedClock(datetime.now().astimezone())
        hall.terminal.runtime.clock = self.clock

    def go_to(self, step: Step) -> None:
        self._walk_to(
            step,
            JourneyPlan(item_code=ITEM, person=PERSONS["lin"], preferences=Preferences(), pace=HURRIED, guard_ms=0),
        )

    def go_to_cabinet(self, step: Step, person: str = "lin") -> None:
        plan = JourneyPlan(
            item_code=ITEM,
            person=PERSONS[person],
            preferences=Preferences(),
            pace=HURRIED,
            guard_ms=0,
            identify=Identify.CARD_CODE,
            visitor=PickupVisitor,
        )
        self._walk_to(step, plan)

    def _walk_to(self, step: Step, plan: JourneyPlan) -> None:
        before = Step.CONSENT if step is Step.OTHER_WAY else step

        def eyes(name: str, _window: KioskWindow) -> None:
            if name == before.value:
                raise Arrived

        if step is Step.FACE:
            self.hall.faults.add(Fault("camera", Kind.NO_FACE, on="capture", times=0))
        try:
            report = self.hall.stage.walk(plan, eyes=eyes)
        except Arrived:
            pass
        else:
            pytest.fail(f"{step} never came: {report.stuck or report.outcome}")
        if step is Step.OTHER_WAY:
            pause(0.1)
            self.tap(both(of_type("AppButton"), with_property("iconName", "person")))
        self.sees(lambda: self.session.step is step and self.hall.stage.window.shown_page == step.value)
        pause(0.05)

    @property
    def session(self) -> Session:
        return self.hall.session

    def tap(self, matches: Callable[..., bool], within: Callable[..., bool] | None = None) -> None:
        self.sees(lambda: self.finger.find(matches, within) is not None)
        pause(0.06)  # until it is laid out, where the touch lands
        self.finger.tap(matches, within)

    def sees(self, condition: Callable[[], bool]) -> None:
        assert wait_until(condition, SHOWN_S), self.session.step

    def reads(self) -> str:
        return "\n".join(visible_texts(self.hall.stage.window.window.contentItem()))

    def asks_around(self) -> None:
        """Help, display and language, and back to the page."""
        step = self.session.step
        for icon, overlay in (("help", Overlay.HELP), ("text-size", Overlay.DISPLAY)):
            self.tap(with_property("iconName", icon), of_type("Header"))
            self.sees(lambda wanted=overlay: self.session.overlay is wanted)
            self.tap(with_property("kind", "main"), IN_FRONT)
            self.sees(lambda: self.session.overlay is Overlay.NONE)
        for language in ("English", "简体中文"):
            self.tap(with_property("iconName", "language"), of_type("Header"))
            self.tap(both(of_type("ChoiceRow"), with_property("title", language)), IN_FRONT)
            self.sees(lambda: self.session.overlay is Overlay.NONE)
        assert self.session.step is step

    def does_nothing(self) -> None:
        """Until the terminal asks whether anybody is there, and not a second less."""
        limits = self.hall.terminal.runtime.limits
        self.sees(lambda: self.session.receipt is not ReceiptState.PRINTING)
        wait_s = limits.idle_slow_s if self.session.step in (Step.REVIEW, Step.SIGN_FOR) else limits.idle_s
        self.clock.advance(wait_s - 1)
        assert self.session.overlay is Overlay.NONE
        self.clock.advance(1)
        assert self.session.overlay is Overlay.IDLE_WARNING
        self.sees(lambda: "您还在吗" in self.reads())

    def walks_away(self) -> None:
        """Nobody touches anything any more: the warning comes, then the start page, by the clock alone."""
        self.does_nothing()
        self.clock.advance(self.hall.terminal.runtime.limits.warning_s)
        self.is_wiped()

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
    person.asks_around()
    person.does_nothing()
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
        person.walks_away()


def test_who_walks_away_is_wiped(fresh: Path) -> None:
    """The same by the clock on the wall."""
    with Hall(fresh, session__idle_s="2", session__idle_slow_s="2", session__warning_s="2") as hall:
        hall.stage.wait_ready()
        wall_clock = hall.terminal.runtime.clock
        person = Person(hall)
        hall.terminal.runtime.clock = wall_clock
        person.go_to(Step.CONSENT)
        person.sees(lambda: person.session.overlay is Overlay.IDLE_WARNING)
        person.is_wiped()
    assert_left_clean(fresh, PERSONS["lin"])


# ---- at the cabinet ----


AT_THE_CABINET = (
    pytest.param(Step.HAND_IN, "ji"),
    pytest.param(Step.PICKUP_CODE, "lin", marks=pytest.mark.soak),
    pytest.param(Step.WAITING, "lin", marks=pytest.mark.soak),
    pytest.param(Step.DOOR_TROUBLE, "lin", marks=pytest.mark.soak),
    pytest.param(Step.SIGN_FOR, "lin", marks=pytest.mark.soak),  # the last: then nothing waits any more
)


@pytest.fixture
def visitor(hall: Hall, person: Person) -> Iterator[Person]:
    """At a cabinet all of whose doors are shut again afterwards."""
    assert wait_until(lambda: len(hall.terminal.references.vouchers) > 0, 20)
    yield person
    hall.faults.clear("locker")
    locker = hall.terminal.backstage.simulation.locker
    assert locker is not None
    for board, lock in locker.open_doors:
        locker.close_door(board, lock)
    assert wait_until(lambda: not hall.terminal.backstage.desk.custody.open_doors, 20)


def test_an_open_door_holds_the_person_until_it_is_shut_or_the_time_is_over(hall: Hall, visitor: Person) -> None:
    visitor.go_to_cabinet(Step.DOOR)
    visitor.asks_around()
    assert back_target(visitor.session) is None
    for kind in ("back", "plain"):
        button = visitor.finger.find(with_property("kind", kind), of_type("Footer"))
        assert button is None or not button.isEnabled()
    limits = hall.terminal.runtime.limits
    visitor.clock.advance(limits.door_s - 1)
    assert (visitor.session.step, visitor.session.overlay) == (Step.DOOR, Overlay.NONE)
    visitor.clock.advance(1)
    visitor.sees(lambda: hall.stage.window.shown_page == "stopped")
    assert "柜门一直没有关上" in visitor.reads()
    visitor.leaves()


@pytest.mark.parametrize(("step", "who"), AT_THE_CABINET)
def test_every_page_at_the_cabinet_helps_waits_and_lets_go(step: Step, who: str, hall: Hall, visitor: Person) -> None:
    """What was taken out is out: there is no way back from signing, but one may go."""
    if step is Step.DOOR_TROUBLE:
        hall.faults.add(Fault("locker", Kind.JAMMED, on="unlock", times=0))
    visitor.go_to_cabinet(step, who)
    visitor.asks_around()
    visitor.does_nothing()
    visitor.tap(with_property("kind", "main"), IN_FRONT)
    visitor.sees(lambda: visitor.session.overlay is Overlay.NONE)
    assert visitor.session.step is step
    target = back_target(visitor.session)
    if target is not None:
        visitor.tap(with_property("kind", "back"), of_type("Footer"))
        visitor.sees(lambda: hall.stage.window.shown_page == target.value)
        assert visitor.session.step is target
    visitor.leaves()


# ---- while the platform says nothing ----

MUTE = """
[[fault]]
device = "platform"
kind = "silent"
on = "{operation}"
times = 0
"""


@pytest.fixture
def mute(fresh: Path, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody at a terminal whose platform takes one kind of request, the parameter's, and never answers it."""
    script = fresh.parent / "mute.toml"
    script.write_text(MUTE.format(operation=request.param), "utf-8")
    patient = {
        "platform__connect_timeout_s": "30",
        "platform__read_timeout_s": "30",
        "devices__face__options__give_up_s": "30",
    }
    with Hall(fresh, script=str(script), **patient) as hall:
        hall.stage.wait_ready()
        person = Person(hall)
        yield person
        assert not hall.stage.window.complaints
        assert hall.terminal.backstage.gateway is not None
        hall.terminal.backstage.gateway.kill()  # or the end would wait for an answer, too
    assert_left_clean(fresh, PERSONS["lin"])


@pytest.mark.parametrize("mute", ["prefill"], indirect=True)
def test_while_records_are_fetched_there_is_help_and_the_form_comes_in_time(mute: Person) -> None:
    mute.go_to(Step.FETCHING)
    mute.asks_around()
    mute.clock.advance(mute.hall.terminal.runtime.limits.prefill_s)
    mute.sees(lambda: mute.hall.stage.window.shown_page == "form")
    assert "网络不通，先手工填写" in mute.reads()
    mute.walks_away()


@pytest.mark.parametrize("mute", ["prefill"], indirect=True)
def test_while_records_are_fetched_one_may_go_back_or_leave(mute: Person) -> None:
    mute.go_to(Step.FETCHING)
    target = back_target(mute.session)
    mute.tap(with_property("kind", "back"), of_type("Footer"))
    mute.sees(lambda: mute.session.step is target)
    mute.leaves()
    mute.hall.terminal.backstage.simulation.take_card()
    mute.hall.terminal.backstage.simulation.step_aside()
    mute.go_to(Step.FETCHING)
    mute.leaves()


@pytest.mark.parametrize("mute", ["submission"], indirect=True)
def test_while_it_is_sent_there_is_help_and_no_way_out(mute: Person) -> None:
    """What is being stored must not be torn; the end is in sight, and it counts."""
    runtime = mute.hall.terminal.runtime
    mute.go_to(Step.SENDING)
    mute.asks_around()
    for kind in ("back", "plain", "main"):
        button = mute.finger.find(with_property("kind", kind), of_type("Footer"))
        assert button is None or not button.isEnabled()
    mute.clock.advance(runtime.limits.answer_s)
    mute.sees(lambda: mute.hall.stage.window.shown_page == "done")
    assert "已收好，稍后自动送达" in mute.reads()
    mute.walks_away()


# ---- when it ended early ----


def test_the_page_of_an_early_end_helps_waits_and_lets_go(person: Person) -> None:
    person.go_to(Step.CONSENT)
    person.hall.terminal.broke()
    person.sees(lambda: person.hall.stage.window.shown_page == "stopped")
    person.asks_around()
    person.does_nothing()
    person.tap(with_property("kind", "main"), IN_FRONT)
    person.sees(lambda: person.session.overlay is Overlay.NONE)
    person.leaves()


def test_back_from_an_early_end_leads_home_without_the_person(person: Person) -> None:
    person.go_to(Step.CONSENT)
    person.hall.terminal.broke()
    person.sees(lambda: person.hall.stage.window.shown_page == "stopped")
    person.tap(with_property("kind", "back"), of_type("Footer"))
    person.sees(lambda: person.hall.stage.window.shown_page == "home")
    assert person.session.identity is None
    person.walks_away()
