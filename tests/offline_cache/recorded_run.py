"""Run under `disk_recorder.so`: a queue that takes in, sends, quarantines, forgets, stops and starts.

Marks in the record: `queued ID` when the person is told so, `confirmed ID` when the platform's receipt has come.
"""

import ctypes
import os
import queue
import sys

from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.events import CacheEvent, Delivered, PutFailed, Quarantined, Queued
from offline_cache.ids import uuid7
from offline_cache.outbox import Outbox
from tests.support.queueing import settings_of

WAIT_S = 30.0
disk = ctypes.CDLL(None)
really_ack = Outbox.ack


def mark(text: str) -> None:
    disk.recorder_mark(text.encode())


def ack(self: Outbox, item_id: str, receipt: str) -> None:
    mark(f"confirmed {item_id}")
    really_ack(self, item_id, receipt)


def run(settings: CacheSettings, puts: int, round_number: int) -> None:
    """One life of the kiosk: every fifth item has an attachment too large for the row."""
    events: queue.Queue[CacheEvent] = queue.Queue()

    def post(event: CacheEvent) -> None:
        if isinstance(event, Queued):
            mark(f"queued {event.id}")
        events.put(event)

    cache = OfflineCache(settings, post)
    cache.start()
    settled = 0
    for number in range(puts):
        content = os.urandom(300_000 if number % 5 == 4 else 2_000 + 3_000 * (number % 3))
        cache.put(str(uuid7(round_number * 1000 + number)), "submission", content)
        while not isinstance(event := events.get(timeout=WAIT_S), Queued):
            assert not isinstance(event, PutFailed), event
            settled += isinstance(event, Delivered | Quarantined)
    while settled < puts:
        settled += isinstance(events.get(timeout=WAIT_S), Delivered | Quarantined)
    assert cache.stop(WAIT_S)


def main() -> None:
    puts, rounds = map(int, sys.argv[2:])
    Outbox.ack = ack  # type: ignore[method-assign]
    for round_number in range(rounds):
        run(settings_of(sys.argv[1]), puts, round_number)


if __name__ == "__main__":
    main()
