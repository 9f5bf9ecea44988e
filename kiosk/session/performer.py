"""Does what the session wants of devices, cache and platform, and turns their answers back into events.

`perform` and `answered` run on the GUI thread and return at once: the work is done by workers, whose answers come
through the bridge. Each job has a ticket that knows the stamp it was started under.
"""

from __future__ import annotations

import itertools
import logging
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
from kiosk.platform.schema import RatingGiven, StoredAnswer
from kiosk.session import cabinet, inquiries, jobs, pages, papers, presented
from kiosk.session.application import application_of, attachments_of
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
    ScanPaper,
    SendRating,
    SurveyCabinet,
    VerifyCode,
    VerifyStaffPin,
    WatchForStaff,
    WatchPaper,
    Wipe,
)
from kiosk.session.events import (
    Acknowledged,
    CardRead,
    CertificateRead,
    CodeScanned,
    DeviceFailed,
    Enqueued,
    EnqueueFailed,
    Event,
    FaceLooked,
    HealthChanged,
    PaperUnread,
    PrintSeen,
    ReceiptPrinted,
    SendingDelayed,
    SocialSecurityCardRead,
    StaffArrived,
    StaffCardRead,
    StaffVerified,
)
from kiosk.session.handover import handover_of
from kiosk.session.model import Errand, Session, Stamp
from offline_cache.events import (
    CacheEvent,
    Delayed,
    Delivered,
    IntakeResumed,
    LinkChanged,
    OutboxFailed,
    PutFailed,
    Quarantined,
    Queued,
    Salvaged,
)
from offline_cache.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from kiosk.custody.counter import Counter
    from kiosk.platform.certificate_code import CertificateCode
    from kiosk.session.clock import Clock
    from kiosk.session.viewfinder import Viewfinder

log = logging.getLogger("kiosk.session")


