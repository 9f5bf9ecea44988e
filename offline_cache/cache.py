"""The queue as the kiosk uses it: hand a submission over and go on; events tell what becomes of it.

One thread seals and commits and looks after the file, others send. The caller's thread never touches disk or network,
and neither SQLite nor cryptography nor requests is imported before the first of them runs.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from offline_cache.attachments import Attachment, AttachmentSource
from offline_cache.clock_check import ClockCheck
from offline_cache.disk import Disk, DiskLimits
from offline_cache.errors import CacheError, OutboxError
from offline_cache.events import CacheEvent, Counts, IntakeResumed, OutboxFailed, PutFailed, Queued, Salvaged
from offline_cache.ownership import Ownership
from offline_cache.transport import Transport

if TYPE_CHECKING:
    from offline_cache.chunks import ChunkFiles
    from offline_cache.control import ControlServer
    from offline_cache.items import Channel
    from offline_cache.outbox import Outbox
    from offline_cache.signing import SignatureKey
    from offline_cache.uploader import Uploader

WAITING_PUTS = 16
"""More than this many at once cannot come from one person; beyond it `put` fails with `outbox.busy`."""

OWNER_PATIENCE_S = 2.0
"""`kiosk outbox` owns the queue for the time of one answer when no kiosk runs; it may be running just then."""

CHUNKS_DIR = "chunks"
"""Below the state directory."""

_log = logging.getLogger("offline_cache.cache")


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """Where the queue lies and where it is sent.

    `platform_public_key` is 32 raw bytes of X25519 (`sealing.PlatformKey`), `platform_receipt_key` 32 raw bytes of
    Ed25519: an item is forgotten only against a receipt signed with it (empty: not checked). The files are PEM.
    `ntp_server` as in `clock_check.ClockCheck`.
    """

    state_dir: Path
    base_url: str
    ca_file: Path
    cert_file: Path
    key_file: Path
    terminal_id: str
    platform_key_id: str
    platform_public_key: bytes
    platform_receipt_key: bytes = b""
    connect_timeout_s: float = 3.0
    read_timeout_s: float = 10.0
    ntp_server: str = ""
    keep_stored_s: float = 30 * 86_400
    keep_stored_count: int = 10_000
    disk_limits: DiskLimits = field(default_factory=DiskLimits)
    upkeep_every_s: float = 5.0
    """How often a queue that cannot be used, or has no room, is tried again."""


@dataclass(frozen=True, slots=True)
class _Put:
    id: str
    channel: str
    content: bytes = field(repr=False)
    attachments: tuple[Attachment | AttachmentSource, ...] = field(repr=False)


class OfflineCache:
    """The durable queue and its upload, for the one process that owns `state_dir`."""

    def __init__(
        self,
        settings: CacheSettings,
        post: Callable[[CacheEvent], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            post: takes events on the cache's threads (and `PutFailed` on the caller's); must not block nor raise.
            monotonic: seconds, for waiting. wall: seconds since the epoch, for recording.

        Raises:
            ValueError: `base_url` is not https.
        """
        self._settings = settings
        self._post = post
        self._monotonic = monotonic
        self._wall = wall
        self.transport = Transport(
            settings.base_url,
            ca_file=settings.ca_file,
            cert_file=settings.cert_file,
            key_file=settings.key_file,
            terminal_id=settings.terminal_id,
            connect_timeout_s=settings.connect_timeout_s,
            read_timeout_s=settings.read_timeout_s,
            wall=wall,
            clock_check=ClockCheck(settings.ntp_server, wall=wall),
        )
        """The terminal's only HTTP, for whoever else speaks to the platform."""
        self._lock = threading.Lock()
        self._stopping = False
        self._puts: queue.Queue[_Put | None] = queue.Queue()
        self._ownership: Ownership | None = None
        self._outbox: Outbox | None = None
        self._chunks: ChunkFiles | None = None
        self._signature_key: SignatureKey | None = None
        self._uploader: Uploader | None = None
        self._control: ControlServer | None = None
        self._disk = Disk(settings.state_dir, settings.disk_limits)
        self._refusal = ""
        """Why nothing is taken in; "" when all is well."""
        self._uncertain: list[str] = []
        """Puts of which the disk left open whether they are queued: answered once it works again."""
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Take the state directory and start the threads. What is found in the file goes on from where it was.

        Raises:
            OutboxError: `outbox.owned` when another process has the queue, `outbox.disk` when there is no directory.
        """
        self._ownership = Ownership(self._settings.state_dir, patience_s=OWNER_PATIENCE_S)
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Commit what was handed over, let the request under way end, close. Returns whether all that ended in time."""
        deadline_s = time.monotonic() + timeout_s
        with self._lock:
            self._stopping = True
            self._puts.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        ended = not self._thread.is_alive()
        if self._uploader is not None:
            ended &= self._uploader.stop(max(deadline_s - time.monotonic(), 0.0))
        self.transport.close()
        if self._control is not None:
            ended &= self._control.stop(max(deadline_s - time.monotonic(), 0.0))
        if ended and self._outbox is not None:
            self._outbox.close()
        if ended and self._ownership is not None:
            self._ownership.release()
        return ended

    def put(
        self,
        submission_id: str,
        channel: str,
        content: bytes,
        attachments: Sequence[Attachment | AttachmentSource] = (),
    ) -> None:
        """Seal and queue; returns at once. Exactly one `Queued` or `PutFailed` follows.

        It follows late when the disk fails in the middle of the commit: only once that works again is it certain.

        Args:
            submission_id: a UUID (`ids.uuid7`), lower case with hyphens; the idempotency key all the way.
            channel: "submission", "rating" or "custody".
            content: the plain text; it is sealed in memory and never written.
            attachments: sealed as they are read, a few MB of memory at a time. A source that is a reader belongs to the
                cache from here on: it is read once and closed.
        """
        with self._lock:
            refusal = "outbox.closed" if self._stopping else "outbox.busy" if self._puts.qsize() >= WAITING_PUTS else ""
            if not refusal:
                self._puts.put(_Put(submission_id, channel, content, tuple(attachments)))
        if refusal:
            self._post(PutFailed(submission_id, refusal))

    def counts(self) -> Counts:
        """How many items are in each state, as of the last change. From any thread; touches no disk."""
        return self._outbox.counts() if self._outbox is not None else Counts()

    def _run(self) -> None:
        self._look_after()
        while True:
            try:
                put = self._puts.get(timeout=self._settings.upkeep_every_s)
            except queue.Empty:
                self._look_after()
                continue
            if put is None:
                return
            self._answer(put)

    def _answer(self, put: _Put) -> None:
        try:
            if self._refusal:
                raise OutboxError(self._refusal, retryable=True)
            self._commit(put)
            return
        except CacheError as error:
            failure = error.code
            _log.error("not queued: id=%s %s", put.id, error)
        except Exception as bug:  # noqa: BLE001 -- a worker's loop
            # no trace: it could hold what the person wrote
            _log.error("bug while queueing: id=%s %s", put.id, type(bug).__name__)
            failure = "outbox.bug"
        if failure == "outbox.unknown":
            self._uncertain.append(put.id)
        else:
            self._post(PutFailed(put.id, failure))
        if failure == "outbox.full":
            self._disk.ran_full()
        self._look_after()

    def _look_after(self) -> None:
        """Open or mend what does not work, make room, and tell when intake stops or goes on."""
        try:
            self._upkeep()
            refusal = ""
        except CacheError as error:
            refusal = error.code
        except Exception:  # noqa: BLE001 -- a worker's loop
            _log.exception("bug while looking after the queue")
            refusal = "outbox.bug"
        if refusal != self._refusal:
            self._refusal = refusal
            if refusal:
                _log.error("intake stops: %s", refusal)
                self._post(OutboxFailed(refusal))
            else:
                _log.info("intake goes on")
                self._post(IntakeResumed())

    def _upkeep(self) -> None:
        """Raises CacheError while nothing can be taken in."""
        if self._outbox is None:
            self._outbox = self._open()
        elif self._outbox.failure:
            self._outbox.mend()
            self._report_salvage(self._outbox)
        self._tell_certain(self._outbox)
        self._disk.lay_ballast()
        if not self._disk.look():
            self._outbox.make_room()
            if not self._disk.look():
                raise OutboxError("outbox.full", retryable=True)

    def _open(self) -> Outbox:
        from offline_cache.chunks import ChunkFiles
        from offline_cache.delivery import Delivery
        from offline_cache.forgetting import Retention
        from offline_cache.outbox import Outbox
        from offline_cache.signing import SignatureKey
        from offline_cache.uploader import Uploader

        assert self._ownership is not None
        settings = self._settings
        self._signature_key = SignatureKey.from_pem(_read(settings.key_file))
        self._chunks = ChunkFiles(settings.state_dir / CHUNKS_DIR)
        outbox = Outbox(self._ownership, disk=self._disk, monotonic=self._monotonic, wall=self._wall)
        self._report_salvage(outbox)
        self._collect_orphans(self._chunks, outbox.unsettled_ids())
        self._uploader = Uploader(
            outbox,
            Delivery(self.transport, self._chunks, settings.platform_receipt_key),
            self._chunks,
            self._post,
            retention=Retention(settings.keep_stored_s, settings.keep_stored_count),
            monotonic=self._monotonic,
        )
        self._uploader.start()
        self._open_control(outbox, self._uploader, self._chunks)
        return outbox

    def _collect_orphans(self, chunks: ChunkFiles, unsettled_ids: set[str]) -> None:
        """What cannot be removed now is in nobody's way."""
        try:
            chunks.collect(unsettled_ids)
        except OutboxError as error:
            _log.error("orphans stay: %s", error)

    def _open_control(self, outbox: Outbox, uploader: Uploader, chunks: ChunkFiles) -> None:
        """A queue that cannot be asked from outside works all the same."""
        from offline_cache.administration import Administration
        from offline_cache.control import ControlServer
        from offline_cache.export import Exporter

        settings = self._settings
        exporter = Exporter(settings.terminal_id, settings.cert_file, settings.key_file, chunks.path)
        desk = Administration(outbox, self._disk, exporter, wake=uploader.wake, wall=self._wall)
        self._control = ControlServer(settings.state_dir, desk.answer)
        try:
            self._control.start()
        except OutboxError as error:
            _log.error("no control socket: %s", error)

    def _report_salvage(self, outbox: Outbox) -> None:
        salvage, outbox.salvage = outbox.salvage, None
        if salvage is not None:
            self._post(Salvaged(salvage.kept_as, salvage.recovered, salvage.lost))

    def _tell_certain(self, outbox: Outbox) -> None:
        while self._uncertain:
            item_id = self._uncertain[0]
            self._post(Queued(item_id) if outbox.holds(item_id) else PutFailed(item_id, "outbox.disk"))
            del self._uncertain[0]

    def _commit(self, put: _Put) -> None:
        from offline_cache.items import Channel
        from offline_cache.sealing import Envelope, PlatformKey, seal_stepwise

        assert self._outbox is not None
        assert self._chunks is not None
        assert self._uploader is not None
        if not self._disk.look():
            raise OutboxError("outbox.full", retryable=True, data={"free_bytes": self._disk.free_bytes()})
        channel = Channel(put.channel)
        key = PlatformKey(self._settings.platform_key_id, self._settings.platform_public_key)
        created_at = datetime.fromtimestamp(self._wall(), UTC)
        with self._chunks.writing(put.id) as chunks:
            try:
                header = seal_stepwise(put.id, put.content, put.attachments, key, chunks.add, created_at=created_at)
            except OSError as error:
                raise OutboxError("outbox.attachment", retryable=False, data={"errno": error.errno or 0}) from error
            chunks.sync()
            body = Envelope(header, chunks.inline).to_bytes()
            try:
                self._outbox.put(
                    put.id,
                    channel,
                    header.digest,
                    body,
                    on_commit=lambda: self._post(Queued(put.id)),
                    signature=self._sign(channel, put.id, body),
                )
            except OutboxError as error:
                if error.code == "outbox.unknown":
                    chunks.keep()
                raise
            chunks.keep()
        self._uploader.wake(put.id)

    def _sign(self, channel: Channel, item_id: str, body: bytes) -> str:
        from offline_cache.delivery import sign_envelope

        assert self._signature_key is not None
        return sign_envelope(self._signature_key, channel, item_id, body, created_s=int(self._wall())).to_text()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OutboxError("outbox.terminal_key", retryable=False, data={"errno": error.errno or 0}) from error
