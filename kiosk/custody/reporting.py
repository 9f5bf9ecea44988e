"""Telling the platform of custody: each record of it once, through the durable queue, whatever happens in between.

A report's id is made of its record, so that handing it over again after a power cut is noticed by the queue, and by the
platform. How far the ledger was handed over is noted in a small file; it may lag behind.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.audit import Record
from kiosk.custody import records
from kiosk.platform.custody import Conclusion, CustodyReport

CHANNEL = "custody"
HANDED_OVER_AT_ONCE = 8
"""Fewer than the queue lets wait, so that a person's submission always finds room."""
_DUPLICATE = "outbox.duplicate"

Put = Callable[[str, str, bytes], None]
"""Queue a record: id, channel, plain text. Returns at once; `queued` or `refused` follows."""


def report_id(record: Record) -> str:
    """A UUID version 7 (RFC 9562 section 5.7): the record's time, and of its digest 74 bits."""
    chance = int(record.digest, 16)
    at_ms = int(record.at.timestamp() * 1000)
    rand_a, rand_b = (chance >> 62) & 0xFFF, chance & ((1 << 62) - 1)
    return str(uuid.UUID(int=at_ms << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b))


def report(record: Record, conclusion: Conclusion | None, terminal_id: str) -> CustodyReport:
    entry = record.entry
    return CustodyReport(
        id=report_id(record),
        terminal_id=terminal_id,
        number=record.number,
        digest=record.digest,
        at=record.at,
        kind=entry.kind,
        cell=entry.cell,
        order=entry.order,
        parcel=entry.parcel,
        voucher=entry.voucher,
        session_tag=entry.session_tag,
        person_tag=entry.person_tag,
        outcome=entry.outcome,
        conclusion=conclusion,
    )


class Reporter:
    """What waits to be handed over, in the order of the ledger. From any thread.

    Args:
        noted_in: file that says how far the ledger was handed over.
    """

    def __init__(self, noted_in: Path, terminal_id: str, put: Put) -> None:
        self.noted_in = noted_in
        self._terminal_id = terminal_id
        self._put = put
        self._lock = threading.Lock()
        self._waiting: dict[str, CustodyReport] = {}
        self._handed_over: set[str] = set()
        """Of those that wait, what the queue has not answered yet."""
        self._last = self._noted = _number_in(noted_in)

    @property
    def noted(self) -> int:
        """Number of the record up to which all was queued, as the file has it."""
        return self._noted

    def note(self, record: Record, conclusion: Conclusion | None) -> None:
        """This is to be reported, unless it was. A start alone is not."""
        with self._lock:
            if record.number <= self._noted:
                return
            self._last = max(self._last, record.number)
            if record.entry.kind != records.STARTED:
                made = report(record, conclusion, self._terminal_id)
                self._waiting[made.id] = made

    def hand_over(self) -> None:
        """Give the queue what it may take now. Call it again from time to time."""
        with self._lock:
            room = HANDED_OVER_AT_ONCE - len(self._handed_over)
            chosen = [made for made in self._waiting.values() if made.id not in self._handed_over][:room]
            self._handed_over |= {made.id for made in chosen}
        for made in chosen:  # outside the lock: the queue may answer at once
            self._put(made.id, CHANNEL, made.model_dump_json().encode())

    def queued(self, item_id: str) -> bool:
        """The queue has it. Returns whether it is one of ours."""
        with self._lock:
            self._handed_over.discard(item_id)
            return self._waiting.pop(item_id, None) is not None

    def refused(self, item_id: str, code: str) -> bool:
        """The queue did not take it: another time, unless it has had it all along. Returns as `queued`."""
        if code == _DUPLICATE:
            return self.queued(item_id)
        with self._lock:
            self._handed_over.discard(item_id)
            return item_id in self._waiting

    def save(self) -> None:
        """Note how far it came. What cannot be written is noted another time."""
        with self._lock:
            number = min((made.number for made in self._waiting.values()), default=self._last + 1) - 1
        if number > self._noted:
            draft = self.noted_in.with_suffix(".new")
            with suppress(OSError):
                draft.write_text(f"{number}\n", "ascii")
                draft.replace(self.noted_in)
                self._noted = number


def _number_in(file: Path) -> int:
    try:
        return int(file.read_text("ascii"))
    except (OSError, ValueError):  # none yet; or a power cut: everything is offered to the queue again
        return 0
