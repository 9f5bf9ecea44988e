"""Does what the session wants of devices, cache and platform, and turns their answers back into events.

`perform` and `answered` run on the GUI thread and return at once: the work is done by workers, whose answers come
through the bridge. Each job has a ticket that knows the stamp it was started under.
"""

from __future__ import annotations

import itertools
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.receipt_printer import PrintOutcome, PrintResult, Receipt
from drivers.contract.smart_card import SocialSecurityCard, StaffCard, StaffIdentity
from drivers.errors import DeviceError
from drivers.worker import DeviceWorker, JobDone, JobFailed, JobProgress, StatusChanged, WorkerEvent
from kiosk.paper.page_print import PagePrint
from kiosk.session import cabinet, delivery, face_check, inquiries, jobs, pages, papers, presented
from kiosk.session.crew import Crew, Deadlines
from kiosk.session.effects import (
    AskOtherPrompt,
    AwaitCard,
    AwaitCode,
    AwaitSocialCard,
    AwaitStaffCard,
    CallOffPage,
    CancelJobs,
    CheckFace,
    ClaimOrder,
    ClearCell,
    DisputeDoor,
    Effect,
    Enqueue,
    EnrolPortrait,
    FetchCertificate,
    FetchPrefill,
    FindPickups,
    FindRoom,
    FindThing,
    LookUpReceipt,
    NotePapersLeft,
    NoteShown,
    NoteWrongCode,
    OpenDoor,
    PreparePaperReader,
    PrintPage,
    PrintReceipt,
    ReadCertificate,
    ReadPage,
    RecordPage,
    RedeemStaffCode,
    ReleaseOrder,
    SayShut,
    ScanPaper,
    SendRating,
    SurveyCabinet,
    TypesetCopy,
    VerifyCode,
    VerifyStaffPin,
    WatchForStaff,
    WatchPaper,
    Wipe,
)
from kiosk.session.events import (
    CardRead,
    CertificateRead,
    CodeScanned,
    DeviceFailed,
    Event,
    FaceLooked,
    HealthChanged,
    PaperUnread,
    PrintSeen,
    ReceiptPrinted,
    SocialSecurityCardRead,
    StaffArrived,
    StaffCardRead,
    StaffVerified,
)
from kiosk.session.model import Session, Stamp
from kiosk.session.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.custody.counter import Counter
    from kiosk.platform.certificate_code import CertificateCode
    from kiosk.session.clock import Clock
    from kiosk.session.viewfinder import Viewfinder
    from offline_cache.events import CacheEvent

_DEVICES = presented.DEVICES | papers.DEVICES | {"counter": "platform", "door": "locker", "page": "page_printer"}
"""Class of the device that a kind of job is done with, where its failure is simply told."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One job. `lasts`: see `Task`."""

    stamp: Stamp
    kind: str
    serial: int
    lasts: bool


@dataclass(slots=True)
class WireTime:
    """Seconds that answers spent on wires, for whoever measures the machine's own time."""

    total_s: float = 0.0


