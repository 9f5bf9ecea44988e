"""One serial line with many boards: who speaks when, and how long an answer counts.

Frames have no numbers. So the line is quiet before a question, whatever came unasked is thrown away, and a question
that was given up is not asked again before its late answer would have come: it could be taken for the second one's.
"""

from __future__ import annotations

import contextlib
import termios
import time
from dataclasses import dataclass

import serial

from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, ProtocolError
from drivers.locker.codec import Answer, AnswerParser, Codec, Question, fits
from drivers.serial_errors import line_errors, opening_errors

_BITS_PER_BYTE = 10  # 8N1 with start and stop bit
_SLICE_S = 0.05


@dataclass(frozen=True, slots=True)
class Timing:
    """`quiet_s`: silence before a question. `timeout_s`: how long an answer may take. `late_s`: how long after a
    question its answer may still come once it was given up.
    """

    quiet_s: float
    timeout_s: float
    late_s: float


class NotSent(DeviceError):
    """No byte of the question has left the terminal."""


class Bus:
    """Raises DeviceUnavailable `locker.missing` from every call once the line is gone."""

    def __init__(self, port: str, baud: int, timing: Timing) -> None:
        self._port = port
        self._baud = baud
        self._timing = timing
        self._line: serial.Serial | None = None
        self._busy_until_s = 0.0
        """Monotonic time until which our own bytes, or the last that were heard, are on the wire."""
        self._given_up_until_s: dict[Question, float] = {}

    def open(self) -> None:
        """Raises DeviceUnavailable `locker.missing`, or `locker.no_access` when another program has the line."""
        if self._line is not None:
            return
        with opening_errors(missing="locker.missing", no_access="locker.no_access"):
            self._line = serial.Serial(
                self._port, self._baud, timeout=_SLICE_S, write_timeout=self._timing.timeout_s, exclusive=True
            )

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError, termios.error):
                line.close()

    def look(self) -> None:
        """Whether the line is still there."""
        with _line_errors():
            _ = self._opened.in_waiting

    def must_wait(self, question: Question) -> bool:
        """It was given up, and its late answer may still come."""
        return time.monotonic() < self._given_up_until_s.get(question, 0.0)

    def ask(self, codec: Codec, question: Question) -> Answer:
        """Raises NotSent (`locker.missing`, `locker.silent` while it must wait) when nothing left the terminal; else
        DeviceTimeout `locker.silent`, ProtocolError `locker.garbage`, DeviceUnavailable `locker.missing`.
        """
        sent_s = self.tell(codec, question)
        try:
            return self._receive(codec, question, sent_s + self._timing.timeout_s)
        except (DeviceTimeout, ProtocolError):
            self._given_up_until_s[question] = sent_s + self._timing.late_s
            raise

    def tell(self, codec: Codec, question: Question) -> float:
        """Send what is not answered; the monotonic time of it. Raises NotSent, DeviceUnavailable, DeviceTimeout."""
        data = codec.encode_question(question)
        if self.must_wait(question):
            raise NotSent("locker.silent", retryable=True, data={"board": codec.board})
        try:
            self._be_quiet()
        except DeviceUnavailable as error:
            raise NotSent(error.code, retryable=True) from error
        with _line_errors():
            self._opened.write(data)
        sent_s = time.monotonic()
        self._busy_until_s = sent_s + len(data) * _BITS_PER_BYTE / self._baud
        return sent_s

    def _be_quiet(self) -> None:
        """Wait until nobody has spoken for the quiet time, and forget what was said.

        Raises NotSent `locker.garbage` for a line that is not quiet for as long as an answer may take.
        """
        give_up_s = time.monotonic() + self._timing.timeout_s
        while (wait_s := self._busy_until_s + self._timing.quiet_s - time.monotonic()) > 0:
            if time.monotonic() >= give_up_s:
                raise NotSent("locker.garbage", retryable=True)
            self._hear(min(wait_s, _SLICE_S))
        with _line_errors():
            self._opened.reset_input_buffer()
            _ = self._opened.in_waiting  # asks the line itself: flushing alone does not notice that it is gone

    def _receive(self, codec: Codec, question: Question, deadline_s: float) -> Answer:
        parser = AnswerParser(codec)
        received = 0
        while (left_s := deadline_s - time.monotonic()) > 0:
            data = self._hear(min(left_s, _SLICE_S))
            received += len(data)
            parser.feed(data)
            fell_silent = received > 0 and not data
            while (answer := parser.take(over=fell_silent)) is not None:
                if fits(question, answer):  # another board's, an earlier one's or a report is none of ours
                    return answer
        if received:
            raise ProtocolError(
                "locker.garbage", retryable=True, data={"board": codec.board, "received_bytes": received}
            )
        raise DeviceTimeout("locker.silent", retryable=True, data={"board": codec.board})

    def _hear(self, wait_s: float) -> bytes:
        """What has come; waits for the first byte, b"" when none came."""
        with _line_errors():
            line = self._opened
            line.timeout = wait_s
            data: bytes = line.read(max(1, line.in_waiting))
        if data:
            self._busy_until_s = time.monotonic()
        return data

    @property
    def _opened(self) -> serial.Serial:
        if self._line is None:
            raise DeviceUnavailable("locker.missing", retryable=True)
        return self._line


def _line_errors() -> contextlib.AbstractContextManager[None]:
    return line_errors(missing="locker.missing", silent="locker.silent")
