"""Tables of the outbox file. `PRAGMA user_version` counts the migrations that were applied.

In clear stand ids, channels, states, digests and times, nothing else (the body is a sealed envelope): see `sealing`.
"""

import sqlite3

from offline_cache.errors import OutboxError

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE item (
        seq           INTEGER PRIMARY KEY,
        id            TEXT NOT NULL UNIQUE,
        channel       TEXT NOT NULL CHECK (channel IN ('submission', 'rating')),
        state         TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'stored', 'quarantined')),
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
)
"""Append only. `settled_by` is the platform's storage receipt of a stored item, the code of a quarantined one."""


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
