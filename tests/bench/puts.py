"""Durable puts: ours, those of two other queues on SQLite, and bare appends, one of each in turn.

Runs under a preloaded library (`tests/support/faulty_disk.c`), which counts syncs and can make them longer.
"""

from __future__ import annotations

import ctypes
import os
import sqlite3
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from huey import SqliteHuey  # pyright: ignore[reportMissingTypeStubs]
from persistqueue import SQLiteAckQueue

from offline_cache.ids import uuid7
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from tests.bench.figure import percentile

Put = Callable[[str, bytes], object]
"""Id, body."""
DIGEST = "0" * 64
RAW, OURS, PERSIST_QUEUE, HUEY = "raw", "ours", "persist_queue", "huey"
WARM_UP = 20
BLOCK = 250
"""Rounds: each contender makes a checkpoint at least in so many."""
_FULL = 2
"""`PRAGMA synchronous`."""


@dataclass(slots=True)
class Score:
    """Of one contender: how long each put took (ms), and how many fsync and fdatasync all of them made."""

    took_ms: list[float] = field(default_factory=list)
    syncs: int = 0

    def blocks(self) -> list[list[float]]:
        """Its puts in the order in which they were made, `BLOCK` at a time."""
        return [self.took_ms[start : start + BLOCK] for start in range(0, len(self.took_ms), BLOCK)]

    def ratio_to(self, other: Score) -> float:
        """How many puts it makes in the time of one of the other's: the median of the blocks' totals, so that what else
        the machine does in one of them does not count."""
        return round(median(sum(b) / sum(a) for a, b in zip(self.blocks(), other.blocks(), strict=True)), 2)

    def p95_over_ms(self, other: Score) -> float:
        """Its 95th percentile less the other's, likewise."""
        pairs = zip(self.blocks(), other.blocks(), strict=True)
        return round(median(percentile(a, 0.95) - percentile(b, 0.95) for a, b in pairs), 3)


def race(
    folder: Path,
    rounds: int,
    body_bytes: int,
    slow_sync_us: int = 0,
    names: Sequence[str] = (RAW, OURS, PERSIST_QUEUE, HUEY),
) -> dict[str, Score]:
    """Each puts as many bodies, one a round; who begins changes with every round.

    Args:
        slow_sync_us: how much longer each sync takes.
    """
    disk = ctypes.CDLL(None)
    with ExitStack() as stack:
        puts: dict[str, Put] = {name: stack.enter_context(CONTENDERS[name](folder / name)) for name in names}
        for put in puts.values():
            for number in range(WARM_UP):
                put(str(uuid7(number)), os.urandom(body_bytes))
        scores = {name: Score() for name in puts}
        turns = list(puts)
        disk.faulty_slow(slow_sync_us)
        for number in range(rounds):
            item_id, body = str(uuid7(WARM_UP + number)), os.urandom(body_bytes)
            for name in turns:
                syncs_before, began_s = disk.faulty_syncs(), time.perf_counter()
                puts[name](item_id, body)
                scores[name].took_ms.append((time.perf_counter() - began_s) * 1000)
                scores[name].syncs += disk.faulty_syncs() - syncs_before
            turns.append(turns.pop(0))
        disk.faulty_slow(0)
    return scores


@contextmanager
def _raw(folder: Path) -> Generator[Put]:
    """An append and its fdatasync, to a bare file."""
    folder.mkdir(parents=True)
    with (folder / "file").open("ab", buffering=0) as file:
        yield lambda _, body: (file.write(body), os.fdatasync(file.fileno()))


@contextmanager
def _ours(folder: Path) -> Generator[Put]:
    with Ownership(folder) as ownership:
        outbox = Outbox(ownership)
        yield lambda item_id, body: outbox.put(item_id, Channel.SUBMISSION, DIGEST, body)
        outbox.close()


@contextmanager
def _persist_queue(folder: Path) -> Generator[Put]:
    """As it comes, for use from any thread: WAL, synchronous=FULL by SQLite's default."""
    queue: Any = SQLiteAckQueue(str(folder), multithreading=True)
    _require(queue._putter)
    yield lambda item_id, body: queue.put({"id": item_id, "channel": "submission", "digest": DIGEST, "body": body})
    queue.close()


@contextmanager
def _huey(folder: Path) -> Generator[Put]:
    """A task with the same arguments: WAL; synchronous=FULL with `fsync`."""
    folder.mkdir(parents=True)
    huey: Any = SqliteHuey("queue", filename=str(folder / "huey.db"), fsync=True, results=False)
    _require(huey.storage.conn)

    @huey.task()
    def send(*_item: str | bytes) -> None:
        """Nobody takes it from the queue here."""

    yield lambda item_id, body: send(item_id, "submission", DIGEST, body)
    huey.storage.close()


def _require(connection: sqlite3.Connection) -> None:
    """That it really runs at our durability. Raises RuntimeError."""
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    if found != ["wal", _FULL]:
        raise RuntimeError(f"not as durable: {found}")


CONTENDERS = {RAW: _raw, OURS: _ours, PERSIST_QUEUE: _persist_queue, HUEY: _huey}
