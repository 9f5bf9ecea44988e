"""The wall clock jumps by ±400 days while the queue is in use: no wait gets longer or shorter, nothing is forgotten
that was not confirmed.
"""

import time
from dataclasses import replace

import pytest

from offline_cache import link
from offline_cache.cache import CacheSettings
from offline_cache.events import Counts, Delayed, Delivered
from tests.offline_cache.conftest import Platform
from tests.support.queueing import Kiosk

DAY_S = 86_400.0
RETRY_AFTER_S = 1


class WallClock:
    """Set by hand."""

    jump_s = 0.0

    def __call__(self) -> float:
        return time.time() + self.jump_s


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
    wall = WallClock()
    kiosk = Kiosk(settings, wall=wall).start()
    waiting = kiosk.queued()
    assert kiosk.next(Delayed) == Delayed(waiting, "platform.busy")
    wall.jump_s = days * DAY_S
    behind = kiosk.queued()
    assert {kiosk.next(Delivered).id, kiosk.next(Delivered).id} == {waiting, behind}
    assert came_s[1] - came_s[0] >= RETRY_AFTER_S
    kiosk.stop()


@pytest.mark.parametrize("days", [400, -400])
def test_a_jump_between_two_starts_forgets_only_what_was_confirmed(
    settings: CacheSettings, platform: Platform, days: int
) -> None:
    """Confirmed records are kept by the wall clock, which is all there is from one start to the next."""
    before = Kiosk(settings).start()
    confirmed = before.queued()
    assert before.next(Delivered).id == confirmed
    platform.script = lambda _: platform.reply(401)  # sending rests for minutes
    waiting = [before.queued() for _ in range(3)]
    before.next(Delayed)
    before.stop()
    platform.script = lambda _: None
    wall = WallClock()
    wall.jump_s = days * DAY_S
    after = Kiosk(replace(settings, keep_stored_s=30 * DAY_S), wall=wall).start()
    assert sorted(after.next(Delivered).id for _ in waiting) == sorted(waiting)
    assert after.cache.counts() == Counts(stored=3 if days > 0 else 4)
    after.stop()
    assert set(platform.stored) == {confirmed, *waiting}