class Performer:
    """The session's hands.

    Args:
        crew: workers and cache.
        dispatch: takes the events made of their answers (the runtime's).
        write_receipt: lays out the receipt of a session.
        slip: what the code on that receipt says; "" while nothing can be signed.
        read_slip, read_certificate: read the code of a receipt, and of a certificate; None for what nobody signed.
        record_page: keeps what became of a page, by session.
        counter: knows who may have what out of the cabinet; None while it is not there.
        terminal_id: stands in every application.
    """

    def __init__(
        self,
        crew: Crew,
        *,
        clock: Clock,
        dispatch: Callable[[Event], None],
        write_receipt: Callable[[Session], Receipt],
        read_slip: inquiries.ReadSlip,
        read_certificate: Callable[[str], CertificateCode | None],
        slip: Callable[[Session], str] = lambda _session: "",
        record_page: Callable[[str, PagePrint], None] = lambda _session_id, _page: None,
        counter: Callable[[], Counter | None] = lambda: None,
        terminal_id: str,
        viewfinder: Viewfinder,
        deadlines: Deadlines = Deadlines(),  # noqa: B008 (frozen)
    ) -> None:
        self._crew = crew
        self._clock = clock
        self._dispatch = dispatch
        self._write_receipt = write_receipt
        self._slip = slip
        self._read_slip = read_slip
        self._read_certificate = read_certificate
        self._record_page = record_page
        self._counter = counter
        self._terminal_id = terminal_id
        self._viewfinder = viewfinder
        self._deadlines = deadlines
        self._serial = itertools.count()
        self._running: dict[Ticket, DeviceWorker[Any]] = {}
        self._call_off = threading.Event()
        self._delivery = delivery.Delivery(crew.put, clock, terminal_id)
        self._face = face_check.FaceCheck(crew, deadlines, viewfinder)
        self._health: dict[str, DeviceStatus] = {
            worker.name: DeviceStatus(DeviceState.STARTING) for worker in crew.workers()
        }
        self.wire = WireTime()

    @property
    def health(self) -> Mapping[str, DeviceStatus]:
        """Device class → last known status."""
        return dict(self._health)

    # ---- effects -----------------------------------------------------------------------------------------------------

    def perform(self, effect: Effect) -> None:
        match effect:
            case (
                AwaitCard() | AwaitSocialCard() | AwaitStaffCard() | VerifyStaffPin() | WatchForStaff() | AwaitCode()
            ):  # fmt: skip
                self._await(effect)
            case WatchPaper() | ScanPaper() | PreparePaperReader() | ReadPage() | PrintReceipt() | NotePapersLeft():
                self._handle_paper(effect)
            case EnrolPortrait() | CheckFace() | AskOtherPrompt():
                for task in self._face.tasks_of(effect):
                    self._submit(effect.stamp, task)
            case (
                ReadCertificate()
                | FetchPrefill()
                | VerifyCode()
                | RedeemStaffCode()
                | LookUpReceipt()
                | FetchCertificate()
            ):
                self._inquire(effect)
            case (
                FindPickups() | FindRoom() | NoteShown() | ClaimOrder() | ReleaseOrder() | NoteWrongCode() | OpenDoor()
                | DisputeDoor() | SayShut() | SurveyCabinet() | FindThing() | ClearCell()
            ):  # fmt: skip
                self._at_cabinet(effect)
            case Enqueue() | SendRating():
                self._delivery.hand_over(effect)
            case TypesetCopy() | PrintPage() | CallOffPage() | RecordPage():
                self._at_page_printer(effect)
            case CancelJobs() | Wipe():
                self._end(effect)
            case _:
                raise TypeError(type(effect).__name__)

    def _end(self, wanted: CancelJobs | Wipe) -> None:
        if isinstance(wanted, Wipe):
            self._wipe(wanted.session_id)
        else:
            self._cancel(lambda ticket: ticket.stamp == wanted.stamp and not ticket.lasts)

    def _submit(self, stamp: Stamp, task: Task) -> None:
        if task.worker is None:
            return
        ticket = Ticket(stamp, task.kind, next(self._serial), task.lasts)
        self._running[ticket] = task.worker
        try:
            task.worker.submit(ticket, task.work, deadline_s=task.deadline_s)
        except DeviceError as error:
            self._failed(ticket, error)

    def _at_page_printer(self, wanted: TypesetCopy | PrintPage | CallOffPage | RecordPage) -> None:
        if isinstance(wanted, RecordPage):
            self._record_page(wanted.session_id, wanted.page)
            return
        if isinstance(wanted, CallOffPage):
            self._call_off.set()
            return
        if isinstance(wanted, TypesetCopy):
            session = wanted.session
            copying = pages.typesetting(session, self._slip(session), self._terminal_id, self._crew, self._deadlines)
            self._submit(wanted.stamp, copying)
            return
        self._call_off = threading.Event()
        self._submit(wanted.stamp, pages.task_of(wanted.page, self._call_off, self._crew, self._deadlines))

    def _await(self, wanted: presented.Presented) -> None:
        """Nothing to do for what is being waited for already."""
        task = presented.task_of(wanted, self._crew, self._deadlines)
        waits = any(ticket.stamp == wanted.stamp and ticket.kind == task.kind for ticket in self._running)
        if not waits:
            self._submit(wanted.stamp, task)

    def _handle_paper(self, wanted: papers.Wanted | PrintReceipt | NotePapersLeft) -> None:
        """What comes out, and what goes in."""
        if isinstance(wanted, NotePapersLeft):
            papers.note_left()
            return
        if isinstance(wanted, PrintReceipt):
            receipt = self._write_receipt(wanted.session)
            deadline_s = self._deadlines.print_s
            task = Task(
                "print", self._crew.printer, lambda printer, _job: printer.print(receipt), deadline_s, lasts=True
            )
        else:
            task = papers.task_of(wanted, self._crew, self._deadlines, self._viewfinder, self._clock.wall())
        self._submit(wanted.stamp, task)

    def _inquire(self, inquiry: inquiries.Inquiry | ReadCertificate) -> None:
        if isinstance(inquiry, ReadCertificate):  # nobody needs to be asked
            self._dispatch(CertificateRead(inquiry.stamp, self._read_certificate(inquiry.code)))
        else:
            self._submit(inquiry.stamp, inquiries.task_of(inquiry, self._crew, self._deadlines, self._read_slip))

    def _at_cabinet(self, wanted: cabinet.CabinetEffect) -> None:
        counter = self._counter()
        if counter is None:  # the terminal's own secret is not there yet: just started
            return
        stamp = Stamp("", 0) if isinstance(wanted, ReleaseOrder | NoteWrongCode) else wanted.stamp
        if isinstance(wanted, FindPickups | FindThing):  # an answer to what was asked before would say less
            self._cancel(lambda ticket: ticket.stamp == stamp and ticket.kind == "counter")
        plan = cabinet.plan(wanted, counter, self._terminal_id, self._clock.wall())
        for event in plan.at_once:
            self._dispatch(event)
        crew, deadlines = self._crew, self._deadlines
        if plan.question is not None:
            lasts = isinstance(wanted, ReleaseOrder)
            self._submit(stamp, Task("counter", crew.platform, plan.question, deadlines.platform_s, lasts=lasts))
        if plan.deed is None:
            return
        if isinstance(wanted, NoteWrongCode):
            self._submit(stamp, Task("note", crew.locker, plan.deed, deadlines.locker_s, lasts=True))
            return
        self._cancel(lambda ticket: ticket.kind == "door")  # a dispute ends the watch
        self._submit(stamp, Task("door", crew.locker, plan.deed, deadlines.locker_s))

    def _cancel(self, which: Callable[[Ticket], bool]) -> None:
        for ticket in [ticket for ticket in self._running if which(ticket)]:
            self._running.pop(ticket).cancel(ticket)

    def _wipe(self, session_id: str) -> None:
        self._cancel(lambda ticket: ticket.stamp.session_id == session_id and ticket.kind != "print")
        self._viewfinder.show(None)
        self._delivery.forget(session_id)
        for forgetting in (self._face.forgetting(), papers.forgetting(self._crew, self._deadlines)):
            self._submit(Stamp("", 0), forgetting)

    # ---- answers -----------------------------------------------------------------------------------------------------

    def answered(self, answer: WorkerEvent | CacheEvent) -> None:
        """Turn what a worker or the cache posted into what it means for the session."""
        match answer:
            case StatusChanged(worker, status):
                self._health_is(worker, status)
            case JobProgress(_, ticket, value):
                if isinstance(ticket, Ticket) and ticket in self._running:
                    self._progressed(ticket, value)
            case JobDone(_, ticket, value):
                if isinstance(ticket, Ticket) and self._running.pop(ticket, None) is not None:
                    self._done(ticket, value)
            case JobFailed(_, ticket, error):
                if isinstance(ticket, Ticket) and self._running.pop(ticket, None) is not None:
                    self._failed(ticket, error)
            case _:
                self._heard_of_queue(answer)

    def _progressed(self, ticket: Ticket, value: object) -> None:
        if isinstance(value, jobs.FaceSeen):
            self._looked(ticket, value)
        elif isinstance(value, PagePrint):
            self._dispatch(PrintSeen(ticket.stamp, value))
        elif (event := papers.answered(ticket.stamp, value) or cabinet.answered(ticket.stamp, value)) is not None:
            self._dispatch(event)

    def _done(self, ticket: Ticket, value: object) -> None:
        match value:
            case jobs.CardOnReader(card, wire_s):
                self.wire.total_s += wire_s
                self._dispatch(CardRead(ticket.stamp, card, self._clock.wall()))
            case SocialSecurityCard():
                self._dispatch(SocialSecurityCardRead(ticket.stamp, value))
            case jobs.FaceSeen():
                self._cancel(lambda other: other.kind == "camera" and other.stamp == ticket.stamp)
                self._looked(ticket, value)
            case StaffCard():
                self._dispatch(StaffCardRead(ticket.stamp, value))
            case StaffIdentity():
                self._dispatch(StaffVerified(ticket.stamp, value, self._clock.wall()))
            case jobs.StaffCardSeen():
                self._dispatch(StaffArrived(ticket.stamp, uuid.uuid4().hex))
            case jobs.CodeSeen(payload):
                self._dispatch(CodeScanned(ticket.stamp, payload, uuid.uuid4().hex))
            case PrintResult():
                self.wire.total_s += value.wire_s
                self._dispatch(ReceiptPrinted(ticket.stamp, value))
            case _:
                event = inquiries.answered(ticket.stamp, value, self._clock.wall())
                event = (
                    event
                    or papers.answered(ticket.stamp, value)
                    or pages.answered(ticket.stamp, value)
                    or cabinet.answered(ticket.stamp, value)
                )
                if event is not None:  # enrolled, forgotten, camera off
                    self._dispatch(event)

    def _looked(self, ticket: Ticket, seen: jobs.FaceSeen) -> None:
        self._dispatch(FaceLooked(ticket.stamp, seen.look, seen.engine, self._clock.wall()))

    def _failed(self, ticket: Ticket, error: DeviceError) -> None:
        match ticket.kind:
            case inquiries.PREFILL | inquiries.OTHER:
                self._dispatch(inquiries.failed(ticket.stamp, ticket.kind, error))
            case "print":
                # A printer that hung over the job may have printed; one that never took it has not.
                hung = error.code == f"{self._crew.printer.name}.hung"
                outcome = PrintOutcome.UNKNOWN if hung else PrintOutcome.NOT_PRINTED
                self._dispatch(ReceiptPrinted(ticket.stamp, PrintResult(outcome, error.code)))
            case face_check.ENROLMENT:
                self._face.not_enrolled(error)
            case kind if kind in face_check.CHECK:
                error = self._face.reason_of(error)
                self._cancel(lambda other: other.stamp == ticket.stamp and other.kind in face_check.CHECK)
                self._dispatch(DeviceFailed(ticket.stamp, ticket.kind, error.code, error.retryable))
            case papers.READING:
                self._dispatch(PaperUnread(ticket.stamp, error.code))
            case kind if kind in _DEVICES:
                data = {name: str(value) for name, value in error.data.items()}
                self._dispatch(DeviceFailed(ticket.stamp, _DEVICES[kind], error.code, error.retryable, data))
            case _:
                pass  # a dead process remembers nothing

    def _heard_of_queue(self, answer: CacheEvent) -> None:
        if (health := delivery.health_of(answer)) is not None:
            self._health_is(*health)
        elif (event := self._delivery.answered(answer)) is not None:
            self._dispatch(event)

    def _health_is(self, device: str, status: DeviceStatus) -> None:
        if self._health.get(device) == status:
            return
        self._health[device] = status
        self._dispatch(HealthChanged(Stamp("", 0), self.health))
