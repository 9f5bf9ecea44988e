"""Outbox, chunks, transport and uploader without the threads of a cache: the test takes the turns."""

import time
from collections.abc import Callable
from typing import Any

from offline_cache.attachments import Attachment
from offline_cache.cache import CacheSettings
from offline_cache.chunks import ChunkFiles
from offline_cache.delivery import Delivery
from offline_cache.events import CacheEvent
from offline_cache.forgetting import Retention
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.sealing import Envelope, PlatformKey, seal_stepwise
from offline_cache.transport import Transport
from offline_cache.uploader import Uploader


class Bench:
    """By a clock that stands at `now_s`, and moves when the test says so.

    Args:
        wall: as the outbox's.
        options: of the uploader, beyond what the others have in common.
    """

    def __init__(
        self, settings: CacheSettings, *, now_s: float = 1000.0, wall: Callable[[], float] = time.time, **options: Any
    ) -> None:
        self.now_s = now_s
        self.events: list[CacheEvent] = []
        self.ownership = Ownership(settings.state_dir)
        self.outbox = Outbox(self.ownership, monotonic=self.monotonic, wall=wall)
        self.chunks = ChunkFiles(settings.state_dir / "chunks")
        self.transport = Transport(
            settings.base_url,
            ca_file=settings.ca_file,
            cert_file=settings.cert_file,
            key_file=settings.key_file,
            terminal_id=settings.terminal_id,
            read_timeout_s=settings.read_timeout_s,
        )
        given: dict[str, Any] = {"retention": Retention(), "monotonic": self.monotonic, "chance": lambda: 1.0}
        delivery = Delivery(self.transport, self.chunks, settings.platform_receipt_key)
        self.uploader = Uploader(self.outbox, delivery, self.chunks, self._post, **given | options)
        self._key = PlatformKey("k", settings.platform_public_key)

    def put(self, *ids: str, data: bytes = b"", channel: Channel = Channel.SUBMISSION) -> None:
        for item_id in ids:
            self.put_one(item_id, data, channel)

    def put_one(self, item_id: str, data: bytes = b"", channel: Channel = Channel.SUBMISSION) -> tuple[str, ...]:
        """As the cache does. Returns the names of the chunks that travel on their own."""
        attachments = [Attachment("scan", "text/plain", data)] if data else []
        with self.chunks.writing(item_id) as chunks:
            header = seal_stepwise(item_id, b"form", attachments, self._key, chunks.add)
            chunks.sync()
            body = Envelope(header, chunks.inline).to_bytes()
            self.outbox.put(item_id, channel, header.digest, body)
            chunks.keep()
        pairs = zip(header.chunks, chunks.inline, strict=True)
        return tuple(listed.sha256 for listed, inline in pairs if inline is None)

    def taken(self, *kinds: type) -> list[Any]:
        """What was told since the last time, of these kinds or at all."""
        events, self.events[:] = list(self.events), []
        return [event for event in events if isinstance(event, kinds or object)]

    def close(self) -> None:
        self.transport.close()
        self.outbox.close()
        self.ownership.release()

    def monotonic(self) -> float:
        return self.now_s

    def _post(self, event: CacheEvent) -> None:
        self.events.append(event)
