"""A module of ours in a process of its own, over a socket pair: it leaves when the socket closes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from drivers.child_messages import decode, encode
from drivers.errors import DeviceTimeout, DeviceUnavailable, ProtocolError

_ROOT = Path(__file__).parents[1]
"""The process runs the code that its parent runs, wherever that lies."""


def start_module(
    module: str,
    arguments: Sequence[str] = (),
    *,
    pass_fds: Sequence[int] = (),
    environment: Mapping[str, str] | None = None,
    quiet: bool = True,
) -> tuple[subprocess.Popen[bytes], Connection]:
    """Start `python -m MODULE SOCKET_FD ARGUMENTS…`; returns the process and our end of the socket.

    Args:
        pass_fds: files that it inherits beside its socket, under these numbers.
        environment: variables beside ours.
        quiet: its standard error goes nowhere.

    Raises:
        OSError: no process can be made.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 our own module, by our own interpreter
            [sys.executable, "-P", "-m", module, str(theirs.fileno()), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if quiet else None,
            pass_fds=(theirs.fileno(), *pass_fds),
            env={**os.environ, "PYTHONPATH": str(_ROOT), **(environment or {})},
        )
    return process, Connection(ours.detach())


def await_end(process: subprocess.Popen[bytes], timeout_s: float) -> None:
    """Wait for it; kill one that stays longer."""
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True, slots=True)
class ChildCodes:
    """Of the errors: it is gone, it does not answer in time, its answer means nothing."""

    crashed: str
    silent: str
    garbage: str


class AskedChild:
    """One run of a process that answers questions (`drivers.child_messages`). For one thread at a time.

    Args:
        most_bytes: of an answer.
        others: as `start_module`'s.
    """

    def __init__(
        self, module: str, arguments: Sequence[str] = (), *, codes: ChildCodes, most_bytes: int, **others: Any
    ):
        self.process, self._connection = start_module(module, arguments, **others)
        self._codes = codes
        self._most_bytes = most_bytes
        self._seq = 0

    def ask(self, request: dict[str, Any], deadline_s: float, attached: bytes = b"") -> dict[str, Any]:
        """One round trip. `attached` goes behind the request, as a message of its own.

        Raises:
            DeviceUnavailable: `crashed`.
            DeviceTimeout: `silent`.
            ProtocolError: `garbage`.
        """
        self._seq += 1
        try:
            self._connection.send_bytes(encode({"seq": self._seq, **request}))
            if attached:
                self._connection.send_bytes(attached)
            if not self._connection.poll(deadline_s):
                raise DeviceTimeout(self._codes.silent, retryable=True, data={"deadline_s": deadline_s})
            answer = decode(self._connection.recv_bytes(self._most_bytes), self._codes.garbage)
        except (EOFError, OSError) as error:
            raise DeviceUnavailable(self._codes.crashed, retryable=True) from error
        if answer.get("seq") != self._seq:
            raise ProtocolError(self._codes.garbage, retryable=True, data={"why": "seq"})
        return answer

    def end(self, timeout_s: float) -> None:
        """Close the socket, which ends a healthy process; kill one that stays longer."""
        self._connection.close()
        await_end(self.process, timeout_s)
