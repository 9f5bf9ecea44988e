"""Receipt printers that speak ESC/POS.

Status is asked in real time (`DLE EOT 1…4`, answered at once whatever the printer is doing). Whether a receipt came out
is asked in turn: `GS r 1` behind the cut is answered only once everything before it has been printed and cut.
A late answer would shift every later one, so a line that missed one deadline is never used again.
"""

import time
from dataclasses import dataclass

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.receipt_printer import PrintOutcome, PrintResult, Receipt
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable
from drivers.printer.line import Line, TcpLine, drain
from drivers.printer.profiles import profile_for

_REAL_TIME_STATUS = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04")
_ORDERED_STATUS = b"\x1dr\x01"
_CLEAR = b"\x10\x05\x02" + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE ENQ 2, DLE DC4 8: empty the buffers
_POLL_S = 0.25


@dataclass(frozen=True, slots=True)
class RealTimeStatus:
    """The four answers to `DLE EOT 1…4`; in each, bits 0 and 7 are 0, bits 1 and 4 are 1."""

    printer: int
    offline_cause: int
    error_cause: int
    paper_sensor: int

    @property
    def paper(self) -> str:
        """XFS4IoT `Printer.Status.paper`."""
        if self.paper_sensor & 0x60 or self.offline_cause & 0x20:
            return "out"
        return "low" if self.paper_sensor & 0x0C else "full"

    @property
    def device_status(self) -> DeviceStatus:
        cover_open = bool(self.offline_cause & 0x04)
        jammed = bool(self.error_cause & 0x04)
        knife_stuck = bool(self.error_cause & 0x08)
        details = {
            "paper": "jammed" if jammed else self.paper,
            "cover": "open" if cover_open else "closed",
            **({"cutter": "stuck"} if knife_stuck else {}),
        }
        paper_out, error = self.paper == "out", bool(self.error_cause & 0x60 or self.offline_cause & 0x40)
        troubles = (  # the lid first: the paper lifts off its sensor with it
            (cover_open, DeviceState.USER_ERROR, "printer.cover_open"),
            (jammed, DeviceState.HARDWARE_ERROR, "printer.jammed"),
            (knife_stuck, DeviceState.HARDWARE_ERROR, "printer.cutter"),
            (paper_out, DeviceState.OFFLINE, "printer.paper_out"),
            (error, DeviceState.HARDWARE_ERROR, "printer.error"),
            (bool(self.printer & 0x08), DeviceState.OFFLINE, "printer.error"),
        )
        found = (DeviceStatus(state, code, details) for holds, state, code in troubles if holds)
        return next(found, DeviceStatus(DeviceState.ONLINE, details=details))


class _Garbage(DeviceError):
    """A byte that answers no question of ours."""


def _is_real_time(answer: int) -> bool:
    return answer & 0x93 == 0x12


def _is_ordered(answer: int) -> bool:
    """An answer to `GS r 1`: bits 0–1 near end, bits 2–3 end, the rest 0."""
    return answer & 0xF0 == 0


