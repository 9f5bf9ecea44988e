"""Whose turn it is: items are sent in the order of queueing, each by one sender at a time, failed ones after a wait.

All of it is memory, by the monotonic clock: over when the process is, and no jump of the wall clock touches it. The
file needs no index for it: every pending row has a number above `_read_to`, or stands in `_ahead`, or is held (leased,
or waiting), or its confirmation is about to be noted.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

LEASE_S = 600.0
"""After this an upload that never reported back counts as lost. Longer than any one request may take."""
_READ_AT_ONCE = 64


class Turn(NamedTuple):
    """An item's place in the order, and until when it is held."""

    seq: int
    id: str
    queued_at_ms: int
    until_s: float = 0.0


class Turns:
    """For one caller at a time. Methods with a connection read the file, and raise sqlite3.DatabaseError.

    Args:
        seq_of: number of an item's row; None when there is none.
        is_confirmed: whether the platform has confirmed an item that the file still has as pending.
        monotonic: seconds.
    """

    def __init__(
        self,
        seq_of: Callable[[str], int | None],
        is_confirmed: Callable[[str], bool],
        monotonic: Callable[[], float],
    ) -> None:
        self._seq_of = seq_of
        self._is_confirmed = is_confirmed
        self._monotonic = monotonic
        self._leases: dict[str, Turn] = {}
        self._waits: dict[str, Turn] = {}
        self._ahead: deque[Turn] = deque()
        """The next that were never tried, oldest first."""
        self._read_to = 0

    @property
    def leased(self) -> int:
        return len(self._leases)

    def start_over(self) -> None:
        """The file was opened anew: rows may have other numbers. What is held stays held, if it is still there."""
        self._ahead.clear()
        self._read_to = 0
        for held in (self._leases, self._waits):
            for turn in tuple(held.values()):
                del held[turn.id]
                seq = self._seq_of(turn.id)
                if seq is not None:
                    held[turn.id] = turn._replace(seq=seq)

    def queued(self, seq: int, item_id: str, queued_at_ms: int) -> None:
        """A row was added. Its number may have been another's, who is forgotten."""
        self._read_to = min(self._read_to, seq - 1)
        if self._read_to == seq - 1 and len(self._ahead) < _READ_AT_ONCE:
            self._ahead.append(Turn(seq, item_id, queued_at_ms))
            self._read_to = seq

    def take(self, connection: sqlite3.Connection, prefer: str | None = None) -> Turn | None:
        """Lease `prefer`, else the oldest never tried, else the longest due: one that always fails comes last."""
        now_s = self._monotonic()
        turn = self._preferred(connection, prefer, now_s) or self._untried(connection) or self._longest_due(now_s)
        if turn is not None:
            self.forget(turn.id)
            self._leases[turn.id] = turn._replace(until_s=now_s + LEASE_S)
        return turn

    def give_back(self, item_id: str, until_s: float) -> bool:
        """End a lease; the item's turn comes again from `until_s` on. Returns whether it was leased."""
        turn = self._leases.pop(item_id, None)
        if turn is not None:
            self._waits[item_id] = turn._replace(until_s=until_s)
        return turn is not None

    def at_once(self, connection: sqlite3.Connection, item_id: str) -> None:
        """However long this pending item would have waited, it may be sent now."""
        turn = None if item_id in self._leases else self._find(connection, item_id)
        if turn is not None:
            self.forget(item_id)
            self._waits[item_id] = turn._replace(until_s=self._monotonic())

    def forget(self, item_id: str) -> None:
        """It is not to be sent (any more)."""
        is_held = self._leases.pop(item_id, None) or self._waits.pop(item_id, None)
        if not is_held and any(turn.id == item_id for turn in self._ahead):
            self._ahead = deque(turn for turn in self._ahead if turn.id != item_id)

    def due_at_s(self, connection: sqlite3.Connection) -> float | None:
        """From when on `take` finds something, by the monotonic clock; None when nothing is left to send."""
        if self._untried(connection) is not None:
            return self._monotonic()
        held = (*self._waits.values(), *self._leases.values())
        return min((turn.until_s for turn in held), default=None)

    def oldest_at_ms(self, connection: sqlite3.Connection) -> int | None:
        """When the oldest that is not confirmed was queued."""
        untried = self._untried(connection)
        turns = [*self._leases.values(), *self._waits.values(), *([untried] if untried else [])]
        return min(turns).queued_at_ms if turns else None

    def holding(self, item_id: str) -> str:
        """ "leased", "waiting", or "pending" for an item that may be sent at any time."""
        if item_id in self._leases:
            return "leased"
        waiting = self._waits.get(item_id)
        return "waiting" if waiting is not None and waiting.until_s > self._monotonic() else "pending"

    def _preferred(self, connection: sqlite3.Connection, item_id: str | None, now_s: float) -> Turn | None:
        if item_id is None or item_id in self._leases:
            return None
        waiting = self._waits.get(item_id)
        if waiting is not None:
            return waiting if waiting.until_s <= now_s else None
        return self._find(connection, item_id)

    def _find(self, connection: sqlite3.Connection, item_id: str) -> Turn | None:
        query = "SELECT seq, id, queued_at_ms FROM item WHERE seq = ? AND state = 'pending'"
        seq = None if self._is_confirmed(item_id) else self._seq_of(item_id)
        row = connection.execute(query, (seq,)).fetchone()
        return Turn(*row) if row else None

    def _untried(self, connection: sqlite3.Connection) -> Turn | None:
        if not self._ahead:
            self._read_on(connection)
        return self._ahead[0] if self._ahead else None

    def _read_on(self, connection: sqlite3.Connection) -> None:
        query = "SELECT seq, id, queued_at_ms FROM item WHERE seq > ? AND state = 'pending' ORDER BY seq LIMIT ?"
        (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM item").fetchone()
        while not self._ahead and self._read_to < last:
            rows = [Turn(*row) for row in connection.execute(query, (self._read_to, _READ_AT_ONCE))]
            self._read_to = rows[-1].seq if len(rows) == _READ_AT_ONCE else last
            self._ahead.extend(turn for turn in rows if not self._is_known(turn.id))

    def _is_known(self, item_id: str) -> bool:
        return item_id in self._leases or item_id in self._waits or self._is_confirmed(item_id)

    def _longest_due(self, now_s: float) -> Turn | None:
        for turn in [turn for turn in self._leases.values() if turn.until_s <= now_s]:
            self.give_back(turn.id, turn.until_s)
        longest = min(self._waits.values(), key=lambda turn: turn.until_s, default=None)
        return longest if longest is not None and longest.until_s <= now_s else None
