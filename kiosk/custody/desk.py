"""Where everything about doors is written down before it is done. Owns the audit ledger.

Has the shape of a device, so that it lives on a `DeviceWorker` thread like one: each call is on the disk when it
returns. The order that keeps the promise:

    opened = desk.intend(intent)                    # on the disk
    result = locker.open_cell(OpenCell(intent.cell, opened.command_id))
    desk.commanded(intent.cell, CommandOutcome(…))  # whatever it was
    desk.door(cell, DoorWord.…)                     # each time the sensors say something new; says when it is settled
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceError, DeviceUnavailable
from kiosk.audit import KEPT_IN, AuditError, AuditLedger, Entry, Record
from kiosk.custody import records
from kiosk.custody.cells import CellCustody
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent
from kiosk.custody.reporting import Put, Reporter
from kiosk.custody.state import Custody, Need
from kiosk.platform.custody import Conclusion

REPORTED = "reported"
"""Name of the file beside the ledger that says how far the platform was told."""


class CustodyRefused(DeviceError):
    """Not allowed as things are: `custody.open`, `.busy`, `.doubt`, `.taken`, `.other`, `.occupied`, `.unknown`,
    `.no_intent`, `.no_sensor`. Nothing was recorded."""

    def __init__(self, code: str, cell: str) -> None:
        super().__init__(code, retryable=False, data={"cell": cell})


@dataclass(slots=True)
class _Learnt:
    """What the ledger tells as it is read."""

    reporter: Reporter
    custody: Custody = field(default_factory=Custody)

    def hear(self, record: Record) -> None:
        self.custody, conclusion = self.custody.conclude(record)
        if record.entry.kind.startswith(records.PREFIX):
            self.reporter.note(record, conclusion)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record that is on the disk, how its cell stands since, and what that settled."""

    record: Record
    cell: CellCustody
    conclusion: Conclusion | None = None

    @property
    def command_id(self) -> str:
        """Of the command that may follow an intent; of no other one, ever."""
        return f"{self.record.number}-{self.record.digest[:16]}"


