"""Taking envelopes in: check the form, open, decide, store, answer.

Every well-formed envelope of an enrolled terminal is stored. What cannot be opened or understood is stored with an
alarm and left for staff: never an error towards the terminal. Attachments of a large one are there before it is; they
stay sealed until somebody reads them.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from pydantic import TypeAdapter, ValidationError

from kiosk.gateway import custody_records, originals
from kiosk.gateway.chunk_store import ChunkStore
from kiosk.gateway.decisions import decide, left_for_staff, signed_for
from kiosk.gateway.platform_keys import KeyRing
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Arrived, Channel, DigestConflict, Kept, Register, Store
from kiosk.gateway.working_days import WorkingDays
from kiosk.platform.custody import CustodyReport
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import Application, Handover, RatingGiven, StorageReceipt, StoredAnswer, SubmissionStatus
from offline_cache.sealing import Envelope, Opener, SealError

CHINA_TIME = timezone(timedelta(hours=8), "CST")
REPEAT_WINDOW = timedelta(hours=24)

_SUBMITTED: TypeAdapter[Application | Handover] = TypeAdapter(Application | Handover)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    store: Store
    chunks: ChunkStore
    keys: KeyRing
    items: Mapping[str, ServiceItem]
    working_days: WorkingDays
    region: str
    now: Callable[[], datetime]

    def submission(self, submission_id: str, body: bytes, terminal_id: str, signature: str = "") -> Kept:
        """Take in an application, or what was signed for at a cabinet. Returns once it is on the disk.

        Args:
            signature: the terminal's over the request that brought it, kept beside it.

        Raises:
            Refusal: 422 for what is no envelope of this id, 425 while chunks are missing (`missing` names them), 409
                for another digest.
            StoreUnavailable, OSError: nothing was stored, or nobody knows.
        """
        arrived, envelope = self._arrived(Channel.SUBMISSION, submission_id, body, terminal_id, signature)
        content: Application | Handover | None = None
        try:
            content = _SUBMITTED.validate_json(self._content(envelope))
            alarm = _mismatch(content, arrived)
        except (SealError, ValidationError) as error:
            alarm = _alarm(error)
        arrived = replace(arrived, alarm=alarm)

        def settle(register: Register) -> str:
            self._hold_chunks(envelope, register)
            status = left_for_staff() if content is None or alarm else self._decide(content, arrived, register)
            register.add_submission(arrived, content, status)
            if isinstance(content, Handover) and not alarm:
                originals.shown(register.execute, content, arrived.stored_at)
            return self._answer(arrived, status)

        return self._put(arrived, settle)

    def rating(self, rating_id: str, body: bytes, terminal_id: str, signature: str = "") -> Kept:
        """Take in a rating. Raises like `submission`."""
        arrived, envelope = self._arrived(Channel.RATING, rating_id, body, terminal_id, signature)
        rating: RatingGiven | None = None
        try:
            rating = RatingGiven.model_validate_json(self._content(envelope))
            alarm = "" if rating.id == rating_id else "content.id"
        except (SealError, ValidationError) as error:
            alarm = _alarm(error)
        arrived = replace(arrived, alarm=alarm)

        def settle(register: Register) -> str:
            self._hold_chunks(envelope, register)
            if rating is not None and not alarm:
                register.add_rating(rating)
            return self._answer(arrived, None)

        return self._put(arrived, settle)

    def custody(self, report_id: str, body: bytes, terminal_id: str, signature: str = "") -> Kept:
        """Take in what a terminal recorded of a cell, and do what follows. Raises like `submission`."""
        arrived, envelope = self._arrived(Channel.CUSTODY, report_id, body, terminal_id, signature)
        report: CustodyReport | None = None
        try:
            report = CustodyReport.model_validate_json(self._content(envelope))
            alarm = _mismatch(report, arrived)
        except (SealError, ValidationError) as error:
            alarm = _alarm(error)
        arrived = replace(arrived, alarm=alarm)

        def settle(register: Register) -> str:
            self._hold_chunks(envelope, register)
            if report is not None and not alarm:
                wrong = custody_records.add_record(register.execute, report, arrived.stored_at)
                if wrong:
                    _log.error("custody %s of %s: %s", arrived.id, terminal_id, wrong)
            return self._answer(arrived, None)

        return self._put(arrived, settle)

    def _content(self, envelope: Envelope) -> bytes:
        """The first stream alone: attachments need not be opened for a decision. Raises SealError."""
        return b"".join(Opener(envelope.header, self.keys.sealing).stream(0, self._chunks_of(envelope)))

    def _chunks_of(self, envelope: Envelope) -> Iterator[bytes]:
        for listed, inline in zip(envelope.header.chunks, envelope.chunks, strict=True):
            yield inline if inline is not None else self.chunks.get(envelope.header.id, listed.sha256)

    def _arrived(
        self, channel: Channel, envelope_id: str, body: bytes, terminal_id: str, signature: str
    ) -> tuple[Arrived, Envelope]:
        try:
            envelope = Envelope.parse(body)
        except SealError as error:
            raise Refusal(422, "envelope.malformed", {"reason": error.code}) from error
        if envelope.header.id != envelope_id:
            raise Refusal(422, "envelope.id")
        self._need_chunks(envelope)
        at = self.now().astimezone(UTC)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        digest = envelope.header.digest
        return Arrived(channel, envelope_id, digest, terminal_id, at, body, signature=signature), envelope

    def _hold_chunks(self, envelope: Envelope, register: Register) -> None:
        """Those that came apart are still there, and stay: a purge sees the envelope first (`kiosk.gateway.purge`)."""
        if None in envelope.chunks:
            register.hold(envelope.header.id)
            self._need_chunks(envelope)

    def _need_chunks(self, envelope: Envelope) -> None:
        pairs = zip(envelope.header.chunks, envelope.chunks, strict=True)
        sent_apart = [listed.sha256 for listed, inline in pairs if inline is None]
        if sent_apart and (missing := self.chunks.missing(envelope.header.id, sent_apart)):
            raise Refusal(425, "envelope.incomplete", {"missing": missing})

    def _decide(self, content: Application | Handover, arrived: Arrived, register: Register) -> SubmissionStatus:
        today = arrived.stored_at.astimezone(CHINA_TIME).date()
        if isinstance(content, Handover) and content.signature is None:
            return left_for_staff()
        if isinstance(content, Handover):
            return signed_for(register.next_acceptance_number(self.region, today))
        return decide(
            content,
            self.items.get(content.item_code),
            is_repeated=register.has_applied(content, arrived.stored_at - REPEAT_WINDOW),
            today=today,
            working_days=self.working_days,
            next_acceptance_number=lambda: register.next_acceptance_number(self.region, today),
        )

    def _answer(self, arrived: Arrived, status: SubmissionStatus | None) -> str:
        receipt = StorageReceipt(
            id=arrived.id,
            digest=arrived.digest,
            stored_at=arrived.stored_at,
            key_id=self.keys.receipt_key_id,
            signature="",
        )
        stored_at = receipt.model_dump(mode="json")["stored_at"]
        signature = self.keys.sign_receipt(arrived.id, arrived.digest, stored_at)
        signed = receipt.model_copy(update={"signature": signature})
        return StoredAnswer(receipt=signed, status=status).model_dump_json()

    def _put(self, arrived: Arrived, settle: Callable[[Register], str]) -> Kept:
        try:
            kept = self.store.put(arrived, settle)
        except DigestConflict as error:
            _log.error("%s %s conflicts with the stored digest", arrived.channel, arrived.id)
            raise Refusal(409, "envelope.conflict") from error
        if kept.is_new and arrived.alarm:
            _log.error("%s %s stored, not understood: %s", arrived.channel, arrived.id, arrived.alarm)
        elif kept.is_new:
            _log.info("%s %s stored", arrived.channel, arrived.id)
        return kept


def _mismatch(content: Application | Handover | CustodyReport, arrived: Arrived) -> str:
    """Whether the sealed part contradicts who sent it and under which id."""
    if content.id != arrived.id:
        return "content.id"
    return "" if content.terminal_id == arrived.terminal_id else "content.terminal"


def _alarm(error: SealError | ValidationError) -> str:
    return error.code if isinstance(error, SealError) else "content.malformed"
