"""Page printers that speak IPP (RFC 8011): IPP Everywhere printers straight away, any other behind a CUPS queue.

Nothing is sent twice: a job carries a name of its own, and when the answer to sending it got lost the printer is asked
whether it has a job of that name. A job that the printer calls completed is not a sheet in somebody's hand: one that
waited for paper when the power failed has been seen to end as completed.
"""

from __future__ import annotations

from drivers.contract.device import DeviceStatus
from drivers.contract.page_printer import Media, PageDocument, PageJob, PageJobState
from drivers.errors import DeviceError, DeviceUnavailable, MediaError, ProtocolError
from drivers.printer.ipp_codec import Attributes, Message, Tag, integer_of, one, texts_of
from drivers.printer.ipp_wire import IppWire, Operation
from drivers.printer.page_states import A4, JOB_ATTRIBUTES, PRINTER_ATTRIBUTES, job_of, status_of

PDF = "application/pdf"
_LAST_SUCCESS = 0x00FF
_NOT_FOUND = 0x0406
_BUSY = frozenset({0x0505, 0x0507})  # temporary error, busy
_REFUSALS = {
    0x0401: "page_printer.no_access",
    0x0402: "page_printer.no_access",
    0x0403: "page_printer.no_access",
    0x0404: "page_printer.job_ended",
    0x0406: "page_printer.no_job",
    0x040A: "page_printer.format",
    0x0411: "page_printer.unreadable",
    0x0506: "page_printer.paused",
}
_BEFORE_SENDING = frozenset({"page_printer.missing", "page_printer.no_access", "page_printer.no_queue"})