class CustodyDesk:
    """Every call but `open` and `status` raises DeviceError `audit.disk`: it is not recorded, and must not be done."""

    def __init__(self, state_dir: Path, terminal_id: str, put: Put) -> None:
        """Prepare; nothing is opened yet.

        Args:
            state_dir: the terminal's; the ledger is in a folder of it.
            put: queues a report for the platform (`OfflineCache.put`).
        """
        self._directory = state_dir / KEPT_IN
        self._ledger: AuditLedger | None = None
        self._custody = Custody()
        self._recording = threading.Lock()
        self.reporter = Reporter(self._directory / REPORTED, terminal_id, put)
        """To be told what the queue answers."""

    @property
    def custody(self) -> Custody:
        """As the last record left it."""
        return self._custody

    @property
    def ledger(self) -> AuditLedger:
        """For everybody else who has something to record. Raises DeviceUnavailable while it is not open."""
        if self._ledger is None:
            raise DeviceUnavailable("audit.closed", retryable=True)
        return self._ledger

    def open(self) -> None:
        """Verify the ledger, learn from it how things stand, and record that what was under way is interrupted. While
        it is open: only the last, for whoever calls it again has lost the cabinet in between.

        Raises:
            DeviceUnavailable: `audit.owned`, `audit.disk`, `audit.damaged`.
        """
        if self._ledger is not None:
            self._interrupt()
            return
        learnt = _Learnt(self.reporter)
        try:
            ledger = AuditLedger(self._directory, learnt.hear)
        except AuditError as error:
            raise DeviceUnavailable(error.code, retryable=error.retryable, data=error.data) from error
        self._custody, self._ledger = learnt.custody, ledger
        try:
            self._interrupt()
        except DeviceUnavailable:
            self.close()
            raise
        self.reporter.hand_over()

    def close(self) -> None:
        self.reporter.save()
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def status(self) -> DeviceStatus:
        """`details`: cells under `closing`, `sensor` and `technician` (`Need`), separated by spaces. Beside online the
        code is `custody.open` while a door has to be closed, else `custody.doubt` while a technician has to look."""
        self.reporter.hand_over()
        self.reporter.save()
        if self._ledger is None:
            return DeviceStatus(DeviceState.OFFLINE, "audit.closed")
        unsettled = self._custody.unsettled
        details = {
            need.value: " ".join(cell for cell, needed in unsettled.items() if needed is need)
            for need in Need
            if need in unsettled.values()
        }
        code = "custody.open" if Need.CLOSING in unsettled.values() else "custody.doubt" if unsettled else ""
        return DeviceStatus(DeviceState.ONLINE, code, details)

    def intend(self, intent: Intent) -> Recorded:
        """Somebody may open a cell, and is about to. Raises CustodyRefused."""
        self._refuse(self._custody.refuse_intent(intent), intent.cell)
        return self._record(intent.entry())

    def commanded(self, cell: str, outcome: CommandOutcome) -> Recorded:
        """What became of the command for the intent that stands. Raises CustodyRefused where none does."""
        return self._record(records.commanded(self._intent(cell), outcome))

    def refuse_command(self, cell: str) -> None:
        """Ask before a command is given once more after `not_sent`. Raises CustodyRefused."""
        self._refuse(self._custody.refuse_command(cell), cell)

    def door(self, cell: str, word: DoorWord) -> Recorded | None:
        """What the sensors say now. None when that is nothing new: it is not recorded then."""
        before = self._custody.cell(cell)
        entry = records.door(cell, word, before.opening.intent if before.opening else None)
        return None if before.then(0, entry)[0] == before else self._record(entry)

    def give_up(self, cell: str) -> Recorded:
        """No command follows the intent. Raises CustodyRefused: one may have left."""
        self._refuse(self._custody.refuse_command(cell), cell)
        return self._record(records.given_up(self._intent(cell)))

    def dispute(self, cell: str, *, person_tag: str = "", session_tag: str = "") -> Recorded:
        """A person says that something is not right in there."""
        return self._record(records.disputed(cell, person_tag=person_tag, session_tag=session_tag))

    def wrong_code(self, order: str) -> Recorded:
        """A pick-up code was given that is not this order's."""
        return self._record(records.wrong_code(order))

    def shown(self, order: str, original: str, *, person_tag: str, session_tag: str) -> Recorded:
        """An original that is owed was photographed, and its pages are here."""
        return self._record(records.shown(order, original, person_tag=person_tag, session_tag=session_tag))

    def clear(
        self, cell: str, found: Cleared, *, order: str = "", parcel: str = "", person_tag: str, session_tag: str = ""
    ) -> Recorded:
        """A technician has looked. Raises CustodyRefused while the door is open."""
        self._refuse(self._custody.refuse_clearing(cell), cell)
        return self._record(
            records.cleared(cell, found, order=order, parcel=parcel, person_tag=person_tag, session_tag=session_tag)
        )

    def _interrupt(self) -> None:
        if self._custody.is_under_way:
            try:
                self._record(records.started())
            except DeviceError as error:
                raise DeviceUnavailable(error.code, retryable=error.retryable, data=error.data) from error

    def _intent(self, cell: str) -> Intent:
        opening = self._custody.cell(cell).opening
        if opening is None:
            raise CustodyRefused("custody.no_intent", cell)
        return opening.intent

    def _record(self, entry: Entry) -> Recorded:
        with self._recording:  # a thread that hung and was abandoned may come back
            try:
                record = self.ledger.append(entry)
            except AuditError as error:
                raise DeviceError(error.code, retryable=error.retryable, data=error.data) from error
            self._custody, conclusion = self._custody.conclude(record)
            self.reporter.note(record, conclusion)
        self.reporter.hand_over()
        return Recorded(record, self._custody.cell(entry.cell), conclusion)

    @staticmethod
    def _refuse(code: str, cell: str) -> None:
        if code:
            raise CustodyRefused(code, cell)