class EscposPrinter:
    """A receipt printer on a network, a serial line or USB.

    Args:
        host, port: network: where the printer listens.
        paper_mm, model: choose the profile (`drivers.printer.profiles`).
        timeout_s: deadline of a connection, and of one round of status questions.
        print_timeout_s: how long a receipt may take to come out of a printer that says it is well.
        transport: `network`, `serial` or `usb`.
        serial_port, baud, flow: serial: path, speed (bit/s), and how the printer holds us up.
        usb_vendor_id, usb_product_id: usb: which printer; 0 = any.
        line: the wire, made by somebody else.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 9100,
        paper_mm: int = 80,
        timeout_s: float = 2.0,
        *,
        model: str = "generic",
        print_timeout_s: float = 20.0,
        transport: str = "network",
        serial_port: str = "",
        baud: int = 115200,
        flow: str = "none",
        usb_vendor_id: int = 0,
        usb_product_id: int = 0,
        line: Line | None = None,
    ) -> None:
        self.profile = profile_for(paper_mm, model)
        self._timeout_s = timeout_s
        self._print_timeout_s = print_timeout_s
        if line is not None:
            self._line = line
        elif transport == "serial":
            from drivers.printer.serial_line import SerialLine

            self._line = SerialLine(serial_port, baud, flow, timeout_s)
        elif transport == "usb":
            from drivers.printer.usb_line import UsbLine

            self._line = UsbLine(usb_vendor_id, usb_product_id, timeout_s)
        else:
            self._line = TcpLine(host, port, timeout_s)
        # Part of a receipt may be in the printer's buffer or hanging from its mouth. It must not become the top of
        # the next person's receipt.
        self._remainder = False

    def open(self) -> None:
        """Connect. Raises DeviceUnavailable `printer.missing`."""
        self._line.open()

    def close(self) -> None:
        self._line.close()

    def status(self) -> DeviceStatus:
        """Ask the printer. When it is well again after a broken print, what was left in it is cleared and cut off.

        Raises DeviceUnavailable (`printer.missing`, `printer.lost`, `printer.error` when it answers nonsense) and
        DeviceTimeout (`printer.silent`).
        """
        status = self._inquire_cleanly()
        if self._remainder and status.state.usable:
            self._remove_remainder()
        return status

    def print(self, receipt: Receipt) -> PrintResult:
        """Check, send, and wait until the printer says the cut is done. Raises nothing: the outcome tells."""
        from drivers.printer.escpos_encoder import encode

        job = encode(receipt, self.profile)
        try:
            before = self.status()
        except DeviceError as error:
            return PrintResult(PrintOutcome.NOT_PRINTED, error.code)
        if not before.state.usable:
            return PrintResult(PrintOutcome.NOT_PRINTED, before.code)
        if self._remainder:
            return PrintResult(PrintOutcome.NOT_PRINTED, "printer.error")
        result = self._deliver(job, self._print_timeout_s)
        if result.outcome is not PrintOutcome.PRINTED:
            self._remainder = True
            self._clear()  # now, or when the printer is back
            self._line.close()
        return result

    # ---- status -----------------------------------------------------------------------------------------------------

    def _inquire_cleanly(self) -> DeviceStatus:
        """Ask on a line with nothing left on it; a line that turns out dead or confused is made anew, once."""
        was_open = self._line.is_open
        try:
            return self._inquire_on_open_line()
        except (DeviceUnavailable, _Garbage) as error:
            self._line.close()
            if not was_open and not isinstance(error, _Garbage):
                raise
        try:
            return self._inquire_on_open_line()
        except _Garbage as error:
            self._line.close()
            raise DeviceUnavailable("printer.error", retryable=True, data=error.data) from error

    def _inquire_on_open_line(self) -> DeviceStatus:
        self._line.open()
        drain(self._line)
        status, _ = self._inquire()
        return status.device_status

    def _inquire(self) -> tuple[RealTimeStatus, bool]:
        """The four real-time answers, and whether the ordered one came in between."""
        answers: list[int] = []
        finished = False
        deadline_s = time.monotonic() + self._timeout_s
        for question in _REAL_TIME_STATUS:
            self._line.send(question)
            while True:
                answer = self._line.receive(max(0.0, deadline_s - time.monotonic()))
                if answer is None:
                    self._line.close()
                    raise DeviceTimeout("printer.silent", retryable=True, data={"question": question[-1]})
                if _is_real_time(answer):
                    answers.append(answer)
                    break
                finished = self._note_ordered(answer, finished)
            # One answer to each question: when there are more, it is not sure which of them is whose.
            while (more := self._line.receive(0)) is not None:
                finished = self._note_ordered(more, finished)
        return RealTimeStatus(*answers), finished

    def _note_ordered(self, answer: int, finished: bool) -> bool:
        """True: the ordered answer has come. Raises _Garbage for anything else, and for a second one."""
        if finished or not _is_ordered(answer):
            raise _Garbage("printer.error", retryable=True, data={"answer": answer})
        return True

    # ---- printing ---------------------------------------------------------------------------------------------------

    def _deliver(self, job: bytes, cut_timeout_s: float) -> PrintResult:
        """Send and wait for the end of it."""
        wire_s = len(job) * self._line.byte_s
        try:
            self._line.send(job + _ORDERED_STATUS if self.profile.ordered_status else job)
            outcome, code = self._await_cut(cut_timeout_s) if self.profile.ordered_status else self._look_after()
        except DeviceError as error:  # the bytes may have been printed, or not: nobody can tell from here
            self._line.close()
            outcome, code = PrintOutcome.UNKNOWN, error.code
        return PrintResult(outcome, code, wire_s)

    def _await_cut(self, timeout_s: float) -> tuple[PrintOutcome, str]:
        deadline_s = time.monotonic() + timeout_s
        while time.monotonic() < deadline_s:
            answer = self._line.receive(_POLL_S)
            if answer is not None:
                if not _is_ordered(answer):
                    raise _Garbage("printer.error", retryable=False, data={"answer": answer})
                return PrintOutcome.PRINTED, ""
            status, finished = self._inquire()
            if finished:
                return PrintOutcome.PRINTED, ""
            if not status.device_status.state.usable:
                return _outcome_of_stop(status.device_status)
        return PrintOutcome.UNKNOWN, "printer.silent"

    def _look_after(self) -> tuple[PrintOutcome, str]:
        """For printers without an ordered answer: a fault now may have come before the cut or after it."""
        status, _ = self._inquire()
        after = status.device_status
        return (PrintOutcome.PRINTED, "") if after.state.usable else (PrintOutcome.UNKNOWN, after.code)

    def _clear(self) -> bool:
        """Make the printer forget what it has not printed yet; False when it cannot be reached."""
        try:
            self._line.open()
            self._line.send(_CLEAR)
            drain(self._line, quiet_s=0.1)  # DLE DC4 8 may answer, with bytes that look like others
        except DeviceError:
            self._line.close()
            return False
        return True

    def _remove_remainder(self) -> None:
        if self._clear():
            result = self._deliver(self.profile.feed_and_cut, self._timeout_s)
            self._remainder = result.outcome is not PrintOutcome.PRINTED


def _outcome_of_stop(status: DeviceStatus) -> tuple[PrintOutcome, str]:
    """The printer stopped before the end of the job. Without paper it did not finish; a jam may hold all of it."""
    stopped_short = status.code == "printer.paper_out"
    return (PrintOutcome.NOT_PRINTED if stopped_short else PrintOutcome.UNKNOWN), status.code
