"""People, doors and power cuts in any order, against what really lies in the cells.

The cabinet is simulated with the truth: which door is open, what lies inside, which commands reached a lock. The desk
only hears what a terminal hears. After each step the ledger is also read as the next start would read it, had the power
failed right then.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kiosk.audit import KEPT_IN, read
from kiosk.custody.desk import CustodyDesk, CustodyRefused
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody, Need
from kiosk.platform.custody import Conclusion

CELLS = ("A1", "A2", "B1")
WITH_PRESENCE = frozenset({"B1"})
COMES_OF_IT = ("opened", "opened", "lost", "lost_opened", "not_sent", "jammed", "power", "power_opened")
cells = st.sampled_from(CELLS)
openings = st.tuples(
    st.just("asks"),
    cells,
    st.sampled_from([Purpose.PICKUP, Purpose.PICKUP, Purpose.STOCK, Purpose.STOCK, *Purpose]),
    st.sampled_from(COMES_OF_IT),
)
others = st.tuples(
    st.sampled_from(["sensor", "sensor", "used", "used", "clears", "clears", "again", "given_up", "power", "forced"]),
    cells,
    st.booleans(),
    st.sampled_from(COMES_OF_IT),
)
acts = st.lists(openings | others | others, min_size=8, max_size=16)
"""Many in one step: Hypothesis would not go deep otherwise."""


class Cabinet:
    """The truth."""

    def __init__(self) -> None:
        self.inside: dict[str, str] = dict.fromkeys(CELLS, "")
        self.is_open = dict.fromkeys(CELLS, False)
        self.was_open_since_intent = dict.fromkeys(CELLS, False)

    def unlock(self, cell: str) -> None:
        self.is_open[cell] = self.was_open_since_intent[cell] = True

    def word(self, cell: str) -> DoorWord:
        if self.is_open[cell]:
            return DoorWord.OPEN
        if cell not in WITH_PRESENCE:
            return DoorWord.CLOSED
        return DoorWord.CLOSED_OCCUPIED if self.inside[cell] else DoorWord.CLOSED_VACANT


class CustodyMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.cabinet = Cabinet()
        self.sent: dict[str, int] = dict.fromkeys(CELLS, 0)
        """Commands that reached a lock, by cell, since the sensor, the board or a technician last spoke of it."""
        self.parcels = 0
        self._begin()

    def _begin(self) -> None:
        self.desk = CustodyDesk(self.root, "KIOSK-0000", lambda *_: None)
        self.desk.open()

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            shutil.rmtree(self.root)

    @rule(acts=acts)
    def things_happen(self, acts: list[tuple[str, str, Any, str]]) -> None:
        for act, cell, detail, comes_of_it in acts:
            match act:
                case "asks":
                    self.somebody_asks(cell, detail, comes_of_it)
                case "again":
                    self.it_is_tried_again(cell, comes_of_it)
                case "sensor":
                    self.the_sensor_is_read(cell)
                case "used":
                    self.the_door_is_used_and_closed(cell, moves=detail)
                case "clears":
                    self.a_technician_looks(cell)
                case "given_up":
                    self.it_is_given_up(cell)
                case "forced":
                    self.cabinet.unlock("A2")  # the others are left alone: doubts would stop everything
                case _:
                    self.power_fails()
            self.nothing_is_forgotten()
        assert Custody.after(read(self.root / KEPT_IN)) == self.desk.custody

    def somebody_asks(self, cell: str, purpose: Purpose, comes_of_it: str) -> None:
        known = self.desk.custody.cell(cell).contents
        self.parcels += 1
        parcel = f"P{self.parcels}" if purpose is Purpose.STOCK or known is None else known.parcel
        intent = Intent(cell, purpose, "O", parcel, voucher=f"V-{parcel}" if purpose is Purpose.PICKUP else "")
        with suppress(CustodyRefused):
            self.desk.intend(intent)
            self.cabinet.was_open_since_intent[cell] = self.cabinet.is_open[cell]
            self._command(cell, comes_of_it)

    def it_is_tried_again(self, cell: str, comes_of_it: str) -> None:
        with suppress(CustodyRefused):
            self.desk.refuse_command(cell)
            self._command(cell, comes_of_it)

    def _command(self, cell: str, comes_of_it: str) -> None:
        opening = self.desk.custody.cell(cell).opening
        assert opening is not None
        is_inspected = opening.intent.purpose is Purpose.INSPECT
        if comes_of_it not in ("not_sent", "power"):
            assert not self.sent[cell] or is_inspected, "a second command while the first is unknown"
            self.sent[cell] += 1
        if comes_of_it in ("opened", "lost_opened", "power_opened"):
            self.cabinet.unlock(cell)
        match comes_of_it:
            case "power" | "power_opened":
                self.power_fails()
            case "not_sent":
                self.desk.commanded(cell, CommandOutcome.NOT_SENT)
            case "jammed":
                self.desk.commanded(cell, CommandOutcome.JAMMED)
                self.sent[cell] = 0
            case "opened":
                self.desk.commanded(cell, CommandOutcome.OPENED)
            case _:
                self.desk.commanded(cell, CommandOutcome.UNKNOWN)

    def power_fails(self) -> None:
        """At the next start it is known which doors may be open; nothing is ever commanded for what was under way."""
        self.desk.close()
        self._begin()
        for name, cell in self.desk.custody.cells.items():
            if cell.opening is not None:
                assert self.desk.custody.refuse_command(name) == "custody.unknown"
                assert self.desk.custody.unsettled[name] in (Need.SENSOR, Need.CLOSING)

    def the_sensor_is_read(self, cell: str) -> None:
        settled = self.desk.door(cell, self.cabinet.word(cell))
        self.sent[cell] = 0
        if settled is not None and settled.conclusion in (Conclusion.COLLECTED, Conclusion.TAKEN_BACK):
            event(settled.conclusion.value)
            assert self.cabinet.was_open_since_intent[cell], "collected, and the door never opened"
            assert not self.cabinet.is_open[cell]
            if cell in WITH_PRESENCE:
                assert self.cabinet.inside[cell] == "", "collected, and it lies there still"

    def it_is_given_up(self, cell: str) -> None:
        opening = self.desk.custody.cell(cell).opening
        with suppress(CustodyRefused):
            self.desk.give_up(cell)
            assert opening is not None
            is_inspected = opening.intent.purpose is Purpose.INSPECT  # of what may be open from before
            assert not self.sent[cell] or is_inspected, "given up, and a command is on its way"

    def the_door_is_used_and_closed(self, cell: str, *, moves: bool) -> None:
        opening = self.desk.custody.cell(cell).opening
        if self.cabinet.is_open[cell] and moves:
            is_stocked = opening is not None and opening.intent.purpose is Purpose.STOCK
            self.cabinet.inside[cell] = opening.intent.parcel if opening is not None and is_stocked else ""
        self.cabinet.is_open[cell] = False

    def a_technician_looks(self, cell: str) -> None:
        inside = self.cabinet.inside[cell]
        with suppress(CustodyRefused):
            self.desk.clear(
                cell, Cleared.STOCKED if inside else Cleared.EMPTY, order="O", parcel=inside, person_tag="f" * 64
            )
            self.sent[cell] = 0

    def nothing_is_forgotten(self) -> None:
        """No command, and no door that one opened."""
        custody = self.desk.custody
        for cell, commands in self.sent.items():
            if commands:
                is_settled = custody.cell(cell).opening is None and not custody.cell(cell).may_be_open
                assert not is_settled, "settled without a word of anybody's"
            if commands and self.cabinet.is_open[cell]:
                assert cell in custody.open_doors


TestCustody = CustodyMachine.TestCase
TestCustody.settings = settings(max_examples=40, stateful_step_count=5, deadline=None)


@pytest.mark.soak
class TestCustodyLong(CustodyMachine.TestCase):
    settings = settings(max_examples=600, stateful_step_count=15, deadline=None)
