"""The threads that send what the outbox holds: which item next, and what follows from the verdict on it."""

import logging
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress

from offline_cache.answers import Later, Paused, Refused, Stored, Unfinished, Verdict
from offline_cache.chunks import ChunkFiles
from offline_cache.delivery import Delivery
from offline_cache.errors import CacheError
from offline_cache.events import CacheEvent, Delayed, Delivered, LinkChanged, Quarantined
from offline_cache.forgetting import Retention
from offline_cache.items import Leased
from offline_cache.link import Backoff, Link
from offline_cache.outbox import Outbox

CONNECTIONS = 4
PURGE_EVERY_S = 3600.0
TROUBLE_S = 5.0
"""Rest after the outbox itself failed, or a bug."""
TURN_S = 30.0
"""A large item that takes longer lets others through, between two chunks."""
YIELD_S = 1.0
"""How long an item that let others through waits at least."""
SLOW_CHUNK_S = 1.0
"""When a chunk takes longer, one connection is kept free of large items: somebody at the screen may need it."""

_log = logging.getLogger("offline_cache.uploader")
_chance = random.SystemRandom().random


class Uploader:
    """Sends items on several connections, the person's at the screen first, then the oldest.

    Items wait on their own and the link rests as a whole: one that the platform stumbles over holds up no other. While
    nobody knows whether the link stands, one connection finds out. On a slow line one is left to small items.

    Args:
        chance: a number in [0, 1), drawn anew with every call, for the jitter.
    """

    def __init__(
        self,
        outbox: Outbox,
        delivery: Delivery,
        chunks: ChunkFiles,
        post: Callable[[CacheEvent], None],
        *,
        retention: Retention,
        connections: int = CONNECTIONS,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = _chance,
    ) -> None:
        self._outbox = outbox
        self._delivery = delivery
        self._chunks = chunks
        self._post = post
        self._retention = retention
        self._monotonic = monotonic
        self._attempts = Counter[str]()
        self._changed = threading.Condition()
        """Guards everything below."""
        self._news = 0
        """Grows with everything that may give a waiting thread something to do."""
        self._link = Link(Backoff(chance))
        self._under_way = 0
        self._large: dict[str, float] = {}
        """Items whose chunks are being sent, and since when the present one is."""
        self._large_limit = max(connections - 1, 1)
        self._crowded_out: set[str] = set()
        """Items that found no connection for their chunks."""
        self._chunk_s = 0.0
        """How long a chunk takes, by the last one."""
        self._purge_at_s = monotonic()
        self._fresh: deque[str] = deque(maxlen=32)
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, name=f"uploader-{number}", daemon=True)
            for number in range(1, connections + 1)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Ask the threads to end after the requests under way; returns whether they have ended in time."""
        deadline_s = time.monotonic() + timeout_s
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(deadline_s - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in self._threads)

    def wake(self, fresh_id: str) -> None:
        """This item was just queued; somebody may be waiting for its answer. From any thread."""
        with self._changed:
            self._fresh.append(fresh_id)
            self._news += 1
            self._changed.notify_all()

    def turn(self) -> float | None:
        """Send at most one item. Returns the seconds until the next turn is worth taking; None: not before `wake`."""
        now_s = self._monotonic()
        if self._is_purge_due(now_s):
            self._outbox.purge(self._retention)
        wait_s, preferred = self._begin(now_s)
        if wait_s != 0.0:
            return wait_s
        try:
            item = self._outbox.lease(prefer=preferred)
            if item is None:
                due_s = self._outbox.next_due_s()
                return None if due_s is None else max(due_s - now_s, 0.0)
            self._attempts[item.id] += 1
            try:
                self._settle(item, self._send(item, now_s), now_s)
            except CacheError:  # our own disk: whatever was answered, it is sent and answered once more
                with suppress(CacheError):
                    self._outbox.retry_later(item.id, self._monotonic() + TROUBLE_S)
                raise
        finally:
            with self._changed:
                self._under_way -= 1
        return 0.0

    def _is_purge_due(self, now_s: float) -> bool:
        with self._changed:
            is_due = now_s >= self._purge_at_s
            if is_due:
                self._purge_at_s = now_s + PURGE_EVERY_S
        return is_due

    def _begin(self, now_s: float) -> tuple[float | None, str | None]:
        """Whether to send now (0.0) or how long to wait, and which item is preferred."""
        with self._changed:
            if self._fresh:
                self._link.hurry(now_s)
            if now_s < self._link.rests_until_s:
                resting, code = list(self._fresh), self._link.code
                self._fresh.clear()
                wait_s = self._link.rests_until_s - now_s
            elif self._link.up is not True and self._under_way:
                return None, None
            else:
                self._under_way += 1
                return 0.0, self._fresh.popleft() if self._fresh else None
        for item_id in resting:
            self._post(Delayed(item_id, code))
        return wait_s, None

    def _send(self, item: Leased, began_s: float) -> Verdict:
        try:
            return self._delivery.send(item, lambda: self._must_yield(item.id, began_s))
        finally:
            with self._changed:
                self._large.pop(item.id, None)

    def _must_yield(self, item_id: str, began_s: float) -> bool:
        now_s = self._monotonic()
        self._answered(now_s)  # the platform has said what it lacks
        with self._changed:
            if item_id in self._large:
                self._chunk_s = now_s - self._large[item_id]
            elif len(self._large) >= self._large_limit and self._chunk_s > SLOW_CHUNK_S:
                self._crowded_out.add(item_id)
                return True
            self._large[item_id] = now_s
            return self._stopping or bool(self._fresh) or now_s - began_s > TURN_S

    def _settle(self, item: Leased, verdict: Verdict, began_s: float) -> None:
        now_s = self._monotonic()
        match verdict:
            case Stored(body):
                self._answered(now_s)
                try:
                    self._outbox.ack(item.id, verdict.receipt)
                    self._chunks.remove(item.id)
                finally:  # stored is stored, also when our own disk fails to note it: it is sent and answered again
                    self._post(Delivered(item.id, body))
                del self._attempts[item.id]
            case Refused(code):
                self._answered(now_s)
                self._outbox.quarantine(item.id, code)
                _log.error("quarantined: id=%s code=%s", item.id, code)
                self._post(Quarantined(item.id, code))
                del self._attempts[item.id]
            case Unfinished():
                self._answered(now_s)
                with self._changed:
                    wait_s = TURN_S if item.id in self._crowded_out else YIELD_S
                    self._crowded_out.discard(item.id)
                self._outbox.retry_later(item.id, now_s + wait_s)
                del self._attempts[item.id]
            case Paused(code):
                self._outbox.retry_later(item.id, now_s)
                with self._changed:
                    self._told_if(self._link.paused(now_s, code), code)
                self._post(Delayed(item.id, code))
            case Later(code, wait_s):
                own_wait_s = max(wait_s, self._link.backoff.wait_s(self._attempts[item.id]))
                self._outbox.retry_later(item.id, now_s + own_wait_s)
                with self._changed:
                    self._told_if(self._link.failed(now_s, code, wait_s, began_s), code)
                self._post(Delayed(item.id, code))

    def _answered(self, now_s: float) -> None:
        with self._changed:
            if self._link.answered(now_s):
                self._news += 1
                self._changed.notify_all()
                self._told_if(True, "")

    def _told_if(self, is_news: bool, code: str) -> None:
        """Told while nobody else can change the link, or "up" could overtake "down"."""
        if is_news:
            self._post(LinkChanged(up=not code, code=code))

    def _run(self) -> None:
        trouble = ""
        while not self._stopping:
            news = self._news
            try:
                wait_s = self.turn()
                trouble = ""
            except CacheError as error:
                if error.code != trouble:
                    _log.error("sending rests: %s", error)
                trouble, wait_s = error.code, TROUBLE_S
            except Exception:  # noqa: BLE001 -- a worker's loop
                _log.exception("bug in the uploader")
                trouble, wait_s = "bug", TROUBLE_S
            with self._changed:
                if not self._stopping and (trouble or self._news == news) and wait_s != 0:
                    self._changed.wait(wait_s)
