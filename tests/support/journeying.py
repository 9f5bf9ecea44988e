"""Walks a journey with the real program and keeps everything that can be asked about it afterwards."""

from __future__ import annotations

import inspect
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from PySide6.QtQuick import QQuickItem

from config.loader import load
from config.persons import Person, load_persons
from config.settings import Settings
from drivers.faults import FaultScript
from drivers.printer.escpos_decoder import text_of
from kiosk.app.journey import JourneyPlan, JourneyReport, Stage
from kiosk.app.terminal import Terminal
from kiosk.app.visitor import Visitor
from kiosk.app.walker import Identify, Pace
from kiosk.gateway import store
from kiosk.gateway.beside import looking
from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.office import write_out
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import ensure_keys
from kiosk.session.model import Preferences, Session, Step
from ui.main import KioskWindow
from ui.messages import message

PERSONS = load_persons()
FAULTS = Path(__file__).parents[1] / "journeys" / "faults"
ITEM = "GA-WFZJL"
HURRIED = Pace(reading_s=0.05, patience_s=4.0)
BRISK: Mapping[str, str] = {
    "devices.page_printer.driver": "",  # who wants paper says so
    "simulation.paced": "false",
    "session.retry_s": "0.2",
    "session.hint_s": "600",
    "session.prefill_s": "20",
    "session.verify_s": "20",
    "session.store_s": "20",
    "session.answer_s": "20",
    "devices.id_card.options.timeout_s": "5",
    "devices.face.options.give_up_s": "10",
    "devices.face.options.liveness": "false",
    "devices.paper_reader.driver": "",
    "devices.printer.options.timeout_s": "5",
    "devices.printer.options.print_timeout_s": "10",
    "platform.connect_timeout_s": "20",
    "platform.read_timeout_s": "20",
}
"""No wait for a person's sake, and patience with whatever answers in the end: a busy machine takes its time."""
HASTY_DEVICES: Mapping[str, str] = {
    "devices__id_card__options__timeout_s": "0.6",
    "devices__face__options__give_up_s": "0.8",
    "devices__printer__options__timeout_s": "0.8",
    "devices__printer__options__print_timeout_s": "1.5",
}
HASTY_PLATFORM: Mapping[str, str] = {
    "session__prefill_s": "3",
    "session__verify_s": "4",
    "session__answer_s": "2",
    "platform__connect_timeout_s": "3",
    "platform__read_timeout_s": "3",
}
"""For those that do not answer: short; that each patience is the setting's is tested by that very thing."""


def settings_for(state: Path, profile: str = "simulated", **changes: str) -> Settings:
    """The profile's settings, brisk, with `changes` by dotted key (`__` for the dot)."""
    more = {key.replace("__", "."): value for key, value in changes.items()}
    return load(profile, [], {**BRISK, "paths.state_dir": str(state), **more})


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as the person was told it."""

    step: Step
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it was when a picture of it was taken."""

    name: str
    texts: tuple[str, ...] = field(repr=False)


@dataclass
class Journey:
    """What came of one journey."""

    report: JourneyReport
    state: Path
    person: Person
    told: list[Told]
    shown: list[Shown]
    instructions: set[str]
    """What the face check asked for."""
    slips: list[bytes] = field(repr=False)
    """The bytes of each receipt that came out."""

    @property
    def codes(self) -> list[str]:
        return [told.code for told in self.told]

    def texts(self, page: str) -> str:
        """Everything that stood on the last picture of this name."""
        return "\n".join([shown.texts for shown in self.shown if shown.name == page][-1])

    @property
    def receipt(self) -> str:
        """The words on the receipt; before it, what was left in the printer may have been cut off."""
        return text_of(self.slips[-1])

    @property
    def submission(self) -> dict[str, Any]:
        """What the platform holds of it, once."""
        (held,) = [held for held in submissions_at(self.state) if held["id"] == self.report.submission_id]
        return held


def log_of(state: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (state / "log" / "kiosk.log").read_text("utf-8").splitlines()]


