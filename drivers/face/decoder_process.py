"""One call of a vendor's portrait decoder: `python decoder_process.py LIBRARY FUNCTION FORM ARGUMENT FD [FOLDER]`.

A process of its own, because such a library may crash, hang, print, or write where it should not. The 1,024 bytes
come on standard input, the answer goes to the pipe FD: 38,556 bytes of BGR, or the bitmap file that the library left.
Without a byte on standard input nothing is decoded: library and function are only looked up. Only the standard library
is imported, so that it starts within a few hundredths of a second.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

NO_LIBRARY = 3
REFUSED = 4
DECODED = 1
"""What all known decoders return on success."""

_BGR_BYTES = 102 * 126 * 3
_ROOM_BYTES = 65_536  # some write a little more than the picture
_MEMORY_BYTES = 512 * 1024 * 1024
_CPU_S = 30
_FILE_BYTES = 1024 * 1024


def main() -> int:
    library, function, form, argument, answer_fd, *folder = sys.argv[1:]
    wlt = sys.stdin.buffer.read()
    _confine()
    try:
        call = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return NO_LIBRARY
    call.restype = ctypes.c_int
    if not wlt:
        return 0
    answer = (
        _by_file(call, wlt, int(argument), Path(*folder))
        if form == "bmp_file"
        else _by_buffer(call, wlt, int(argument))
    )
    if answer is None:
        return REFUSED
    with os.fdopen(int(answer_fd), "wb") as pipe:
        pipe.write(answer)
    return 0


def _confine() -> None:
    """No core file with a face in it, no endless memory, no words on our outputs."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream_fd in (1, 2):
        os.dup2(nowhere, stream_fd)


def _by_buffer(call: Callable[..., int], wlt: bytes, argument: int) -> bytes | None:
    """`int unpack(char *wlt, char *bgr, int …)`."""
    source = ctypes.create_string_buffer(wlt, _ROOM_BYTES)
    target = ctypes.create_string_buffer(_ROOM_BYTES)
    return target.raw[:_BGR_BYTES] if call(source, target, ctypes.c_int(argument)) == DECODED else None


def _by_file(call: Callable[..., int], wlt: bytes, argument: int, folder: Path) -> bytes | None:
    """`int GetBmp(char *wlt_file, int …)`, which leaves the bitmap beside it under the same name."""
    file = folder / "portrait.wlt"
    file.write_bytes(wlt)
    if call(ctypes.c_char_p(os.fsencode(file)), ctypes.c_int(argument)) != DECODED:
        return None
    bitmap = file.with_suffix(".bmp")
    return bitmap.read_bytes() if bitmap.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
