"""Letting go of chunks whose envelope never came: a terminal that was scrapped, a submission it lost.

Whether the envelope came is asked, and the chunks are taken away, while nobody can store it (`Store.alone_with`).
Intake looks again for chunks inside the transaction that stores an envelope, so either the purge finds the envelope, or
the terminal is told which chunks to send once more.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.gateway.chunk_store import ChunkStore
from kiosk.gateway.register import Execute, Store, StoreUnavailable, is_stored

EVERY_S = 86_400.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many submissions lost their chunks, and how many bytes that were."""

    submissions: int = 0
    size_bytes: int = 0


def purge(store: Store, chunks: ChunkStore, idle_since: datetime) -> Purged:
    """Remove the chunks of every submission that has no envelope, and to which none came after `idle_since` (aware).

    Raises:
        StoreUnavailable, OSError: what was removed until then is gone, the rest is as it was.
    """
    count, size_bytes = 0, 0
    for submission_id in chunks.idle(idle_since.timestamp()):
        removed_bytes = store.alone_with(submission_id, _Removal(chunks, submission_id, idle_since.timestamp()))
        count += removed_bytes > 0
        size_bytes += removed_bytes
    return Purged(count, size_bytes)


@dataclass(frozen=True, slots=True)
class _Removal:
    chunks: ChunkStore
    submission_id: str
    idle_since_s: float

    def __call__(self, execute: Execute) -> int:
        return (
            0 if is_stored(execute, self.submission_id) else self.chunks.remove(self.submission_id, self.idle_since_s)
        )


class DailyPurge:
    """Purges on a thread of its own, first when started, then every day, until the process ends."""

    def __init__(self, store: Store, chunks: ChunkStore, days: int) -> None:
        self._store = store
        self._chunks = chunks
        self._age = timedelta(days=days)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="purge", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Before the store is closed."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                purged = purge(self._store, self._chunks, datetime.now(UTC) - self._age)
            except (StoreUnavailable, OSError) as error:
                _log.error("purge failed: %s", getattr(error, "code", None) or getattr(error, "errno", None))
            else:
                _log.info("purged %d abandoned uploads, %d bytes", purged.submissions, purged.size_bytes)
            if self._ended.wait(EVERY_S):
                return
