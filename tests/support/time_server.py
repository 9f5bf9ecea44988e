"""A time server on loopback: SNTPv4 (RFC 4330) as a test wants it."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

EPOCH_S = 2_208_988_800
PACKET = struct.Struct(">BBbb3I4Q")


@dataclass
class TimeServer:
    """`offset_s` is its clock minus the machine's; `spoil` makes of an answer what is sent, None = nothing."""

    address: str = ""
    offset_s: float = 0.0
    spoil: Callable[[bytes], bytes | None] = lambda answer: answer
    asked: list[bytes] = field(default_factory=list)

    def answer(self, question: bytes) -> bytes:
        transmit = PACKET.unpack(question[:48])[-1]
        now = stamp(time.time() + self.offset_s)
        return PACKET.pack(4 << 3 | 4, 2, 0, -20, 0, 0, 0x7F000001, now, transmit, now, now)


def stamp(epoch_s: float) -> int:
    """NTP's 32.32 bits, of whichever era."""
    return int((epoch_s + EPOCH_S) * 2**32) % 2**64


@contextmanager
def time_server() -> Iterator[TimeServer]:
    server = TimeServer()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        server.address = f"127.0.0.1:{line.getsockname()[1]}"

        def serve() -> None:
            while True:
                question, client = line.recvfrom(1024)
                if not question:
                    return
                server.asked.append(question)
                answer = server.spoil(server.answer(question))
                if answer is not None:
                    line.sendto(answer, client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", line.getsockname())
            thread.join(5)