_DEVICES = presented.DEVICES | papers.DEVICES | {"counter": "platform", "door": "locker", "page": "page_printer"}
"""Class of the device that a kind of job is done with, where its failure is simply told."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One job. `lasts` = it goes on when the person leaves the step (paper is not called back)."""

    stamp: Stamp
    kind: str
    serial: int
    lasts: bool = False


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
        self._read_slip = read_slip
        self._read_certificate = read_certificate
        self._record_page = record_page
        self._counter = counter
        self._terminal_id = terminal_id
        self._viewfinder = viewfinder
        self._deadlines = deadlines
        self._serial = itertools.count()
        self._running: dict[Ticket, DeviceWorker[Any]] = {}
        self._submissions: dict[str, Stamp] = {}
        self._other_prompt = threading.Event()
        self._call_off = threading.Event()
        self._unenrolled: DeviceError | None = None
        """Why the portrait of the card on hand could not be enrolled."""
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
            case WatchPaper() | ScanPaper() | PreparePaperReader() | ReadPage() | PrintReceipt():
                self._handle_paper(effect)
            case EnrolPortrait() | CheckFace() | AskOtherPrompt():
                self._compare(effect)
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
                FindPickups() | FindRoom() | ClaimOrder() | ReleaseOrder() | NoteWrongCode() | OpenDoor()
                | DisputeDoor() | SurveyCabinet() | FindThing() | ClearCell()
            ):  # fmt: skip
                self._at_cabinet(effect)
            case Enqueue(stamp, session, at):
                self._enqueue(stamp, session, at)
            case PrintPage() | CallOffPage() | RecordPage():
                self._at_page_printer(effect)
            case SendRating():
                self._send_rating(effect)
            case CancelJobs() | Wipe():
                self._end(effect)
            case _:
                raise TypeError(type(effect).__name__)

    def _end(self, wanted: CancelJobs | Wipe) -> None:
        if isinstance(wanted, Wipe):
            self._wipe(wanted.session_id)
        else:
            self._cancel(lambda ticket: ticket.stamp == wanted.stamp and not ticket.lasts)

    def _submit(
        self,
        stamp: Stamp,
        kind: str,
        worker: DeviceWorker[Any],
        work: Callable[[Any, Any], object],
        deadline_s: float,
        *,
        lasts: bool = False,
    ) -> None:
        ticket = Ticket(stamp, kind, next(self._serial), lasts)
        self._running[ticket] = worker
        try:
            worker.submit(ticket, work, deadline_s=deadline_s)
        except DeviceError as error:
            self._failed(ticket, error)

    def _print(self, stamp: Stamp, receipt: Receipt) -> None:
        self._submit(
            stamp,
            "print",
            self._crew.printer,
            lambda printer, _job: printer.print(receipt),
            self._deadlines.print_s,
            lasts=True,
        )

    def _at_page_printer(self, wanted: PrintPage | CallOffPage | RecordPage) -> None:
        if isinstance(wanted, RecordPage):
            self._record_page(wanted.session_id, wanted.page)
            return
        if isinstance(wanted, CallOffPage):
            self._call_off.set()
            return
        page, call_off = wanted.page, threading.Event()
        self._call_off = call_off
        if self._crew.page_printer is not None:
            self._submit(
                wanted.stamp,
                "page",
                self._crew.page_printer,
                lambda printer, job: pages.print_page(printer, job, page, call_off),
                self._deadlines.page_s,
            )

    def _compare(self, wanted: EnrolPortrait | CheckFace | AskOtherPrompt) -> None:
        if not isinstance(wanted, EnrolPortrait):
            self._check_face(wanted)
            return
        self._unenrolled, portrait = None, wanted.portrait
        self._submit(
            wanted.stamp,
            "enrol",
            self._crew.face,
            lambda matcher, _job: matcher.enrol(portrait),
            self._deadlines.enrol_s,
            lasts=True,
        )

    def _check_face(self, wanted: CheckFace | AskOtherPrompt) -> None:
        stamp = wanted.stamp
        if isinstance(wanted, AskOtherPrompt):
            self._other_prompt.set()
            return
        viewfinder, limit_s = self._viewfinder, self._deadlines.face_check_s
        other_prompt = self._other_prompt = threading.Event()
        self._submit(
            stamp,
            "camera",
            self._crew.camera,
            lambda camera, job: jobs.run_camera(camera, job, viewfinder),
            self._deadlines.camera_s,
        )
        self._submit(
            stamp,
            "face",
            self._crew.face,
            lambda matcher, job: jobs.check_face(matcher, job, viewfinder, limit_s, other_prompt),
            self._deadlines.face_s,
        )

    def _await(self, wanted: presented.Presented) -> None:
        """Nothing to do for what is being waited for already, or cannot come."""
        task = presented.task_of(wanted, self._crew, self._deadlines)
        waits = any(ticket.stamp == wanted.stamp and ticket.kind == task.kind for ticket in self._running)
        if task.worker is not None and not waits:
            self._submit(wanted.stamp, task.kind, task.worker, task.work, task.deadline_s)

    def _handle_paper(self, wanted: papers.Wanted | PrintReceipt) -> None:
        """What comes out, and what goes in."""
        if isinstance(wanted, PrintReceipt):
            self._print(wanted.stamp, self._write_receipt(wanted.session))
            return
        task = papers.task_of(wanted, self._crew, self._deadlines, self._viewfinder, self._clock.wall())
        if task.worker is not None:
            lasts = task.kind == papers.READING
            self._submit(wanted.stamp, task.kind, task.worker, task.work, task.deadline_s, lasts=lasts)

    def _inquire(self, inquiry: inquiries.Inquiry | ReadCertificate) -> None:
        stamp = inquiry.stamp
        if isinstance(inquiry, ReadCertificate):  # nobody needs to be asked
            self._dispatch(CertificateRead(stamp, self._read_certificate(inquiry.code)))
            return
        question = inquiries.ask(inquiry, self._read_slip, self._crew.vouch)
        kind = inquiries.PREFILL if isinstance(inquiry, FetchPrefill) else "inquiry"
        is_long = isinstance(inquiry, FetchCertificate)
        deadline_s = self._deadlines.certificate_s if is_long else self._deadlines.platform_s
        self._submit(stamp, kind, self._crew.platform, lambda client, _job: question(client), deadline_s)

    def _at_cabinet(self, wanted: cabinet.CabinetEffect) -> None:
        counter = self._counter()
        if counter is None:  # the terminal's own secret is not there yet: just started
            return
        stamp = Stamp("", 0) if isinstance(wanted, ReleaseOrder | NoteWrongCode) else wanted.stamp
        plan = cabinet.plan(wanted, counter, self._terminal_id, self._clock.wall())
        for event in plan.at_once:
            self._dispatch(event)
        if plan.question is not None:
            released = isinstance(wanted, ReleaseOrder)
            self._submit(
                stamp, "counter", self._crew.platform, plan.question, self._deadlines.platform_s, lasts=released
            )
        if plan.deed is None or self._crew.locker is None:
            return
        if isinstance(wanted, NoteWrongCode):
            self._submit(stamp, "note", self._crew.locker, plan.deed, self._deadlines.locker_s, lasts=True)
            return
        self._cancel(lambda ticket: ticket.kind == "door")  # a dispute ends the watch
        self._submit(stamp, "door", self._crew.locker, plan.deed, self._deadlines.locker_s)

    def _enqueue(self, stamp: Stamp, session: Session, at: datetime) -> None:
        submission_id = self._new_id()
        write = handover_of if session.errand is Errand.PICKUP else application_of
        content = write(session, submission_id=submission_id, terminal_id=self._terminal_id, at=at)
        self._submissions[submission_id] = stamp
        self._crew.put(submission_id, "submission", content.model_dump_json().encode(), attachments_of(session))

    def _send_rating(self, rating: SendRating) -> None:
        given = RatingGiven(
            id=self._new_id(),
            submission_id=rating.submission_id,
            grade=rating.grade,
            reasons=tuple(sorted(rating.reasons)),
            created_at=rating.at,
        )
        self._crew.put(given.id, "rating", given.model_dump_json().encode())

    def _new_id(self) -> str:
        return str(uuid7(int(self._clock.wall().timestamp() * 1000)))

    def _cancel(self, which: Callable[[Ticket], bool]) -> None:
        for ticket in [ticket for ticket in self._running if which(ticket)]:
            self._running.pop(ticket).cancel(ticket)

    def _wipe(self, session_id: str) -> None:
        self._cancel(lambda ticket: ticket.stamp.session_id == session_id and ticket.kind != "print")
        self._viewfinder.show(None)
        self._submissions = {
            submission: stamp for submission, stamp in self._submissions.items() if stamp.session_id != session_id
        }
        self._submit(
            Stamp("", 0),
            "forget",
            self._crew.face,
            lambda matcher, _job: matcher.forget(),
            self._deadlines.face_s,
            lasts=True,
        )
        if (reader := self._crew.paper_reader) is not None:
            deadline_s = self._deadlines.reading_s
            self._submit(Stamp("", 0), "forget", reader, lambda device, _job: device.forget(), deadline_s, lasts=True)

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
                self._cached(answer)

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
            case inquiries.PREFILL | "inquiry":
                self._dispatch(inquiries.failed(ticket.stamp, ticket.kind, error))
            case "print":
                # A printer that hung over the job may have printed; one that never took it has not.
                hung = error.code == f"{self._crew.printer.name}.hung"
                outcome = PrintOutcome.UNKNOWN if hung else PrintOutcome.NOT_PRINTED
                self._dispatch(ReceiptPrinted(ticket.stamp, PrintResult(outcome, error.code)))
            case "enrol":
                self._unenrolled = error  # told when the face check finds nothing to compare with
            case "camera" | "face":
                if error.code == "face.no_template" and self._unenrolled is not None:
                    error = self._unenrolled
                self._cancel(lambda other: other.stamp == ticket.stamp and other.kind in ("camera", "face"))
                self._dispatch(DeviceFailed(ticket.stamp, ticket.kind, error.code, error.retryable))
            case papers.READING:
                self._dispatch(PaperUnread(ticket.stamp, error.code))
            case kind if kind in _DEVICES:
                data = {name: str(value) for name, value in error.data.items()}
                self._dispatch(DeviceFailed(ticket.stamp, _DEVICES[kind], error.code, error.retryable, data))
            case _:
                pass  # a dead process remembers nothing

    def _cached(self, event: CacheEvent) -> None:
        match event:
            case Queued(submission_id):
                self._about(submission_id, lambda stamp: Enqueued(stamp, submission_id))
            case PutFailed(submission_id, code):
                self._about(submission_id, lambda stamp: EnqueueFailed(stamp, code))
            case Delivered(submission_id, answer):
                self._delivered(submission_id, answer)
            case Delayed(submission_id, code) | Quarantined(submission_id, code):
                self._about(submission_id, lambda stamp: SendingDelayed(stamp, submission_id, code))
            case OutboxFailed(code):
                self._health_is("outbox", DeviceStatus(DeviceState.HARDWARE_ERROR, code))
            case IntakeResumed():
                self._health_is("outbox", DeviceStatus(DeviceState.ONLINE))
            case Salvaged(kept_as, recovered, lost):
                log.error("queue rescued", extra={"kept_as": kept_as, "recovered": recovered, "lost": len(lost)})
            case LinkChanged(up, code):
                state = DeviceState.ONLINE if up else DeviceState.OFFLINE
                self._health_is("platform", DeviceStatus(state, code))

    def _about(self, submission_id: str, event: Callable[[Stamp], Event]) -> None:
        stamp = self._submissions.get(submission_id)
        if stamp is not None:
            self._dispatch(event(stamp))

    def _delivered(self, submission_id: str, answer: Mapping[str, Any]) -> None:
        """A stored envelope whose status cannot be read stays "received": stored is what counts."""
        stamp = self._submissions.pop(submission_id, None)
        if stamp is None:
            return
        try:
            status = StoredAnswer.model_validate(answer).status
        except ValueError:
            status = None
        if status is None:
            self._dispatch(SendingDelayed(stamp, submission_id, "platform.garbage"))
        else:
            self._dispatch(Acknowledged(stamp, submission_id, status))

    def _health_is(self, device: str, status: DeviceStatus) -> None:
        if self._health.get(device) == status:
            return
        self._health[device] = status
        self._dispatch(HealthChanged(Stamp("", 0), self.health))
