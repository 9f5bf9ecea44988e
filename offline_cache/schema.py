"""Tables of the outbox file. `PRAGMA user_version` counts the migrations that were applied.

In clear stand ids, channels, states, digests and times, nothing else (the body is a sealed envelope): see `sealing`.
"""

import hashlib
import sqlite3

from offline_cache.errors import OutboxError

COLUMNS = (
    "seq", "id", "channel", "state", "digest", "body", "queued_at_ms", "settled_at_ms", "settled_by", "signature",
    "row_sum",
)  # fmt: skip
"""Of `item`, in the order in which a record holds them."""

PAGE_BYTES = 8192
"""Of a new file. An envelope of 2 KB then shares its page with others, and a put writes fewer pages than with 4096."""
EARLIER_PAGE_BYTES = 4096
"""Of a file that an earlier version of this program made; it keeps them."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE item (
        seq           INTEGER PRIMARY KEY,
        id            TEXT NOT NULL,
        channel       TEXT NOT NULL CHECK (channel = 'submission' OR channel = 'rating'),
        state         TEXT NOT NULL DEFAULT 'pending'
                      CHECK (state = 'pending' OR state = 'stored' OR state = 'quarantined'),
        digest        TEXT NOT NULL,
        body          BLOB NOT NULL,
        queued_at_ms  INTEGER NOT NULL,
        settled_at_ms INTEGER,
        settled_by    TEXT
    ) STRICT;
    CREATE INDEX item_pending ON item (seq) WHERE state = 'pending';
    CREATE INDEX item_stored ON item (settled_at_ms) WHERE state = 'stored';
    """,
    "ALTER TABLE item ADD COLUMN signature TEXT NOT NULL DEFAULT '';",
    """
    ALTER TABLE item ADD COLUMN row_sum BLOB NOT NULL DEFAULT x'';
    UPDATE item SET row_sum =
        sum_of_row(id, channel, state, digest, body, queued_at_ms, settled_at_ms, settled_by, signature);
    DROP INDEX item_stored;
    CREATE INDEX item_stored ON item (seq, settled_at_ms) WHERE state = 'stored';
    """,
    "DROP INDEX item_pending;",
    """
    CREATE TABLE item_of_any_channel (
        seq           INTEGER PRIMARY KEY,
        id            TEXT NOT NULL,
        channel       TEXT NOT NULL CHECK (channel = 'submission' OR channel = 'rating' OR channel = 'custody'),
        state         TEXT NOT NULL DEFAULT 'pending'
                      CHECK (state = 'pending' OR state = 'stored' OR state = 'quarantined'),
        digest        TEXT NOT NULL,
        body          BLOB NOT NULL,
        queued_at_ms  INTEGER NOT NULL,
        settled_at_ms INTEGER,
        settled_by    TEXT,
        signature     TEXT NOT NULL DEFAULT '',
        row_sum       BLOB NOT NULL DEFAULT x''
    ) STRICT;
    INSERT INTO item_of_any_channel SELECT * FROM item;
    DROP TABLE item;
    ALTER TABLE item_of_any_channel RENAME TO item;
    CREATE INDEX item_stored ON item (seq, settled_at_ms) WHERE state = 'stored';
    """,
)
"""Append only. No IN in a CHECK: SQLite builds a table for it at every row. No index of ids: the one who owns the file
knows them all (`outbox`), and a put would write one page more. `settled_by` is the platform's storage
receipt of a stored item, the code of a quarantined one; `signature` is the terminal's over the request that hands the
envelope over; `row_sum` is `sum_of_row` over the rest of the row, which shows damage that SQLite does not see."""


_TYPE_NAMES = {str: b"str", int: b"int", type(None): b"NoneType"}


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version; every step is one transaction.

    Raises:
        OutboxError: `outbox.newer`, when a newer version of this program has written the file.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise OutboxError("outbox.newer", retryable=False, data={"found": version, "known": len(MIGRATIONS)})
    for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {statements} PRAGMA user_version = {number}; COMMIT;")


def sum_of_row(*values: str | bytes | int | None) -> bytes:
    """Digest of a row: 16 bytes of BLAKE2b (RFC 7693) over type and length of each value, and the value.

    Args:
        values: id, channel, state, digest, body, queued_at_ms, settled_at_ms, settled_by, signature.
    """
    parts: list[bytes] = []
    for value in values:
        if isinstance(value, bytes):
            parts += (b"bytes:%d:" % len(value), value)
        else:
            text = str(value).encode()
            parts.append(b"%b:%d:%b" % (_TYPE_NAMES[type(value)], len(text), text))
    return hashlib.blake2b(b"".join(parts), digest_size=16).digest()
