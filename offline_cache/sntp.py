"""Asking a time server once: SNTPv4 (RFC 4330), the client's half of a packet of 48 bytes. Nothing is set by it.

The transmit time that we send is random: it only has to come back as the originate time (RFC 4330 section 5), and says
nothing about our clock. Times count seconds since 1900 in 32.32 bits; with the first bit clear they belong to the era
that begins in 2036 (section 3).
"""

import secrets
import socket
import struct
import time
from collections.abc import Callable

from offline_cache.errors import LinkError

PORT = 123
_PACKET = struct.Struct(">BBbb3I4Q")
_LI_VN_MODE = 4 << 3 | 3
"""No warning, version 4, client."""
_SERVER = 4
_UNSYNCHRONISED = 3
_EPOCH_S = 2_208_988_800
_ERA_S = 1 << 32


def clock_offset_s(server: str, *, timeout_s: float = 1.0, wall: Callable[[], float] = time.time) -> float:
    """The server's clock minus ours.

    Args:
        server: `host`, `host:port`, or `[address]:port`.
        wall: seconds since the epoch.

    Raises:
        LinkError: `link.timeout` when nothing comes, `link.down` when it cannot be sent, `link.garbage` for an answer
            that is not to this question, or of a server that does not know the time itself.
    """
    question = secrets.randbits(64)
    packet = _PACKET.pack(_LI_VN_MODE, 0, 0, 0, 0, 0, 0, 0, 0, 0, question)
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(*_place(server), type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as line:
            line.settimeout(timeout_s)
            line.connect(address)  # so that only its answers are heard
            asked_s = wall()
            line.send(packet)
            answer = line.recv(1024)
            answered_s = wall()
    except TimeoutError as error:
        raise LinkError("link.timeout", retryable=True) from error
    except OSError as error:
        raise LinkError("link.down", retryable=True) from error
    received_s, sent_s = _times(answer, question)
    return ((received_s - asked_s) + (sent_s - answered_s)) / 2


def _place(server: str) -> tuple[str, int]:
    host, colon, port = server.rpartition(":")
    if not colon or host.endswith(":") or (":" in host and not host.endswith("]")):
        host, port = server, str(PORT)
    return host.strip("[]"), int(port)


def _times(answer: bytes, question: int) -> tuple[float, float]:
    """When the server received the question and sent the answer, in seconds since the epoch; the checks of RFC 4330
    section 5."""
    if len(answer) < _PACKET.size:
        raise LinkError("link.garbage", retryable=True, data={"size": len(answer)})
    first, stratum, *_rest, originate, received, sent = _PACKET.unpack_from(answer)
    is_sound = first & 7 == _SERVER and first >> 6 != _UNSYNCHRONISED and 0 < stratum < 16
    if not is_sound or originate != question or not sent:
        raise LinkError("link.garbage", retryable=True, data={"stratum": stratum})
    return _seconds(received), _seconds(sent)


def _seconds(stamp: int) -> float:
    seconds = stamp / 2**32
    return seconds - _EPOCH_S if stamp >> 63 else seconds + _ERA_S - _EPOCH_S
