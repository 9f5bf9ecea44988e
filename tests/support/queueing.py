"""A terminal's queue in a test: an `OfflineCache`, what it promised, and what it told."""

import base64
import json
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from kiosk.gateway.embedded import EmbeddedGateway
from offline_cache.attachments import Attachment, AttachmentSource
from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.disk import DiskLimits
from offline_cache.events import CacheEvent, Delivered, PutFailed, Queued
from offline_cache.ids import uuid7

WAIT_S = 60.0
CHECKOUT = Path(__file__).parents[2]
"""Where a child process must run to import this."""
USED_UP = DiskLimits(ballast_bytes=4096, stop_free_bytes=0, resume_free_bytes=0)
"""A disk is taken into until it is really full."""


def new_id() -> str:
    return str(uuid7(1_769_846_400_000))


def settings_at(gateway: EmbeddedGateway, terminal_id: str, state_dir: Path, **changes: Any) -> CacheSettings:
    """Of a queue before this gateway, which need not run; without `base_url`, of a terminal without a network."""
    keys = gateway.prepare()
    given: dict[str, Any] = {
        "state_dir": state_dir,
        "base_url": "https://127.0.0.1:9",
        "ca_file": gateway.ca_file,
        "cert_file": gateway.cert_file,
        "key_file": gateway.key_file,
        "terminal_id": terminal_id,
        "platform_key_id": keys.sealing_key_id,
        "platform_public_key": base64.b64decode(keys.sealing_public_key),
        "platform_receipt_key": base64.b64decode(keys.receipt_public_key),
    }
    return CacheSettings(**given | changes)


def text_of(settings: CacheSettings) -> str:
    """For another process's command line; `settings_of` there makes them again."""
    return json.dumps(asdict(settings), default=lambda value: value.hex() if isinstance(value, bytes) else str(value))


def settings_of(text: str) -> CacheSettings:
    given = json.loads(text)
    for name in ("state_dir", "ca_file", "cert_file", "key_file"):
        given[name] = Path(given[name])
    for name in ("platform_public_key", "platform_receipt_key"):
        given[name] = bytes.fromhex(given[name])
    return CacheSettings(**given | {"disk_limits": DiskLimits(**given["disk_limits"])})


class Kiosk:
    """Whoever uses the queue: hands submissions over and listens.

    Args:
        wait_s: how long anything may take.
        clocks: as the cache's.
    """

    def __init__(self, settings: CacheSettings, *, wait_s: float = WAIT_S, **clocks: Callable[[], float]) -> None:
        self.settings = settings
        self.promised: list[str] = []
        self.delivered: list[str] = []
        """In the order in which it was told; once each, though it is told again when the ack was not noted."""
        self.events: queue.Queue[CacheEvent] = queue.Queue()
        self.cache = OfflineCache(settings, self._post, **clocks)
        self._wait_s = wait_s

    def start(self) -> Self:
        self.cache.start()
        return self

    def stop(self) -> None:
        assert self.cache.stop(self._wait_s)

    def next(self, *kinds: type, within_s: float | None = None) -> Any:
        """The next event of these kinds; others are noted and dropped."""
        while True:
            event = self.events.get(timeout=self._wait_s if within_s is None else max(within_s, 0.01))
            self._note(event)
            if isinstance(event, kinds):
                return event

    def put(
        self,
        content: bytes = b"{}",
        attachments: Sequence[Attachment | AttachmentSource] = (),
        *,
        channel: str = "submission",
        item_id: str = "",
    ) -> Queued | PutFailed:
        """Hand over and hear what became of it."""
        item_id = item_id or new_id()
        self.cache.put(item_id, channel, content, attachments)
        told = self.next(Queued, PutFailed)
        assert told.id == item_id
        return told

    def queued(
        self,
        content: bytes = b"{}",
        attachments: Sequence[Attachment | AttachmentSource] = (),
        *,
        channel: str = "submission",
        item_id: str = "",
    ) -> str:
        """Hand over what must be promised; returns its id."""
        told = self.put(content, attachments, channel=channel, item_id=item_id)
        assert isinstance(told, Queued), told
        return told.id

    def drain(self, within_s: float | None = None) -> None:
        """Wait until all that was promised is delivered."""
        until_s = None if within_s is None else time.monotonic() + within_s
        while set(self.promised) - set(self.delivered):
            self.next(Delivered, within_s=None if until_s is None else until_s - time.monotonic())

    def _post(self, event: CacheEvent) -> None:
        """On the cache's threads."""
        self.events.put(event)

    def _note(self, event: CacheEvent) -> None:
        if isinstance(event, Queued):
            self.promised.append(event.id)
        elif isinstance(event, Delivered) and event.id not in self.delivered:
            self.delivered.append(event.id)
