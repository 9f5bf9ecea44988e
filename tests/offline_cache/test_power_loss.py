"""Power fails after any operation on the files: whatever the disk kept of what was not synced, no promise is lost.

The owner runs once, its file operations are recorded, and every moment of the record is turned into what a disk may
hold after a cut there (`power_cut`); each such image is opened as the next start would open it.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from power_cut import Operation, PowerCut, read_record

from offline_cache.cache import CacheSettings
from offline_cache.chunks import ChunkFiles
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.sealing import Envelope
from tests.support.queueing import CHECKOUT, USED_UP, text_of

Record = Callable[[int, int], tuple[list[Operation], Path]]


@pytest.fixture
def record(settings: CacheSettings, tmp_path: Path, memory: Path, recorder: Path, platform) -> Record:
    """Run the owner for so many lives of so many puts; returns what it did, and below which folder."""
    log, root = tmp_path / "record", memory / "disk"
    root.mkdir()
    owners = replace(settings, state_dir=root / "state", disk_limits=USED_UP, keep_stored_count=5)
    refused: set[str] = set()

    def refuse_one(request):
        if not refused:
            refused.add(request.path)
        return platform.reply(409) if request.path in refused else None

    def run(rounds: int, puts: int) -> tuple[list[Operation], Path]:
        platform.script = refuse_one
        traced = {"LD_PRELOAD": str(recorder), "RECORD_ROOT": str(root), "RECORD_LOG": str(log)}
        command = [sys.executable, "-m", "tests.offline_cache.recorded_run", text_of(owners), str(puts), str(rounds)]
        subprocess.run(command, env=os.environ | traced, cwd=CHECKOUT, check=True)
        return read_record(log), root

    return run


@contextmanager
def opened(image: dict[str, bytes], folder: Path) -> Iterator[tuple[Outbox, ChunkFiles]]:
    """The queue as the next start finds it."""
    folder.mkdir()
    for path in (folder / "state", folder / "state" / "chunks"):
        path.mkdir()
    for name, content in image.items():
        if not (folder / name).is_dir():
            (folder / name).write_bytes(content)
    with Ownership(folder / "state") as ownership:
        outbox = Outbox(ownership)
        yield outbox, ChunkFiles(folder / "state" / "chunks")
        outbox.close()
    shutil.rmtree(folder)


def losses(image: dict[str, bytes], folder: Path, queued: set[str], confirmed: set[str]) -> list[str]:
    """Broken promises in an image: of each item that was queued there is what is needed to send it, or the receipt."""
    found: list[str] = []
    with opened(image, folder) as (outbox, chunks):
        if outbox.salvage is not None:
            found.append(f"taken for damaged: {outbox.salvage.reason}")
        found += [
            f"confirmed too early: {record.id}" for record in outbox.records("stored") if record.id not in confirmed
        ]
        for item_id in queued - confirmed:
            kept = outbox.unsent(item_id)
            if kept is None:
                found.append(f"lost: {item_id}")
            elif not _is_whole(item_id, kept[0], chunks, image):
                found.append(f"in pieces: {item_id}")
    return found


def _is_whole(item_id: str, body: bytes, chunks: ChunkFiles, image: dict[str, bytes]) -> bool:
    envelope, offset = Envelope.parse(body), 0
    for listed, inline in zip(envelope.header.chunks, envelope.chunks, strict=True):
        piece = inline
        if piece is None:
            if len(image.get(f"state/chunks/{item_id}", b"")) < offset + listed.size:
                return False
            piece, offset = chunks.read(item_id, offset, listed.size), offset + listed.size
        if hashlib.sha256(piece).hexdigest() != listed.sha256:
            return False
    return True


def cut_everywhere(
    operations: list[Operation], root: Path, *, images: int, seed: int
) -> tuple[Counter[str], list[str]]:
    """Cut after every operation. Returns figures, and each broken promise with its place."""
    chance, disk = random.Random(seed), PowerCut(root)
    queued: set[str] = set()
    confirmed: set[str] = set()
    figures, broken, known = Counter[str](), list[str](), set[bytes]()
    for number, done in enumerate(operations):
        figures[done.kind] += 1
        word, _, item_id = done.data.decode().partition(" ") if done.kind == "m" else ("", "", "")
        {"queued": queued, "confirmed": confirmed}.get(word, set()).add(item_id)
        disk.play(done)
        for image in disk.images(chance, images):
            seen = hashlib.sha256(repr((sorted(image.items()), sorted(queued - confirmed))).encode()).digest()
            if seen in known:
                continue
            known.add(seen)
            figures["images"] += 1
            found = losses(image, root.with_name("image"), queued, confirmed)
            broken += [f"after operation {number} ({done.kind} {Path(done.path).name}): {loss}" for loss in found]
        if len(broken) > 20:
            break
    figures["promised"] = len(queued)
    return figures, broken


def test_power_may_fail_at_any_moment(record: Record) -> None:
    operations, root = record(2, 6)
    figures, broken = cut_everywhere(operations, root, images=1, seed=1)
    print(dict(figures))
    assert not broken, "\n".join(broken)
    assert figures["promised"] == 12
    assert figures["images"] > 500


def test_without_syncs_of_the_log_the_same_cuts_lose_promises(record: Record) -> None:
    """The proof can fail: this is `synchronous=NORMAL`."""
    operations, root = record(1, 6)
    careless = [done for done in operations if not (done.kind == "s" and done.path.endswith("-wal"))]
    _, broken = cut_everywhere(careless, root, images=0, seed=1)
    assert any("lost:" in loss for loss in broken)


@pytest.mark.soak
def test_power_may_fail_at_any_moment_of_a_long_run(record: Record) -> None:
    operations, root = record(3, 25)
    figures, broken = cut_everywhere(operations, root, images=3, seed=2)
    print(dict(figures))
    assert not broken, "\n".join(broken)
