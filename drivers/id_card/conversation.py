"""Question and answer with a SAM-V module: what every way to it does, and how frames do it on a wire of bytes."""

from __future__ import annotations

import time
from typing import Protocol

from drivers.errors import DeviceTimeout, ProtocolError
from drivers.id_card.sdt import Answer, Command, FrameParser, decode_answer, encode_request

LONGEST_ANSWER_BYTES = 2321
"""Base information with 1,024 bytes of fingerprints."""


class AnswerCutShort(ProtocolError):
    """An answer began rightly, then nothing more came."""


class Sam(Protocol):
    """One way to a SAM-V module. A question is answered, or raises.

    `open` raises DeviceUnavailable `id_card.missing` or `id_card.no_access`. `ask` raises DeviceUnavailable
    `id_card.missing`, DeviceTimeout `id_card.silent`, ProtocolError `id_card.garbage`, AnswerCutShort.
    """

    def open(self) -> None: ...
    def close(self) -> None: ...
    def ask(self, command: Command, data: bytes = b"") -> Answer: ...
    def settle(self) -> None:
        """Let what still comes for an earlier question come, and forget it. Raises DeviceUnavailable."""
        ...

    @property
    def wire_s(self) -> float:
        """Seconds that everything asked and answered so far has spent on the wire."""
        ...

    @property
    def baud(self) -> int:
        """Speed of the line in bit/s; 0 where there is none."""
        ...


class Wire(Protocol):
    """Bytes both ways. Everything but `close` raises DeviceUnavailable `id_card.missing` once the other end is gone."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def send(self, data: bytes) -> None: ...
    def receive(self) -> bytes:
        """What has come; waits a twentieth of a second for the first byte, b"" when none came."""
        ...

    def drop_input(self) -> None:
        """Forget what has come and was not received."""
        ...

    @property
    def baud(self) -> int: ...

    @property
    def byte_s(self) -> float:
        """How long one byte takes."""
        ...


class FramedSam:
    """Speaks the SDT protocol's frames on a wire.

    Frames have no numbers, so a late answer would shift every next one: a question is asked on a line whose input is
    dropped first, and after any failure all that still comes is thrown away until the line is quiet.

    Args:
        timeout_s: how long an answer may take besides its time on the wire.
        gap_s: silence inside an answer after which the rest will not come.
    """

    def __init__(self, wire: Wire, timeout_s: float, gap_s: float) -> None:
        self.timeout_s = timeout_s
        self._wire = wire
        self._gap_s = gap_s
        self._parser = FrameParser()
        self._wire_s = 0.0

    @property
    def wire_s(self) -> float:
        return self._wire_s

    @property
    def baud(self) -> int:
        return self._wire.baud

    def open(self) -> None:
        self._wire.open()
        self._drain()

    def close(self) -> None:
        self._wire.close()

    def ask(self, command: Command, data: bytes = b"") -> Answer:
        request = encode_request(command, data)
        self._parser.reset()
        self._wire.drop_input()
        self._wire.send(request)
        self._wire_s += len(request) * self._wire.byte_s
        try:
            return decode_answer(self._receive())
        except (DeviceTimeout, ProtocolError):
            self._drain()
            raise

    def settle(self) -> None:
        """Until nothing came for `gap_s`, or `timeout_s` is over."""
        began_s = heard_s = time.monotonic()
        while (now_s := time.monotonic()) < min(heard_s + self._gap_s, began_s + self.timeout_s):
            if self._wire.receive():
                heard_s = now_s

    def _receive(self) -> bytes:
        """The next frame's body."""
        received = 0
        heard_s = time.monotonic()
        deadline_s = heard_s + self.timeout_s + LONGEST_ANSWER_BYTES * self._wire.byte_s
        out_of_time = False
        while (body := self._parser.take()) is None:
            if out_of_time:
                raise self._unanswered(received)
            data = self._wire.receive()
            now_s = time.monotonic()
            if data:
                heard_s = now_s
                received += len(data)
                self._wire_s += len(data) * self._wire.byte_s
                self._parser.feed(data)
            patience_s = self._gap_s if received else self.timeout_s
            fell_silent = not data and now_s - heard_s >= patience_s
            out_of_time = fell_silent or now_s >= deadline_s  # a babbling line is not waited for either
        return body

    def _unanswered(self, received: int) -> DeviceTimeout | ProtocolError:
        if received == 0:
            return DeviceTimeout("id_card.silent", retryable=True)
        kind = AnswerCutShort if self._parser.begun else ProtocolError
        return kind("id_card.garbage", retryable=True, data={"received_bytes": received})

    def _drain(self) -> None:
        give_up_s = time.monotonic() + self.timeout_s
        while self._wire.receive() and time.monotonic() < give_up_s:
            pass
        self._parser.reset()
