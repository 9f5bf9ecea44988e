"""The running kiosk's door for `kiosk outbox`: a Unix socket in the state directory, one JSON line each way.

Only the owner's own user and root are let in, by the kernel's word (SO_PEERCRED) and by the socket's mode. Requests are
served one after the other, each within its time and size.
"""

import json
import logging
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from offline_cache.errors import OutboxError

SOCKET_FILE = "outbox.sock"
REQUEST_LIMIT_BYTES = 64 * 1024
ANSWER_LIMIT_BYTES = 16 * 1024 * 1024
REQUEST_TIMEOUT_S = 2.0
ANSWER_TIMEOUT_S = 600.0
"""An export of everything may take long."""
_CREDENTIALS = struct.Struct("3i")
_log = logging.getLogger("offline_cache.control")


class ControlServer:
    """Listens from `start` to `stop`."""

    def __init__(self, state_dir: Path, answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
        """`answer` is called on the server's thread."""
        self._state_dir = state_dir
        self._answer = answer
        self._listener: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="outbox-control", daemon=True)

    def start(self) -> None:
        """Only the owner of the directory may: what an earlier one left behind is replaced.

        Raises:
            OutboxError: `outbox.control`.
        """
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            (self._state_dir / SOCKET_FILE).unlink(missing_ok=True)
            with _address(self._state_dir) as address:
                listener.bind(address)
            (self._state_dir / SOCKET_FILE).chmod(0o600)
            listener.listen(4)
        except OSError as error:
            listener.close()
            raise OutboxError("outbox.control", retryable=True, data={"errno": error.errno or 0}) from error
        self._listener = listener
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Close the door; returns whether the request under way ended in time. Twice is fine."""
        if self._listener is None:
            return True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            return False
        self._listener.close()
        (self._state_dir / SOCKET_FILE).unlink(missing_ok=True)
        self._listener = None
        return True

    def _run(self) -> None:
        assert self._listener is not None
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        _, peer_uid, _ = _CREDENTIALS.unpack(
            connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        )
        if peer_uid not in (0, os.geteuid()):
            _log.error("refused: uid=%d", peer_uid)
            return
        try:
            line = _read_line(connection, REQUEST_LIMIT_BYTES, REQUEST_TIMEOUT_S)
        except ValueError:
            answer: dict[str, Any] = {"error": "request.unknown"}
        else:
            request = _object(line)
            answer = {"error": "request.unknown"} if request is None else self._answered(request)
        connection.settimeout(REQUEST_TIMEOUT_S)
        connection.sendall(json.dumps(answer).encode() + b"\n")

    def _answered(self, request: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self._answer(request)
        except Exception:  # noqa: BLE001 -- a worker's loop
            _log.exception("bug in a request")
            return {"error": "outbox.bug"}


def ask(state_dir: Path, request: Mapping[str, Any], timeout_s: float = ANSWER_TIMEOUT_S) -> dict[str, Any]:
    """Ask the kiosk that owns this directory.

    Raises:
        ConnectionError, FileNotFoundError: none is running.
        OutboxError: `outbox.control`, when it does not answer, or makes no sense.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection, _address(state_dir) as address:
        connection.settimeout(REQUEST_TIMEOUT_S)
        try:
            connection.connect(address)
        except (ConnectionError, FileNotFoundError):
            raise
        except OSError as error:
            raise OutboxError("outbox.control", retryable=True, data={"errno": error.errno or 0}) from error
        try:
            connection.sendall(json.dumps(dict(request)).encode() + b"\n")
            answer = _object(_read_line(connection, ANSWER_LIMIT_BYTES, timeout_s))
        except (OSError, ValueError) as error:
            raise OutboxError("outbox.control", retryable=True) from error
    if answer is None:
        raise OutboxError("outbox.control", retryable=True)
    return answer


@contextmanager
def _address(state_dir: Path) -> Generator[str]:
    """The socket's name by way of the open directory: the real one may be longer than the 107 bytes of unix(7)."""
    descriptor = os.open(state_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET_FILE}"
    finally:
        os.close(descriptor)


def _read_line(connection: socket.socket, limit_bytes: int, timeout_s: float) -> bytes:
    """Up to the line feed. Raises OSError when that does not come in time, ValueError when it is too far or missing."""
    deadline_s = time.monotonic() + timeout_s
    line = bytearray()
    while not line.endswith(b"\n"):
        left_s = deadline_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        connection.settimeout(left_s)
        piece = connection.recv(65_536)
        line += piece
        if not piece or len(line) > limit_bytes:
            raise ValueError("line")
    return bytes(line)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
