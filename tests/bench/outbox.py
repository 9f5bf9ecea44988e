"""The queue: a durable put beside a bare append and other queues, a deep queue, and sending beside a bare loop of
requests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from offline_cache.ids import uuid7
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.sealing import Envelope, PlatformKey, generate_key_pair, seal_stepwise
from tests.bench.backlog import queue_all
from tests.bench.drain import drains
from tests.bench.figure import Figure, hand_over, percentile
from tests.bench.puts import BLOCK, HUEY, OURS, PERSIST_QUEUE, RAW, race
from tests.support.preload import with_faulty_disk

PUTS = 2000
SLOW_PUTS = 1000
SLOW_SYNC_US = 4000
BODY_BYTES = 2048
DEEP = 100_000
TAKEN = 2000


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        folder = Path(name)
        return [
            *put_figures(folder),
            sealing_figure(),
            *deep_figures(folder),
            *drains(folder),
        ]


def put_figures(folder: Path) -> Iterator[Figure]:
    found = in_child("put", folder)
    each = f"durable puts of {BODY_BYTES} bytes a second"
    turns = f"{PUTS} of each, one of each in turn, in blocks of {BLOCK} of which the median counts, on the disk of "
    turns += str(folder.parent)
    yield Figure(
        "outbox.put_ratio",
        found["raw_ratio"],
        "of raw",
        0.5,
        f"{each} (Outbox.put, unsealed) over appends with fdatasync of as many bytes; {turns}; median "
        f"{found['ours_ms']:.3f} ms over {found['raw_ms']:.3f} ms",
        "higher",
    )
    for peer, name in ((PERSIST_QUEUE, "SQLiteAckQueue of persist-queue"), (HUEY, "SqliteHuey of huey")):
        yield Figure(
            f"outbox.put_over_{peer}",
            found[f"{peer}_ratio"],
            "of theirs",
            1.0,
            f"{each} (Outbox.put, unsealed) over those of the {name} with the same fields, in the same turns; WAL and "
            f"synchronous=FULL both, {found['ours_syncs']:.3f} over {found[f'{peer}_syncs']:.3f} fdatasync a put; "
            f"median {found['ours_ms']:.3f} ms over {found[f'{peer}_ms']:.3f} ms",
            "higher",
        )
    yield Figure(
        "outbox.put_p95_over_raw_ms",
        found["p95_over_ms"],
        "ms",
        0.4,
        f"95th percentile of the same puts ({found['ours_p95_ms']:.3f} ms in all) less that of the appends, median of "
        f"the blocks",
    )
    yield Figure(
        "outbox.syncs_per_put",
        found["ours_syncs"],
        "fdatasync",
        1.1,
        f"calls of fsync and fdatasync during {PUTS} puts, checkpoints included, counted by a preloaded library",
    )
    yield Figure(
        "outbox.put_ratio_slow_disk",
        found["slow_ratio"],
        "of raw",
        0.9,
        f"as put_ratio, {SLOW_PUTS} of each, with every sync made {SLOW_SYNC_US // 1000} ms longer",
        "higher",
    )


def put(folder: Path) -> dict[str, float]:
    """Run under the preloaded library."""
    scores = race(folder / "puts", PUTS, BODY_BYTES)
    ours, raw = scores[OURS], scores[RAW]
    slow = race(folder / "slow", SLOW_PUTS, BODY_BYTES, SLOW_SYNC_US, (RAW, OURS))
    found = {
        "p95_over_ms": ours.p95_over_ms(raw),
        "ours_p95_ms": percentile(ours.took_ms, 0.95),
        "slow_ratio": slow[OURS].ratio_to(slow[RAW]),
    }
    for name, score in scores.items():
        found[f"{name}_ms"] = median(score.took_ms)
        found[f"{name}_syncs"] = round(score.syncs / PUTS, 3)
        found[f"{name}_ratio"] = ours.ratio_to(score)
    return found


def sealing_figure() -> Figure:
    key = PlatformKey("platform-2026", generate_key_pair()[1])
    content, now = os.urandom(BODY_BYTES), datetime.now(UTC)

    def seal() -> None:
        chunks: list[bytes | None] = []
        header = seal_stepwise(str(uuid7(0)), content, (), key, chunks.append, created_at=now)
        Envelope(header, tuple(chunks)).to_bytes()

    all_ms = [took_ms(seal) for _ in range(PUTS)]
    return Figure(
        "outbox.sealing_ms",
        round(median(all_ms), 3),
        "ms",
        0.2,
        f"HPKE and AES-256-GCM over {BODY_BYTES} bytes up to the wire form; median of {PUTS} "
        f"(95th percentile {percentile(all_ms, 0.95):.3f} ms)",
    )


def deep_figures(folder: Path) -> Iterator[Figure]:
    waiting = ((str(uuid7(number)), "0" * 64, os.urandom(BODY_BYTES), "") for number in range(DEEP))
    queue_all(folder / "deep", waiting)
    found = in_child("deep", folder)
    shutil.rmtree(folder / "deep")
    yield Figure(
        "outbox.get_and_ack_ms",
        found["mean_ms"],
        "ms",
        1.0,
        f"lease and ack with {DEEP} items of {BODY_BYTES} bytes waiting; mean of {TAKEN}, which includes the commits "
        f"that note confirmations together (median {found['median_ms']:.3f} ms, slowest {found['slowest_ms']:.1f} ms)",
    )
    yield Figure(
        "outbox.deep_growth_mb",
        found["growth_mb"],
        "MB",
        64,
        f"resident memory (peak) after opening, examining and taking {TAKEN} of these {DEEP} items, less that before "
        f"opening; opening with its examination took {found['open_s']:.1f} s",
    )


def deep(folder: Path) -> dict[str, float]:
    """In a process of its own, for its memory."""
    before_mb = peak_mb()
    began_s = time.monotonic()
    with Ownership(folder / "deep") as ownership:
        outbox = Outbox(ownership)
        open_s = time.monotonic() - began_s
        assert outbox.counts().pending == DEEP

        def take() -> None:
            item = outbox.lease()
            assert item is not None
            outbox.ack(item.id, "{}")

        all_ms = [took_ms(take) for _ in range(TAKEN)]
        growth_mb = peak_mb() - before_mb
        outbox.close()
    return {
        "mean_ms": round(sum(all_ms) / len(all_ms), 3),
        "median_ms": median(all_ms),
        "slowest_ms": max(all_ms),
        "growth_mb": round(growth_mb, 1),
        "open_s": open_s,
    }


def peak_mb() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def took_ms(job: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    job()
    return (time.perf_counter() - began_s) * 1000


def in_child(job: str, folder: Path) -> dict[str, float]:
    """Run a job in a process of its own: one for its memory, the other with the library that counts syncs."""
    environment = with_faulty_disk(folder) if job == "put" else dict(os.environ)
    command = [sys.executable, "-m", "tests.bench.outbox", job, str(folder)]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)


JOBS = {"put": put, "deep": deep}

if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(JOBS[sys.argv[1]](Path(sys.argv[2]))))
    else:
        hand_over(figures())