def lines_about(state: Path, device: str) -> list[str]:
    """Loss and return of a device, as logged, in order."""
    about = [line["message"] for line in log_of(state) if f"name={device} " in line["message"]]
    return [message.split(":")[0].removeprefix("device ") for message in about]


def submissions_at(state: Path) -> list[dict[str, Any]]:
    """The submissions as the platform unsealed them."""
    return store.submissions(state / "gateway")


def attachments(state: Path, submission_id: str, out: Path) -> dict[str, bytes]:
    """What the platform unseals beside the form, by the name that the terminal gave it."""
    paths = GatewayPaths(state / "gateway")
    with looking(paths.state_dir, "") as store:
        chunks, keys = ChunkFolder(paths.chunks), ensure_keys(paths)
        files = write_out(submission_id, out, store=store, chunks=chunks, keys=keys, paths=paths, reason="test")
    return {file.name.partition("-")[2]: file.read_bytes() for file in files[1:]}


def assert_no_page_on_the_disk(state: Path) -> None:
    """Of what was photographed the terminal keeps nothing that is not sealed."""
    for file in sorted(state.rglob("*")):
        if file.is_file() and "gateway" not in file.relative_to(state).parts:
            content = file.read_bytes()
            assert b"/DCTDecode" not in content, file.name
            assert b"\xff\xd8\xff\xe0" not in content, file.name


def ratings_at(state: Path) -> list[dict[str, Any]]:
    return store.ratings(state / "gateway")


def queued_at(state: Path, in_state: str = "pending", channel: str = "submission") -> int:
    """How many envelopes lie in the terminal's queue. Only while no terminal runs on it."""
    with closing(sqlite3.connect(f"{(state / 'outbox' / 'outbox.sqlite').as_uri()}?mode=ro", uri=True)) as database:
        query = "SELECT COUNT(*) FROM item WHERE state = ? AND channel = ?"
        return int(database.execute(query, (in_state, channel)).fetchone()[0])


