"""The wall clock jumps by ±400 days while the queue is in use: no wait gets longer or shorter, nothing is forgotten
that was not confirmed.
"""

import queue
import time
from dataclasses import replace
from pathlib import Path

import pytest

from offline_cache import link
from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.events import CacheEvent, Counts, Delayed, Delivered, PutFailed, Queued
from offline_cache.ids import uuid7
from tests.offline_cache.conftest import Platform

WAIT_S = 20.0
DAY_S = 86_400.0
RETRY_AFTER_S = 1


class Kiosk:
    """A queue whose wall clock is set by hand."""

    def __init__(self, settings: CacheSettings, jump_s: float = 0.0) -> None:
        self.jump_s = jump_s
        self.events: queue.Queue[CacheEvent] = queue.Queue()
        self.cache = OfflineCache(settings, self.events.put, wall=lambda: time.time() + self.jump_s)
        self.cache.start()

    def next(self, *kinds: type) -> CacheEvent:
        while not isinstance(event := self.events.get(timeout=WAIT_S), kinds):
            pass
        return event

    def queued(self) -> str:
        item_id = str(uuid7(1_769_846_400_000))
        self.cache.put(item_id, "submission", b"{}")
        assert self.next(Queued, PutFailed) == Queued(item_id)
        return item_id


@pytest.fixture
def settings(tmp_path: Path, pki, platform, key_pair) -> CacheSettings:
    return CacheSettings(
        state_dir=tmp_path / "state",
        base_url=platform.base_url,
        ca_file=pki.authority.file,
        cert_file=pki.terminal.cert,
        key_file=pki.terminal.key,
        terminal_id="terminal-0001",
        platform_key_id="platform-2026",
        platform_public_key=key_pair[1],
        platform_receipt_key=platform.receipt_key.public_key().public_bytes_raw(),
    )


@pytest.mark.parametrize("days", [400, -400])
def test_a_jump_while_an_item_waits_changes_nothing_about_its_wait(
    settings: CacheSettings, platform: Platform, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(link, "FIRST_WAIT_S", 0.05)
    came_s: list[float] = []

    def later_once(_request: object) -> object:
        came_s.append(time.monotonic())
        return platform.reply(503, headers={"Retry-After": str(RETRY_AFTER_S)}) if len(came_s) == 1 else None

    platform.script = later_once
    kiosk = Kiosk(settings)
    waiting = kiosk.queued()
    assert kiosk.next(Delayed) == Delayed(waiting, "platform.busy")
    kiosk.jump_s = days * DAY_S
    behind = kiosk.queued()
    assert {kiosk.next(Delivered).id, kiosk.next(Delivered).id} == {waiting, behind}
    assert came_s[1] - came_s[0] >= RETRY_AFTER_S
    assert kiosk.cache.stop(WAIT_S)


@pytest.mark.parametrize("days", [400, -400])
def test_a_jump_between_two_starts_forgets_only_what_was_confirmed(
    settings: CacheSettings, platform: Platform, days: int
) -> None:
    """Confirmed records are kept by the wall clock, which is all there is from one start to the next."""
    before = Kiosk(settings)
    confirmed = before.queued()
    assert before.next(Delivered).id == confirmed
    platform.script = lambda _: platform.reply(401)  # sending rests for minutes
    waiting = [before.queued() for _ in range(3)]
    before.next(Delayed)
    assert before.cache.stop(WAIT_S)
    platform.script = lambda _: None
    after = Kiosk(replace(settings, keep_stored_s=30 * DAY_S), jump_s=days * DAY_S)
    assert sorted(after.next(Delivered).id for _ in waiting) == sorted(waiting)
    assert after.cache.counts() == Counts(stored=3 if days > 0 else 4)
    assert after.cache.stop(WAIT_S)
    assert set(platform.stored) == {confirmed, *waiting}
