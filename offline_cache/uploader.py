"""The thread that sends what the outbox holds, and does with each answer what `answers` says."""

import logging
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable

from offline_cache.answers import Later, Paused, Refused, Stored, Verdict, judge, judge_failure
from offline_cache.errors import CacheError, LinkError
from offline_cache.events import CacheEvent, Delayed, Delivered, LinkChanged, Quarantined
from offline_cache.link import Backoff, Link
from offline_cache.outbox import Channel, Leased, Outbox, Retention
from offline_cache.sealing import ENVELOPE_TYPE
from offline_cache.transport import Transport

PATHS = {Channel.SUBMISSION: "/v1/submissions/", Channel.RATING: "/v1/ratings/"}
PURGE_EVERY_S = 3600.0
TROUBLE_S = 5.0
"""Rest after the outbox itself failed, or a bug."""

_log = logging.getLogger("offline_cache.uploader")
_chance = random.SystemRandom().random


class Uploader:
    """Sends item after item, the person's at the screen first, then the oldest.

    Items wait on their own and the link rests as a whole: one that the platform stumbles over holds up no other.

    Args:
        receipt_key: what storage receipts must be signed with (`answers.judge`).
        chance: a number in [0, 1), drawn anew with every call, for the jitter.
    """

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        post: Callable[[CacheEvent], None],
        *,
        retention: Retention,
        receipt_key: bytes = b"",
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = _chance,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._post = post
        self._retention = retention
        self._receipt_key = receipt_key
        self._monotonic = monotonic
        self._link = Link(Backoff(chance))
        self._attempts = Counter[str]()
        self._purge_at_s = monotonic()
        self._changed = threading.Condition()
        self._fresh: deque[str] = deque(maxlen=32)
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="uploader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Ask the thread to end after the request under way; returns whether it has ended in time."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def wake(self, fresh_id: str) -> None:
        """This item was just queued; somebody may be waiting for its answer. From any thread."""
        with self._changed:
            self._fresh.append(fresh_id)
            self._changed.notify()

    def turn(self) -> float | None:
        """Send at most one item. Returns the seconds until the next turn is worth taking; None: not before `wake`."""
        now_s = self._monotonic()
        if now_s >= self._purge_at_s:
            self._purge_at_s = now_s + PURGE_EVERY_S
            self._outbox.purge(self._retention)
        with self._changed:
            fresh = list(self._fresh)
            self._fresh.clear()
        if fresh:
            self._link.hurry(now_s)
        if now_s < self._link.rests_until_s:
            for item_id in fresh:
                self._post(Delayed(item_id, self._link.code))
            return self._link.rests_until_s - now_s
        item = self._outbox.lease(prefer=fresh[0] if fresh else None)
        if item is None:
            due_s = self._outbox.next_due_s()
            return None if due_s is None else max(due_s - now_s, 0.0)
        with self._changed:
            self._fresh.extendleft(reversed(fresh[1:]))
        self._settle(item, self._send(item))
        return 0.0

    def _send(self, item: Leased) -> Verdict:
        self._attempts[item.id] += 1
        try:
            answer = self._transport.request(
                "PUT", PATHS[item.channel] + item.id, body=item.body, content_type=ENVELOPE_TYPE
            )
        except LinkError as error:
            return judge_failure(error)
        return judge(answer, item.id, item.digest, self._receipt_key)

    def _settle(self, item: Leased, verdict: Verdict) -> None:
        now_s = self._monotonic()
        match verdict:
            case Stored(body):
                self._answered(now_s)
                try:
                    self._outbox.ack(item.id, verdict.receipt)
                finally:  # stored is stored, also when our own disk fails to note it: it is sent and answered again
                    self._post(Delivered(item.id, body))
                del self._attempts[item.id]
            case Refused(code):
                self._answered(now_s)
                self._outbox.quarantine(item.id, code)
                _log.error("quarantined: id=%s code=%s", item.id, code)
                self._post(Quarantined(item.id, code))
                del self._attempts[item.id]
            case Paused(code):
                self._outbox.retry_later(item.id, now_s)
                if self._link.paused(now_s, code):
                    self._post(LinkChanged(up=False, code=code))
                self._post(Delayed(item.id, code))
            case Later(code, wait_s):
                own_wait_s = max(wait_s, self._link.backoff.wait_s(self._attempts[item.id]))
                self._outbox.retry_later(item.id, now_s + own_wait_s)
                if self._link.failed(now_s, code, wait_s):
                    self._post(LinkChanged(up=False, code=code))
                self._post(Delayed(item.id, code))

    def _answered(self, now_s: float) -> None:
        if self._link.answered(now_s):
            self._post(LinkChanged(up=True, code=""))

    def _run(self) -> None:
        trouble = ""
        while not self._stopping:
            try:
                wait_s = self.turn()
                trouble = ""
            except CacheError as error:
                if error.code != trouble:
                    _log.error("sending rests: %s", error)
                trouble, wait_s = error.code, TROUBLE_S
            except Exception:  # noqa: BLE001 -- a worker's loop
                _log.exception("bug in the uploader")
                wait_s = TROUBLE_S
            with self._changed:
                if not self._stopping and not self._fresh and wait_s != 0:
                    self._changed.wait(wait_s)
