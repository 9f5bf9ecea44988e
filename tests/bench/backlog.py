"""A queue that is full from the beginning."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from offline_cache.ownership import Ownership
from offline_cache.recovery import open_sound
from offline_cache.schema import sum_of_row


def queue_all(state_dir: Path, items: Iterable[tuple[str, str, bytes, str]]) -> None:
    """Queue all of them (id, digest, body, signature) in one transaction, as `Outbox.put` would one by one."""
    rows = (
        (
            item_id, digest, body, number, signature,
            sum_of_row(item_id, "submission", "pending", digest, body, number, None, None, signature),
        )
        for number, (item_id, digest, body, signature) in enumerate(items)
    )  # fmt: skip
    with Ownership(state_dir):
        connection, _ = open_sound(state_dir, time.time)
        with connection:
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO item (id, digest, body, queued_at_ms, signature, row_sum, channel) "
                "VALUES (?, ?, ?, ?, ?, ?, 'submission')",
                rows,
            )
        connection.close()
