"""The reading process: `python -m drivers.document.reader_process SOCKET_FD`, started by `drivers.document.ocr`.

It exists because reading takes 350 MB and a second of a core, and because what it saw of a page ends with it. It leaves
when the socket closes: it never outlives its parent.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection
from typing import Any

import cv2
import numpy as np

from drivers.child_messages import decode, misbehave, spoiled
from drivers.document import reader_wire as wire
from drivers.document.reading import LineReader

NICENESS = 10  # the screen and the faces go first
MEMORY_BYTES = 900 * 1024 * 1024  # of data; a page takes 400 MB at most, what asks for more is no page
MOST_SIDE_PX = 4000


def serve(connection: Connection) -> None:
    """Answer until the other end closes. The networks are loaded before the first answer."""
    reader = LineReader()
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = decode(connection.recv_bytes(wire.MAX_MESSAGE_BYTES), "paper_reader.garbage")
            page = connection.recv_bytes(wire.MAX_PAGE_BYTES) if request["do"] == "read" else b""
            misbehave(request, connection)
            answer = {"seq": request["seq"], **(_read(reader, page) if page else {})}
            connection.send_bytes(spoiled(answer, request))


def _read(reader: LineReader, jpeg: bytes) -> dict[str, Any]:
    page = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if page is None or max(page.shape) > MOST_SIDE_PX:
        return {"error": "paper_reader.bad_page"}
    turn, lines = reader.read(page.astype(np.uint8, copy=False))
    return {"turn": turn, "lines": wire.encode_lines(lines[: wire.MOST_LINES])}


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the socket
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a page
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(NICENESS)
    cv2.setNumThreads(1)
    with Connection(socket.socket(fileno=int(sys.argv[1])).detach()) as connection:
        serve(connection)


if __name__ == "__main__":
    main()
