"""Power fails after any operation on the files while a damaged queue is rescued: what could be read before, can be
read at the next start, and the damaged file is kept aside.
"""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from power_cut import Operation, PowerCut, read_record

from offline_cache.carving import carve, read_or_empty, wal_frames
from offline_cache.ids import uuid7
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.schema import PAGE_BYTES

SHORT, LONG = (40, 600, 3_000, 3_000, 4_057, 17_000), (0, 40, 600, 2_600, 4_057, 8_000, 8_154, 40_000) * 3
"""Sizes of bodies that are checkpointed; as many again stand in the WAL alone."""


def fill(outbox: Outbox, sizes: tuple[int, ...]) -> list[bytes]:
    bodies = [os.urandom(size) for size in sizes]
    for body in bodies:
        item_id = str(uuid7(1_769_846_400_000))
        outbox.put(item_id, Channel.SUBMISSION, f"digest of {item_id}", body)
    return bodies


def left_by_a_kill(folder: Path, sizes: tuple[int, ...]) -> tuple[bytes, bytes]:
    """Database and WAL: half of the items checkpointed, half not."""
    with Ownership(folder) as ownership:
        outbox = Outbox(ownership)
        fill(outbox, sizes)
        outbox.close()
        outbox = Outbox(ownership)
        fill(outbox, sizes)
        found = (folder / "outbox.sqlite").read_bytes(), (folder / "outbox.sqlite-wal").read_bytes()
        outbox.close()
    shutil.rmtree(folder)
    return found


def _changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]


def in_the_header(database: bytes, wal: bytes) -> tuple[bytes, bytes]:
    return _changed(database, 20), wal


def in_a_row(database: bytes, wal: bytes) -> tuple[bytes, bytes]:
    """At the end of the longest body: SQLite sees nothing."""
    longest = max(carve(database, b"").rows, key=lambda row: len(row.body))
    return _changed(database, database.index(longest.body[-60:])), wal


def in_a_page(database: bytes, wal: bytes) -> tuple[bytes, bytes]:
    """A leaf of the table, of which the WAL has no later version: there is none."""
    at = max(page for page in range(0, len(database), PAGE_BYTES) if database[page] == 0x0D)
    return database[:at] + bytes(PAGE_BYTES) + database[at + PAGE_BYTES :], b""


def in_the_wal(database: bytes, wal: bytes) -> tuple[bytes, bytes]:
    frames = len(list(wal_frames(wal)))
    return database, _changed(wal, 32 + frames // 3 * (24 + PAGE_BYTES) + 2000)


def laid(image: dict[str, bytes], folder: Path) -> Path:
    """The image as files; two names of one file are links."""
    state = folder / "state"
    state.mkdir(parents=True)
    placed: dict[int, Path] = {}
    for name, content in image.items():
        path = folder / name
        if path.is_dir():
            continue
        if content and id(content) in placed:
            path.hardlink_to(placed[id(content)])
        else:
            path.write_bytes(content)
            placed[id(content)] = path
    return state


def readable(state: Path) -> dict[str, bytes]:
    """What the next start has to send. Opened twice: the second time there is nothing left to mend."""
    for _ in range(2):
        with Ownership(state) as ownership:
            outbox = Outbox(ownership)
            found = {one.id: kept[0] for one in outbox.records("unsent") if (kept := outbox.unsent(one.id))}
            salvage = outbox.salvage
            outbox.close()
    assert salvage is None
    return found


def kept_aside(state: Path) -> set[str]:
    """Ids of the rows in damaged files that were kept."""
    kept = [path for path in state.glob("outbox.damaged-*") if not path.name.endswith("-wal")]
    return {
        row.id
        for path in kept
        for row in carve(path.read_bytes(), read_or_empty(path.with_name(f"{path.name}-wal"))).rows
    }


def rescue_recorded(recorder: Path, root: Path, log: Path) -> list[Operation]:
    traced = {"LD_PRELOAD": str(recorder), "RECORD_ROOT": str(root), "RECORD_LOG": str(log)}
    script = Path(__file__).with_name("recorded_rescue.py")
    subprocess.run([sys.executable, str(script), str(root / "state")], env=os.environ | traced, check=True)
    return read_record(log)


Damage = Callable[[bytes, bytes], tuple[bytes, bytes]]
DAMAGES = (in_the_header, in_a_row, in_a_page, in_the_wal)


def cut_everywhere(
    damage: Damage,
    sizes: tuple[int, ...],
    count: int,
    memory: Path,
    recorder: Path,
    is_played: Callable[[Operation], bool] = lambda _: True,
) -> tuple[Counter[str], list[str]]:
    """Cut the rescue after every operation. Returns figures, and what was lost with its place.

    What must be there is what a rescue that nobody disturbs finds; in the header's case that is everything.
    """
    database, wal = damage(*left_by_a_kill(memory / "live", sizes))
    damaged = {"state": b"", "state/outbox.sqlite": database, "state/outbox.sqlite-wal": wal}
    expected = readable(laid(damaged, memory / "expected"))
    assert expected
    root = memory / "disk"
    laid(damaged, root)
    operations = list(filter(is_played, rescue_recorded(recorder, root, memory / "record")))
    chance, disk = random.Random(1), PowerCut(root, damaged)
    figures, lost, known = Counter(expected=len(expected)), list[str](), set[frozenset[tuple[str, bytes]]]()
    for number, done in enumerate(operations):
        figures[done.kind] += 1
        disk.play(done)
        for image in disk.images(chance, count):
            if (seen := frozenset(image.items())) in known:
                continue
            known.add(seen)
            figures["images"] += 1
            state = laid(image, memory / "image")
            place = f"after operation {number} ({done.kind} {Path(done.path).name})"
            if not (found := readable(state)).items() >= expected.items():
                lost.append(f"{place}: {len(expected.keys() - found.keys())} items")
            if not kept_aside(state) >= expected.keys():
                lost.append(f"{place}: nothing kept aside")
            shutil.rmtree(memory / "image")
    return figures, lost


@pytest.mark.parametrize("damage", DAMAGES)
def test_power_may_fail_while_a_damaged_queue_is_rescued(damage: Damage, memory: Path, recorder: Path) -> None:
    figures, lost = cut_everywhere(damage, SHORT, 1, memory, recorder)
    print(damage.__name__, dict(figures))
    assert not lost, "\n".join(lost)
    assert figures["images"] > 100


def test_without_syncs_of_the_new_file_the_same_cuts_lose_items(memory: Path, recorder: Path) -> None:
    """The proof can fail."""
    _, lost = cut_everywhere(
        in_the_header, SHORT, 0, memory, recorder, lambda done: not (done.kind == "s" and ".draft" in done.path)
    )
    assert any("items" in one for one in lost)


@pytest.mark.soak
@pytest.mark.parametrize("damage", DAMAGES)
def test_power_may_fail_while_a_large_damaged_queue_is_rescued(damage: Damage, memory: Path, recorder: Path) -> None:
    figures, lost = cut_everywhere(damage, LONG, 3, memory, recorder)
    print(damage.__name__, dict(figures))
    assert not lost, "\n".join(lost)
