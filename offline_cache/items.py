"""What the queue holds: rows as they are put in, items as they are handed out."""

import sqlite3
from dataclasses import dataclass, field
from enum import StrEnum

INSERT = """
INSERT INTO item (id, channel, digest, body, queued_at_ms, signature, row_sum) VALUES (?, ?, ?, ?, ?, ?, ?)"""
LEASED = "SELECT id, channel, digest, body, signature FROM item WHERE seq = ?"
RECORD = """
SELECT seq, id, channel, state, digest, length(body), queued_at_ms, settled_at_ms, settled_by FROM item"""
"""A row of this is a `Record`."""
_SELECTIONS = {
    "": "1",
    "unsent": "state <> 'stored'",
    "stored": "state <> 'quarantined'",
    "quarantined": "state = 'quarantined'",
}


class Channel(StrEnum):
    """Where an envelope goes."""

    SUBMISSION = "submission"
    RATING = "rating"
    CUSTODY = "custody"


@dataclass(frozen=True, slots=True)
class Leased:
    """An item taken for sending. `body` is the envelope's wire form, `digest` that of its header, `signature` the
    terminal's over the request (`signing.Signature.to_text`; "" = unsigned)."""

    id: str
    channel: Channel
    digest: str
    body: bytes = field(repr=False)
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the queue knows of an item, without its body. Times in ms since the epoch by the wall clock.

    `state` is "pending", "leased", "waiting" (pending, not before a while), "stored" or "quarantined"; `settled_by` the
    platform's receipt of a stored item, the code of a quarantined one.
    """

    seq: int
    id: str
    channel: str
    state: str
    digest: str
    size_bytes: int
    queued_at_ms: int
    settled_at_ms: int | None
    settled_by: str | None

    def is_in(self, state: str) -> bool:
        """Whether it is in this state; "" = any, "unsent" = not stored."""
        return state in ("", self.state) or (state == "unsent" and self.state != "stored")


def selection(state: str) -> str:
    """The condition on rows in which items of a `Record.state` are to be looked for: what is confirmed may stand as
    pending for a moment, and what is leased or waits does."""
    return _SELECTIONS.get(state, "state = 'pending'")


def last_seq(connection: sqlite3.Connection, item_id: str) -> int | None:
    """Number of the newest row of this item; without an index: for the one that may just have been added."""
    row = connection.execute("SELECT seq FROM item WHERE id = ? ORDER BY seq DESC LIMIT 1", (item_id,)).fetchone()
    return row[0] if row else None


def is_pending(connection: sqlite3.Connection, seq: int) -> bool:
    """Whether the file has this row as pending."""
    return connection.execute("SELECT 1 FROM item WHERE seq = ? AND state = 'pending'", (seq,)).fetchone() is not None