class Witness:
    """Remembers what the person was told and shown."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.shown: list[Shown] = []
        self.sessions: list[Session] = []

    def see(self, session: Session) -> None:
        self.sessions.append(session)
        notice = session.notice
        if notice is None:
            return
        told = Told(session.step, notice.code, message(notice.code, notice.data).what)
        if told not in self.told[-1:]:
            self.told.append(told)

    def look(self, name: str, window: KioskWindow) -> None:
        self.shown.append(Shown(name, tuple(visible_texts(window.window.contentItem()))))


def visible_texts(item: QQuickItem) -> Iterator[str]:
    """Every text a person can read under this item."""
    if not item.isVisible() or item.opacity() == 0:
        return
    if item.inherits("QQuickText"):
        yield str(item.property("text"))
    for child in item.childItems():
        yield from visible_texts(child)


class Hall:
    """A terminal with a state directory, on which persons walk. Close it at the end.

    Args:
        fault: name of a script in `faults`, "" for none; more may begin later (`faults`).
        script: path of another script.
        beside: gets the terminal before it starts.
        changes: settings, by dotted key with `__` for the dot.
    """

    def __init__(
        self,
        state: Path,
        *,
        fault: str = "",
        script: str = "",
        offline: bool = False,
        beside: Callable[[Terminal], None] = lambda _terminal: None,
        **changes: str,
    ) -> None:
        file = FAULTS / f"{fault}.toml" if fault else Path(script) if script else None
        settings = settings_for(state, simulation__faults_file=str(file or ""), **changes)
        self.state = state
        self.faults = FaultScript.load(file) if file else FaultScript()
        self.stage = Stage(settings, self.faults, offline=offline, guard_ms=0, beside=beside)
        self._witness = Witness()
        self.terminal.runtime.subscribe(self._see)

    @property
    def terminal(self) -> Terminal:
        return self.stage.terminal

    @property
    def session(self) -> Session:
        return self.terminal.runtime.session

    def close(self) -> None:
        self.stage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def walk(
        self,
        person: str | Person = "lin",
        *,
        item: str = ITEM,
        language: str = "zh-CN",
        large_print: bool = False,
        high_contrast: bool = False,
        wait_for_devices: bool = True,
        identify: Identify = Identify.CARD,
        pace: Pace = HURRIED,
        visitor: type[Visitor] = Visitor,
        out: Path | None = None,
    ) -> Journey:
        """Walk a journey, and check what must hold after every one of them."""
        who = PERSONS[person] if isinstance(person, str) else person
        self._witness = witness = Witness()
        printed_before = self._receipts()
        plan = JourneyPlan(
            item_code=item,
            person=who,
            preferences=Preferences(language, large_print, high_contrast),
            wait_for_devices=wait_for_devices,
            identify=identify,
            pace=pace,
            visitor=visitor,
        )
        report = self.stage.walk(plan, out, eyes=witness.look)
        journey = Journey(
            report=report,
            state=self.state,
            person=who,
            told=witness.told,
            shown=witness.shown,
            instructions={seen.face.instruction.value for seen in witness.sessions if seen.step is Step.FACE},
            slips=self._receipts()[len(printed_before) :],
        )
        assert not report.stuck, report.stuck
        assert not report.qml_complaints, report.qml_complaints[:3]
        self.assert_wiped(journey)
        return journey

    def _see(self, session: Session) -> None:
        self._witness.see(session)

    def _receipts(self) -> list[bytes]:
        printer = self.terminal.backstage.simulation.printer
        return [] if printer is None else list(printer.receipts)

    def assert_wiped(self, journey: Journey) -> None:
        """Nothing of the person is left on the screen, in the session or in front of the camera."""
        session = self.session
        assert session == Session(turn=session.turn, step=session.step, health=session.health, notice=session.notice)
        assert self.terminal.viewfinder.latest() is None
        last = "\n".join(journey.shown[-1].texts)
        assert not [trace for trace in traces_of(journey.person) if trace in last]


def walk(state: Path, person: str | Person = "lin", **options: Any) -> Journey:
    """A terminal starts, one journey is walked on it, it stops; then everything it left behind is looked at.

    Args:
        options: `Hall.walk`'s, `Hall`'s, and settings by dotted key with `__` for the dot.
    """
    of_walk = {name: options.pop(name) for name in [*options] if name in inspect.signature(Hall.walk).parameters}
    with Hall(state, **options) as hall:
        journey = hall.walk(person, **of_walk)
    assert_left_clean(state, journey.person)
    return journey


def assert_left_clean(state: Path, *persons: Person) -> None:
    """What a terminal leaves on its disk names nobody, and its log tells loss and return by turns."""
    assert_nothing_personal(state, (*persons, *PERSONS.values()))
    for device in ("id_card", "camera", "face", "printer", "platform", "barcode"):
        lines = lines_about(state, device)
        assert lines[::2] == ["lost"] * len(lines[::2]), device
        assert lines[1::2] == ["returned"] * len(lines[1::2]), device


def traces_of(person: Person) -> tuple[str, ...]:
    """What would give a person away."""
    traces = (person.name, person.latin_name, person.number, person.address, person.number[-8:])
    return tuple(trace for trace in traces if trace)


def assert_nothing_personal(state: Path, persons: Sequence[Person], more: Sequence[str] = ("13800135612",)) -> None:
    """No file of the terminal holds a name, a number or an address, in any encoding that is in use here."""
    traces = [trace for person in persons for trace in traces_of(person)] + list(more)
    coded = {trace.encode(coding) for trace in traces for coding in ("utf-8", "utf-16-le", "gb18030")}
    coded |= {json.dumps(trace)[1:-1].encode() for trace in traces}
    for file in sorted(state.rglob("*")):
        if not file.is_file() or "gateway" in file.relative_to(state).parts:  # the platform may read
            continue
        content = file.read_bytes()
        assert not [trace for trace in coded if trace in content], file.name


def with_card(person: Person, **changes: Any) -> Person:
    """The same person with another card."""
    return replace(person, **changes)