class IppPrinter:
    """Implements `drivers.contract.page_printer.PagePrinter`.

    Args:
        uri: `ipp://host[:port]/path` or `ipps://…`; a CUPS queue is `ipp://localhost/printers/NAME`.
        ca_file: ipps: PEM of the printer's certificate or its authority; "" = the system's authorities.
        timeout_s: deadline of each step of a question.
        special_source: `media-source` keyword of the tray with the special paper; "" = the printer has none.
    """

    def __init__(self, uri: str, ca_file: str = "", timeout_s: float = 3.0, special_source: str = "") -> None:
        self._wire = IppWire(uri, timeout_s, ca_file)
        self._special_source = special_source

    def open(self) -> None:
        """Ask once. Raises DeviceUnavailable, DeviceTimeout, ProtocolError; MediaError `page_printer.format` when it
        takes no PDF."""
        printer = self._printer()
        if PDF not in texts_of(printer, "document-format-supported"):
            raise MediaError("page_printer.format", retryable=False)

    def close(self) -> None:
        """There is nothing to close: each question has its own connection."""

    def status(self) -> DeviceStatus:
        """Ask the printer. Raises DeviceUnavailable, DeviceTimeout, ProtocolError."""
        return status_of(self._printer(), self._special_source)

    def print(self, document: PageDocument) -> PageJob:
        """As the contract says. MediaError: `page_printer.no_special` without a tray for it, `page_printer.special_out`
        when that one is empty; and why the printer takes nothing (`page_printer.busy`, `.paused`, `.unreadable`, …)."""
        self._check_special(document)
        known = self._find(document.name)
        if known is not None:
            return known
        job: Attributes = {
            "media-col": one(Tag.COLLECTION, self._media(document.media)),
            "sides": one(Tag.KEYWORD, "one-sided"),
        }
        about: Attributes = {
            "job-name": one(Tag.NAME, document.name),
            "document-format": one(Tag.MIME_TYPE, PDF),
        }
        try:
            answer = self._wire.ask(Operation.PRINT_JOB, about, job, document.pdf)
        except DeviceError as error:
            if error.code in _BEFORE_SENDING:
                raise
            return self._look_for(document.name, error.code)
        _insist(answer)
        return self._job_of(answer.first(Tag.JOB))

    def job(self, job_id: int) -> PageJob:
        answer = self._wire.ask(Operation.GET_JOB_ATTRIBUTES, _about_job(job_id))
        if answer.code == _NOT_FOUND:  # printers forget; what became of it nobody knows
            return PageJob(job_id, PageJobState.UNKNOWN, "page_printer.no_job")
        _insist(answer)
        return self._job_of(answer.first(Tag.JOB))

    def cancel(self, job_id: int) -> PageJob:
        answer = self._wire.ask(Operation.CANCEL_JOB, _about_job(job_id))
        if answer.code > _LAST_SUCCESS and _REFUSALS.get(answer.code) not in {
            "page_printer.job_ended",
            "page_printer.no_job",
        }:
            _insist(answer)
        return self.job(job_id)

    # ---- questions --------------------------------------------------------------------------------------------------

    def _printer(self) -> Attributes:
        wanted: Attributes = {"requested-attributes": one(Tag.KEYWORD, *PRINTER_ATTRIBUTES)}
        answer = self._wire.ask(Operation.GET_PRINTER_ATTRIBUTES, wanted)
        _insist(answer)
        printer = answer.first(Tag.PRINTER)
        if integer_of(printer, "printer-state") is None:
            raise ProtocolError("page_printer.garbage", retryable=True, data={"why": "no printer-state"})
        return printer

    def _find(self, name: str) -> PageJob | None:
        """The job of that name, waiting, printing or done."""
        for which in ("not-completed", "completed"):
            about: Attributes = {
                "which-jobs": one(Tag.KEYWORD, which),
                "requested-attributes": one(Tag.KEYWORD, *JOB_ATTRIBUTES),
            }
            answer = self._wire.ask(Operation.GET_JOBS, about)
            _insist(answer)
            for job in answer.all_of(Tag.JOB):
                if name in texts_of(job, "job-name"):
                    return self._job_of(job)
        return None

    def _look_for(self, name: str, code: str) -> PageJob:
        """After the line broke in the middle of a Print-Job."""
        try:
            found = self._find(name)
        except DeviceError:
            return PageJob(0, PageJobState.UNKNOWN, code)
        if found is None:  # it has not taken the job over: RFC 8011 gives it a number before it answers
            raise DeviceUnavailable("page_printer.lost", retryable=True)
        return found

    def _job_of(self, job: Attributes) -> PageJob:
        if integer_of(job, "job-id") is None:
            raise ProtocolError("page_printer.garbage", retryable=True, data={"why": "no job-id"})
        told = job_of(job, {})
        return told if told.state.ended else job_of(job, self._printer())

    # ---- paper ------------------------------------------------------------------------------------------------------

    def _check_special(self, document: PageDocument) -> None:
        if document.media is not Media.SPECIAL:
            return
        if not self._special_source:
            raise MediaError("page_printer.no_special", retryable=False)
        if self.status().details.get("special_paper") == "out":
            raise MediaError("page_printer.special_out", retryable=True)

    def _media(self, media: Media) -> Attributes:
        """A4 with the printer's own margins. PWG 5100.7 section 6.3."""
        size: Attributes = {"x-dimension": one(Tag.INTEGER, 21_000), "y-dimension": one(Tag.INTEGER, 29_700)}
        source = {"media-source": one(Tag.KEYWORD, self._special_source)} if media is Media.SPECIAL else {}
        return {"media-size": one(Tag.COLLECTION, size), "media-size-name": one(Tag.KEYWORD, A4), **source}


def _about_job(job_id: int) -> Attributes:
    wanted = one(Tag.KEYWORD, *JOB_ATTRIBUTES)
    return {"job-id": one(Tag.INTEGER, job_id), "requested-attributes": wanted}


def _insist(answer: Message) -> None:
    """Raise what a status beyond success means."""
    if answer.code <= _LAST_SUCCESS:
        return
    data = {"status": f"{answer.code:04x}"}
    if answer.code in _BUSY:
        raise MediaError("page_printer.busy", retryable=True, data=data)
    raise MediaError(_REFUSALS.get(answer.code, "page_printer.refused"), retryable=False, data=data)
