import subprocess
import sys
from pathlib import Path
from resource import getpagesize

from kiosk.app.heaps import give_back

BLOCKS, BLOCK_BYTES = 20_000, 4096
THREADS = """
import ctypes, sys, threading
from kiosk.app import heaps
if sys.argv[1] == "shared":
    heaps.share()
all_hold_one = threading.Barrier(5)
def hold():
    block = bytearray(4096)
    all_hold_one.wait()
threads = [threading.Thread(target=hold) for _ in range(4)]
for thread in threads:
    thread.start()
all_hold_one.wait()
for thread in threads:
    thread.join()
ctypes.CDLL(None).malloc_stats()
"""


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()


def _heaps_of_five_threads(how: str) -> int:
    program = subprocess.run([sys.executable, "-c", THREADS, how], capture_output=True, text=True, check=True)
    return sum(line.startswith("Arena ") for line in program.stderr.splitlines())


def test_threads_share_one_heap_beside_the_first_ones() -> None:
    assert _heaps_of_five_threads("apart") == 5
    assert _heaps_of_five_threads("shared") == 2


def test_freed_blocks_between_living_ones_leave_the_process() -> None:
    blocks = [bytearray(BLOCK_BYTES) for _ in range(BLOCKS)]
    living = blocks[::64]  # the heap's end cannot simply be cut off
    del blocks
    before = _resident_bytes()
    give_back()
    assert before - _resident_bytes() > BLOCKS * BLOCK_BYTES // 2
    assert len(living) == -(-BLOCKS // 64)


LARGE_BYTES = 24 << 20
PICTURES = f"""
import sys, threading
from pathlib import Path
from resource import getpagesize
from kiosk.app import heaps
if sys.argv[1] == "shared":
    heaps.share()
def residents():
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()
before = residents()
def look():
    for _ in range(3):
        picture = bytearray(b"x") * {LARGE_BYTES}
        del picture
thread = threading.Thread(target=look)
thread.start()
thread.join()
heaps.give_back()
print(residents() - before)
"""


def _left_of_large_pictures(how: str) -> int:
    program = subprocess.run([sys.executable, "-c", PICTURES, how], capture_output=True, text=True, check=True)
    return int(program.stdout)


def test_large_pictures_that_are_gone_leave_the_process() -> None:
    assert _left_of_large_pictures("apart") > LARGE_BYTES // 2  # what glibc does by itself
    assert _left_of_large_pictures("shared") < LARGE_BYTES // 8
