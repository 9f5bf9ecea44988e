"""What passes between a driver and a process of ours that works for it: JSON objects, each with a number, `seq`.

The answer has the number of its question, so one that comes late is never taken for another's. A request may carry
`fault` and `delay_s` (fault scripts), which the process obeys by `misbehave` and `spoiled`.
"""

from __future__ import annotations

import json
import os
import signal
import time
from multiprocessing.connection import Connection
from typing import Any, cast

from drivers.errors import ProtocolError
from drivers.faults import Kind


def encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()


def decode(message: bytes, garbage: str) -> dict[str, Any]:
    """Raises ProtocolError with the code `garbage`."""
    try:
        decoded = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(garbage, retryable=True) from error
    if not isinstance(decoded, dict):
        raise ProtocolError(garbage, retryable=True)
    return cast("dict[str, Any]", decoded)


def misbehave(request: dict[str, Any], connection: Connection) -> None:
    """Faults that strike before the work."""
    match request.get("fault"):
        case Kind.CRASH:
            os.kill(os.getpid(), signal.SIGKILL)
        case Kind.SLOW:
            time.sleep(float(request["delay_s"]))
        case Kind.SILENT:
            while True:
                connection.recv_bytes()
        case _:
            pass


def spoiled(answer: dict[str, Any], request: dict[str, Any]) -> bytes:
    """The answer's bytes, with the faults that strike in them."""
    whole = encode(answer)
    match request.get("fault"):
        case Kind.GARBAGE:
            return b"\xff" + whole[::-1]
        case Kind.HALF:
            return whole[: len(whole) // 2]
        case Kind.WRONG:
            return encode(answer | {"seq": answer["seq"] - 1})
        case _:
            return whole
