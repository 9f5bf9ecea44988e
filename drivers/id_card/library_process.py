"""The process of a vendor's card reader library: `python -m drivers.id_card.library_process FD LIBRARY PORT`.

Started by `library_sam.py`; it leaves when its socket closes. Each message from there is a command (two bytes) and is
answered by one of these:

    b"A" | SW3 | data                    the module's answer
    b"E" | class name b" " code          what the library could not do (`drivers.errors`)
"""

from __future__ import annotations

import contextlib
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection

from drivers.errors import DeviceError
from drivers.id_card.sdt import Command
from drivers.id_card.sdt_library import SdtLibrary

OPEN = b""
ANSWER, ERROR = b"A", b"E"
MAX_MESSAGE_BYTES = 8192


def serve(connection: Connection, library: SdtLibrary) -> None:
    """Answer until the other end closes. The first message opens the port, as does any empty one."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            question = connection.recv_bytes(MAX_MESSAGE_BYTES)
            try:
                connection.send_bytes(ANSWER + _answer(library, question))
            except DeviceError as error:
                connection.send_bytes(ERROR + f"{type(error).__name__} {error.code}".encode())


def _answer(library: SdtLibrary, question: bytes) -> bytes:
    if question == OPEN:
        library.open()
        return b""
    answer = library.ask(Command(int.from_bytes(question, "big")))
    return bytes([answer.sw3 & 0xFF]) + answer.data


def main() -> None:
    socket_fd, path, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the socket
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold cards
    library = SdtLibrary(path, port)
    with Connection(socket.socket(fileno=socket_fd).detach()) as connection:
        serve(connection, library)
    library.close()


if __name__ == "__main__":
    main()
