"""A page printer on a TCP port: speaks IPP over HTTP, runs out of paper and toner, jams, and goes silent.

Operations that faults strike (device "page_printer"):

    start     the simulator is started        missing: the port is closed; paper_out, … : so from the first moment
    status    Get-Printer-Attributes          paper_out, paper_low, toner_out, … : for this answer
    print     Print-Job                       paper_out, jammed, … strike once the job has begun, and stay;
                                              busy, refuse (`value`: the IPP status) take no job;
                                              silent, half, unplugged: the job is taken, the answer is lost
    job       Get-Job-Attributes, Get-Jobs, Cancel-Job

`silent`, `slow` (delay_s), `garbage`, `half`, `wrong` (another question's answer) and `unplugged` strike every one of
them. What stays is repaired by the switches below, or by `FaultScript.clear("page_printer")`.

A job that waits goes on when the trouble is over. `cut_power` ends it as real printers have been seen to: completed.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from drivers.faults import Fault, FaultScript, Kind
from drivers.printer.ipp_codec import (
    Attributes,
    Group,
    Message,
    Tag,
    encode,
    integer_of,
    one,
    texts_of,
)
from drivers.printer.ipp_server import UNREACHABLE, IppServer
from drivers.printer.ipp_wire import Operation
from drivers.printer.page_states import A4

_NOT_POSSIBLE, _NOT_FOUND, _FORMAT, _BUSY, _UNKNOWN = 0x0404, 0x0406, 0x040A, 0x0507, 0x0501
_PENDING, _PROCESSING, _CANCELED, _COMPLETED = 3, 5, 7, 9
_STATES: dict[Kind, dict[str, str | bool]] = {
    Kind.PAPER_OUT: {"paper": "out"},
    Kind.PAPER_LOW: {"paper": "low"},
    Kind.TONER_OUT: {"toner": "out"},
    Kind.TONER_LOW: {"toner": "low"},
    Kind.COVER_OPEN: {"cover": "open"},
    Kind.JAMMED: {"jammed": True},
    Kind.OUTPUT_FULL: {"output_full": True},
}
_OPERATIONS = {
    Operation.GET_PRINTER_ATTRIBUTES: "status",
    Operation.PRINT_JOB: "print",
    Operation.GET_JOB_ATTRIBUTES: "job",
    Operation.GET_JOBS: "job",
    Operation.CANCEL_JOB: "job",
}


@dataclass(frozen=True, slots=True)
class _State:
    paper: str = "full"  # full, low, out
    special_paper: str = "full"  # full, out
    toner: str = "full"  # full, low, out
    cover: str = "closed"  # closed, open
    jammed: bool = False
    output_full: bool = False

    def with_fault(self, kind: Kind) -> _State:
        return dataclasses.replace(self, **_STATES.get(kind, {}))  # type: ignore[arg-type]

    @property
    def stopped(self) -> bool:
        return "out" in (self.paper, self.toner) or self.cover == "open" or self.jammed or self.output_full

    def reasons(self, *, printing: bool, special: bool) -> tuple[str, ...]:
        """`special`: what is printing, or waits for it, goes onto the special paper."""
        told = {
            "media-empty-warning": self.paper == "out",
            "media-needed-warning": printing and (self.special_paper if special else self.paper) == "out",
            "media-low-report": self.paper == "low",
            "toner-empty-warning": self.toner == "out",
            "toner-low-report": self.toner == "low",
            "cover-open-error": self.cover == "open",
            "media-jam-error": self.jammed,
            "output-area-full-warning": self.output_full,
        }
        return tuple(reason for reason, holds in told.items() if holds) or ("none",)


@dataclass(slots=True)
class _Job:
    number: int
    name: str
    pdf: bytes
    source: str
    state: int = _PENDING
    sheets: int = 0


class IppSimulator:
    """Start it, give `uri` to the driver, look at `papers`. All methods may be called from any thread.

    Args:
        faults: the script shared by all simulators.
        special_source: the tray with the special paper.
        sheet_s: how long a job takes; 0 = it is done before the answer.
    """

    def __init__(self, faults: FaultScript, special_source: str = "", *, sheet_s: float = 0.0) -> None:
        self._faults = faults
        self._special_source = special_source
        self._sheet_s = sheet_s
        self._changed = threading.Condition()
        self._state = _State()
        self._jobs: list[_Job] = []
        self._papers: list[bytes] = []
        self._scripted_trouble = False
        self._print_fault: Fault | None = None
        self._running = False
        self._plugged = True
        self._server = IppServer(self)
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    def start(self) -> None:
        fault = self._faults.strike("page_printer", "start")
        with self._changed:
            self._running = True
            if fault is not None:
                self._begin_trouble(fault)
        serve = threading.Thread(target=lambda: self._server.serve_forever(0.05), name="page printer", daemon=True)
        work = threading.Thread(target=self._print, name="page printer: print", daemon=True)
        self._threads = [serve, work]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all threads and release the port. Idempotent."""
        with self._changed:
            self._running = False
            threads, self._threads = self._threads, []
            self._changed.notify_all()
        if threads:
            self._server.shutdown()
        self._server.server_close()
        for thread in threads:
            thread.join(5)

    # ---- switches for people: tests and the developer panel ----------------------------------------------

    def set_paper(self, paper: str) -> None:
        """`full`, `low` or `out`."""
        self._become(paper=paper)

    def set_special_paper(self, paper: str) -> None:
        """`full` or `out`."""
        self._become(special_paper=paper)

    def set_toner(self, toner: str) -> None:
        """`full`, `low` or `out`."""
        self._become(toner=toner)

    def set_cover(self, cover: str) -> None:
        """`closed` or `open`."""
        self._become(cover=cover)

    def set_jammed(self, jammed: bool) -> None:
        self._become(jammed=jammed)

    def set_plugged(self, plugged: bool) -> None:
        """Pull the network cable or put it back; with it pulled, connections are dropped."""
        with self._changed:
            self._plugged = plugged

    def cut_power(self) -> None:
        """Off and on again: what waited is forgotten, and called completed."""
        with self._changed:
            for job in self._jobs:
                if job.state in (_PENDING, _PROCESSING):
                    job.state = _COMPLETED
            self._print_fault = None
            self._changed.notify_all()

    # ---- what came out -----------------------------------------------------------------------------------

    @property
    def papers(self) -> list[bytes]:
        """Every document that lies in the output tray, as its PDF."""
        with self._changed:
            return list(self._papers)

    def wait_for_paper(self, timeout_s: float = 5.0) -> bytes:
        """The last document. Raises TimeoutError when none came out."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._papers), timeout_s):
                raise TimeoutError("no paper came out")
            return self._papers[-1]

    # ---- mechanism ---------------------------------------------------------------------------------------

    def _become(self, **changes: str | bool) -> None:
        with self._changed:
            self._state = dataclasses.replace(self._state, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()

    def _begin_trouble(self, fault: Fault, job: _Job | None = None) -> None:
        """`job`: under which it begins, if it does."""
        self._scripted_trouble = True
        if fault.kind is Kind.PAPER_OUT and job is not None and self._is_special(job):
            self._state = dataclasses.replace(self._state, special_paper="out")
            return
        if fault.kind in UNREACHABLE:
            self._plugged = False
        self._state = self._state.with_fault(fault.kind)

    def _end_cleared_trouble(self) -> None:
        if self._scripted_trouble and "page_printer" not in self._faults.summary():
            self._scripted_trouble, self._plugged, self._state = False, True, _State()
            self._changed.notify_all()

    def _print(self) -> None:
        """Job by job, as long as there is paper and toner and nothing is open or jammed."""
        with self._changed:
            while self._running:
                self._end_cleared_trouble()
                job = next((job for job in self._jobs if job.state in (_PENDING, _PROCESSING)), None)
                if job is not None and self._begins(job):
                    self._changed.wait_for(lambda: not self._running, self._sheet_s)
                    if job.state == _PROCESSING:
                        job.state, job.sheets = _COMPLETED, 1
                        self._papers.append(job.pdf)
                        self._changed.notify_all()
                    continue
                self._changed.wait(0.05 if self._scripted_trouble else None)

    def _begins(self, job: _Job) -> bool:
        if job.state == _PENDING:
            job.state = _PROCESSING
            if self._print_fault is not None:
                self._begin_trouble(self._print_fault, job)
                self._print_fault = None
            self._changed.notify_all()
        return not self._state.stopped and not (self._is_special(job) and self._state.special_paper == "out")

    def _is_special(self, job: _Job) -> bool:
        return job.source != "" and job.source == self._special_source

    # ---- answers -----------------------------------------------------------------------------------------

    def answer(self, request: Message) -> tuple[bytes, Fault | None]:
        """The body of the HTTP answer, and the fault that strikes the line under it."""
        name = _OPERATIONS.get(cast(Operation, request.code), "")
        fault = self._faults.strike("page_printer", name) if name else None
        kind = fault.kind if fault else None
        with self._changed:
            self._end_cleared_trouble()
            state = self._state.with_fault(kind) if kind and name == "status" else self._state
            code, groups = self._do(request, fault, state)
        number = request.request_id + 1 if kind is Kind.WRONG else request.request_id
        operation = {
            "attributes-charset": one(Tag.CHARSET, "utf-8"),
            "attributes-natural-language": one(Tag.NATURAL_LANGUAGE, "en"),
        }
        answer = encode(Message(code, number, (Group(Tag.OPERATION, operation), *groups)))
        return (b"\xff" * 40 if kind is Kind.GARBAGE else answer), fault

    def _do(self, request: Message, fault: Fault | None, state: _State) -> tuple[int, tuple[Group, ...]]:
        about = request.first(Tag.OPERATION)
        match request.code:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return 0, (Group(Tag.PRINTER, self._printer(state)),)
            case Operation.PRINT_JOB:
                return self._take(request, about, fault)
            case Operation.GET_JOBS:
                ended = texts_of(about, "which-jobs") == ("completed",)
                jobs = (job for job in reversed(self._jobs) if (job.state > _PROCESSING) == ended)
                return 0, tuple(Group(Tag.JOB, _told(job)) for job in jobs)
            case Operation.GET_JOB_ATTRIBUTES | Operation.CANCEL_JOB:
                return self._about_one(request.code, integer_of(about, "job-id"))
            case _:
                return _UNKNOWN, ()

    def _take(self, request: Message, about: Attributes, fault: Fault | None) -> tuple[int, tuple[Group, ...]]:
        if fault is not None and fault.kind in (Kind.BUSY, Kind.REFUSE):
            return fault.value or _BUSY, ()
        if texts_of(about, "document-format") != ("application/pdf",):
            return _FORMAT, ()
        wanted = [entry.value for entry in request.first(Tag.JOB).get("media-col", ())]
        sources = [texts_of(media, "media-source") for media in wanted if isinstance(media, Mapping)]
        source = next((name for names in sources for name in names), "")
        name = next(iter(texts_of(about, "job-name")), "")
        job = _Job(len(self._jobs) + 1, name, request.data, source)
        self._jobs.append(job)
        if fault is not None and fault.kind in _STATES:
            self._print_fault = fault
        self._changed.notify_all()
        if not self._sheet_s:
            self._changed.wait_for(lambda: job.state > _PROCESSING or self._scripted_trouble, 1.0)
        return 0, (Group(Tag.JOB, _told(job)),)

    def _about_one(self, code: int, number: int | None) -> tuple[int, tuple[Group, ...]]:
        job = next((job for job in self._jobs if job.number == number), None)
        if job is None:
            return _NOT_FOUND, ()
        if code == Operation.CANCEL_JOB:
            if job.state > _PROCESSING:
                return _NOT_POSSIBLE, ()
            job.state = _CANCELED
            self._changed.notify_all()
        return 0, (Group(Tag.JOB, _told(job)),)

    def _printer(self, state: _State) -> Attributes:
        now = next((job for job in self._jobs if job.state == _PROCESSING), None)
        printing, special = now is not None, now is not None and self._is_special(now)
        trays = [_tray("main", {"full": 200, "low": 5, "out": 0}[state.paper], 250)]
        if self._special_source:
            trays.append(_tray(self._special_source, 20 if state.special_paper == "full" else 0, 25))
        return {
            "printer-state": one(Tag.ENUM, 5 if state.stopped else 4 if printing else 3),
            "printer-state-reasons": one(Tag.KEYWORD, *state.reasons(printing=printing, special=special)),
            "printer-is-accepting-jobs": one(Tag.BOOLEAN, True),
            "printer-input-tray": one(Tag.OCTETS, *trays),
            "media-ready": one(Tag.KEYWORD, A4),
            "document-format-supported": one(Tag.MIME_TYPE, "application/pdf"),
            "queued-job-count": one(Tag.INTEGER, sum(job.state <= _PROCESSING for job in self._jobs)),
            "printer-make-and-model": one(Tag.TEXT, "Simulated page printer"),
        }

    # ---- the line, for the server ------------------------------------------------------------------------

    @property
    def plugged(self) -> bool:
        with self._changed:
            self._end_cleared_trouble()
            return self._plugged

    def wait(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._running, seconds)

    def unplug(self, fault: Fault) -> None:
        with self._changed:
            self._begin_trouble(fault)


def _told(job: _Job) -> Attributes:
    reasons = {_COMPLETED: "job-completed-successfully", _CANCELED: "job-canceled-by-user", _PROCESSING: "job-printing"}
    return {
        "job-id": one(Tag.INTEGER, job.number),
        "job-name": one(Tag.NAME, job.name),
        "job-state": one(Tag.ENUM, job.state),
        "job-state-reasons": one(Tag.KEYWORD, reasons.get(job.state, "none")),
        "job-media-sheets-completed": one(Tag.INTEGER, job.sheets),
    }


def _tray(name: str, level: int, capacity: int) -> bytes:
    size = "mediafeed=29700;mediaxfeed=21000"
    return f"type=sheetFeedAutoRemovableTray;{size};maxcapacity={capacity};level={level};status=0;name={name};".encode()
