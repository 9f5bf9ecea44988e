"""A terminal's queue before a gateway: what it promised, and whether all of that arrived, once, byte for byte."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import ensure_keys
from offline_cache.attachments import Attachment
from offline_cache.cache import CacheSettings
from offline_cache.events import CacheEvent, Delivered, PutFailed, Quarantined
from offline_cache.sealing import Content, Envelope, open_envelope
from tests.gateway.terminal import TERMINAL, application, new_id
from tests.support.queueing import Kiosk, settings_at

WAIT_S = 90.0
"""For anything to happen; a soak's lines are slower than a test's."""


class Terminal(Kiosk):
    """Applies, and knows what it promised."""

    def __init__(self, settings: CacheSettings) -> None:
        super().__init__(settings, wait_s=WAIT_S)
        self.contents: dict[str, Content] = {}
        """Of what was promised, by id."""
        self.answered = threading.Event()
        """Set with every confirmation, at the moment it comes."""

    def submit(self, attachment: bytes = b"") -> None:
        item_id = new_id()
        content = application(item_id).model_dump_json().encode()
        attachments = (Attachment("scan.pdf", "application/pdf", attachment),) if attachment else ()
        self.queued(content, attachments, item_id=item_id)
        self.contents[item_id] = Content(content, attachments)

    def _post(self, event: CacheEvent) -> None:
        super()._post(event)
        if isinstance(event, Delivered):
            self.answered.set()

    def _note(self, event: CacheEvent) -> None:
        assert not isinstance(event, Quarantined | PutFailed), event
        super()._note(event)


@contextmanager
def terminal_at(gateway: EmbeddedGateway, base_url: str, state_dir: Path) -> Iterator[Terminal]:
    terminal = Terminal(settings_at(gateway, TERMINAL, state_dir, base_url=base_url, read_timeout_s=5.0)).start()
    try:
        yield terminal
    finally:
        terminal.stop()


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
        assert opened == terminal.contents[item_id]
        assert alarm == ""
        assert "keyid" in signature
    assert list((state_dir / "chunks").iterdir()) == []
