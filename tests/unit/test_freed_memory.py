from pathlib import Path
from resource import getpagesize

from kiosk.app.freed_memory import give_back

BLOCKS, BLOCK_BYTES = 20_000, 4096


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()


def test_freed_blocks_between_living_ones_leave_the_process() -> None:
    blocks = [bytearray(BLOCK_BYTES) for _ in range(BLOCKS)]
    living = blocks[::64]  # the heap's end cannot simply be cut off
    del blocks
    before = _resident_bytes()
    give_back()
    assert before - _resident_bytes() > BLOCKS * BLOCK_BYTES // 2
    assert len(living) == -(-BLOCKS // 64)
