"""People, doors and power cuts in any order, against what really lies in the cells.

The cabinet is simulated with the truth: which door is open, what lies inside, which commands reached a lock. The desk
only hears what a terminal hears. After each step the ledger is also read as the next start would read it, had the power
failed right then.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.audit import KEPT_IN, read
from kiosk.custody.desk import CustodyDesk, CustodyRefused
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody, Need
from kiosk.platform.custody import Conclusion

CELLS = ("A1", "A2", "B1")
WITH_PRESENCE = frozenset({"B1"})
cells = st.sampled_from(CELLS)


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
        self.sent: dict[str, list[str]] = {}
        """Command ids that reached a lock, by cell, since the sensor or a technician last spoke of it."""
        self.parcels = 0
        self._begin()

    def _begin(self) -> None:
        self.desk = CustodyDesk(self.root, "KIOSK-0000", lambda *_: None)
        self.desk.open()

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            shutil.rmtree(self.root)

    def _hear(self, cell: str) -> None:
        """The terminal polls the sensor."""
        settled = self.desk.door(cell, self.cabinet.word(cell))
        self.sent[cell] = []
        if settled is not None and settled.conclusion in (Conclusion.COLLECTED, Conclusion.TAKEN_BACK):
            assert self.cabinet.was_open_since_intent[cell], "collected, and the door never opened"
            assert not self.cabinet.is_open[cell]
            if cell in WITH_PRESENCE:
                assert self.cabinet.inside[cell] == "", "collected, and it lies there still"

    def _intend(self, intent: Intent) -> str:
        opened = self.desk.intend(intent)
        self.cabinet.was_open_since_intent[intent.cell] = self.cabinet.is_open[intent.cell]
        return opened.command_id

    @rule(
        cell=cells,
        purpose=st.sampled_from(list(Purpose)),
        comes_of_it=st.sampled_from(["opened", "lost", "lost_opened", "not_sent", "jammed", "power", "power_opened"]),
    )
    def somebody_asks(self, cell: str, purpose: Purpose, comes_of_it: str) -> None:
        if purpose is Purpose.STOCK:
            self.parcels += 1
            intent = Intent(cell, purpose, "O", f"P{self.parcels}")
        else:
            known = self.desk.custody.cell(cell).contents
            intent = Intent(
                cell, purpose, "O", known.parcel if known else "P0", voucher=f"V-{known}".replace(" ", "")[:9]
            )
        try:
            command_id = self._intend(intent)
        except CustodyRefused:
            return
        self._command(cell, command_id, comes_of_it)

    @precondition(lambda self: any(cell.opening for cell in self.desk.custody.cells.values()))
    @rule(cell=cells, comes_of_it=st.sampled_from(["opened", "lost", "not_sent"]))
    def it_is_tried_again(self, cell: str, comes_of_it: str) -> None:
        try:
            self.desk.refuse_command(cell)
        except CustodyRefused:
            return
        self._command(cell, "again", comes_of_it)

    def _command(self, cell: str, command_id: str, comes_of_it: str) -> None:
        purpose = self.desk.custody.cell(cell).opening.intent.purpose  # pyright: ignore[reportOptionalMemberAccess]
        if comes_of_it in ("opened", "lost", "lost_opened", "jammed", "power_opened"):
            earlier = self.sent.setdefault(cell, [])
            assert not earlier or purpose is Purpose.INSPECT, "a second command while the first is unknown"
            earlier.append(command_id)
        if comes_of_it in ("opened", "lost_opened", "power_opened"):
            self.cabinet.unlock(cell)
        match comes_of_it:
            case "power" | "power_opened":
                self.power_fails()
            case "not_sent":
                self.desk.commanded(cell, CommandOutcome.NOT_SENT)
            case "jammed":
                self.desk.commanded(cell, CommandOutcome.JAMMED)
                self.sent[cell] = []  # the board has spoken
            case "opened":
                self.desk.commanded(cell, CommandOutcome.OPENED)
            case _:
                self.desk.commanded(cell, CommandOutcome.UNKNOWN)

    @rule()
    def power_fails(self) -> None:
        """At the next start it is known which doors may be open; nothing is ever commanded for what was under way."""
        self.desk.close()
        self._begin()
        for name, cell in self.desk.custody.cells.items():
            if cell.opening is not None:
                assert self.desk.custody.refuse_command(name) == "custody.unknown"
                assert self.desk.custody.unsettled[name] in (Need.SENSOR, Need.CLOSING)

    @rule(cell=cells)
    def the_sensor_is_read(self, cell: str) -> None:
        self._hear(cell)

    @rule(cell=cells)
    def it_is_given_up(self, cell: str) -> None:
        try:
            self.desk.give_up(cell)
        except CustodyRefused:
            return
        assert not self.sent.get(cell), "given up, and a command is on its way"

    @rule(cell=cells, moves=st.booleans())
    def the_door_is_used_and_closed(self, cell: str, moves: bool) -> None:
        opening = self.desk.custody.cell(cell).opening
        if not self.cabinet.is_open[cell]:
            return
        if moves and opening is not None and opening.intent.purpose is Purpose.STOCK:
            self.cabinet.inside[cell] = opening.intent.parcel
        elif moves:
            self.cabinet.inside[cell] = ""
        self.cabinet.is_open[cell] = False

    @rule(cell=cells)
    def it_is_forced(self, cell: str) -> None:
        self.cabinet.unlock(cell)

    @rule(cell=cells)
    def a_technician_looks(self, cell: str) -> None:
        try:
            found = Cleared.STOCKED if self.cabinet.inside[cell] else Cleared.EMPTY
            self.desk.clear(cell, found, order="O", parcel=self.cabinet.inside[cell], person_tag="f" * 64)
        except CustodyRefused:
            return
        self.sent[cell] = []

    @invariant()
    def what_the_next_start_would_know_is_what_is_known(self) -> None:
        if not hasattr(self, "desk"):
            return
        assert Custody.after(read(self.root / KEPT_IN)) == self.desk.custody

    @invariant()
    def no_open_door_is_forgotten(self) -> None:
        """A door that the terminal commanded open, or heard open, and has not heard closed since."""
        if not hasattr(self, "desk"):
            return
        for cell, commands in self.sent.items():
            known = self.desk.custody.cell(cell)
            if commands and self.cabinet.is_open[cell]:
                assert known.may_be_open or known.opening is not None
            if commands and known.opening is None:
                raise AssertionError("settled without a word of the sensor's")


TestCustody = CustodyMachine.TestCase
TestCustody.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@pytest.mark.soak
class TestCustodyLong(CustodyMachine.TestCase):
    settings = settings(max_examples=1500, stateful_step_count=60, deadline=None)
