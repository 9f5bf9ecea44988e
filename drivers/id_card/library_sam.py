"""A SAM-V module through its vendor's library, in a process of its own: there it may hang, crash and print."""

from __future__ import annotations

import subprocess
import time
from multiprocessing.connection import Connection

from drivers.child_process import await_end, start_module
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, ProtocolError
from drivers.id_card.conversation import AnswerCutShort
from drivers.id_card.library_process import ANSWER, ERROR, MAX_MESSAGE_BYTES, OPEN
from drivers.id_card.sdt import Answer, Command, Sw3

_START_S = 10.0  # an interpreter and a library, on a busy machine
_OWN_TIME_S = 1.0  # what a library may take over its own time limits
_EXIT_S = 1.0
_ERRORS: dict[str, type[DeviceError]] = {
    kind.__name__: kind for kind in (DeviceUnavailable, DeviceTimeout, ProtocolError, AnswerCutShort)
}


class LibrarySam:
    """Implements `drivers.id_card.conversation.Sam`.

    Args:
        library: path of the shared object.
        port: the library's number for the reader: 1001… for USB, 1…16 for serial lines.
        timeout_s: how long it may take for one answer; then its process is ended.
        gap_s: how long what is late may take.
    """

    baud = 0

    def __init__(self, library: str, port: int, timeout_s: float, gap_s: float) -> None:
        self._arguments = [library, str(port)]
        self._timeout_s = timeout_s + _OWN_TIME_S
        self._gap_s = gap_s
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._spent_s = 0.0

    @property
    def wire_s(self) -> float:
        """All the time until the answers came: what of it is wire, a library does not tell."""
        return self._spent_s

    def open(self) -> None:
        """Raises DeviceUnavailable `id_card.missing` when library or reader are not there; and as `ask` does."""
        self.close()
        self._process, self._connection = start_module("drivers.id_card.library_process", self._arguments)
        self._exchange(OPEN, _START_S)

    def close(self) -> None:
        """Closing the socket ends a healthy process; one that stays is killed."""
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection is not None:
            connection.close()
        if process is not None:
            await_end(process, _EXIT_S)

    def ask(self, command: Command, data: bytes = b"") -> Answer:
        """Commands with data are refused as a module refuses them: the library has none."""
        if data:
            return Answer(Sw3.BAD_COMMAND)
        began_s = time.monotonic()
        answer = self._exchange(command.to_bytes(2, "big"), self._timeout_s)
        self._spent_s += time.monotonic() - began_s
        if not answer:
            raise ProtocolError("id_card.garbage", retryable=True)
        return Answer(answer[0], answer[1:])

    def settle(self) -> None:
        """A library forgets what has come before it asks: whoever asked at once would stay one answer behind."""
        if self._connection is not None:
            time.sleep(self._gap_s)

    def _exchange(self, question: bytes, timeout_s: float) -> bytes:
        """Raises DeviceUnavailable `id_card.missing` when the process has crashed, DeviceTimeout `id_card.silent`."""
        if self._connection is None:
            raise DeviceUnavailable("id_card.missing", retryable=True)
        try:
            self._connection.send_bytes(question)
            if not self._connection.poll(timeout_s):
                self.close()
                raise DeviceTimeout("id_card.silent", retryable=True, data={"why": "library"})
            message = self._connection.recv_bytes(MAX_MESSAGE_BYTES)
        except (EOFError, OSError) as error:
            self.close()
            raise DeviceUnavailable("id_card.missing", retryable=True, data={"why": "library crashed"}) from error
        if message[:1] == ERROR:
            raise _error(message[1:].decode())
        return message.removeprefix(ANSWER)


def _error(words: str) -> DeviceError:
    kind, code = words.split(" ")
    return _ERRORS[kind](code, retryable=True, data={"why": "library"})
