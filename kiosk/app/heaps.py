"""The C library's heaps: few, and what a session has freed goes back to the kernel.

Each new thread may get a heap of its own (glibc: eight for each processor), where what it has freed between living
blocks waits for that thread alone. Over ten applications that came to some 20 MB, mostly of the thread that compiles
pages and then rests.

The first large picture that is freed lets glibc keep such blocks in the heap from then on, up to 32 MB each, and
`malloc_trim` never empties the end of a heap that is not the first: after one photographed page 40 MB stayed there.
A threshold that was set does not move.
"""

from __future__ import annotations

import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h
_ARENAS = 2  # the GUI thread keeps one to itself
_LARGE_BYTES = 4 << 20  # a frame of 1280×720 is smaller, and thirty come in a second; one of 1920×1080 is larger
_SPARE_BYTES = 1 << 20  # at the end of each heap


def share() -> None:
    """Let all threads but the first share one heap, and large blocks come and go singly.

    To be called before threads start. Nothing where it is not glibc.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _SPARE_BYTES)


def give_back() -> None:
    """Return every free page: after one application some 15 MB, in about 15 ms. Nothing where it is not glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
