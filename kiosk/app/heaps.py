"""The C library's heaps: few, and what a session has freed goes back to the kernel.

Each new thread may get a heap of its own (glibc: eight for each processor), where what it has freed between living
blocks waits for that thread alone. Over ten applications that came to some 20 MB, mostly of the thread that compiles
pages and then rests.
"""

from __future__ import annotations

import ctypes

_M_ARENA_MAX = -8  # malloc.h
_ARENAS = 2  # the GUI thread keeps one to itself


def share() -> None:
    """Let all threads but the first share one heap; to be called before they start. Nothing where it is not glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return every free page: after one application some 15 MB, in about 15 ms. Nothing where it is not glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
