"""Sending what waits to the real gateway over mutual TLS, beside a loop of `requests` with as many connections."""

from __future__ import annotations

import base64
import os
import queue
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import requests

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache.attachments import Attachment
from offline_cache.chunks import ChunkFiles
from offline_cache.delivery import CHUNK_TYPE, Delivery, sign_envelope
from offline_cache.events import CacheEvent, Delivered, Quarantined
from offline_cache.forgetting import Retention
from offline_cache.ids import uuid7
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.sealing import ENVELOPE_TYPE, Envelope, PlatformKey, seal_stepwise
from offline_cache.signing import Signature, SignatureKey
from offline_cache.transport import Transport, content_digest
from offline_cache.uploader import CONNECTIONS, Uploader
from tests.bench.backlog import queue_all
from tests.bench.figure import Figure

TERMINAL = "SZ-FT-0001"
CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
PATIENCE_S = 120.0
DRAIN_S = 900.0
"""For all of it, on a machine that is busy with other things."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An item as it is queued; `strays` are the chunks that travel on their own, by name."""

    id: str
    digest: str
    body: bytes
    signature: Signature
    strays: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent in one go, and how often each of the two sends it."""

    name: str
    what: str
    count: int
    content_bytes: int
    attachment_bytes: int
    limit: float
    pairs: int


LOADS = (
    Load("small", "items of 2 KB", 5000, 2048, 0, 0.85, pairs=3),
    Load("large", "items with an attachment of 2 MB", 100, 2048, 2 * 1024 * 1024, 0.80, pairs=5),
)


class Bench:
    """One gateway, and items sealed for it."""

    def __init__(self, gateway: EmbeddedGateway, folder: Path) -> None:
        self._gateway = gateway
        self._folder = folder
        keys = gateway.prepare()
        self._key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
        self._receipt_key = base64.b64decode(keys.receipt_public_key)
        self._signature_key = SignatureKey.from_pem(gateway.key_file.read_bytes())

    def sealed(self, content_bytes: int, attachment_bytes: int, chunks: ChunkFiles) -> Sealed:
        item_id, attachment = str(uuid7(int(time.time() * 1000))), os.urandom(attachment_bytes)
        attachments = (Attachment("scan", "application/pdf", attachment),) if attachment else ()
        kept: list[bytes] = []
        with chunks.writing(item_id) as writer:

            def add(chunk: bytes) -> None:
                kept.append(chunk)
                writer.add(chunk)

            now = datetime.now(UTC)
            header = seal_stepwise(item_id, os.urandom(content_bytes), attachments, self._key, add, created_at=now)
            writer.keep()
            inline = writer.inline
        body = Envelope(header, inline).to_bytes()
        signature = sign_envelope(
            self._signature_key, Channel.SUBMISSION, item_id, body, created_s=int(now.timestamp())
        )
        every = zip(header.chunks, kept, inline, strict=True)
        strays = tuple((listed.sha256, chunk) for listed, chunk, inlined in every if inlined is None)
        return Sealed(item_id, header.digest, body, signature, strays)

    def in_turn(self, load: Load) -> tuple[list[float], list[float]]:
        """Seconds that the bare loop took, and that the queue took, for each pair."""
        bare_s: list[float] = []
        queue_s: list[float] = []
        runs = [(self.bare_s, bare_s), (self.queue_s, queue_s)]
        for _ in range(load.pairs):
            for run, took_s in runs:
                took_s.append(run(load.count, load.content_bytes, load.attachment_bytes))
            runs.reverse()
        return bare_s, queue_s

    def bare_s(self, count: int, content_bytes: int, attachment_bytes: int) -> float:
        """Seconds that threads with a session each take for as many items: what is missing first, then the envelope."""
        spare = ChunkFiles(self._folder / "spare")
        waiting: queue.SimpleQueue[Sealed] = queue.SimpleQueue()
        for _ in range(count):
            waiting.put(self.sealed(content_bytes, attachment_bytes, spare))
        stored: list[str] = []

        def work() -> None:
            with requests.Session() as session:
                session.trust_env = False
                session.verify = str(self._gateway.ca_file)
                session.cert = (str(self._gateway.cert_file), str(self._gateway.key_file))
                while not waiting.empty():
                    try:
                        item = waiting.get_nowait()
                    except queue.Empty:
                        return
                    self._put(session, item)
                    stored.append(item.id)

        threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
        began_s = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took_s = time.monotonic() - began_s
        shutil.rmtree(self._folder / "spare")
        if len(stored) != count:
            raise RuntimeError(f"{len(stored)} of {count} stored")
        return took_s

    def _put(self, session: requests.Session, item: Sealed) -> None:
        url = f"{self._gateway.base_url}/v1/submissions/{item.id}"
        for sha256, chunk in item.strays:
            headers = {"Content-Type": CHUNK_TYPE, "Content-Digest": content_digest(chunk)}
            session.put(f"{url}/chunks/{sha256}", data=chunk, headers=headers, timeout=PATIENCE_S).raise_for_status()
        headers = {"Content-Type": ENVELOPE_TYPE, "Content-Digest": content_digest(item.body)} | item.signature.headers
        session.put(url, data=item.body, headers=headers, timeout=PATIENCE_S).raise_for_status()

    def queue_s(self, count: int, content_bytes: int, attachment_bytes: int) -> float:
        """Seconds that the uploader takes for as many queued items, each confirmed by a receipt that was checked."""
        state_dir = self._folder / f"queue-{time.monotonic_ns()}"
        chunks = ChunkFiles(state_dir / "chunks")
        items = (self.sealed(content_bytes, attachment_bytes, chunks) for _ in range(count))
        queue_all(state_dir, ((item.id, item.digest, item.body, item.signature.to_text()) for item in items))
        with Ownership(state_dir) as ownership:
            outbox = Outbox(ownership)
            took_s = self._drain_s(outbox, chunks, count)
            outbox.close()
        shutil.rmtree(state_dir)
        return took_s

    def _drain_s(self, outbox: Outbox, chunks: ChunkFiles, count: int) -> float:
        gateway, progress = self._gateway, _Progress(count)
        transport = Transport(
            gateway.base_url,
            ca_file=gateway.ca_file,
            cert_file=gateway.cert_file,
            key_file=gateway.key_file,
            terminal_id=TERMINAL,
        )
        delivery = Delivery(transport, chunks, self._receipt_key)
        uploader = Uploader(outbox, delivery, chunks, progress.see, retention=Retention())
        began_s = time.monotonic()
        uploader.start()
        progress.wait()
        took_s = time.monotonic() - began_s
        uploader.stop(PATIENCE_S)
        transport.close()
        return took_s


class _Progress:
    """Counts confirmations where they come; whoever waits sleeps until the last."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._refused = ""
        self._lock = threading.Lock()
        self._over = threading.Event()

    def see(self, event: CacheEvent) -> None:
        with self._lock:
            self._left -= isinstance(event, Delivered)
            self._refused = event.code if isinstance(event, Quarantined) else self._refused
            if self._refused or not self._left:
                self._over.set()

    def wait(self) -> None:
        """Raises RuntimeError when an item was refused, or it takes too long."""
        if not self._over.wait(DRAIN_S) or self._refused:
            raise RuntimeError(self._refused or "not everything was sent")


def drains(folder: Path) -> Iterator[Figure]:
    with EmbeddedGateway(folder / "gateway", CATALOGUE, terminal_id=TERMINAL) as gateway:
        bench = Bench(gateway, folder)
        for load in LOADS:
            bench.bare_s(CONNECTIONS, load.content_bytes, load.attachment_bytes)
            bare_s, queue_s = bench.in_turn(load)
            ratio = median(one / other for one, other in zip(bare_s, queue_s, strict=True))
            yield Figure(
                f"outbox.drain_{load.name}_ratio",
                round(ratio, 2),
                "of bare",
                load.limit,
                f"{load.count} queued {load.what} in one go to the reference gateway over mutual TLS, receipts checked "
                f"and noted, over a loop of requests with the same {CONNECTIONS} connections that keeps nothing; "
                f"median of the ratios of {load.pairs} pairs, who begins changing "
                f"({load.count / median(queue_s):.0f} a second over {load.count / median(bare_s):.0f})",
                "higher",
            )
