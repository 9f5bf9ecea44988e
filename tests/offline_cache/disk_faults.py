"""Run under `faulty_disk.so`: every write and every sync of every operation fails once, alone and for good.

Prints one JSON line with the figures; a broken promise is an AssertionError, with the case in its text.
"""

import ctypes
import errno
import itertools
import json
import shutil
import sys
from pathlib import Path

from offline_cache.disk import Disk, DiskLimits
from offline_cache.errors import OutboxError
from offline_cache.forgetting import Retention
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership

disk = ctypes.CDLL(None)
LIMITS = DiskLimits(ballast_bytes=65_536, stop_free_bytes=0, resume_free_bytes=0)
BEFORE = ("a", "b", "c", "d")
"""Promised before anything fails; "a" and "b" are confirmed, "a" is noted as such."""


def opened(state: Path) -> tuple[Ownership, Outbox]:
    ownership = Ownership(state)
    room = Disk(state, LIMITS)
    room.lay_ballast()
    return ownership, Outbox(ownership, disk=room)


def put(outbox: Outbox, item_id: str) -> None:
    outbox.put(item_id, Channel.SUBMISSION, "digest", item_id.encode() * 3000)


def put_x(outbox: Outbox) -> None:
    put(outbox, "x")


def note(outbox: Outbox) -> None:
    """Nothing is left to send: what was confirmed is noted."""
    outbox.next_due_s()


def quarantine(outbox: Outbox) -> None:
    outbox.quarantine("c", "staff")


def purge(outbox: Outbox) -> None:
    outbox.purge(Retention(0, 0))


def make_room(outbox: Outbox) -> None:
    outbox.make_room()


def attempt(root: Path, operation, kind: str, nth: int, code: int, lasts: bool) -> bool:
    """One case; returns whether the fault was met."""
    case = f"{operation.__name__} {kind}{nth} {errno.errorcode[code]} {'for good' if lasts else 'once'}"
    state, left_behind = root / "state", root / "left"
    ownership, outbox = opened(state)
    for item_id in BEFORE:
        put(outbox, item_id)
    outbox.ack("a", "{}")
    outbox.quarantine("d", "staff")
    outbox.ack("b", "{}")
    outbox.lease("c")
    disk.faulty_arm(ord(kind), nth, code, lasts)
    outcome = "done"
    try:
        operation(outbox)
    except OutboxError as error:
        outcome = error.code
    shutil_failed = disk.faulty_disarm()
    shutil.copytree(state, left_behind)  # what a kill at this moment leaves
    check(left_behind, operation.__name__, outcome, case)
    if outbox.failure:
        outbox.mend()
    if operation is put_x and outcome != "done":
        if outcome != "outbox.unknown":
            assert not outbox.holds("x"), case
        if not outbox.holds("x"):
            put(outbox, "x")
    put(outbox, "y")
    assert outbox.damage() == "", case
    outbox.close()
    ownership.release()
    check(state, operation.__name__, outcome, case, also=("y",))
    shutil.rmtree(state)
    shutil.rmtree(left_behind)
    return bool(shutil_failed)


def check(state: Path, operation: str, outcome: str, case: str, also: tuple[str, ...] = ()) -> None:
    ownership, outbox = opened(state)
    case = f"{case}: {outcome}"
    assert outbox.salvage is None, case
    for item_id in (*BEFORE[2:], *also):
        assert outbox.unsent(item_id) == (item_id.encode() * 3000, ""), (case, item_id)
    if operation == "put_x" and not also and outcome not in ("done", "outbox.unknown"):
        assert not outbox.holds("x"), case
    if operation == "put_x" and outcome == "done":
        assert outbox.unsent("x") is not None, case
    outbox.close()
    ownership.release()


FULL, BROKEN, UNSYNCED = ("w", errno.ENOSPC), ("w", errno.EIO), ("s", errno.EIO)
READ_ONLY = ("w", errno.EROFS)
FAULTS = (FULL, BROKEN, UNSYNCED, READ_ONLY)
OPERATIONS = (put_x, note, quarantine, purge, make_room)


def main() -> None:
    root, cases = Path(sys.argv[1]), 0
    for operation, (kind, code), lasts in itertools.product(OPERATIONS, FAULTS, (False, True)):
        for nth in itertools.count(1):
            if not attempt(root, operation, kind, nth, code, lasts):
                assert nth > 1, (operation.__name__, kind, "no fault was ever met")
                break
            cases += 1
    print(json.dumps({"cases": cases}))


if __name__ == "__main__":
    main()
