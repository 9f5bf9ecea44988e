"""A terminal's queue before a gateway: what it promised, and whether all of that arrived, once, byte for byte."""

import base64
import queue
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import ensure_keys
from offline_cache.attachments import Attachment
from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.events import CacheEvent, Delivered, PutFailed, Quarantined, Queued
from offline_cache.sealing import Content, Envelope, open_envelope
from tests.gateway.terminal import TERMINAL, application, new_id

WAIT_S = 90.0
"""For anything to happen; a soak's lines are slower than a test's."""


@dataclass
class Terminal:
    """An `OfflineCache` that counts what it promised."""

    cache: OfflineCache
    events: "queue.Queue[CacheEvent]"
    promised: dict[str, Content] = field(default_factory=dict)
    delivered: list[str] = field(default_factory=list)
    answered: threading.Event = field(default_factory=threading.Event)
    """Set with every confirmation, at the moment it comes."""

    def submit(self, attachment: bytes = b"") -> None:
        item_id = new_id()
        content = application(item_id).model_dump_json().encode()
        attachments = (Attachment("scan.pdf", "application/pdf", attachment),) if attachment else ()
        self.cache.put(item_id, "submission", content, attachments)
        while not isinstance(event := self.events.get(timeout=WAIT_S), Queued | PutFailed):
            self._note(event)
        assert event == Queued(item_id)
        self.promised[item_id] = Content(content, attachments)

    def drain(self, within_s: float = WAIT_S) -> None:
        """Wait until nothing is left to send."""
        deadline_s = time.monotonic() + within_s
        while len(self.delivered) < len(self.promised):
            self._note(self.events.get(timeout=max(deadline_s - time.monotonic(), 0.01)))

    def _note(self, event: CacheEvent) -> None:
        assert not isinstance(event, Quarantined | PutFailed), event
        if isinstance(event, Delivered) and event.id not in self.delivered:  # told again when the ack was not noted
            self.delivered.append(event.id)


@contextmanager
def terminal_at(gateway: EmbeddedGateway, base_url: str, state_dir: Path) -> Iterator[Terminal]:
    keys = ensure_keys(GatewayPaths(gateway.state_dir)).public()
    events: queue.Queue[CacheEvent] = queue.Queue()
    answered = threading.Event()

    def post(event: CacheEvent) -> None:
        events.put(event)
        if isinstance(event, Delivered):
            answered.set()

    settings = CacheSettings(
        state_dir=state_dir,
        base_url=base_url,
        ca_file=gateway.ca_file,
        cert_file=gateway.cert_file,
        key_file=gateway.key_file,
        terminal_id=TERMINAL,
        platform_key_id=keys.sealing_key_id,
        platform_public_key=base64.b64decode(keys.sealing_public_key),
        platform_receipt_key=base64.b64decode(keys.receipt_public_key),
        read_timeout_s=5.0,
    )
    terminal = Terminal(OfflineCache(settings, post), events, answered=answered)
    terminal.cache.start()
    try:
        yield terminal
    finally:
        assert terminal.cache.stop(WAIT_S)


def check_everything_arrived_once(terminal: Terminal, gateway: EmbeddedGateway, state_dir: Path) -> None:
    """Held against the gateway's database and chunks, and the terminal's own record of what it sealed."""
    paths = GatewayPaths(gateway.state_dir)
    chunks, keys = ChunkFolder(paths.chunks), ensure_keys(paths).sealing
    with closing(sqlite3.connect(state_dir / "outbox.sqlite")) as outbox:
        sealed = dict(outbox.execute("SELECT id, digest FROM item").fetchall())
        states = {state for (state,) in outbox.execute("SELECT state FROM item")}
    with closing(sqlite3.connect(paths.database)) as database:
        rows = database.execute("SELECT id, digest, body, alarm, signature FROM envelopes").fetchall()
        applied = {row[0] for row in database.execute("SELECT id FROM submissions")}
        numbers = [row[0] for row in database.execute("SELECT acceptance_number FROM submissions")]
    rows = [row for row in rows if row[0] in terminal.promised]
    assert sorted(row[0] for row in rows) == sorted(terminal.promised)
    assert applied >= set(terminal.promised)
    assert len(set(numbers)) == len(numbers)
    assert states == {"stored"}
    for item_id, digest, body, alarm, signature in rows:
        envelope = Envelope.parse(body)
        assert sealed[item_id] == digest == envelope.header.digest
        pairs = zip(envelope.header.chunks, envelope.chunks, strict=True)
        whole = tuple(inline or chunks.get(item_id, listed.sha256) for listed, inline in pairs)
        opened = open_envelope(Envelope.parse(Envelope(envelope.header, whole).to_bytes()), keys)
        assert opened == terminal.promised[item_id]
        assert alarm == ""
        assert "keyid" in signature
    assert list((state_dir / "chunks").iterdir()) == []
