"""The queue: a durable put beside a bare append, a deep queue, and sending beside a bare loop of requests."""

from __future__ import annotations

import ctypes
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
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.recovery import open_sound
from offline_cache.schema import sum_of_row
from offline_cache.sealing import Envelope, PlatformKey, generate_key_pair, seal_stepwise
from tests.bench.drain import drains
from tests.bench.figure import Figure, hand_over, percentile

PUTS = 1000
SLOW_PUTS = 600
SLOW_SYNC_US = 4000
BODY_BYTES = 2048
DEEP = 100_000
TAKEN = 2000
DISK_SOURCE = Path(__file__).parents[1] / "support" / "faulty_disk.c"


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        folder = Path(name)
        return [*put_figures(folder), sealing_figure(), *deep_figures(folder), *drains(folder)]


def put_figures(folder: Path) -> Iterator[Figure]:
    raw_ms, put_ms = puts(folder / "puts", PUTS)
    yield Figure(
        "outbox.put_ratio",
        round(sum(raw_ms) / sum(put_ms), 2),
        "of raw",
        0.5,
        f"durable puts of {BODY_BYTES} bytes a second (Outbox.put, unsealed) over appends with fdatasync of as many "
        f"bytes; {PUTS} of each in turn on the disk of {folder.parent}; median {median(put_ms):.3f} ms over "
        f"{median(raw_ms):.3f} ms",
        "higher",
    )
    over_ms = percentile(put_ms, 0.95) - percentile(raw_ms, 0.95)
    yield Figure(
        "outbox.put_p95_over_raw_ms",
        round(over_ms, 3),
        "ms",
        0.4,
        f"95th percentile of the same puts ({percentile(put_ms, 0.95):.3f} ms) less that of the appends",
    )
    counted = in_child("counted", folder)
    yield Figure(
        "outbox.syncs_per_put",
        counted["syncs"],
        "fdatasync",
        1.1,
        f"calls of fsync and fdatasync during {PUTS} puts, checkpoints included, counted by a preloaded library",
    )
    yield Figure(
        "outbox.put_ratio_slow_disk",
        counted["slow_ratio"],
        "of raw",
        0.9,
        f"as put_ratio, {SLOW_PUTS} of each, with every sync made {SLOW_SYNC_US // 1000} ms longer",
        "higher",
    )


def puts(folder: Path, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of bare durable appends and of durable puts, one of each in turn."""
    folder.mkdir()
    raw_ms: list[float] = []
    put_ms: list[float] = []
    with Ownership(folder / "state") as ownership, (folder / "raw").open("ab", buffering=0) as raw:
        outbox = Outbox(ownership)
        for number in range(count):
            body = os.urandom(BODY_BYTES)
            item_id = str(uuid7(number))
            raw_ms.append(took_ms(lambda body=body: (raw.write(body), os.fdatasync(raw.fileno()))))
            put_ms.append(took_ms(lambda body=body, id_=item_id: outbox.put(id_, Channel.SUBMISSION, "0" * 64, body)))
        outbox.close()
    return raw_ms, put_ms


def counted(folder: Path) -> dict[str, float]:
    """Run under the preloaded library."""
    disk = ctypes.CDLL(None)
    with Ownership(folder / "counted") as ownership:
        outbox = Outbox(ownership)
        before = disk.faulty_syncs()
        for number in range(PUTS):
            outbox.put(str(uuid7(number)), Channel.SUBMISSION, "0" * 64, os.urandom(BODY_BYTES))
        syncs = disk.faulty_syncs() - before
        outbox.close()
    disk.faulty_slow(SLOW_SYNC_US)
    raw_ms, put_ms = puts(folder / "slow", SLOW_PUTS)
    return {"syncs": round(syncs / PUTS, 3), "slow_ratio": round(sum(raw_ms) / sum(put_ms), 2)}


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
    fill(folder / "deep")
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


def fill(state_dir: Path) -> None:
    """Queue all of them at once, as `put` would one by one."""
    rows: list[tuple[str, str, bytes, int, bytes]] = []
    for number in range(DEEP):
        item_id, body = str(uuid7(number)), os.urandom(BODY_BYTES)
        total = sum_of_row(item_id, "submission", "pending", "0" * 64, body, number, None, None, "")
        rows.append((item_id, "0" * 64, body, number, total))
    with Ownership(state_dir):
        connection, _ = open_sound(state_dir, time.time)
        with connection:
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO item (id, digest, body, queued_at_ms, row_sum, channel) "
                "VALUES (?, ?, ?, ?, ?, 'submission')",
                rows,
            )
        connection.close()


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
    """Run `counted` or `deep` in a process of its own, with the library that counts and slows syncs."""
    library = folder / "faulty_disk.so"
    if not library.exists():
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", library, DISK_SOURCE, "-ldl"], check=True)
    environment = os.environ | ({"LD_PRELOAD": str(library)} if job == "counted" else {})
    command = [sys.executable, "-m", "tests.bench.outbox", job, str(folder)]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)


JOBS = {"counted": counted, "deep": deep}

if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(JOBS[sys.argv[1]](Path(sys.argv[2]))))
    else:
        hand_over(figures())
